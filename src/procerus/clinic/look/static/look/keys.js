// Keys that work on every page: / search, j k rows, Enter open, ? what keys there are.
// A row is any element with data-row; its first link is what Enter opens.

const typing = (target) => target.closest("input, select, textarea, [contenteditable], [role=application]");
const rows = () => [...document.querySelectorAll("[data-row]")];

function go(step) {
  const all = rows();
  if (!all.length) return;
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, here === -1 ? (step > 0 ? 0 : all.length - 1) : here + step))];
  next.querySelector("a, button")?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); }
  } else if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "?") document.querySelector("#keys")?.showModal();
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.classList.remove("scripted-only");
  button.addEventListener("click", () => document.querySelector("#keys").showModal());
}

// A summary of faults is read first.
document.querySelector(".faults")?.focus();
