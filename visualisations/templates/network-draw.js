// The picture: vis draws points and links, this file what lies under them, the labels, and the same picture as SVG.
// Colours are read once for each drawing of points, not for each frame: reading a style costs more than drawing a label.
let colours = {};
const style = name => colours[name] ||= getComputedStyle(document.documentElement).getPropertyValue(name).trim();
let data, network, labelled = [], placed = [], dragged = false, zoomed = 1;

function begin() {
  data = { nodes: new vis.DataSet(), edges: new vis.DataSet() };
  const few = head.total.nodes < 1500, light = head.total.links < 3000;
  network = new vis.Network($("map"), data, {
    physics: false, layout: { improvedLayout: false }, autoResize: true,
    interaction: { hover: few, hideEdgesOnDrag: !light, hideEdgesOnZoom: !light, keyboard: { enabled: false }, tooltipDelay: 1e9, zoomSpeed: .6 },
    nodes: { font: { size: 0 }, chosen: few }, edges: { smooth: false, chosen: light, selectionWidth: .6, hoverWidth: .4 },
  });
  network.on("beforeDrawing", backdrop);
  network.on("afterDrawing", labels);
  network.on("dragStart", () => { dragged = true; });
  network.on("dragEnd", () => { dragged = false; network.redraw(); });
}
function visNode(n) {
  const kind = head.kinds[n.kind], colour = inDark() ? kind.dark : kind.colour, background = kind.hollow ? style("--paper") : colour, border = kind.hollow ? colour : style("--paper"), lit = { background, border: style("--accent") };
  return { id: n.i, x: n.px, y: n.py, shape: kind.shape, size: n.size * zoomed * (kind.hollow ? .9 : 1), borderWidth: kind.hollow ? (shown.ns.length > 300 ? 1.3 : 2.6) : shown.ns.length > 1500 ? 0 : 1.2, borderWidthSelected: 3, color: { background, border, highlight: lit, hover: lit } };
}
const linkColour = r => inDark() ? r.dark : r.colour;
const tinted = (hex, share) => "rgba(" + [1, 3, 5].map(k => parseInt(hex.slice(k, k + 2), 16)).join(",") + "," + share + ")";
function visLink(l) {
  const r = head.relations[l.type];
  const opacity = shown.ls.length > 900 && !r.missing ? r.opacity * .6 : r.opacity;
  return { id: l.i, from: l.from.i, to: l.to.i, width: l.width * zoomed * (crowded(shown.ns) ? .3 : 1), dashes: r.dashes ? r.dashes.map(d => d * zoomed) : false, color: { color: tinted(linkColour(r), opacity), highlight: style("--accent"), hover: style("--accent") } };
}
// In crowded circles every link leads to the middle: thin ones, and smaller points.
const crowded = points => points.length > 120 && view.kind === "whole" && head.backdrop.some(s => s.kind === "ring" && s.label);
// Points keep a size on the screen that can be seen and clicked, however wide the map: `zoomed` says how much larger they are drawn.
function suit(points) {
  if (!points.length) { zoomed = 1; return; }
  const b = view.kind === "whole" && head.frame ? { width: head.frame[2] - head.frame[0], height: head.frame[3] - head.frame[1] } : bounds(points), box = $("map").getBoundingClientRect(), fit = Math.min(box.width / (b.width + 1), box.height / (b.height + 1), 1.4);
  const crowd = Math.sqrt(box.width * box.height / points.length) / 34;
  zoomed = Math.max(.9, Math.min(3.4, (crowded(points) || (points.length > 300 && points.length < 1500) ? .5 : .8) / fit, Math.max(.45, crowd) / fit));
}
function bounds(points) {
  let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
  for (const p of points) { x0 = Math.min(x0, p.px); x1 = Math.max(x1, p.px); y0 = Math.min(y0, p.py); y1 = Math.max(y1, p.py); }
  return { x0, y0, width: x1 - x0, height: y1 - y0 };
}
async function draw(fit) {
  colours = {};
  if (view.kind !== "groups" || filtered()) { await load(); }
  data.edges.clear();
  data.nodes.clear();
  if (view.kind === "groups") {
    const widest = Math.max(1, ...head.between.map(b => b[2]));
    zoomed = 1;
    const fill = inDark() ? "#27455f" : "#cfe2f1", edge = inDark() ? "#7db7f5" : "#0b5cab";
    data.nodes.add(head.communities.map((c, i) => ({ id: i, x: c.x, y: c.y, shape: "dot", size: c.r, borderWidth: 1.5, color: { background: fill, border: edge, highlight: { background: fill, border: style("--ink") }, hover: { background: fill, border: style("--ink") } } })));
    data.edges.add(head.between.map(([a, b, w], i) => ({ id: i, from: a, to: b, width: head.between.length ? head.communities[0].r * (.02 + .1 * Math.sqrt(w / widest)) : 1, color: { color: inDark() ? "rgba(190,200,210,.4)" : "rgba(70,80,92,.32)" } })));
    labelled = head.communities.map((c, i) => ({ id: i, px: c.x, py: c.y, name: c.name, count: " (" + number(c.size) + ")", text: short(c.name, 24) + " (" + number(c.size) + ")", size: c.r, middle: true }));
    shown = { ns: [], ls: [] };
  } else {
    shown = current();
    suit(shown.ns);
    data.nodes.add(shown.ns.map(visNode));
    data.edges.add(shown.ls.map(visLink));
    const degree = new Map();
    for (const l of shown.ls) { degree.set(l.from, (degree.get(l.from) || 0) + (l.meetings || 1)); degree.set(l.to, (degree.get(l.to) || 0) + (l.meetings || 1)); }
    labelled = shown.ns.map(n => ({ id: n.i, node: n, px: n.px, py: n.py, text: short(title(n), 34), rank: n === view.node || head.kinds[n.kind].place ? -1e9 : -(degree.get(n) || 0), size: n.size * zoomed })).sort((a, b) => a.rank - b.rank);
  }
  const total = view.kind === "groups" && !filtered() ? head.total : (({ ns, ls }) => ({ nodes: ns.length, links: ls.length }))(inSight());
  $("counts").textContent = t("points")(total.nodes) + ", " + t("links")(total.links);
  $("empty").hidden = total.nodes > 0;
  $("empty").textContent = head.total.nodes ? t("hidden") : t("none");
  $("back").hidden = !grouped || view.kind === "groups";
  $("back").textContent = t("back");
  $("all").hidden = view.kind === "whole" || view.kind === "all";
  $("where").textContent = view.kind === "groups" ? t("groups") : view.kind === "group" ? t("group") + (lang === "fr" ? " : " : ": ") + head.communities[view.index].name : view.kind === "around" ? t("around") + (lang === "fr" ? " : " : ": ") + title(view.node) : "";
  $("where").hidden = !$("where").textContent;
  if (fit) seeAll();
  if (!$("table").hidden) await table();
}
// The whole picture with a margin for labels; a view with something under its points says how far that reaches.
function seeAll() {
  const b = view.kind === "whole" && head.frame ? { x0: head.frame[0], y0: head.frame[1], width: head.frame[2] - head.frame[0], height: head.frame[3] - head.frame[1] } : view.kind === "groups" ? bounds(head.communities.flatMap(c => [{ px: c.x - c.r, py: c.y - c.r }, { px: c.x + c.r, py: c.y + c.r }])) : shown.ns.length ? bounds(shown.ns) : null;
  if (!b) return;
  const box = $("map").getBoundingClientRect(), margin = Math.min(70, box.width / 8), below = 40;
  const scale = Math.min((box.width - 2 * margin) / Math.max(1, b.width), (box.height - below - 60) / Math.max(1, b.height), 1.5);
  network.moveTo({ position: { x: b.x0 + b.width / 2, y: b.y0 + b.height / 2 - 4 / scale }, scale, animation: false });
}
const pen = el("canvas").getContext("2d"), widths = new Map();
function measured(text) { if (!widths.has(text)) { pen.font = FONT; widths.set(text, pen.measureText(text).width); } return widths.get(text); }
const short = (text, most) => text.length > most ? text.slice(0, most - 1) + "…" : text;

// --- under the points: rings, sectors, outlines ---
const RAMP = ["#f6f8f9", "#e2edf5", "#c6deed", "#a3cbe4", "#7db5d9"], DARK_RAMP = ["#1d232a", "#1c2f3e", "#1f3f57", "#235173", "#2a6591"];
const fillOf = shape => shape.share === null || shape.share === undefined ? null : (inDark() ? DARK_RAMP : RAMP)[Math.min(4, Math.floor(shape.share * 5))];
function backdrop(context) {
  if (view.kind !== "whole") return;
  const line = style("--line"), soft = style("--soft"), wide = 1.2 / network.getScale();
  for (const s of head.backdrop) {
    context.beginPath();
    context.lineWidth = s.strong ? wide * 1.6 : wide;
    context.strokeStyle = s.strong ? soft : line;
    if (s.kind === "ring") context.ellipse(s.x, s.y, s.rx, s.ry, 0, 0, 2 * Math.PI);
    else for (const path of s.paths) { context.moveTo(path[0], path[1]); for (let k = 2; k < path.length; k += 2) context.lineTo(path[k], path[k + 1]); if (!s.open) context.closePath(); }
    const fill = fillOf(s);
    if (fill) { context.fillStyle = fill; context.fill("evenodd"); }
    context.stroke();
  }
}
const backdropLabels = () => view.kind === "whole" ? head.backdrop.filter(s => s.label).map(s => ({ px: s.lx, py: s.ly, text: both(s.label), size: 0, soft: true, middle: true, first: s.kind === "ring" })) : [];
// The names of rings come before those of points, the names of what lies around after them.
const withBackdrop = list => { const under = backdropLabels(); return [...under.filter(l => l.first), ...list, ...under.filter(l => !l.first)]; };

// --- labels: in screen units, the best linked first, none over another ---
const FONT = "13px system-ui, 'Segoe UI', Roboto, Arial, sans-serif";
// The name of a group as far as its round has room for it; a small round shows its name when it is drawn larger.
function inside(l, r) { const most = Math.floor(2.2 * r / 7) - l.count.length; return most >= 30 ? [short(l.name, 30) + l.count] : most >= 7 ? [short(l.name, most) + l.count] : r > 14 ? [l.count.slice(2, -1)] : []; }
function arranged(list, project, width, height, most) {
  const taken = [], found = [], inView = [];
  let tried = 0;
  for (const l of list) { if (!l.node) continue; const [x, y, r] = project(l); if (x > 0 && y > 0 && x < width && y < height) inView.push([x - r * .8, y - r * .8, x + r * .8, y + r * .8, l]); }
  // Few points: no label over any of them. Many: fewer labels, the best linked.
  const clear = inView.length < 160 ? inView : [];
  if (inView.length > 260) most = Math.min(most, 45);
  for (const l of list) {
    const [x, y, r] = project(l);
    if (x < -40 || y < -20 || x > width + 40 || y > height + 20) continue;
    if (++tried > most) break;
    // Where few points are shown, a label that finds no room is tried again, shorter.
    for (const text of l.count ? inside(l, r) : clear.length && clear.length < 60 && l.text.length > 20 ? [l.text, short(l.text, 18)] : [l.text]) {
      const w = measured(text) / 2 + 3, side = w - r;
      const spots = l.middle ? [[x, y - 8]] : [[x, y + r + 2], [x + r + w + 2, y - 8], [x - r - w - 2, y - 8], [x, y - r - 18], [x + side, y + r + 2], [x - side, y + r + 2], [x + side, y - r - 18], [x - side, y - r - 18]];
      const free = spots.find(([cx, top]) => {
        if (!l.soft && !l.middle && (cx - w < 0 || cx + w > width)) return false;
        const meets = b => cx - w < b[2] && cx + w > b[0] && top < b[3] && top + 17 > b[1];
        return !taken.some(meets) && !clear.some(b => b[4] !== l && meets(b));
      });
      if (!free) continue;
      taken.push([free[0] - w, free[1], free[0] + w, free[1] + 17]);
      found.push({ ...l, text, x: free[0], y: free[1] + 1 });
      break;
    }
  }
  return found;
}
function labels(context) {
  const scale = network.getScale(), ratio = context.canvas.width / context.canvas.clientWidth, width = context.canvas.clientWidth, height = context.canvas.clientHeight, centre = network.getViewPosition();
  const project = l => [(l.px - centre.x) * scale + width / 2, (l.py - centre.y) * scale + height / 2, l.size * scale];
  // While the map is dragged its labels go with it: arranging them again would cost frames and make them flicker.
  if (!dragged) {
    const selected = new Set(network.getSelectedNodes());
    const list = withBackdrop(selected.size ? labelled.slice().sort((a, b) => selected.has(b.id) - selected.has(a.id)) : labelled);
    placed = arranged(list, project, width, height, 240);
    for (const l of placed) { const [x, y] = project(l); l.dx = l.x - x; l.dy = l.y - y; }
  }
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = FONT;
  context.textAlign = "center";
  context.textBaseline = "top";
  context.lineJoin = "round";
  const paper = style("--paper"), ink = style("--ink"), soft = style("--soft");
  for (const l of placed) {
    const [px, py] = project(l), x = px + l.dx, y = py + l.dy;
    context.lineWidth = 4;
    context.strokeStyle = paper;
    context.strokeText(l.text, x, y);
    context.fillStyle = l.soft ? soft : ink;
    context.fillText(l.text, x, y);
  }
  context.restore();
}

// --- the same as SVG, with title, key and what it rests on ---
function picture() {
  const groups = view.kind === "groups";
  const points = groups ? head.communities.map(c => ({ px: c.x, py: c.y, size: c.r })) : shown.ns;
  const shapes = view.kind === "whole" ? head.backdrop : [];
  const b = view.kind === "whole" && head.frame ? { x0: head.frame[0], y0: head.frame[1], width: head.frame[2] - head.frame[0], height: head.frame[3] - head.frame[1] } : bounds(points.length ? points : [{ px: 0, py: 0 }]);
  const pad = view.kind === "whole" && head.frame ? 30 : 90, wide = Math.max(900, Math.min(2200, Math.sqrt(points.length) * 95)), scale = Math.min((wide - 2 * pad) / Math.max(b.width, 1), (wide * .8 - 2 * pad) / Math.max(b.height, 1), 1.6);
  const width = Math.max(b.width * scale + 2 * pad, 760), inner = b.height * scale + 2 * pad, top = 60;
  const x = v => pad + (v - b.x0) * scale + (width - 2 * pad - b.width * scale) / 2, y = v => top + pad + (v - b.y0) * scale;
  const out = svgElement("svg", { xmlns: "http://www.w3.org/2000/svg", "font-family": "system-ui, 'Segoe UI', Arial, sans-serif", "font-size": 13, fill: "#1b1f24" }), add = (tag, a, text) => out.append(svgElement(tag, a, text));
  add("title", {}, document.title);
  add("rect", { width: "100%", height: "100%", fill: "#fff" });
  add("text", { x: 30, y: 38, "font-size": 20, "font-weight": 600 }, document.title);
  const clip = svgElement("clipPath", { id: "frame" });
  clip.append(svgElement("rect", { x: 0, y: top, width, height: inner }));
  out.append(clip);
  for (const s of shapes) {
    const common = { fill: s.share === null || s.share === undefined ? "none" : RAMP[Math.min(4, Math.floor(s.share * 5))], stroke: s.strong ? "#59636e" : "#c3cad1", "fill-rule": "evenodd", "clip-path": "url(#frame)" };
    if (s.kind === "ring") add("ellipse", { cx: x(s.x), cy: y(s.y), rx: s.rx * scale, ry: s.ry * scale, ...common });
    else add("path", { d: s.paths.map(p => "M" + p.map((v, k) => (k % 2 ? y(v) : x(v)).toFixed(1)).join(" ") + (s.open ? "" : "Z")).join(""), ...common });
  }
  if (groups) {
    const widest = Math.max(1, ...head.between.map(v => v[2]));
    for (const [a, c, w] of head.between) { const p = head.communities[a], q = head.communities[c]; add("line", { x1: x(p.x), y1: y(p.y), x2: x(q.x), y2: y(q.y), stroke: "#46505c", "stroke-opacity": .35, "stroke-width": 1 + 5 * Math.sqrt(w / widest) }); }
    for (const c of head.communities) add("circle", { cx: x(c.x), cy: y(c.y), r: c.r * scale, fill: "#cfe2f1", stroke: "#0b5cab" });
  } else {
    for (const l of shown.ls) { const r = head.relations[l.type]; add("line", { x1: x(l.from.px).toFixed(1), y1: y(l.from.py).toFixed(1), x2: x(l.to.px).toFixed(1), y2: y(l.to.py).toFixed(1), stroke: r.colour, "stroke-opacity": r.opacity, "stroke-width": Math.max(.8, l.width * zoomed * scale).toFixed(1), ...(r.dashes ? { "stroke-dasharray": r.dashes.join(" ") } : {}) }); }
    for (const n of shown.ns) { const kind = head.kinds[n.kind], r = Math.max(3.5, n.size * zoomed * scale); add("path", { d: SHAPES[kind.shape], ...paint(kind, "#fff", false), transform: "translate(" + (x(n.px) - r).toFixed(1) + " " + (y(n.py) - r).toFixed(1) + ") scale(" + (r / 8).toFixed(2) + ")" }); }
  }
  for (const l of arranged(withBackdrop(labelled).filter(l => !l.soft || (x(l.px) > 60 && x(l.px) < width - 60 && y(l.py) > top + 12 && y(l.py) < top + inner - 12)), l => [x(l.px), y(l.py), Math.max(3.5, l.size * scale)], width, top + inner, 3000)) add("text", { x: l.x.toFixed(1), y: (l.y + 12).toFixed(1), "text-anchor": "middle", fill: l.soft ? "#59636e" : "#1b1f24", stroke: "#fff", "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" }, l.text);
  let row = top + inner + 24, left = 30;
  const item = (make, text) => { const w = measured(text) + 56; if (left + w > width) { left = 30; row += 24; } make(left, row); add("text", { x: left + 28, y: row + 4 }, text); left += w; };
  const used = new Set(shown.ns.map(n => n.kind)), usedLinks = new Set(shown.ls.map(l => l.type));
  head.kinds.forEach((kind, i) => { if (used.has(i)) item((a, c) => add("path", { d: SHAPES[kind.shape], ...paint(kind, "#fff", false), transform: "translate(" + a + " " + (c - 8) + ")" }), both(kind)); });
  if (usedLinks.size) head.relations.forEach((r, i) => { if (usedLinks.has(i)) item((a, c) => add("line", { x1: a, y1: c, x2: a + 22, y2: c, stroke: r.colour, "stroke-width": 2.5, ...(r.dashes ? { "stroke-dasharray": r.dashes.join(" ") } : {}) }), both(r)); });
  if (shapes.some(s => s.share !== null && s.share !== undefined)) {
    row += 26;
    add("text", { x: 30, y: row + 4 }, both(head.shares) + " (%)");
    left = 50 + measured(both(head.shares) + " (%)");
    RAMP.forEach((colour, i) => { add("rect", { x: left, y: row - 8, width: 22, height: 14, fill: colour, stroke: "#c3cad1" }); add("text", { x: left + 28, y: row + 4 }, i * 20 + "–" + (i + 1) * 20); left += 90; });
  }
  for (const line of (head.notes || []).flatMap(note => lines(both(note), Math.floor((width - 60) / 6.2)))) { row += 20; add("text", { x: 30, y: row + 8, fill: "#59636e", "font-size": 12 }, line); }
  out.setAttribute("viewBox", "0 0 " + width.toFixed(0) + " " + (row + 30).toFixed(0));
  return out;
}
