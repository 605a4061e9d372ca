// A table of signs: `sheet`, made by the page, says which rows, columns and cells; this file draws, filters, saves and moves in it.
speak({
  fr: { sort: "Trier", territory: "Territoire", everywhere: "tous", since: "Depuis le", until: "Jusqu'au", legend: "Légende", pick: "Choisissez une case ou un nom pour lire ce que disent les documents.", rows: (n, all) => number(n) + " sur " + count(all, "ligne", "lignes") },
  en: { sort: "Sort", territory: "Territory", everywhere: "all", since: "Since", until: "Until", legend: "Key", pick: "Choose a cell or a name to read what the records say.", rows: (n, all) => number(n) + " of " + count(all, "row", "rows") },
});
const dim = new Set();
let grid = { rows: [], columns: [] };
// What is left of rows, columns and cells: `inPlace` of things with `territories`, `inPeriod` of days (EDTF; one without a day is kept).
const asked = { place: "", since: "", until: "" };
const inPlace = thing => !asked.place || (thing.territories || []).includes(asked.place);
const inPeriod = edtf => { if (!edtf) return !asked.since && !asked.until; const ends = edtf.split("/"), first = ends[0], last = ends[ends.length - 1]; return (!asked.since || last >= asked.since.slice(0, last.length)) && (!asked.until || first <= asked.until.slice(0, first.length)); };
const filtering = () => !!(asked.place || asked.since || asked.until);
function panel(title, ...lines) {
  const p = $("panel");
  p.replaceChildren(el("h2", title), ...lines.filter(Boolean).map(text => typeof text === "string" ? el("p", text) : text));
  return p;
}
const idle = () => $("panel").replaceChildren(el("p", t("pick"), { class: "soft" }));
function step(row, column, text, then, label) {
  const b = button(text, then, row < 0 || column < 0 ? "link" : "");
  b.dataset.row = row;
  b.dataset.column = column;
  b.tabIndex = -1;
  if (label) b.setAttribute("aria-label", label);
  return b;
}
function draw() {
  const wanted = fold($("search").value.trim()), whole = sheet.rows($("sort").value), all = whole.filter(sheet.rowKept || (() => true)), columns = sheet.columns(all), box = $("scroll");
  const rows = wanted ? all.filter(r => fold(r.name).includes(wanted)) : all;
  grid = { rows, columns };
  $("counts").textContent = t("rows")(rows.length, whole.length);
  $("clear").hidden = !filtering();
  if (!all.length || !columns.length) { box.replaceChildren(el("p", t("empty"))); return; }
  const table = el("table"), thead = el("thead"), body = el("tbody"), top = el("tr");
  if (columns.some(c => c.group)) {
    const groups = el("tr", null, { class: "groups" });
    groups.append(el("td"));
    for (let i = 0; i < columns.length;) { let j = i; while (j < columns.length && columns[j].group === columns[i].group) j++; groups.append(el("th", columns[i].group, { colspan: j - i, scope: "colgroup" })); i = j; }
    thead.append(groups);
  }
  top.append(el("td"));
  columns.forEach((c, j) => { const th = el("th", null, { scope: "col", class: c.kind || "" }), b = step(-1, j, c.name, () => c.open(), c.say); b.title = c.title || c.name; th.append(b); top.append(th); });
  if (sheet.total) { const th = el("th", null, { scope: "col" }), b = el("span", t("total")); th.append(b); th.style.setProperty("padding", "0 .5rem"); top.append(th); }
  thead.append(top);
  rows.forEach((r, i) => {
    const tr = el("tr"), th = el("th", null, { scope: "row" }), own = step(i, -1, r.name, () => r.open());
    own.title = r.name;
    th.append(own);
    tr.append(th);
    columns.forEach((c, j) => {
      const cell = sheet.cell(r, c), td = el("td");
      if (cell) {
        td.className = cell.kind + (dim.has(cell.kind) || cell.out ? " dim" : "");
        if (cell.open) td.append(step(i, j, cell.sign, cell.open, cell.say)); else if (cell.sign) td.textContent = cell.sign;
      }
      tr.append(td);
    });
    if (sheet.total) tr.append(el("td", sheet.total(r, columns), { class: "total" }));
    body.append(tr);
  });
  table.append(thead, body);
  box.replaceChildren(table);
  const first = box.querySelector("button");
  if (first) first.tabIndex = 0;
}
// Arrows move from cell to cell, Tab leaves the table: a reader is not made to press Tab a thousand times.
function move(e) {
  const b = document.activeElement, by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key];
  if (!by || !b.dataset.row) return;
  let r = +b.dataset.row, c = +b.dataset.column, next = null;
  for (let k = 0; k < Math.max(grid.rows.length, grid.columns.length) + 1 && !next; k++) {
    r += by[0];
    c += by[1];
    if (r < -1 || c < -1 || r >= grid.rows.length || c >= grid.columns.length) break;
    next = $("scroll").querySelector('[data-row="' + r + '"][data-column="' + c + '"]');
  }
  if (next) { b.tabIndex = -1; next.tabIndex = 0; next.focus(); e.preventDefault(); }
}
function legend() {
  $("reading").replaceChildren(...sheet.kinds.map(kind => {
    const l = el("label"), c = el("input", null, { type: "checkbox" });
    c.checked = !dim.has(kind.key);
    c.addEventListener("change", () => { if (c.checked) dim.delete(kind.key); else dim.add(kind.key); draw(); });
    l.append(c, el("span", kind.sample, { class: "sample " + kind.key, "aria-hidden": "true" }), el("span", both(kind.label)));
    return l;
  }));
  const placed = sheet.placed().map(thing => thing.territories || []), places = [...new Set(placed.flat())].sort(compare);
  $("territory-box").hidden = !places.length || (places.length === 1 && placed.every(one => one.length));
  $("territory").replaceChildren(el("option", t("everywhere"), { value: "" }), ...places.map(name => el("option", name, { value: name })));
  $("territory").value = asked.place;
  $("since-box").hidden = $("until-box").hidden = !sheet.dated;
  const chosen = $("sort").value;
  $("sort").replaceChildren(...sheet.orders.map(key => el("option", t(key), { value: key })));
  $("sort").value = chosen || sheet.orders[0];
}
const FILLS = { "worked-together": "#9cc8e8", attended: "#9cc8e8", "plenary-only": "#e3eef7", contributed: "#e3eef7", "never-seen": "url(#hatch)", absent: "url(#hatch)", unlisted: "url(#unlisted)", self: "#f0f2f4" };
function picture() {
  const { rows, columns } = grid, w = 30, h = 24, pen = el("canvas").getContext("2d");
  pen.font = "13px sans-serif";
  const cut = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;
  const left = 40 + Math.max(60, ...rows.map(r => pen.measureText(cut(r.name, 46)).width)), tall = 20 + Math.max(40, ...columns.map(c => pen.measureText(cut(c.name, 34)).width)), top = 70 + tall;
  const width = Math.max(760, left + columns.length * w + 120), s = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": "system-ui, 'Segoe UI', Arial, sans-serif", "font-size": 13, fill: "#1b1f24" }), add = (tag, a, text) => s.append(svgElement(tag, a, text));
  const pattern = (id, colour, turn) => { const p = svgElement("pattern", { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(" + turn + ")" }); p.append(svgElement("rect", { width: 4, height: 7, fill: colour })); s.append(p); };
  add("title", {}, document.title);
  pattern("hatch", "#f3c9b3", 45);
  pattern("unlisted", "#e3e7eb", 0);
  add("rect", { width: "100%", height: "100%", fill: "#fff" });
  add("text", { x: 24, y: 38, "font-size": 20, "font-weight": 600 }, document.title);
  columns.forEach((c, j) => add("text", { transform: "translate(" + (left + j * w + 20) + " " + (top - 8) + ") rotate(-90)" }, cut(c.name, 34)));
  rows.forEach((r, i) => {
    const y = top + i * h;
    add("text", { x: left - 10, y: y + 16, "text-anchor": "end" }, cut(r.name, 46));
    columns.forEach((c, j) => {
      const cell = sheet.cell(r, c), x = left + j * w;
      add("rect", { x, y, width: w, height: h, fill: (cell && !cell.out && !dim.has(cell.kind) && FILLS[cell.kind]) || "#fff", stroke: "#d7dce1" });
      if (cell && cell.sign && !cell.out && !dim.has(cell.kind)) add("text", { x: x + w / 2, y: y + 16, "text-anchor": "middle" }, cell.sign);
    });
    if (sheet.total) add("text", { x: left + columns.length * w + 10, y: y + 16, fill: "#57606a" }, sheet.total(r, columns));
  });
  let x = 24, y = top + rows.length * h + 34;
  for (const kind of sheet.kinds) {
    const long = pen.measureText(both(kind.label)).width + 60;
    if (x + long > width) { x = 24; y += 28; }
    add("rect", { x, y: y - 16, width: 24, height: 22, fill: FILLS[kind.key] || "#fff", stroke: "#d7dce1" });
    add("text", { x: x + 12, y, "text-anchor": "middle" }, kind.sample);
    add("text", { x: x + 32, y }, both(kind.label));
    x += long;
  }
  for (const line of (head.notes || []).flatMap(note => lines(both(note), Math.floor((width - 48) / 6.2)))) { y += 20; add("text", { x: 24, y: y + 6, fill: "#57606a", "font-size": 12 }, line); }
  s.setAttribute("viewBox", "0 0 " + Math.ceil(width) + " " + (y + 30));
  return s;
}
changed.push(() => { legend(); draw(); idle(); });
async function start() {
  await prepare();
  translate();
  $("search").addEventListener("input", draw);
  $("sort").addEventListener("change", draw);
  for (const [id, key] of [["territory", "place"], ["since", "since"], ["until", "until"]]) $(id).addEventListener("change", () => { asked[key] = $(id).value; draw(); });
  $("clear").addEventListener("click", () => { Object.assign(asked, { place: "", since: "", until: "" }); for (const id of ["territory", "since", "until"]) $(id).value = ""; draw(); $("search").focus(); });
  $("scroll").addEventListener("keydown", move);
  $("csv").addEventListener("click", () => saveCsv([[""].concat(grid.columns.map(c => c.title || c.name))].concat(grid.rows.map(r => [r.name].concat(grid.columns.map(c => { const cell = sheet.cell(r, c); return cell ? cell.text || cell.sign : ""; }))))));
  $("svg").addEventListener("click", () => saveSvg(picture()));
  $("png").addEventListener("click", () => savePng(picture()));
  if (sheet.newest) $("scroll").scrollLeft = $("scroll").scrollWidth;
  document.documentElement.dataset.ready = "1";
}
