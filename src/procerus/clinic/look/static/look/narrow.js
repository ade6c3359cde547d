// What a phone needs: rows of a table one below the other, each cell with the name of its column.
// Without this, such a table is scrolled sideways within the page.

const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

for (const table of document.querySelectorAll("table.stacks")) {
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => (cell.querySelector(".unseen") ? "" : cell.textContent.trim()));
  for (const body of table.tBodies) {
    for (const row of body.rows) {
      let column = 0;
      for (const cell of row.cells) {
        if (cell.colSpan === 1 && cell.tagName === "TD" && names[column]) cell.dataset.label = names[column];
        column += cell.colSpan;
      }
    }
  }
  for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, td, th")]) {
    part.setAttribute("role", ROLES[part.tagName] ?? (part.closest("thead") ? "columnheader" : "rowheader"));
  }
  table.classList.add("labelled");
}

// Where the pages of a patient do not fit side by side, the one that is open is in sight.
for (const here of document.querySelectorAll(".about [aria-current]")) {
  const row = here.parentElement;
  row.scrollLeft = here.offsetLeft - (row.clientWidth - here.offsetWidth) / 2;
}
