// A page of an atlas: what it carries becomes text nodes, in the language of the reader.
const chosen = new URLSearchParams(location.search).get("lang");
if (chosen === "fr" || chosen === "en") lang = chosen;
const tail = () => lang === head.language ? "" : "?lang=" + lang;
const address = id => head.root + id[0] + "/" + encodeURIComponent(id) + ".html" + tail();
const to = path => head.root + path + tail();
const link = ([name, id]) => id ? el("a", name, { href: address(id) }) : el("span", name);
const join = (parts, between = ", ") => { const f = document.createDocumentFragment(); parts.forEach((p, i) => { if (i) f.append(between); f.append(p); }); return f; };

// --- cells ---
function quoted([quote, record], into) {
  if (!quote) { if (record) into.append(el("span", record, { class: "soft" })); return; }
  const d = el("details"), b = el("blockquote", lang === "fr" ? "«\u00a0" + quote + "\u00a0»" : "“" + quote + "”");
  d.append(el("summary", record || t("source")), b);
  into.append(d);
}
function share(value, into) {
  const bar = el("span", null, { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--part", Math.round(value * 100) + "%");
  into.append(bar, el("span", new Intl.NumberFormat(locale(), { style: "percent" }).format(value)));
}
const LISTED = new Set(["complete", "partial", "none"]);
const CELLS = {
  link: (v, td) => td.append(link(v)),
  links: (v, td) => td.append(join(v.map(link))),
  date: (v, td) => { td.textContent = day(v); td.classList.add("day"); },
  number: (v, td) => { td.textContent = number(v); td.classList.add("number"); },
  text: (v, td) => { td.textContent = v; },
  names: (v, td) => { td.textContent = v.join(", "); },
  both: (v, td) => { td.textContent = both(v); },
  code: (v, td) => { td.textContent = term(v); td.classList.add("code"); },
  sort: (v, td) => { td.textContent = term(v); td.classList.add("code"); },
  codes: (v, td) => { td.textContent = v.map(term).join(", "); },
  kind: (v, td) => { td.append(symbol(site.kinds[v]), " " + kindTitle(v)); td.classList.add("kind"); },
  listed: (v, td) => { if (LISTED.has(v)) td.append(el("span", null, { class: "list " + v, "aria-hidden": "true" }), " "); td.append(term(v)); td.classList.add("kind"); },
  share: (v, td) => { share(v, td); td.classList.add("number"); },
  source: (v, td) => quoted(v, td),
};
const blank = v => v === null || v === undefined || v === "" || (Array.isArray(v) && (!v.length || (v.length === 2 && v[0] === "" && v[1] === "")));
// What a cell is sorted by.
function rank(type, v) {
  if (blank(v)) return type === "number" || type === "share" ? -1 : "";
  return type === "link" ? v[0] : type === "links" ? v.map(one => one[0]).join(", ") : type === "both" ? both(v) : type === "kind" ? kindTitle(v) : type === "code" || type === "sort" || type === "listed" ? term(v) : type === "codes" ? v.map(term).join(", ") : type === "source" ? v[1] : v;
}
const rowText = (columns, row) => fold(columns.map(([, type], i) => type === "number" || type === "share" ? "" : String(rank(type, row[i]))).join(" "));

// --- sections ---
function table(section) {
  const box = el("div"), columns = section.c, state = { sort: section.s ? section.s.slice() : null, all: false, wanted: "" };
  if (!section.r.length) { box.append(el("p", t("empty")[section.e], { class: "soft" })); if (section.n) box.append(el("p", both(section.n))); return box; }
  const scroll = el("div", null, { class: "scroll" }), grid = el("table"), thead = el("thead"), tbody = el("tbody"), foot = el("p", null, { class: "foot" });
  grid.setAttribute("aria-label", t("titles")[section.t]);
  function fill() {
    let rows = section.r;
    if (state.wanted) rows = rows.filter(row => rowText(columns, row).includes(state.wanted));
    if (state.sort) {
      const [at, way] = state.sort, type = columns[at][1], first = columns.findIndex(c => c[1] === "link");
      const keyed = rows.map(row => [rank(type, row[at]), row]);
      keyed.sort(([a, x], [b, y]) => (a === b ? 0 : a === "" ? 1 : b === "" ? -1 : way * (typeof a === "number" ? a - b : type === "date" ? (a < b ? -1 : 1) : compare(a, b))) || (first < 0 ? 0 : compare(x[first][0], y[first][0])));
      rows = keyed.map(([, row]) => row);
    }
    const few = section.few || 60, shown = state.all ? rows : rows.slice(0, few);
    tbody.replaceChildren(...shown.map(row => {
      const tr = el("tr");
      columns.forEach(([key, type], i) => { const td = el("td", null, { "data-column": t("columns")[key] || key }); if (blank(row[i])) td.classList.add("blank"); else CELLS[type](row[i], td); tr.append(td); });
      return tr;
    }));
    foot.replaceChildren();
    if (shown.length < rows.length) foot.append(button(t("all")(rows.length), () => { state.all = true; fill(); }), " ", el("span", t("shownOf")(shown.length, rows.length), { class: "soft" }));
    else if (state.wanted) foot.append(el("span", t("shownOf")(rows.length, section.r.length), { class: "soft" }));
    const top = el("tr");
    columns.forEach(([key, type], i) => {
      const sorted = state.sort && state.sort[0] === i, th = el("th", null, { scope: "col", "aria-sort": sorted ? (state.sort[1] > 0 ? "ascending" : "descending") : "none" });
      if (type === "number" || type === "share") th.classList.add("number");
      th.append(button(t("columns")[key] || key, () => { state.sort = [i, sorted ? -state.sort[1] : type === "number" || type === "share" || type === "date" ? -1 : 1]; fill(); thead.querySelectorAll("button")[i].focus(); }));
      if (sorted) th.append(el("span", state.sort[1] > 0 ? " ↑" : " ↓", { "aria-hidden": "true" }));
      top.append(th);
    });
    thead.replaceChildren(top);
  }
  if (section.filter || section.r.length > 60) {
    const l = el("label", null, { class: "filter" }), input = el("input", null, { type: "search", autocomplete: "off" });
    l.append(el("span", t("filter")), input);
    input.addEventListener("input", () => { state.wanted = fold(input.value.trim()); fill(); });
    box.append(l);
  }
  grid.append(thead, tbody);
  scroll.append(grid);
  box.append(scroll, foot);
  if (section.n) box.append(el("p", both(section.n), { class: "soft" }));
  addEventListener("beforeprint", () => { state.all = true; fill(); });
  fill();
  return box;
}
function maps(section) {
  const u = el("ul", null, { class: "maps" });
  for (const [view, path] of section.r) { const li = el("li"); li.append(el("a", both(site.views[view]), { href: to(path) })); u.append(li); }
  return u;
}
const prose = section => { const box = el("div"); for (const text of section.p) box.append(el("p", both(text))); return box; };
const DRAWN = { table, maps, prose, figure, matrix };

// --- the page ---
function badge() {
  const p = el("p", null, { class: "badge" }), sign = site.kinds[head.sort] || site.kinds[{ t: "Bassin" }[head.kind]];
  if (sign) p.append(symbol(sign, 20));
  const said = head.kind === "t" ? term(head.sort) : head.kind === "o" ? kindTitle(head.sort) : head.kind === "e" ? [term(head.event), term(head.status)].join(", ") : t("kinds")[head.kind];
  p.append(el("span", said));
  return p;
}
function facts() {
  const d = el("dl");
  for (const [key, type, value] of head.facts || []) { if (blank(value)) continue; const dd = el("dd"); CELLS[type](value, dd); d.append(el("dt", t("facts")[key]), dd); }
  return d.children.length ? [d] : [];
}
function figures(found) {
  const u = el("ul", null, { class: "figures" });
  for (const key of ["partners", "worked-together", "plenary-only", "never-seen", "not-known"]) {
    if (!found[key] && key !== "never-seen") continue;
    const li = el("li", null, { class: key }), one = t("figures")[key];
    li.append(el("strong", number(found[key])), " " + (lang === "fr" ? one[found[key] < 2 ? 0 : 1] : one[found[key] === 1 ? 0 : 1]));
    u.append(li);
  }
  return u;
}
function counts() {
  const u = el("ul", null, { class: "figures" });
  for (const [key, n] of Object.entries(head.counts)) { const li = el("li"), one = t("counts")[key], a = el("a", null, { href: to(key + ".html") }); a.append(el("strong", number(n)), " " + (lang === "fr" ? one[n < 2 ? 0 : 1] : one[n === 1 ? 0 : 1])); li.append(a); u.append(li); }
  return u;
}
function show() {
  const body = $("body"), crumbs = $("crumbs");
  crumbs.replaceChildren(...(head.crumbs && head.crumbs.length ? [join(head.crumbs.map(link), " · ")] : []));
  body.replaceChildren();
  if (head.kind) body.append(badge());
  const lead = el("div", null, { class: "lead" });
  for (const text of head.lead || []) lead.append(el("p", both(text)));
  if (head.span) lead.append(el("p", t("span")(day(head.span[0]), day(head.span[1])) + (lang === "fr" ? "." : ".")));
  if (lead.children.length) body.append(lead);
  if (head.front) body.append(counts());
  if (head.figures) body.append(figures(head.figures));
  body.append(...facts());
  for (const [i, section] of (head.sections || []).entries()) {
    const box = el("section", null, { "aria-labelledby": "s" + i, class: "part " + section.k }), alone = !head.kind && !head.front && head.sections.length === 1;
    box.append(el("h2", t("titles")[section.t] || section.t, { id: "s" + i, ...(alone ? { class: "unseen" } : {}) }), DRAWN[section.k](section));
    body.append(box);
  }
  $("site").href = to("index.html");
  $("lists").replaceChildren(...site.lists.map(([name, title]) => el("a", both(title), { href: to(name + ".html") })), el("a", t("changes"), { href: to("changes.html") }));
  for (const a of $("lists").children) if (a.href.split(/[?#]/)[0] === location.href.split(/[?#]/)[0]) a.setAttribute("aria-current", "page");
  $("search").placeholder = t("search");
  $("notice").textContent = both(site.notice) + (site.asOf ? " " + t("asOf") + day(site.asOf) + "." : "");
  $("permalink").replaceChildren(...(head.id ? [el("a", t("permalink"), { href: head.root + "index.html#" + encodeURIComponent(head.id) })] : []));
}

// --- search ---
let index = null, current = -1;
const script = path => new Promise((done, failed) => { const s = el("script"); s.src = head.root + path; s.onload = done; s.onerror = () => failed(new Error(path)); document.head.append(s); });
const load = () => index ||= script("assets/search.js").then(() => { const g = globalThis.maillageSearch; return g.i.map((id, n) => ({ id, name: g.n[n], also: g.a[n], extra: g.x[n], key: fold(g.n[n]), more: fold(g.a[n] + " " + g.x[n]) })); });
function fit(one, wanted) {
  const at = one.key.indexOf(wanted);
  if (at >= 0) return at === 0 ? 0 : /[^a-z0-9]/.test(one.key[at - 1]) ? 1 : 2;
  return wanted.split(" ").every(w => one.key.includes(w) || one.more.includes(w)) ? 3 : -1;
}
const EDGE = "otpgse";
async function search() {
  const wanted = fold($("search").value.trim()), list = $("results");
  current = -1;
  if (wanted.length < 2) { list.hidden = true; list.replaceChildren(); return; }
  const all = await load();
  if (wanted !== fold($("search").value.trim())) return;
  const hits = all.map(one => [fit(one, wanted), one]).filter(([n]) => n >= 0).sort(([a, x], [b, y]) => a - b || EDGE.indexOf(x.id[0]) - EDGE.indexOf(y.id[0]) || compare(x.name, y.name));
  list.replaceChildren(...hits.slice(0, 12).map(([, one]) => { const li = el("li"), a = el("a", cut(one.name, 90), { href: address(one.id) }); a.append(el("span", t("kinds")[one.id[0]] + (one.extra ? ", " + (one.id[0] === "e" ? day(one.extra) : one.extra) : ""), { class: "soft" })); li.append(a); return li; }));
  if (!hits.length) list.append(el("li", t("noResult"), { class: "soft" }));
  if (hits.length > 12) list.append(el("li", t("more")(hits.length - 12), { class: "soft" }));
  list.hidden = false;
}
function listen() {
  const box = $("finder"), close = () => { $("results").hidden = true; };
  $("search").addEventListener("input", search);
  $("search").addEventListener("focus", load);
  box.addEventListener("keydown", e => {
    const found = [...$("results").querySelectorAll("a")];
    if (e.key === "Escape") { close(); $("search").focus(); }
    if (!found.length || $("results").hidden || (e.key !== "ArrowDown" && e.key !== "ArrowUp")) return;
    const at = found.indexOf(document.activeElement) + (e.key === "ArrowDown" ? 1 : -1);
    (at < 0 ? $("search") : found[Math.min(at, found.length - 1)]).focus();
    e.preventDefault();
  });
  box.addEventListener("focusout", e => { if (!box.contains(e.relatedTarget)) close(); });
  dark.addEventListener("change", show);
}
// A lasting link: the front page with the id, of today or of before, after « # ».
async function follow() {
  const id = decodeURIComponent(location.hash.slice(1));
  if (!head.front || !/^[a-z][0-9a-z]{1,40}$/.test(id) || $(id)) return;
  await script("assets/former.js");
  const own = globalThis.maillageFormer, leads = Object.hasOwn(own, id) ? own[id] : id;
  if ((await load()).some(one => one.id === leads)) location.replace(address(leads));
  else { $("fault").textContent = t("unknown"); $("fault").hidden = false; }
}
changed.push(() => { show(); if (!$("results").hidden) search(); });
$("language").addEventListener("click", () => { const u = new URL(location.href); if (lang === head.language) u.searchParams.delete("lang"); else u.searchParams.set("lang", lang); try { history.replaceState(null, "", u); } catch { /* a file page may not change its address */ } });
async function start() {
  listen();
  translate();
  await follow();
  addEventListener("hashchange", follow);
  document.documentElement.dataset.ready = "1";
}
