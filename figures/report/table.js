// Sorts and filters the tables of the report. Without it they can be read all the same.
"use strict";

// The words of a filter: plain, or column=value, with | between values; what holds blanks stands in quotation marks.
const words = text => (text.match(/(?:[^\s"]|"[^"]*")+/g) || []).map(word => word.replaceAll('"', ""));
const shown = cell => cell.textContent.trim();

function compare(one, other, sign) {
  if (!one || !other) return !one - !other; // unknown comes last, up or down
  const [a, b] = [one, other].map(text => Number(text.replaceAll(",", "")));
  return sign * (Number.isNaN(a - b) ? one.localeCompare(other, "en") : a - b);
}

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      heads.forEach(one => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      const order = (a, b) => compare(shown(a.cells[column]), shown(b.cells[column]), sign);
      table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
    });
  });
  return heads.map(shown);
}

function filterable(table, columns) {
  const rows = [...table.tBodies[0].rows];
  const form = document.getElementById("filter").content.firstElementChild.cloneNode(true);
  const [input, told] = [form.querySelector("input"), form.querySelector("output")];
  const holds = (row, word) => {
    const [, name, value] = word.match(/^(\w+)=(.*)$/) || [];
    const column = columns.indexOf(name);
    if (column < 0) return row.textContent.toLowerCase().includes(word.toLowerCase());
    const listed = shown(row.cells[column]).split(" | ");
    return value.split("|").some(one => listed.includes(one));
  };
  const filter = () => {
    const wanted = words(input.value);
    rows.forEach(row => { row.hidden = !wanted.every(word => holds(row, word)); });
    told.textContent = `${rows.filter(row => !row.hidden).length} of ${rows.length} rows`;
  };
  input.value = [...new URLSearchParams(location.search)].map(([name, value]) => `${name}="${value}"`).join(" ");
  input.addEventListener("input", filter);
  table.parentElement.before(form);
  filter();
}

document.querySelectorAll("table.sortable").forEach(table => {
  const columns = sortable(table);
  if (table.matches(".filterable")) filterable(table, columns);
});
