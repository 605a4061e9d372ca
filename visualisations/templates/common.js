// What every page uses: language, dates, sorting, packed data, downloads. Names and quotes become text nodes, never HTML.
const $ = id => document.getElementById(id);
const head = JSON.parse($("head").textContent);

// --- data ---
const unpacked = new Map();
const whole = () => document.readyState === "loading" ? new Promise(done => document.addEventListener("DOMContentLoaded", done)) : Promise.resolve();
async function gunzip(id) {
  if (!$(id)) await whole();
  const code = atob($(id).textContent), bytes = new Uint8Array(code.length);
  for (let i = 0; i < code.length; i++) bytes[i] = code.charCodeAt(i);
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
const unpack = id => { if (!unpacked.has(id)) unpacked.set(id, gunzip(id).then(JSON.parse)); return unpacked.get(id); };
async function library(id) { const s = document.createElement("script"); s.textContent = await gunzip(id); document.head.append(s); }

// --- language ---
const words = {
  fr: { skip: "Aller au contenu", page: "p.", said: "Ce que disent les documents", nothing: "Aucune phrase n'est gardée pour ce lien.", clear: "Effacer les filtres", search: "Chercher", shown: "Affichés", notes: "Ce sur quoi cette page repose" },
  en: { skip: "Go to the content", page: "p.", said: "What the records say", nothing: "No sentence is kept for this link.", clear: "Clear the filters", search: "Search", shown: "Shown", notes: "What this page rests on" },
};
const speak = more => { for (const code of ["fr", "en"]) Object.assign(words[code], more[code]); };
let lang = head.language === "en" ? "en" : "fr";
const t = key => words[lang][key];
const both = value => value && typeof value === "object" && "fr" in value ? value[lang] : value;
const locale = () => lang === "fr" ? "fr-FR" : "en-GB";
const number = n => new Intl.NumberFormat(locale()).format(n);
// French counts zero as singular, English as plural.
const count = (n, one, many) => number(n) + "\u00a0" + (lang === "fr" ? (n < 2 ? one : many) : n === 1 ? one : many);
let collator = null;
const compare = (a, b) => (collator ||= new Intl.Collator(locale(), { numeric: true, sensitivity: "base" })).compare(a, b);
const days = new Map();
const SEASONS = { fr: ["printemps", "été", "automne", "hiver"], en: ["spring", "summer", "autumn", "winter"] };
// An EDTF date in words: a day, a month, a season, a year, a decade, or from one to another; else the text itself.
function day(edtf, style = "long") {
  if (!edtf) return "";
  const key = lang + style + edtf;
  if (!days.has(key)) days.set(key, inWords(String(edtf), style));
  return days.get(key);
}
function inWords(edtf, style) {
  if (edtf.includes("/")) return edtf.split("/").map(end => inWords(end, style)).join(" – ");
  const [, year, month, date] = /^(\d{4}|\d{3}X)(?:-(\d\d|XX))?(?:-(\d\d|XX))?$/.exec(edtf) || [];
  if (!year) return edtf;
  if (year.endsWith("X")) return lang === "fr" ? "années " + year.slice(0, 3) + "0" : year.slice(0, 3) + "0s";
  if (!month || month === "XX") return year;
  if (+month > 12) return +month > 20 && +month < 25 ? SEASONS[lang][month - 21] + " " + year : edtf;
  const known = date && date !== "XX", options = { timeZone: "UTC", year: "numeric", month: style, ...(known ? { day: "numeric" } : {}) };
  const text = new Intl.DateTimeFormat(locale(), options).format(new Date(Date.UTC(+year, month - 1, known ? +date : 1)));
  return lang === "fr" ? text.replace(/^1 /, "1er ") : text;
}
const fold = s => s.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[œŒ]/g, "oe").replace(/[’‘]/g, "'").toLowerCase();

// --- elements ---
function el(tag, text, attributes) {
  const e = document.createElement(tag);
  if (text !== undefined && text !== null) e.textContent = text;
  if (attributes) for (const k in attributes) e.setAttribute(k, attributes[k]);
  return e;
}
function button(text, then, className) {
  const b = el("button", text, className ? { type: "button", class: className } : { type: "button" });
  b.addEventListener("click", then);
  return b;
}
function svgElement(tag, attributes, text) {
  const e = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  if (text !== undefined) e.textContent = text;
  return e;
}
// What documents say: `list` holds { quote, record, page }.
function quotes(into, list) {
  if (!list.length) { into.append(el("p", t("nothing"), { class: "soft" })); return; }
  for (const s of list) {
    const b = el("blockquote", s.quote ? (lang === "fr" ? "«\u00a0" + s.quote + "\u00a0»" : "“" + s.quote + "”") : null);
    b.append(el("cite", [String(s.record || "").split("/").pop(), s.page ? t("page") + "\u00a0" + s.page : ""].filter(Boolean).join(", ")));
    into.append(b);
  }
}

// A text as lines of at most so many letters, for drawings, which do not wrap.
function lines(text, most) {
  const found = [""];
  for (const word of text.split(" ")) { const last = found[found.length - 1]; if (last && last.length + word.length + 1 > most) found.push(word); else found[found.length - 1] = last ? last + " " + word : word; }
  return found;
}

// --- downloads ---
function save(blob, name) {
  const a = el("a");
  a.href = URL.createObjectURL(blob);
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(a.href), 5000);
}
const fileName = ending => (fold(document.title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "maillage") + "." + ending;
// A spreadsheet takes a cell that begins with one of these for a formula.
const cell = v => { let s = String(v === null || v === undefined ? "" : v); if (/^[=+\-@\t\r]/.test(s)) s = "'" + s; return '"' + s.replace(/"/g, '""') + '"'; };
const saveCsv = rows => save(new Blob(["\ufeff" + rows.map(r => r.map(cell).join(";")).join("\r\n")], { type: "text/csv" }), fileName("csv"));
const svgText = picture => '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(picture);
const saveSvg = picture => save(new Blob([svgText(picture)], { type: "image/svg+xml" }), fileName("svg"));
function savePng(picture) {
  const box = picture.viewBox.baseVal, scale = Math.min(2, 8000 / Math.max(box.width, box.height)), image = new Image();
  picture.setAttribute("width", box.width);
  picture.setAttribute("height", box.height);
  const url = URL.createObjectURL(new Blob([svgText(picture)], { type: "image/svg+xml" }));
  image.onload = () => {
    const to = el("canvas");
    to.width = box.width * scale;
    to.height = box.height * scale;
    to.getContext("2d").drawImage(image, 0, 0, to.width, to.height);
    URL.revokeObjectURL(url);
    to.toBlob(b => save(b, fileName("png")));
  };
  image.src = url;
}

// --- the language is the reader's choice ---
const changed = [];
function translate() {
  collator = null;
  document.documentElement.lang = lang;
  document.title = head.title[lang];
  document.querySelector("h1").textContent = head.title[lang];
  for (const e of document.querySelectorAll("[data-t]")) e.textContent = t(e.dataset.t);
  for (const e of document.querySelectorAll("[data-label]")) e.setAttribute("aria-label", t(e.dataset.label));
  const other = $("language");
  other.textContent = lang === "fr" ? "English" : "Français";
  other.lang = lang === "fr" ? "en" : "fr";
  for (const [id, list] of [["lead", (head.notes || []).slice(0, 2)], ["notes", (head.notes || []).slice($("lead") ? 2 : 0)]]) if ($(id)) $(id).replaceChildren(...list.map(note => el("p", both(note))));
  if ($("home")) $("home").textContent = both(head.back.title);
  for (const then of changed) then();
}
$("language").addEventListener("click", () => { lang = lang === "fr" ? "en" : "fr"; translate(); });
// Printed on white, whatever the screen.
addEventListener("beforeprint", () => document.documentElement.classList.add("light"));
addEventListener("afterprint", () => document.documentElement.classList.remove("light"));
