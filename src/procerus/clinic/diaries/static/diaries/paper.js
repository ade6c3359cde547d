// A month typed in from paper: one key an answer, and the focus goes on by itself. Without this it is a form.

const table = document.querySelector("table.paper");
const form = table.closest("form");
const save = form.querySelector("button.main");
const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("select, input")]);
const nameOf = (cell) => cell.name.split(".")[0];
const [HEADACHE, HOURS] = [0, 1];
const MEDICINES = rows[0].findIndex((cell) => nameOf(cell) === "medicines");
const said = table.dataset;
let lastMedicine = "";

const place = (cell) => {
  const row = rows.findIndex((one) => one.includes(cell));
  return [row, rows[row].indexOf(cell)];
};
const hurts = (row) => row[HEADACHE].value === "yes";
const go = (row, column) => {
  const cell = rows[row]?.[column] ?? save;
  cell.focus();
  if (cell.select) cell.select();
};

// The next day below that has a headache; where none is said at all, the next day.
function below(row) {
  if (!rows.some(hurts)) return row + 1;
  const found = rows.findIndex((one, at) => at > row && hurts(one));
  return found === -1 ? rows.length : found;
}

function down(row, column) {
  const next = column === HEADACHE ? row + 1 : below(row);
  if (next < rows.length) return go(next, column);
  const first = rows.findIndex(hurts);
  if (column + 1 < rows[0].length && first !== -1) return go(first, column + 1);
  return save.focus();
}

function onward(row, column) {
  if (column === HEADACHE) return down(row, column);
  if (column + 1 < rows[row].length) return go(row, column + 1);
  return go(below(row), HOURS);
}

function back(row, column) {
  const [before, beside] = column === HEADACHE ? [row - 1, column] : [row, column - 1];
  if (before < 0) return;
  go(before, beside);
  if (rows[before][beside].matches("select")) answer(rows[before][beside], "");
}

function answer(cell, value) {
  if (cell.value === value) return;
  cell.value = value;
  cell.dispatchEvent(new Event("change", { bubbles: true }));
}

// Which answer a key gives in a column; nothing where it gives none.
function meant(cell, key) {
  const offered = [...cell.options].map((one) => one.value).filter(Boolean);
  return offered.find((one) => said[one].includes(key.toLowerCase()));
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function inChoice(event, cell, row, column) {
  const value = event.key.length === 1 ? meant(cell, event.key) : undefined;
  if (value !== undefined || event.key === " ") {
    answer(cell, value ?? "");
    onward(row, column);
  } else if (event.key === "Backspace" && !cell.value) back(row, column);
  else if (event.key === "Backspace" || event.key === "Delete") answer(cell, "");
  else if (event.key === "Home") go(row, HEADACHE);
  else if (event.key === "End") go(row, MEDICINES);
  else if (STEPS[event.key]) step(row, column, STEPS[event.key]);
  else return event.key.length === 1;
  return true;
}

function step(row, column, [vertical, sideways]) {
  if (rows[row + vertical]?.[column + sideways]) go(row + vertical, column + sideways);
}

function inWords(event, cell, row, column) {
  const whole = cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  const move = STEPS[event.key];
  if (event.key === "." && column === MEDICINES && (whole || !cell.value) && again(row)) {
    cell.value = again(row);
    cell.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (event.key === "Backspace" && !cell.value) back(row, column);
  else if (move && move[0] && column !== MEDICINES) step(row, column, move);
  else if (event.key === "ArrowLeft" && (whole || cell.selectionEnd === 0)) step(row, column, move);
  else if (event.key === "ArrowRight" && cell.selectionStart === cell.value.length) step(row, column, move);
  else return false;
  return true;
}

// The medicine typed last; where none was typed yet, the nearest above.
function again(row) {
  return lastMedicine || rows.slice(0, row).map((one) => one[MEDICINES].value).findLast((one) => one && !none(one)) || "";
}

const none = (text) => ["none", "0"].includes(text.trim().toLowerCase());

table.addEventListener("keydown", (event) => {
  const cell = event.target.closest("select, input");
  if (!cell || event.metaKey || event.altKey || event.isComposing) return;
  const [row, column] = place(cell);
  if (event.ctrlKey) return;
  if (event.key === "Enter") down(row, column);
  else if (!(cell.matches("select") ? inChoice : inWords)(event, cell, row, column)) return;
  event.preventDefault();
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  form.requestSubmit(save);
});

// Where what is entered differs from what is known, the row says so. paper.py says the same.

function meaning(name, text) {
  const words = text.trim().toLowerCase();
  if (name === "hours") {
    const hours = Number(words.replace(",", "."));
    return words && Number.isFinite(hours) ? String(Math.floor(hours * 60 + 0.5)) : words;
  }
  if (name !== "medicines") return words;
  if (none(words)) return "none";
  return words.split(/[;\n]+/).map((one) => one.trim().replace(/\s+/g, " ")).filter(Boolean).sort().join("; ");
}

function compare(row) {
  const line = row[0].closest("tr");
  const entered = row.filter((cell) => cell.value.trim()).map((cell) => [nameOf(cell), meaning(nameOf(cell), cell.value)]);
  const found = JSON.parse(line.dataset.told || "[]").flatMap(([who, parts]) => {
    const differ = entered.filter(([name, now]) => parts[name] && parts[name][0] !== now).map(([name]) => parts[name][1]);
    return differ.length ? [said.otherwise.replace("{who}", who).replace("{what}", differ.join(", "))] : [];
  });
  const now = Object.fromEntries(entered);
  if (now.headache === "no" && (Number(now.hours) > 0 || now.worst)) found.push(said.both);
  const shown = line.querySelector(".otherwise");
  if (shown.textContent !== found.join(" ")) shown.textContent = found.join(" ");
}

let changed = false;
table.addEventListener("change", (event) => {
  changed = true;
  const [row, column] = place(event.target);
  if (column === MEDICINES && event.target.value.trim() && !none(event.target.value)) lastMedicine = event.target.value;
  compare(rows[row]);
});
form.addEventListener("submit", () => { changed = false; });
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });

const help = document.querySelector("#grid-keys");
if (help) help.hidden = false;
const atDesk = matchMedia("(min-width: 40.01rem)").matches;
if (atDesk && !document.querySelector(".faults")) rows[0][HEADACHE].focus({ preventScroll: true });
