"""What was decided, proposed or wished: rows of a decision table, items under a decision heading, sentences with a doer and an act to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ...graph.model import Span
from ...graph.names import fold
from .french_dates import Mention as DateMention
from .french_dates import resolve
from .mentions import Mentions
from .reading import Line, strip_bullet

Status = Literal["decided", "proposed", "wished", "ongoing", "done"]

_DECISIONS = re.compile(
    r"\b(?:décisions?|actions?|ce qu['’]on (?:a arrêté|fait)|à faire|relevé|feuille de route|plan d['’]actions?|suites? à donner|engagements?|qui fait quoi|tâches?|reste à faire|à prévoir|prochaines étapes|chantiers? à venir|suites?)\b",
    re.IGNORECASE,
)
_WHAT = re.compile(r"^(?:décisions?|actions?|quoi|objet|tâches?|suites?)\b", re.IGNORECASE)
_WHO = re.compile(r"^(?:qui|pilotes?|responsables?|porteurs?|par qui|appui|référents?)\b", re.IGNORECASE)
_WHEN = re.compile(r"^(?:échéances?|pour quand|délais?|quand|date|avant le)\b", re.IGNORECASE)
_STATE = re.compile(r"^(?:état|statut|avancement|suivi)\b", re.IGNORECASE)
_FUTURE = re.compile(
    r"^\s*(?:\([^()]{0,50}\)\s*)?(?:,[^,]{0,90},\s*)?(?:y |le |la |les |leur |lui |l['’]|se |s['’]|en |ensemble )*(?P<verb>fer(?:a|ont)|ir(?:a|ont)|[a-zéèêûîà]{2,}(?:era|eront|ira|iront|dra|dront|rra|rront))\b",
    re.IGNORECASE,
)
_NO_FUTURE = frozenset(
    [
        "sera",
        "seront",
        "aura",
        "auront",
        "pourra",
        "pourront",
        "devra",
        "devront",
        "faudra",
        "opera",
        "camera",
        "extra",
        "integra",
    ]
)
_PRESENT = re.compile(
    r"^\s*(?:\([^()]{0,50}\)\s*)?(?:,[^,]{0,60},\s*)?(?:y |le |la |les |leur |lui |l['’]|se |s['’]|en )*(?P<verb>(?:fait|font) (?:un|une|l['’]|la|le|les|des|passer|remonter)\b(?! (?:\w+ )?(?:point|bilan|tour|remarque|constat|retour|lien|part|rappel|éta))|occupent?|(?:se |s['’]en |en )?chargent? d|déposent|réserve(?:nt)?|regarde(?:nt)?|appelle(?:nt)?|(?:va|vont|doi(?:t|vent)) (?:encore |aussi |également |donc )?(?:lancer|recruter|faire|envoyer|préparer|rédiger|contacter|relancer|organiser|transmettre|proposer|ouvrir|vérifier|voir|demander|passer|écrire|rencontrer|fournir|nous dire|étudier|finaliser|créer|mettre|publier|animer|diffuser|chercher|trouver|valider|saisir|solliciter|prendre)|accepte(?:nt)? d|(?:est|sont) chargée?s? d|portent le|démarre(?:nt)?|relaie(?:nt)?|publie(?:nt)?|finalise(?:nt)?|compl[èe]te(?:nt)?|fournit|fournissent|cherche(?:nt)?|rédigent|relancent|contactent|recensent|convient d|pilote(?:nt)? (?:le|la|l['’])|relance|contacte|envoie(?:nt)?|prépare(?:nt)?|écri(?:t|vent)|vérifie(?:nt)?|transmet(?:tent)?|organise(?:nt)?|prend contact|se rapproche|"
    r"rapproche|renseigne|rédige(?:nt)?|convoque|sollicite(?:nt)?|s['’]engage(?:nt)?|engage(?:nt)?|charge(?:nt)?|renvoie|recense(?:nt)?|instruit|met(?:tent)? à (?:jour|disposition)|dépose(?:nt)?|diffuse(?:nt)?|imprime|chiffre(?:nt)?|relit|lance(?:nt)?|"
    r"demande(?:nt)? (?:un devis|à chacun)|fait (?:passer|un devis|la liste|remonter)|voit avec|étudie(?:nt)?|ouvr(?:e|ent)|montent?|tient|occupe|signent?|met un|compte(?:nt)? les)\b",
    re.IGNORECASE,
)
_NO_ACT = re.compile(
    r"^\s*(?:[^,.;]{0,30}\s)?(?:ouvr(?:e|ent|ira) la (?:séance|réunion|journée|rencontre)|ouvr(?:ira|iront) (?:en|le|au|à)\b|(?:se tiendra|aura lieu|sera présente?|quittera|quitteront|cessera|prendra (?:ses fonctions|sa retraite|la parole)|s['’]appellera|comptera|durera|coûtera)|demandent? (?:que|à) [^.;]{0,60}\bne\b)",
    re.IGNORECASE,
)
_DECISION = re.compile(r"^\W*(?:décisions?|action|engagement)\s*(?:n°\s*)?\d{0,2}\s*(?:[:–—.-]|\))\s*(?=\S)", re.IGNORECASE)
_DONE_BY = re.compile(
    r"\b(?:rédig|prépar|réalis|envoy|transmis|établi|pris|organis|pilot|fait|relu|complét|mis à jour|assur|anim)\w*\s+(?:en charge )?par\s+(?:la |le |les |l['’])?$",
    re.IGNORECASE,
)
_IN_CHARGE = re.compile(
    r"(?:\b(?:responsables?|pilotes?|porteurs?|qui|référente?s?|en charge)\s*:\s*(?:la |le |l['’])?|\(\s*)$", re.IGNORECASE
)
_PASSIVE = re.compile(
    r"\b(?:sera|seront)\s+(?:également |aussi |ensuite )?(?P<done>[a-zà-ÿ]+(?:é|ée|és|ées|is|ise|ises|it|ite|u|ue|us|ues|fait|faite|faits))\b",
    re.IGNORECASE,
)
_PASSIVE_STATE = re.compile(
    r"^(?:sign|prévu|présent|absent|ferm|ouvert|reçu|connu|maintenu|annul|report|tenu|perdu|reconduit|install|excus|remplac|soumis aux? voix|obligat|limit|situ|dédi|grat|accompagn|accueilli)",
    re.IGNORECASE,
)
_I_DO = re.compile(
    r"\b(?:je|j['’])\s?(?:te |vous |lui |leur |nous |la |le |les |l['’]|m['’]en |y |en )*(?P<verb>envoie|enverrai|réserve|réserverai|prépare|préparerai|relance|relancerai|appelle|appellerai|rappelle(?! qu)|rappellerai|demande(?! (?:que|si|à))|demanderai|fais (?:un|une|le|la|les|l['’]|ça|passer|suivre)|ferai|charge d|occupe|transmets|transmettrai|rédige|rédigerai|contacte|contacterai|note(?! qu)|regarde|regarderai|mets (?:à jour|le|la|en)|mettrai|vérifie|vérifierai|propose d|peux (?:transmettre|envoyer|faire|prêter|demander|appeler|voir|préparer)|veux bien (?:faire|m['’]en|préparer|envoyer|écrire|relire|animer)|vais (?:faire|envoyer|voir|demander|appeler|préparer|écrire|relancer|contacter|transmettre)|écris|écrirai|reviens vers|reviendrai|organise|organiserai|cherche|lui écris)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"^\W*(?:\[[\d:]+\]\s*)?")
_HE = re.compile(r"^\W*(?:il|elle|ils|elles|celui-ci|celle-ci)\b(?P<rest>.+)", re.IGNORECASE | re.DOTALL)
_PROPOSES = re.compile(
    r"^\s*(?:\([^()]{0,50}\)\s*)?(?:,[^,]{0,60},\s*)?(?:propose(?:nt)?|suggère(?:nt)?|peut|pourrait|peuvent|pourraient|est prête? à)\b",
    re.IGNORECASE,
)
_WISHES = re.compile(
    r"^\s*(?:\([^()]{0,50}\)\s*)?(?:,[^,]{0,60},\s*)?(?:souhaite(?:nt|rait|raient)?|voudrai(?:t|ent)|demande(?:nt)? que|aimerai(?:t|ent)|préférerait)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\b(?P<how>il est (?:décidé|convenu|proposé|souhaité|demandé|prévu)(?! ce qui suit)|il (?:a été|fut) (?:décidé|convenu|proposé|demandé)(?! ce qui suit)|décision\s*:|le (?:conseil|comité|groupe|bureau) (?:autorise|adopte le principe|mandate|charge|décide|valide)|"
    r"conviennent|ils conviennent|(?:chaque|chacun|chacune|tous|les) (?:\w+ )?(?:est|sont) invitée?s? à|chacun envoie|il faudra|devront? être|doi(?:t|vent) être|sera (?:engagé|abordé|sollicité|édité|assur|adress|fait|faite|élu|convoqué)\w*|seront (?:engagé|abordé|sollicité|édité|assur|adress)\w*|reste à)",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:sera|seront)\s+(?:également |aussi )?(?:édit|assur|réalis|organis|pilot|rédig|sollicit|transmis|envoy|préparé|port)\w*(?:\s+(?:et \w+ )?)?(?:par)\s+(?:la |le |les |l['’])?$",
    re.IGNORECASE,
)
_SOLLICITED = re.compile(
    r"^\s*(?:sera|seront)\s+(?:également |aussi )?(?:sollicitée?s?|signataires?|invitée?s?|chargée?s?|associée?s?)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:(?:la|le|les|aux?|des|du)?quel(?:le)?s?|dont|où)\s+(?:la |le |les |l['’])?$", re.IGNORECASE)
"""« une journée dans le cadre de laquelle l'ORFE sera sollicitée »: what is decided is the day, by whoever decides."""
_PAST = re.compile(r"\b(?:a|ont|avait|avaient|était|étaient)\s+(?:été )?\w+(?:é|ée|és|ées|i|it|is|u|ue)\b[^.]*$", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"\b(?P<who>chaque (?:membre|partenaire|structure|participant|employeur)|chacun(?:e)?|tous|les coordonnateurs|tous les [\wÀ-ÿ]+(?: des [\w]+)?|les partenaires|les membres)\b",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    r"(?:avant|d['’]ici|pour|jusqu['’]au?|au plus tard|échéance|dès|fin|début)\s*(?::|le|la|du|au)?\s*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """An act to come: who (ids of the draft), what, until when (EDTF), how firm."""

    who: tuple[str, ...]
    who_text: str | None
    what: str
    due: str | None
    status: Status
    span: Span
    rule: str
    confidence: float


def find_commitments(
    mentions: Mentions, dates: Sequence[DateMention], anchor: date | None, start: int, known: dict[str, str]
) -> Iterator[Commitment]:
    """Commitments from `start` on, in reading order; a sentence said twice counts once. `known` maps folded short names and initials
    (« LMB », « Joachim ») to ids."""
    seen: set[str] = set()
    header: dict[str, int] | None = None
    table: int | None = None
    for line in mentions.reading.lines:
        cells = _cells(mentions.text, line)
        if line.span.end < start and len(cells) < 2:
            continue
        if len(cells) > 1:
            if header is None or line.table != table:
                header = _columns(mentions.text, cells)
                table = line.table
                if header:
                    continue
            if header:
                made = _row(mentions, line, cells, header, dates, anchor, known)
                if made and fold(made.what) not in seen:
                    seen.add(fold(made.what))
                    yield made
                continue
            if not line.cells or not _DECISIONS.search((mentions.reading.heading_above(line.span.start) or line).text):
                continue
        elif line.text.strip():
            header = None
        if line.heading and len(line.text.strip()) < 60:
            continue
        heading = mentions.reading.heading_above(line.span.start)
        decided = bool(heading and _DECISIONS.search(heading.text)) and heading is not None and heading.span != line.span
        for sentence in mentions.reading.sentences:
            if line.span.start <= sentence.start < line.span.end:
                made = _sentence(mentions, sentence, dates, anchor, decided, known)
                if made and fold(made.what) not in seen:
                    seen.add(fold(made.what))
                    yield made


def _cells(text: str, line: Line) -> list[Span]:
    if line.cells:
        return list(line.cells)
    if "\t" not in line.text.strip():
        return []
    spans, at = [], line.span.start
    for piece in line.text.split("\t"):
        spans.append(Span(at, at + len(piece)))
        at += len(piece) + 1
    return spans


def _columns(text: str, cells: Sequence[Span]) -> dict[str, int] | None:
    found: dict[str, int] = {}
    for number, cell in enumerate(cells):
        words = text[cell.start : cell.end].strip()
        for name, pattern in (("what", _WHAT), ("who", _WHO), ("when", _WHEN), ("state", _STATE)):
            if pattern.match(words) and name not in found:
                found[name] = number
                break
    return found if "what" in found and ("who" in found or "when" in found) else None


def _row(
    mentions: Mentions,
    line: Line,
    cells: Sequence[Span],
    columns: dict[str, int],
    dates: Sequence[DateMention],
    anchor: date | None,
    known: dict[str, str],
) -> Commitment | None:
    def cell(name: str) -> Span | None:
        return cells[columns[name]] if name in columns and columns[name] < len(cells) else None

    what = cell("what")
    if what is None or not mentions.text[what.start : what.end].strip():
        return None
    who_cell, when = cell("who"), cell("when")
    who = tuple(dict.fromkeys(m.id for m in mentions.inside(who_cell))) if who_cell else ()
    words = mentions.text[who_cell.start : who_cell.end].strip() if who_cell else ""
    if not who and words:
        who = tuple(
            dict.fromkeys(known[fold(w)] for w in re.split(r"\s*(?:,|\+|/|;| et | avec | )\s*", words) if fold(w) in known)
        )
    state = cell("state")
    said = mentions.text[state.start : state.end] if state else ""
    status: Status = "done" if re.search(r"\bfait\b", said) else "ongoing" if re.search(r"en cours|lancé", said) else "decided"
    due = next((resolve(m, anchor, 1).edtf for m in dates if when and when.start <= m.span.start < when.end), None)
    if re.search(r"abandonn|annul", said):
        return None
    return Commitment(
        who,
        words or None,
        mentions.text[what.start : what.end].strip(),
        due,
        status,
        Span(what.start, what.end),
        "actions.table",
        0.9,
    )


def _sentence(
    mentions: Mentions, sentence: Span, dates: Sequence[DateMention], anchor: date | None, decided: bool, known: dict[str, str]
) -> Commitment | None:
    text = mentions.text
    words = text[sentence.start : sentence.end]
    if len(words.strip()) < 12 or words.strip().endswith("?") or re.match(r"\s*[«“\"]", words):
        return None
    inside = mentions.inside(sentence)
    due = next(
        (
            resolve(m, anchor, 1).edtf
            for m in dates
            if sentence.start <= m.span.start < sentence.end
            and _LIMIT.search(text[max(sentence.start, m.span.start - 14) : m.span.start])
        ),
        None,
    )
    if _NO_ACT.match(words):
        return None
    told = _DECISION.match(words)
    if told and len(words) > 25:
        who = _charged(mentions, sentence) or _subject(mentions, sentence, told.end())
        return Commitment(who, None, _what(words[told.end() :]), due, "decided", sentence, "actions.decision", 0.85)
    spoken = _I_DO.search(words)
    if spoken and not words.rstrip().endswith("?"):
        speaker = _speaker(mentions, sentence) or known.get("moi")
        if speaker:
            return Commitment((speaker,), None, _what(words), due, "decided", sentence, "actions.first-person", 0.75)
    pronoun = _HE.match(words)
    if pronoun:
        status, rule, confidence = _act(pronoun["rest"], "")
        before = _last_person(mentions, sentence)
        if status and before:
            return Commitment((before,), None, _what(words), due, status, sentence, rule, confidence - 0.05)
    runs = [run for kind in ("person", "body") for run in mentions.runs(sentence, kind)]
    for run in sorted(runs, key=lambda r: r[0].span.start):
        after = text[run[-1].span.end : min(sentence.end, run[-1].span.end + 150)]
        before = text[sentence.start : run[0].span.start]
        status, rule, confidence = (None, "", 0.0) if _NO_ACT.match(after) else _act(after, before)
        if status:
            who = tuple(dict.fromkeys(m.id for m in run))
            return Commitment(who, None, _what(words), due, status, sentence, rule, confidence)
        if _NO_ACT.match(after):
            return None
        if _DONE_BY.search(before) and (due or decided or _LIMITED.match(after)):
            who = tuple(dict.fromkeys(m.id for m in run))
            return Commitment(who, None, _what(words), due, "decided", sentence, "actions.by", 0.78)
        if _BY.search(before):
            return Commitment(
                tuple(dict.fromkeys(m.id for m in run)), None, _what(words), due, "decided", sentence, "actions.by", 0.8
            )
        if _SOLLICITED.match(after) and not _RELATIVE.search(before):
            firm: Status = "decided" if "signataire" in after[:60] else "proposed"
            return Commitment(
                tuple(dict.fromkeys(m.id for m in run)), None, _what(words), due, firm, sentence, "actions.asked", 0.75
            )
    passive = _PASSIVE.search(words)
    if passive and (due or decided) and not _PASSIVE_STATE.match(passive["done"]):
        return Commitment(_charged(mentions, sentence), None, _what(words), due, "decided", sentence, "actions.passive", 0.72)
    nobody = _NOBODY.search(words)
    if nobody:
        everybody = _EVERYBODY.search(words)
        how = nobody["how"].lower()
        kind: Status = "proposed" if "propos" in how else "wished" if "souhait" in how else "decided"
        return Commitment(
            (), everybody["who"] if everybody else None, _what(words), due, kind, sentence, "actions.impersonal", 0.7
        )
    first = next((m for m in inside), None)
    named = re.match(r"\W*(?P<name>[A-ZÀ-Ý][\wÀ-ÿ’'.-]*(?: [\wÀ-ÿ’'.-]+){0,3}|moi)\s*(?:\([^()]{1,40}\)\s*)?:\s+\S", words)
    if decided and named and len(words) < 260:
        actor = first.id if first and first.span.start - sentence.start < 6 else known.get(fold(named["name"]))
        if actor:
            return Commitment((actor,), None, _what(words), due, "decided", sentence, "actions.item", 0.8)
    if decided and strip_bullet(words) != words and len(words) < 240:
        who = _charged(mentions, sentence) or ((first.id,) if first and first.span.start - sentence.start < 40 else ())
        return Commitment(who, None, _what(words), due, "decided", sentence, "actions.item", 0.75)
    alone = re.match(r"\W*(?P<name>[A-ZÀ-Ý][\wÀ-ÿ-]+)(?P<rest> .+)", words)
    if alone and fold(alone["name"]) in known:
        status, rule, confidence = _act(alone["rest"], "")
        if status:
            return Commitment((known[fold(alone["name"])],), None, _what(words), due, status, sentence, rule, confidence - 0.05)
    return None


_LIMITED = re.compile(r"\s*(?:,|\()?\s*(?:d['’]ici|avant|pour (?:le|la|fin|début)|au plus tard|semaine \d)", re.IGNORECASE)


def _charged(mentions: Mentions, sentence: Span) -> tuple[str, ...]:
    """Who « Responsable : X » or a closing « (X, Y) » charges with the sentence or with the one before « Responsable »."""
    text = mentions.text
    line = mentions.reading.line_at(sentence.start).span
    for place in (sentence, Span(sentence.end, line.end)):
        for run in (*mentions.runs(place, "person"), *mentions.runs(place, "body")):
            before = text[place.start : run[0].span.start]
            after = text[run[-1].span.end : place.end]
            label = _IN_CHARGE.search(before)
            if label and (":" in label[0] or (re.match(r"\s*(?:,[^()]{0,40})?\)\W*$", after) and place is sentence)):
                return tuple(dict.fromkeys(m.id for m in run))
    return ()


def _subject(mentions: Mentions, sentence: Span, offset: int) -> tuple[str, ...]:
    """The actors that open a decision: « Décision 3 – Le lycée et la Ville … »."""
    for run in sorted((*mentions.runs(sentence, "body"), *mentions.runs(sentence, "person")), key=lambda r: r[0].span.start):
        lead = mentions.text[sentence.start + offset : run[0].span.start]
        if len(lead) < 8 and not re.search(r"\w{4}", lead):
            return tuple(dict.fromkeys(m.id for m in run))
    return ()


def _speaker(mentions: Mentions, sentence: Span) -> str | None:
    """Who speaks on the line: the person whose name and a colon open it."""
    line = mentions.reading.line_at(sentence.start).span
    for mention in mentions.inside(Span(line.start, min(line.end, line.start + 60))):
        opened = not re.sub(r"\W|\d", "", mentions.text[line.start : mention.span.start])
        if mention.kind == "person" and opened and re.match(r"\s*:", mentions.text[mention.span.end :][:3]):
            return mention.id
    return None


def _last_person(mentions: Mentions, sentence: Span) -> str | None:
    """The one person of the sentence before, in the same line: who « il » or « elle » is."""
    line = mentions.reading.line_at(sentence.start).span
    before = [m for m in mentions.inside(Span(line.start, sentence.start)) if m.kind == "person"]
    if not before:
        return None
    last = mentions.reading.sentence_at(before[-1].span.start)
    near = {m.id for m in before if last.start <= m.span.start}
    return near.pop() if len(near) == 1 and sentence.start - before[-1].span.start < 260 else None


def _act(after: str, before: str) -> tuple[Status | None, str, float]:
    future = _FUTURE.match(after)
    if future and future["verb"].lower() not in _NO_FUTURE:
        return "decided", "actions.future", 0.8
    if _PRESENT.match(after):
        return "decided", "actions.present", 0.75
    if _PROPOSES.match(after) and not before.strip().endswith("que"):
        return "proposed", "actions.proposes", 0.75
    if _WISHES.match(after):
        return "wished", "actions.wishes", 0.75
    return None, "", 0.0


def _what(words: str) -> str:
    return re.sub(r"\s+", " ", strip_bullet(words)).strip()[:400]


def short_names(people: Sequence[tuple[str, str | None, str | None]]) -> dict[str, str]:
    """Folded initials and given names → id, where they fit one person: « LMB » of Lise Martin-Brun, « Joachim »."""
    found: dict[str, set[str]] = {}
    for identity, given, family in people:
        if given:
            found.setdefault(fold(given), set()).add(identity)
        if given and family:
            initials = "".join(part[0] for part in re.split(r"[\s-]+", fold(f"{given} {family}")) if part)
            found.setdefault(initials, set()).add(identity)
            found.setdefault(initials[0] + initials[-1], set()).add(identity)
    return {name: ids.pop() for name, ids in found.items() if len(ids) == 1}
