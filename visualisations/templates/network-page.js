// Beside the picture: panel, search, key, filters, table, downloads, keyboard.
function facts(into, of) {
  const d = el("dl");
  for (const [key, value] of Object.entries(of)) {
    if (value === null || value === "" || !t("facts")[key]) continue;
    const said = key === "strength" ? t("strength")[value] || value : DATED.has(key) ? day(String(value)) : WORDED.has(key) ? terms[lang][value] || value : Array.isArray(value) ? value.map(both).join(", ") : typeof value === "number" ? number(value) : both(value);
    d.append(el("dt", t("facts")[key]), el("dd", String(said)));
  }
  if (d.children.length) into.append(d);
}
const idle = () => { chosen = null; $("panel").replaceChildren(el("p", t("pick"), { class: "soft" })); };
const quiet = matchMedia("(prefers-reduced-motion: reduce)");
let chosen = null;
function showNode(n, focus) {
  chosen = { node: n };
  const p = $("panel");
  p.replaceChildren(el("h2", title(n)), el("p", kindTitle(n), { class: "soft" }));
  facts(p, n.territories.length ? { ...n.facts, territories: n.territories.map(i => head.territories[i].name) } : n.facts);
  if (head.pages && head.pages.includes(n.id[0])) { const own = el("p"); own.append(el("a", t("ownPage"), { href: "../" + n.id[0] + "/" + encodeURIComponent(n.id) + ".html" })); p.append(own); }
  if (n.near.length) p.append(button(t("around"), () => go({ kind: "around", node: n })));
  const near = n.near.filter(passes).sort((a, b) => (b.meetings || 0) - (a.meetings || 0) || compare(title(other(a, n)), title(other(b, n))));
  if (near.length) {
    p.append(el("h3", t("neighbours") + " (" + number(near.length) + ")"));
    const u = el("ul");
    for (const l of near.slice(0, 200)) { const li = el("li"); li.append(button(title(other(l, n)), () => showLink(l), "link"), " ", el("span", said(l), { class: "soft" })); u.append(li); }
    p.append(u);
  }
  if (data.nodes.get(n.i)) { network.selectNodes([n.i]); if (focus && !onScreen(n)) network.focus(n.i, { scale: Math.max(network.getScale(), .9 / zoomed), animation: !quiet.matches }); }
  if (focus) p.focus();
}
function onScreen(n) { const p = network.canvasToDOM({ x: n.px, y: n.py }), box = $("map").getBoundingClientRect(); return p.x > 20 && p.y > 20 && p.x < box.width - 20 && p.y < box.height - 20; }
async function showLink(l) {
  chosen = { link: l };
  const p = $("panel"), h = el("h2");
  h.append(button(title(l.from), () => showNode(l.from, true), "link"), " — ", button(title(l.to), () => showNode(l.to, true), "link"));
  p.replaceChildren(h, el("p", said(l)));
  facts(p, l.facts);
  if (l.facts.introducers) {
    p.append(el("h3", l.facts.introducers.length ? t("introducers") : t("noIntroducer")));
    const u = el("ul");
    for (const [i, a, b] of l.facts.introducers) { const li = el("li"); li.append(button(title(nodes[i]), () => showNode(nodes[i], true), "link"), " ", el("span", t("both")(a, b), { class: "soft" })); u.append(li); }
    if (l.facts.introducers.length) p.append(u);
  }
  if (view.kind !== "groups" && data.edges.get(l.i)) { network.unselectAll(); network.selectEdges([l.i]); }
  p.focus();
  const list = await sentences(l);
  if (chosen && chosen.link === l) { p.append(el("h3", t("said"))); quotes(p, list); }
}
const go = to => { view = to; return draw(true).then(() => { if (to.kind === "around") { showNode(to.node, false); } }); };

// --- search ---
async function search() {
  const q = fold($("search").value.trim()), list = $("results");
  if (q.length < 2) { list.replaceChildren(); return; }
  await load();
  if (q !== fold($("search").value.trim())) return;
  const hits = byName(nodes.filter(n => foldedName(n).includes(q)));
  list.replaceChildren(el("li", t("found")(hits.length), { class: "soft" }));
  for (const n of hits.slice(0, 12)) {
    const li = el("li");
    li.append(button(title(n), async () => {
      if (view.kind === "groups" || !data.nodes.get(n.i)) { if (!admits(n)) { off.delete(n.kind); place = ""; legend(); } await go(grouped ? { kind: "around", node: n } : { kind: "whole" }); }
      showNode(n, view.kind !== "around");
      $("panel").focus();
    }, "link"));
    list.append(li);
  }
}

// --- key and filters ---
function dash(r) { const s = svgElement("svg", { width: 24, height: 16, viewBox: "0 0 24 16", "aria-hidden": "true" }); s.append(svgElement("line", { x1: 0, y1: 8, x2: 24, y2: 8, stroke: linkColour(r), "stroke-width": 3, ...(r.dashes ? { "stroke-dasharray": r.dashes.join(" ") } : {}) })); return s; }
function choice(sign, text, amount, hidden, key, single) {
  const l = el("label"), c = el("input", null, { type: "checkbox" });
  c.checked = !hidden.has(key);
  c.addEventListener("change", () => { if (c.checked) hidden.delete(key); else hidden.add(key); draw(false); });
  l.append(...(single ? [] : [c]), sign, el("span", text), el("span", number(amount), { class: "count" }));
  return l;
}
function legend() {
  $("legend").replaceChildren(...head.kinds.map((kind, i) => choice(symbol(kind), both(kind), kind.count, off, i)));
  $("link-legend").replaceChildren(...head.relations.map((r, i) => choice(dash(r), both(r), r.count, offLinks, i, head.relations.length === 1)));
  const shares = head.backdrop.some(s => s.share !== null && s.share !== undefined);
  $("shares").hidden = !shares;
  if (shares) {
    $("shares").replaceChildren(el("h3", both(head.shares) + " (%)"));
    const row = el("div", null, { class: "ramp" });
    (inDark() ? DARK_RAMP : RAMP).forEach((colour, i) => { const s = el("span", i * 20 + "–" + (i + 1) * 20); s.style.setProperty("--swatch", colour); row.append(s); });
    $("shares").append(row);
  }
}
function controls() {
  const few = (id, on) => { $(id).hidden = !on; };
  few("strength-box", head.most > 1);
  few("period-box", head.dated);
  few("territory-box", head.territories.length > 1);
  few("closeness-box", head.close);
  $("strength").max = Math.min(head.most, 30);
  $("strength").value = least;
  $("strength-value").textContent = number(least);
  $("since").value = since;
  $("until").value = until;
  const names = head.territories.map((p, i) => [i, p]).sort((a, b) => compare(a[1].name, b[1].name));
  $("territory").replaceChildren(el("option", t("everywhere"), { value: "" }), ...names.map(([i, p]) => el("option", p.name + " (" + number(p.count) + ")", { value: i })));
  $("territory").value = place;
  $("closeness").replaceChildren(...t("closenesses").map((text, i) => el("option", text, { value: i })));
  $("closeness").value = close;
}
function listen() {
  const on = (id, event, then) => $(id).addEventListener(event, then), redraw = () => draw(false);
  on("search", "input", search);
  on("strength", "input", () => { least = +$("strength").value; $("strength-value").textContent = number(least); redraw(); });
  on("since", "change", () => { since = $("since").value; redraw(); });
  on("until", "change", () => { until = $("until").value; redraw(); });
  on("territory", "change", () => { place = $("territory").value; redraw(); });
  on("closeness", "change", () => { close = +$("closeness").value; redraw(); });
  on("clear", "click", () => { noFilter(); legend(); controls(); redraw(); });
  on("back", "click", () => go({ kind: "groups" }));
  on("all", "click", () => { const box = $("where"); if (grouped) { box.hidden = false; box.textContent = t("loading"); } return go({ kind: grouped ? "all" : "whole" }); });
  on("zoom-in", "click", () => zoom(1.4));
  on("zoom-out", "click", () => zoom(1 / 1.4));
  on("fit", "click", seeAll);
  on("as-table", "click", async () => { const open = $("table").hidden; $("table").hidden = !open; $("as-table").setAttribute("aria-pressed", open); $("as-table").textContent = open ? t("map") : t("table"); if (open) { await load(); await table(); } });
  on("csv", "click", csv);
  on("png", "click", () => savePng(picture()));
  on("svg", "click", () => saveSvg(picture()));
  on("map", "keydown", keys);
  network.on("click", e => {
    if (e.nodes.length) { if (view.kind === "groups") go({ kind: "group", index: e.nodes[0] }); else showNode(nodes[e.nodes[0]], false); }
    else if (e.edges.length && view.kind !== "groups") showLink(links[e.edges[0]]);
  });
  network.on("doubleClick", e => { if (e.nodes.length && view.kind !== "groups") go({ kind: "around", node: nodes[e.nodes[0]] }); });
  dark.addEventListener("change", () => { legend(); redraw(); });
  // On paper the picture is the drawing, sharp at any size, with its key; the table is printed where it is what the reader looks at.
  addEventListener("beforeprint", () => $("print").replaceChildren(picture()));
  addEventListener("afterprint", () => $("print").replaceChildren());
}
const zoom = factor => network.moveTo({ scale: network.getScale() * factor });
function keys(e) {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key], c = network.getViewPosition(), s = network.getScale();
  if (step) { network.moveTo({ position: { x: c.x + step[0] * 80 / s, y: c.y + step[1] * 80 / s } }); e.preventDefault(); }
  else if (e.key === "+" || e.key === "-") zoom(e.key === "+" ? 1.25 : .8);
  else if (e.key === "0") seeAll();
  else if (e.key === "Escape") { network.unselectAll(); idle(); }
}

// --- table ---
let sortBy = "name", upward = true, ofLinks = false;
const near = n => n.near.filter(passes);
function nodeRows(list) { return list.map(n => { const own = near(n); return { open: () => showNode(n, false), name: title(n), kind: kindTitle(n), linked: own.length, meetings: own.reduce((s, l) => s + (head.relations[l.type].missing ? 0 : l.meetings || 0), 0), last: own.reduce((s, l) => l.last && l.last > s ? l.last : s, "") }; }); }
function linkRows(list) { return list.map(l => ({ open: () => showLink(l), name: title(l.from), with: title(l.to), relation: relation(l), meetings: l.meetings || 0, last: l.last || "" })); }
function table() {
  const sight = inSight(), box = $("table"), counted = head.most > 1 || head.dated ? ["meetings", "last"] : [];
  const columns = (ofLinks ? ["name", "with", "relation"] : ["name", "kind", "linked"]).concat(counted);
  if (!columns.includes(sortBy)) sortBy = "name";
  const list = (ofLinks ? linkRows(sight.ls) : nodeRows(sight.ns)).sort((a, b) => { const x = a[sortBy], y = b[sortBy], s = typeof x === "number" ? x - y : compare(String(x), String(y)); return (upward ? s : -s) || compare(a.name, b.name); });
  const tb = el("table"), top = el("tr"), body = el("tbody"), choose = el("select", null, { "aria-label": t("rows") });
  for (const links of [false, true]) { const o = el("option", t(links ? "rowLinks" : "rowNames"), { value: links ? "1" : "" }); o.selected = links === ofLinks; choose.append(o); }
  choose.addEventListener("change", () => { ofLinks = !!choose.value; table(); $("table").querySelector("select").focus(); });
  for (const c of columns) {
    const th = el("th", null, { scope: "col", "aria-sort": c === sortBy ? (upward ? "ascending" : "descending") : "none" });
    th.append(button(t(c === "last" ? "lastTime" : c) + (c === sortBy ? (upward ? " ↑" : " ↓") : ""), () => { upward = c === sortBy ? !upward : !(c === "meetings" || c === "linked" || c === "last"); sortBy = c; table(); }));
    top.append(th);
  }
  for (const r of list.slice(0, 2000)) {
    const tr = el("tr");
    for (const c of columns) {
      const td = el("td", c === "name" ? null : c === "last" ? day(r.last) : typeof r[c] === "number" ? number(r[c]) : r[c], typeof r[c] === "number" ? { class: "number" } : {});
      if (c === "name") td.append(button(r.name, r.open, "link"));
      tr.append(td);
    }
    body.append(tr);
  }
  const thead = el("thead");
  thead.append(top);
  tb.append(thead, body);
  box.replaceChildren(choose, tb);
  if (list.length > 2000) box.append(el("p", t("more")(list.length - 2000), { class: "soft" }));
}
async function csv() {
  await load();
  const lines = [[t("name"), t("with"), t("relation"), t("meetings"), t("lastTime"), t("said")]];
  for (const l of inSight().ls) lines.push([title(l.from), title(l.to), relation(l), head.relations[l.type].missing ? "" : l.meetings || "", l.last || "", (await sentences(l)).map(s => (s.quote || "") + " [" + s.record + "]").join(" | ")]);
  saveCsv(lines);
}

changed.push(() => { $("as-table").textContent = $("table").hidden ? t("table") : t("map"); legend(); controls(); search(); if (network) draw(false).then(() => { if (!chosen) idle(); else if (chosen.node) showNode(chosen.node, false); else showLink(chosen.link); }); });
async function start() {
  await library("vis");
  if (!grouped) await load();
  begin();
  listen();
  translate();
  const wanted = head.focus || decodeURIComponent(location.hash.slice(1));
  if (head.focus && !grouped && byId.has(head.focus)) view = { kind: "around", node: byId.get(head.focus) };
  await draw(true);
  if (!grouped) await unpack("quotes");
  if (wanted && !grouped && byId.has(wanted)) showNode(byId.get(wanted), false);
  document.documentElement.dataset.ready = "1";
}
