// The drawings of a page: a small network, and the matrix. Both are told in words by the tables beside them.
const pen = el("canvas").getContext("2d");
pen.font = "11px system-ui, 'Segoe UI', Roboto, Arial, sans-serif";
const cut = (text, most) => text.length > most ? text.slice(0, most - 1).trimEnd() + "…" : text;
// Names under, over or beside their points, the best linked first, none over another or over a point.
function placeNames(points, box) {
  const taken = points.map(p => [p.x - p.r, p.y - p.r, p.x + p.r, p.y + p.r]), found = [];
  points.forEach((p, own) => {
    for (const most of [30, 17]) {
      const text = cut(p.name, most), w = pen.measureText(text).width / 2 + 2;
      const spots = [[p.x, p.y + p.r + 11], [p.x, p.y - p.r - 4], [p.x + p.r + w + 2, p.y + 4], [p.x - p.r - w - 2, p.y + 4], [p.x + w - p.r, p.y + p.r + 11], [p.x - w + p.r, p.y + p.r + 11], [p.x + w - p.r, p.y - p.r - 4], [p.x - w + p.r, p.y - p.r - 4]];
      const spot = spots.find(([cx, base]) => cx - w >= box[0] && cx + w <= box[2] && taken.every((b, n) => n === own || cx - w > b[2] || cx + w < b[0] || base - 10 > b[3] || base + 3 < b[1]));
      if (!spot) continue;
      taken.push([spot[0] - w, spot[1] - 10, spot[0] + w, spot[1] + 3]);
      found.push({ text, x: spot[0], y: spot[1] });
      return;
    }
  });
  return found;
}
function figure(section) {
  const scale = section.centre ? 1.35 : 2.1, box = el("figure", null, { tabindex: "0" }), kinds = new Map(), most = Math.max(1, ...section.links.map(l => l[2])), many = section.links.length > 150;
  const points = section.nodes.map(([name, id, x, y, kind, weight], i) => ({ name, id, x: x * scale, y: y * scale, kind, r: section.centre && !i ? 10 : 5 + Math.min(5, Math.sqrt(weight) * .7) }));
  const xs = points.map(p => p.x), ys = points.map(p => p.y), frame = [Math.min(...xs) - 90, Math.min(...ys) - 30, Math.max(...xs) + 90, Math.max(...ys) + 34];
  const s = svgElement("svg", { viewBox: [frame[0], frame[1], frame[2] - frame[0], frame[3] - frame[1]].map(Math.round).join(" "), role: "img", "aria-label": t("figureLabel"), class: many ? "drawing many" : "drawing" });
  for (const [a, b, w] of section.links) s.append(svgElement("line", { x1: points[a].x, y1: points[a].y, x2: points[b].x, y2: points[b].y, class: section.centre && a ? "behind" : "link", "stroke-width": ((.7 + 3.2 * w / most) * (many ? .6 : 1)).toFixed(2) }));
  for (const p of points) {
    const sign = site.kinds[p.kind];
    kinds.set(p.kind, sign);
    const g = svgElement("g", { transform: "translate(" + (p.x - p.r).toFixed(1) + " " + (p.y - p.r).toFixed(1) + ") scale(" + (p.r / 8).toFixed(3) + ")" });
    g.append(svgElement("path", { d: SHAPES[sign.shape], ...paint(sign, "var(--paper)") }), svgElement("title", {}, p.name));
    if (p.id) { g.setAttribute("class", "goes"); g.addEventListener("click", () => { location.href = address(p.id); }); }
    s.append(g);
  }
  for (const name of placeNames(points, frame)) s.append(svgElement("text", { x: name.x.toFixed(1), y: name.y.toFixed(1), "text-anchor": "middle" }, name.text));
  const key = el("ul", null, { class: "key" });
  for (const [kind, sign] of kinds) { const li = el("li"); li.append(symbol(sign), " " + kindTitle(kind)); key.append(li); }
  const caption = el("figcaption");
  caption.append(key, el("p", [t("line"), t("drawn")(...section.of)].filter(Boolean).join(" "), { class: "soft" }));
  box.append(s, caption);
  return box;
}
const SIGNS = { "never-seen": "✕", "not-known": "?" };
function matrix(section) {
  const box = el("div"), scroll = el("div", null, { class: "scroll", tabindex: "0", role: "region", "aria-label": t("titles").matrix }), table = el("table", null, { class: "matrix" }), said = el("p", t("pick"), { class: "soft", role: "status" });
  const order = section.partners.map((p, i) => i).sort((a, b) => compare(section.partners[a][0], section.partners[b][0])), pairs = new Map();
  for (const [a, b, ...rest] of section.cells) { pairs.set(a + "," + b, rest); pairs.set(b + "," + a, rest); }
  const head = el("thead"), top = el("tr"), body = el("tbody");
  top.append(el("td"));
  order.forEach((j, n) => { const th = el("th", null, { scope: "col" }); const name = el("span", section.partners[j][0], { title: section.partners[j][0] }); th.append(name); top.append(th); });
  head.append(top);
  for (const i of order) {
    const tr = el("tr"), th = el("th", null, { scope: "row" });
    th.append(link(section.partners[i]));
    tr.append(th);
    for (const j of order) {
      const pair = pairs.get(i + "," + j), td = el("td");
      if (pair) {
        const [verdict, times, last] = pair, words = section.partners[i][0] + ", " + section.partners[j][0] + (lang === "fr" ? " : " : ": ") + both(site.verdicts[verdict]);
        td.className = verdict;
        td.textContent = SIGNS[verdict] || times + (verdict === "plenary-only" ? "°" : "");
        td.title = words;
        td.addEventListener("click", () => { said.textContent = words + (times ? " ; " + t("times")(times) : "") + (last ? ", " + day(last) : ""); });
      } else td.className = "self";
      tr.append(td);
    }
    body.append(tr);
  }
  table.append(head, body);
  scroll.append(table);
  box.append(scroll, said, el("p", t("cell"), { class: "soft" }));
  return box;
}
