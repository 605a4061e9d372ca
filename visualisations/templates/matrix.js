// Partner × partner: how often two met and what follows.
speak({
  fr: { byName: "par nom", byNever: "par paires jamais vues", byMet: "par rencontres", empty: "On ne sait pas : aucun partenaire n'est connu pour ce périmètre.", label: "Tableau des rencontres ; flèches pour aller d'une case à l'autre", total: "Jamais vus",
    times: n => count(n, "réunion ensemble", "réunions ensemble"), elsewhere: n => number(n) + " ailleurs", last: "dernière fois : ", lists: (l, n) => count(l, "réunion avec liste", "réunions avec liste") + " quand les deux étaient partenaires ; " + number(n) + " sans liste",
    pairs: (met, never, unknown) => "A rencontré " + count(met, "partenaire", "partenaires") + " ; " + number(never) + " jamais ; pour " + number(unknown) + ", on ne sait pas.", introducers: "Peuvent les présenter l'un à l'autre" },
  en: { byName: "by name", byNever: "by pairs never seen", byMet: "by meetings", empty: "Not known: no partner of this scope is known.", label: "Table of meetings; arrows move from cell to cell", total: "Never seen",
    times: n => count(n, "meeting together", "meetings together"), elsewhere: n => number(n) + " elsewhere", last: "last: ", lists: (l, n) => count(l, "listed meeting", "listed meetings") + " while both were partners; " + number(n) + " without a list",
    pairs: (met, never, unknown) => "Has met " + count(met, "partner", "partners") + "; " + number(never) + " never; " + number(unknown) + " not known.", introducers: "Could introduce them" },
});
const key = (a, b) => a < b ? a + "\u0000" + b : b + "\u0000" + a;
const SIGNS = { "never-seen": "✕", "not-known": "?" }, VERDICTS = ["worked-together", "plenary-only", "never-seen", "not-known"];
let pairs = new Map(), tallies = new Map();
const names = new Map(head.partners.map(p => [p.id, p.name]));
const sign = p => SIGNS[p.verdict] || String(p.meetings || p.elsewhere) + (p.verdict === "plenary-only" ? "°" : "");
const said = p => both(head.verdicts[p.verdict]);
function show(p) {
  const box = panel(names.get(p.a) + " — " + names.get(p.b), said(p), [t("times")(p.meetings), p.elsewhere ? t("elsewhere")(p.elsewhere) : "", p.last ? t("last") + day(p.last) : ""].filter(Boolean).join(" · "));
  box.append(el("p", t("lists")(p.listed, p.unlisted), { class: "soft" }));
  if (p.introducers.length) {
    box.append(el("h3", t("introducers")));
    const u = el("ul");
    for (const who of p.introducers) u.append(el("li", names.get(who)));
    box.append(u);
  }
  quotes(box, p.sources);
}
function partner(p) {
  const mine = tallies.get(p.id);
  const box = panel(p.name, t("pairs")(mine.met, mine.never, mine.unknown));
  if (p.sources.length) quotes(box, p.sources);
}
const sheet = {
  kinds: VERDICTS.map((v, i) => ({ key: v, sample: ["3", "1°", "✕", "?"][i], label: head.verdicts[v] })),
  orders: ["byName", "byNever", "byMet"],
  rows(by) { const of = p => tallies.get(p.id); return head.partners.map(p => ({ ...p, open: () => partner(p) })).sort((a, b) => (by === "byNever" ? of(b).never - of(a).never : by === "byMet" ? of(b).met - of(a).met : 0) || compare(a.name, b.name)); },
  columns: rows => rows,
  placed: () => head.partners,
  get dated() { return [...pairs.values()].some(p => p.last); },
  rowKept: r => inPlace(r),
  cell(r, c) { if (r.id === c.id) return { kind: "self", sign: "" }; const p = pairs.get(key(r.id, c.id)); return p ? { kind: p.verdict, sign: sign(p), out: (asked.since || asked.until) && !inPeriod(p.last), say: r.name + ", " + c.name + (lang === "fr" ? " : " : ": ") + said(p), open: () => show(p) } : { kind: "self", sign: "" }; },
  total: (r, columns) => number(columns.filter(c => { const p = pairs.get(key(r.id, c.id)); return p && p.verdict === "never-seen"; }).length),
};
async function prepare() {
  const data = await unpack("pairs");
  pairs = new Map(data.map(p => [key(p.a, p.b), p]));
  tallies = new Map(head.partners.map(p => [p.id, { met: 0, never: 0, unknown: 0 }]));
  for (const p of data) for (const end of [p.a, p.b]) { const own = tallies.get(end); if (p.verdict === "never-seen") own.never++; else if (p.verdict === "not-known") own.unknown++; else own.met++; }
}
