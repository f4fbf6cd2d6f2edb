"use strict";
// Sorting: each heading becomes a button. Nothing here is needed to read the page.
const value = cell => {
  const text = cell.dataset.value ?? cell.textContent.trim(), number = parseFloat(text);
  return Number.isNaN(number) ? text.toLowerCase() : number;
};
const order = (a, b) => typeof a === typeof b ? (a < b ? -1 : a > b ? 1 : 0) : typeof a === "number" ? -1 : 1;
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach(each => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...body.rows].map(row => [value(row.cells[column]), row]);
      rows.sort((a, b) => (down ? -1 : 1) * order(a[0], b[0]));
      body.append(...rows.map(pair => pair[1]));
    });
  });
}
// Filters: by name, and by what a cell says.
for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
for (const filter of document.querySelectorAll("[data-filter]")) {
  const id = filter.dataset.filter, rows = [...document.getElementById(id).tBodies[0].rows];
  const state = document.querySelector(`[data-state="${id}"]`), count = document.querySelector(`[data-count="${id}"]`);
  const apply = () => {
    const words = filter.value.toLowerCase(), wanted = state.value.replace("_", " ");
    let shown = 0;
    for (const row of rows) {
      const cells = [...row.cells].slice(1).map(cell => cell.textContent).join(" ");
      row.hidden = !(row.cells[0].textContent.toLowerCase().includes(words) && cells.includes(wanted));
      shown += !row.hidden;
    }
    count.textContent = `${shown} of ${rows.length} students`;
  };
  filter.addEventListener("input", apply);
  state.addEventListener("change", apply);
  apply();
}
// Naming a cluster: the entry follows what is typed.
for (const name of document.querySelectorAll("[data-name]")) {
  const code = document.getElementById(name.dataset.name), original = code.textContent;
  const sentence = document.querySelector(`[data-sentence="${name.dataset.name}"]`);
  const write = () => {
    const called = name.value.replace(/\W+/g, "_") || "unnamed";
    const said = sentence.value.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
    let text = original.replace(/^def \w+/m, () => `def ${called}`);
    if (said) text = text.replace(/"""[^"]*"""/, () => `"""${said}"""`);
    code.textContent = text;
  };
  name.addEventListener("input", write);
  sentence.addEventListener("input", write);
}
