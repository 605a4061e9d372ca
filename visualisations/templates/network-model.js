// The graph of the page and what of it is in view. Points and links are numbered; the numbers are their ids in the picture.
speak({
  fr: { table: "Tableau", map: "Carte", least: "Rencontres au moins", since: "Depuis le", until: "Jusqu'au", all: "Toute la carte", territory: "Territoire", everywhere: "tous",
    closeness: "Au plus près", closenesses: ["peu importe", "au moins dans la même salle", "à la même table"],
    none: "Rien à montrer : aucun lien n'est connu pour cette question.", hidden: "Les filtres cachent tout.", pick: "Choisissez un nom, un point ou un lien pour lire ce que disent les documents.",
    back: "← Groupes", group: "Groupe", groups: "Groupes de ceux qui se rencontrent le plus : choisissez-en un.", loading: "Un instant…", zoomIn: "Agrandir", zoomOut: "Réduire", fit: "Tout voir", tools: "Télécharger et lire autrement",
    neighbours: "En lien avec", times: n => count(n, "rencontre", "rencontres"), last: "dernière", points: n => count(n, "point", "points"), links: n => count(n, "lien", "liens"),
    name: "Nom", kind: "Type", linked: "Liens", with: "Avec", relation: "Lien", meetings: "Rencontres", lastTime: "Dernière fois", around: "Ses alentours", rows: "Lignes du tableau", rowNames: "noms", rowLinks: "liens",
    label: "Carte du réseau. Flèches : déplacer ; + et − : agrandir, réduire ; 0 : tout voir. Le tableau dit la même chose.", found: n => count(n, "trouvé", "trouvés"), more: n => "… et " + number(n) + " autres : affinez avec les filtres.",
    introducers: "Peuvent les présenter l'un à l'autre", noIntroducer: "Personne de connu ne les a rencontrés tous les deux.", both: (a, b) => number(a) + " et " + count(b, "rencontre", "rencontres"), reset: "Effacer la sélection", ownPage: "Sa page dans l'atlas", legend: "Légende",
    strength: { table: "à la même table", room: "dans la même salle", plenary: "en plénière" },
    facts: { long: "Nom complet", acronym: "Sigle", network: "Réseau", level: "Niveau", names: "Aussi appelé", bodies: "Pour", date: "Date", place: "Lieu", status: "État", size: "Personnes", listed: "Liste", code: "Code", strength: "Au mieux", roles: "Rôles", role: "Rôle", mode: "Mode", presence: "Présence", basis: "À titre de", coverage: "Réunions avec liste", pairs: "Paires", lists: "Listes", territories: "Territoires", first: "Première fois" } },
  en: { table: "Table", map: "Map", least: "Meetings at least", since: "Since", until: "Until", all: "Whole map", territory: "Territory", everywhere: "all",
    closeness: "At closest", closenesses: ["any", "in one room at least", "at one table"],
    none: "Nothing to show: no link is known for this question.", hidden: "The filters hide everything.", pick: "Choose a name, a point or a link to read what the records say.",
    back: "← Groups", group: "Group", groups: "Groups of those who meet most: choose one.", loading: "One moment…", zoomIn: "Zoom in", zoomOut: "Zoom out", fit: "See all", tools: "Download and read otherwise",
    neighbours: "Linked to", times: n => count(n, "meeting", "meetings"), last: "last", points: n => count(n, "point", "points"), links: n => count(n, "link", "links"),
    name: "Name", kind: "Kind", linked: "Links", with: "With", relation: "Link", meetings: "Meetings", lastTime: "Last time", around: "Surroundings", rows: "Rows of the table", rowNames: "names", rowLinks: "links",
    label: "Network map. Arrows: move; + and −: zoom; 0: see all. The table says the same.", found: n => number(n) + " found", more: n => "… and " + number(n) + " more: narrow with the filters.",
    introducers: "Could introduce them", noIntroducer: "Nobody known has met both.", both: (a, b) => number(a) + " and " + count(b, "meeting", "meetings"), reset: "Clear the selection", ownPage: "Its page in the atlas", legend: "Key",
    strength: { table: "at one table", room: "in one room", plenary: "in plenary" },
    facts: { long: "Full name", acronym: "Acronym", network: "Network", level: "Level", names: "Also called", bodies: "For", date: "Date", place: "Place", status: "Status", size: "People", listed: "List", code: "Code", strength: "At best", roles: "Roles", role: "Role", mode: "Mode", presence: "Presence", basis: "As", coverage: "Meetings with a list", pairs: "Pairs", lists: "Lists", territories: "Territories", first: "First time" } },
});
const terms = {
  fr: { unit: "unité locale", body: "structure", network: "réseau", collective: "ensemble", held: "tenue", planned: "prévue", proposed: "proposée", cancelled: "annulée", postponed: "reportée", complete: "complète", partial: "partielle", none: "aucune", remote: "à distance", room: "sur place", member: "membre", regular: "partenaire régulier", delegate: "délégué", occasional: "venu une fois", resource: "ressource" },
  en: { unit: "local unit", body: "body", network: "network", collective: "group", held: "held", planned: "planned", proposed: "proposed", cancelled: "cancelled", postponed: "postponed", complete: "complete", partial: "partial", none: "none", remote: "remote", room: "in the room", member: "member", regular: "regular partner", delegate: "delegate", occasional: "came once", resource: "resource" },
};
const WORDED = new Set(["level", "status", "listed", "mode", "basis"]), DATED = new Set(["date", "last", "first"]);
const CLOSE = { plenary: 0, room: 1, table: 2 };

let nodes = [], links = [], byId = new Map(), loading = null;
const load = () => loading ||= unpack("graph").then(build);
function build(g) {
  const n = g.nodes, l = g.links, none = {};
  nodes = n.id.map((id, i) => ({ i, id, name: n.name[i], kind: n.kind[i], x: n.x[i], y: n.y[i], px: n.x[i], py: n.y[i], size: n.size[i], group: n.group ? n.group[i] : -1, territories: n.territories ? n.territories[i] : [], facts: n.facts[i] || none, near: [] }));
  links = l.from.map((from, i) => ({ i, from: nodes[from], to: nodes[l.to[i]], type: l.type[i], width: l.width[i], meetings: l.meetings[i], first: l.first ? l.first[i] : null, last: l.last ? l.last[i] : null, facts: l.facts[i] || none }));
  byId = new Map(nodes.map(n => [n.id, n]));
  for (const link of links) { link.from.near.push(link); link.to.near.push(link); }
}
async function sentences(link) {
  const said = await unpack("quotes"), of = said.of[link.i] || [], list = [];
  for (let k = 0; k < of.length; k += 3) list.push({ quote: said.quotes[of[k]], record: said.records[of[k + 1]], page: of[k + 2] });
  return list;
}
const other = (link, node) => link.from === node ? link.to : link.from;
const title = node => both(node.name);
const kindTitle = node => both(head.kinds[node.kind]);
const relation = link => both(head.relations[link.type]);
const said = link => link.meetings && !head.relations[link.type].missing ? t("times")(link.meetings) + (link.last ? ", " + t("last") + " " + day(link.last) : "") : relation(link);
let foldedNames = null;
const foldedName = node => (foldedNames ||= new Map(nodes.map(n => [n, fold([both(n.name)].concat(n.facts.names || [], n.facts.long || [], n.facts.acronym || [], n.facts.bodies || []).join(" "))]))).get(node);
const byName = list => list.slice().sort((a, b) => compare(title(a), title(b)));

// --- filters and view ---
const grouped = head.communities.length > 0;
const opening = () => grouped ? { kind: "groups" } : { kind: "whole" };
let view = opening(), off = new Set(), offLinks, least, since, until, place, close;
function noFilter() { off = new Set(); offLinks = new Set(head.relations.map((r, i) => r.off ? i : -1).filter(i => i >= 0)); least = 1; since = until = place = ""; close = 0; }
noFilter();
const filtered = () => off.size > 0 || least > 1 || since || until || place || close > 0 || offLinks.size > 0;
const passes = l => !offLinks.has(l.type) && (head.relations[l.type].missing || ((l.meetings || 1) >= least && (!since || !l.last || l.last >= since) && (!until || !(l.first || l.last) || (l.first || l.last) <= until) && (!close || !l.facts.strength || CLOSE[l.facts.strength] >= close)));
const admits = n => !off.has(n.kind) && (!place || n.territories.includes(+place));
function current() {
  let inView = null;
  for (const n of nodes) { n.px = n.x; n.py = n.y; }
  if (view.kind === "around") inView = ringed(view.node);
  let ns = nodes.filter(n => admits(n) && (!inView || inView.has(n)) && (view.kind !== "group" || n.group === view.index));
  if (inView && !ns.includes(view.node)) ns.push(view.node);
  const kept = new Set(ns), ls = links.filter(l => kept.has(l.from) && kept.has(l.to) && passes(l));
  if (least > 1 || since || until || close) { const used = new Set(); for (const l of ls) { used.add(l.from); used.add(l.to); } ns = ns.filter(n => used.has(n) || n === view.node); }
  return { ns, ls };
}
// Somebody in the middle, those in touch around: the strongest on the inner rings, groups side by side.
function ringed(centre) {
  const near = centre.near.filter(l => passes(l) && !head.relations[l.type].missing).sort((a, b) => (b.meetings || 1) - (a.meetings || 1) || compare(title(other(a, centre)), title(other(b, centre)))).slice(0, 300);
  const around = [...new Set(near.map(l => other(l, centre)))].filter(n => n !== centre && admits(n));
  centre.px = centre.py = 0;
  for (let from = 0, ring = 1; from < around.length; ring++) {
    const room = around.length <= 18 ? 18 : 11 * ring, here = around.slice(from, from + room).sort((a, b) => a.group - b.group || a.kind - b.kind || compare(title(a), title(b)));
    here.forEach((n, k) => { const angle = (k / here.length + ring * .13) * 2 * Math.PI - Math.PI / 2; n.px = 215 * ring * 1.12 * Math.cos(angle); n.py = 215 * ring * Math.sin(angle); });
    from += room;
  }
  return new Set([centre, ...around]);
}
// What the counts, the table and the downloads speak of: with the groups in view, all that the filters leave.
function inSight() {
  if (view.kind !== "groups") return shown;
  const ns = nodes.filter(admits), kept = new Set(ns);
  return { ns, ls: links.filter(l => kept.has(l.from) && kept.has(l.to) && passes(l)) };
}
let shown = { ns: [], ls: [] };
