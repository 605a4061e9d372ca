// Who came when: a row for each actor, a column for each event in its order.
speak({
  fr: { byPresence: "par présence", byName: "par nom", byLast: "par dernière venue", empty: "On ne sait pas : aucune réunion n'est connue pour ce périmètre.", label: "Présences dans le temps ; flèches pour aller d'une case à l'autre", total: "Présences", undated: "sans date", planned: "Prévue", unlisted: "Sans liste : on ne sait pas qui est venu.", partial: "Liste partielle : d'autres ont pu venir.", whole: "Liste complète.",
    came: (n, m) => "Présent à " + count(n, "réunion", "réunions") + " sur " + number(m) + " avec liste.", there: "Étaient là", excusedAt: n => count(n, "fois excusé", "fois excusé"), people: n => count(n, "personne", "personnes") },
  en: { byPresence: "by presence", byName: "by name", byLast: "by last time", empty: "Not known: no meeting of this scope is known.", label: "Presence over time; arrows move from cell to cell", total: "Present", undated: "no date", planned: "Planned", unlisted: "No list: who came is not known.", partial: "Partial list: others may have come.", whole: "Complete list.",
    came: (n, m) => "Present at " + count(n, "meeting", "meetings") + " of " + number(m) + " with a list.", there: "Were there", excusedAt: n => count(n, "time excused", "times excused"), people: n => count(n, "person", "people") },
});
const STATES = { ATTENDED: ["attended", "●"], CONTRIBUTED_TO: ["contributed", "◇"], EXCUSED_FROM: ["excused", "○"], ABSENT_FROM: ["absent", "✕"] };
let cells = new Map();
const at = (r, c) => cells.get(r.id + "\u0000" + c.id);
const kept = e => inPlace(e) && inPeriod(e.date);
const withList = () => head.events.filter(e => kept(e) && e.held && e.listed !== "none").length;
const about = e => [day(e.date) || t("undated"), e.time, e.size ? t("people")(e.size) : ""].filter(Boolean).join(" · ");
const listing = e => !e.held ? t("planned") : e.listed === "none" ? t("unlisted") : e.listed === "partial" ? t("partial") : t("whole");
function event(e) {
  const box = panel(e.name, about(e), listing(e)), there = head.actors.filter(a => (at(a, e) || {}).state === "ATTENDED");
  if (there.length) { box.append(el("h3", t("there") + " (" + number(there.length) + ")")); const u = el("ul"); for (const a of there.sort((x, y) => compare(x.name, y.name))) u.append(el("li", a.name)); box.append(u); }
}
function actor(a) {
  const times = state => head.events.filter(e => kept(e) && (at(a, e) || {}).state === state).length, excused = times("EXCUSED_FROM");
  panel(a.name, t("came")(times("ATTENDED"), withList()), excused ? t("excusedAt")(excused) : "");
}
function moment(a, e, cell) {
  const box = panel(a.name, e.name + " — " + about(e), both(head.states[cell.state]));
  quotes(box, cell.sources);
}
const last = a => head.events.reduce((found, e, i) => (at(a, e) || {}).state === "ATTENDED" ? i : found, -1);
const sheet = {
  newest: true,
  kinds: Object.entries(STATES).map(([state, [key, sample]]) => ({ key, sample, label: head.states[state] })).concat([{ key: "unlisted", sample: "", label: head.states.UNLISTED }]),
  orders: ["byPresence", "byName", "byLast"],
  placed: () => head.events,
  get dated() { return head.events.some(e => e.date); },
  rowKept: r => !filtering() || head.events.some(e => kept(e) && at(r, e)),
  rows(by) { return head.actors.map(a => ({ ...a, open: () => actor(a) })).sort((a, b) => (by === "byPresence" ? b.came - a.came : by === "byLast" ? last(b) - last(a) : 0) || compare(a.name, b.name)); },
  columns: () => head.events.filter(kept).map(e => ({ ...e, event: e, name: e.date ? day(e.date, "short") : t("undated"), title: e.name + " — " + about(e), say: e.name + ", " + about(e), group: e.date ? e.date.slice(0, 4) : "…", kind: e.held ? "" : "planned", open: () => event(e) })),
  cell(r, c) {
    const cell = at(r, c);
    if (!cell) return c.event.held && c.event.listed === "none" ? { kind: "unlisted", sign: "" } : c.event.held ? null : { kind: "planned", sign: "" };
    const [kind, sign] = STATES[cell.state];
    return { kind, sign, text: both(head.states[cell.state]), say: r.name + ", " + c.name + (lang === "fr" ? " : " : ": ") + both(head.states[cell.state]), open: () => moment(r, c.event, cell) };
  },
  total: (r, columns) => number(columns.filter(c => (at(r, c) || {}).state === "ATTENDED").length),
};
async function prepare() { cells = new Map((await unpack("cells")).map(([a, e, state, sources]) => [a + "\u0000" + e, { state, sources }])); }
