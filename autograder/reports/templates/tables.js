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
// Filters: by words anywhere but in numbers, and by what a row is marked with.
for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
for (const filter of document.querySelectorAll("[data-filter]")) {
  const id = filter.dataset.filter, rows = [...document.getElementById(id).tBodies[0].rows];
  const state = document.querySelector(`[data-state="${id}"]`), count = document.querySelector(`[data-count="${id}"]`);
  const words = rows.map(row =>
    [...row.cells].filter(cell => !cell.classList.contains("number")).map(cell => cell.textContent).join(" ").toLowerCase());
  const apply = () => {
    let shown = 0;
    rows.forEach((row, n) => {
      const marked = !state.value || (row.dataset.states ?? "").split(" ").includes(state.value);
      row.hidden = !(marked && words[n].includes(filter.value.toLowerCase()));
      shown += !row.hidden;
    });
    count.textContent = `${shown} of ${rows.length} ${count.dataset.noun}`;
  };
  filter.addEventListener("input", apply);
  state.addEventListener("change", apply);
  apply();
}
// Naming a cluster: the entry and the command that keeps the name follow what is typed.
const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`;
for (const name of document.querySelectorAll("[data-name]")) {
  const id = name.dataset.name, sentence = document.querySelector(`[data-sentence="${id}"]`);
  const code = document.getElementById(`entry-${id}`), original = code?.textContent;
  const command = document.getElementById(`command-${id}`), opening = command.textContent.split(id)[0] + id;
  const write = () => {
    const called = name.value.trim().replace(/\W+/g, "_") || `unnamed_${id}`;
    const said = sentence.value.trim() || "What is wrong, and what to do instead.";
    command.textContent = `${opening} ${called} ${quoted(said)}`;
    if (!code) return;
    const shown = said.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
    code.textContent = original.replace(/^(def|class) \w+/m, (_, kind) => `${kind} ${called}`)
      .replace(/"""[^"]*"""/, () => `"""${shown}"""`);
  };
  name.addEventListener("input", write);
  sentence.addEventListener("input", write);
}
