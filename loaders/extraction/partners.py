"""Partnerships that a record states: a convention, an event held together, members of a group, participants called partners."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ...graph.model import Span
from .joint_acts import find_joint
from .mentions import Mention, Mentions

Status = Literal["actual", "past", "planned", "wished"]

_PACT = re.compile(
    r"\b(?P<noun>conventions?|accords?[- ]cadre|accord|chartes?|protocoles?|partenariats?|avenants?|collaborations?|échanges?)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"\b(?:ensemble|conjointement|en commun|communs?|communes?|co-?organis|co-?anim|en partenariat|en lien|en binôme|à deux voix|montent|en collaboration)\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\b(?:avec|entre|et)\s+(?:la |le |les |l['’])?(?:agence |association |asso )?$", re.IGNORECASE)
_WISHED = re.compile(
    r"\b(?:souhait\w*|voudrai(?:t|ent)|renforcer|instaur\w+|envisag\w+|à renforcer|il faudrait)\b", re.IGNORECASE
)
_PLANNED = re.compile(
    r"\b(?:sera|seront|à signer|reste à|devra|doit|va être|projet de|prévue?|à écrire|visée?|montent|signent|signera|demandera|organisent|en vue d)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:n['’]a pas été renouvelée?|échéance dépassée|avait|avaient|ont été partenaires|feu|à l['’]époque|n['’]avait|au départ|passée en|jusqu['’]en)\b",
    re.IGNORECASE,
)
_PARTNERS = re.compile(
    r"\b(?:entre (?:les )?partenaires|les partenaires (?:partagent|conviennent|échangent|se réunissent|présents)|échanges? (?:menés )?entre partenaires|partenaires du)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"\s*(?:constitu|ouvr|étudi|organis|mont|lanc|copilot|co-?anim|portent|porteront|rédig|préparent|prépareront|s['’]engagent)\w*\b(?<!é)(?<!és)",
    re.IGNORECASE,
)
_MEET = re.compile(r"\s*(?:se (?:rencontrent|réunissent|retrouvent|sont)|font le point|ont fait le point)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pact:
    """Bodies (ids of the draft) that a sentence binds, with its basis and status."""

    members: tuple[str, ...]
    basis: str
    status: Status
    span: Span
    rule: str
    confidence: float


def find_pacts(
    mentions: Mentions, own: str | None, start: int = 0, represents: Mapping[str, str] | None = None
) -> Iterator[Pact]:
    """Partnerships stated in sentences from `start` on. `own` is the body whose record it is: « une convention avec X » binds it.
    `represents` gives the one body of a person."""
    text = mentions.text
    for sentence in mentions.reading.sentences:
        if sentence.start < start:
            continue
        words = text[sentence.start : sentence.end]
        pact = _PACT.search(words)
        bodies = [m for m in mentions.inside(sentence) if m.kind == "body"]
        met = next(
            (
                run
                for run in mentions.runs(sentence)
                if len({m.id for m in run}) > 1 and _MEET.match(text[run[-1].span.end :][:60])
            ),
            None,
        )
        if pact and met:
            yield Pact(tuple(dict.fromkeys(m.id for m in met)), pact["noun"].lower(), "actual", sentence, "partners.meet", 0.8)
            continue
        listed = _listed(mentions, sentence, words, own)
        if listed:
            yield listed
            continue
        if pact and bodies:
            made = _by_pact(mentions, sentence, pact, bodies, own)
            if made:
                yield made
                continue
        if (
            pact
            and own
            and len(bodies) == 1
            and bodies[0].id != own
            and re.match(r"\W*(?:la |le |les |l['’])?$", text[sentence.start : bodies[0].span.start])
            and re.match(r"\s*:", text[bodies[0].span.end :][:3])
        ):
            yield Pact((own, bodies[0].id), pact["noun"].lower(), status_of(words), sentence, "partners.item", 0.75)
            continue
        joint = next(
            (
                run
                for run in mentions.runs(sentence)
                if 1 < len({m.id for m in run}) < 6 and _JOINT.match(text[run[-1].span.end :][:40])
            ),
            None,
        )
        if joint:
            yield Pact(tuple(dict.fromkeys(m.id for m in joint)), "action commune", "planned", sentence, "partners.joint", 0.72)
            continue
        if len(bodies) > 1 and _TOGETHER.search(words):
            made = _together(mentions, sentence, words)
            if made:
                yield made
                continue
        acting = find_joint(mentions, sentence, own, represents or {})
        if acting:
            status = status_of(text[acting.span.start : min(sentence.end, acting.span.end + 80)])
            yield Pact(acting.members, "action commune", status, acting.span, acting.rule, acting.confidence)


_SIGNED_BY = re.compile(
    r"(?:\bsignée?s?\b[^.;:]{0,60}?|\bsignature\b[^.;:]{0,110}?)\b(?:par|entre)\s+(?:la |le |les |l['’])?(?:association |agence |mission locale |communauté d['’]agglomération )?$",
    re.IGNORECASE,
)
_UNITES = re.compile(
    r"\bqui (?:unit|lie|associe|relie|engage)\s+(?:la |le |les |l['’])?(?:association |agence )?$", re.IGNORECASE
)
_TIES_US = re.compile(
    r"\b(?:qui )?nous (?:lie|unit|lient|unissent|relie) (?:à|au|aux|avec)\s+(?:la |le |les |l['’])?(?:association |agence )?$",
    re.IGNORECASE,
)
_UNION = re.compile(
    r"\b(?:groupement|consortium|collectif|réseau|association|comité|structure|collège|gouvernance|portage)\b[^.;:]{0,40}?\b(?:réunissant|réunit|associant|associe|regroupant|regroupe|rassemblant|composée? d[eu'’]|constituée? d[eu'’])\s*(?:la |le |les |l['’])?$",
    re.IGNORECASE,
)
_SIGNATORIES = re.compile(r"\b(?:co-?)?signataires?\s*(?::|seront|sont)\s*(?:la |le |les |l['’])?$", re.IGNORECASE)
_COPILOT = re.compile(r"\s*(?:sont (?:co-?pilotes|copilotes|partenaires)|co-?pilotent|portent (?:ensemble|le|la|conjointement)|ont (?:ouvert|monté|lancé|créé|organisé|mis en place|construit|conclu|engagé) (?:ensemble|en commun|conjointement)|ont ensemble|travaillent ensemble|mènent ensemble|(?:cherchent|préparent|déposent|organisent|montent|animent|lancent) (?:ensemble|un|une)\b)", re.IGNORECASE)  # fmt: skip


def _listed(mentions: Mentions, sentence: Span, words: str, own: str | None) -> Pact | None:
    """Bodies that the words before their list bind: « signée par A et B », « signataires : A, B », « la convention qui unit A et B », « un groupement réunissant A, B et C »."""
    text = mentions.text
    for run in mentions.runs(sentence):
        unique = tuple(dict.fromkeys(m.id for m in run))
        before = text[sentence.start : run[0].span.start]
        if own and _TIES_US.search(before) and unique != (own,):
            return Pact(tuple(dict.fromkeys((own, *unique))), "convention", "actual", sentence, "partners.us", 0.82)
        if not 1 < len(unique) < 12:
            continue
        if _SIGNATORIES.search(before) or _SIGNED_BY.search(before) or _UNITES.search(before):
            status: Status = (
                "planned"
                if _PLANNED.search(words) and not re.search(r"\ba été signée?\b", words)
                else "past"
                if _PAST.search(words)
                else "actual"
            )
            return Pact(unique, "convention", status, sentence, "partners.signed-by", 0.82)
        if _UNION.search(before):
            return Pact(unique, "groupement", "actual", sentence, "partners.union", 0.8)
        slashed = all("/" in text[a.span.end : b.span.start] for a, b in itertools.pairwise(run))
        if slashed and re.search(
            r"\b(?:conventions?|accords?(?:-cadre)?|chartes?|partenariats?|protocoles?)\b[^.;:,]{0,40}$", before, re.IGNORECASE
        ):
            return Pact(unique, "convention", status_of(words), sentence, "partners.slashed", 0.82)
        if len(unique) < 6 and _COPILOT.match(text[run[-1].span.end : sentence.end]):
            return Pact(unique, "action commune", "actual", sentence, "partners.together", 0.75)
    return None


def calls_partners(text: str) -> re.Match[str] | None:
    """The words that call the participants partners as a group, or None."""
    return _PARTNERS.search(text)


def _by_pact(mentions: Mentions, sentence: Span, pact: re.Match[str], bodies: Sequence[Mention], own: str | None) -> Pact | None:
    text = mentions.text
    at = sentence.start + pact.start()
    near = [m for m in bodies if -100 < m.span.start - at < 110]
    words = text[max(sentence.start, at - 110) : min(sentence.end, at + 130)]
    after = [m for m in near if m.span.start > at]
    before = [m for m in near if m.span.end <= at]
    tied: list[Mention] = []
    for mention in after:
        lead = text[at if not tied else tied[-1].span.end : mention.span.start]
        if (
            not tied
            and re.search(
                r"(?:\bentre|\bavec|/|[Cc]onventions?|accord-cadre|charte|protocole d['’]accord|de partenariat|d['’]immersion)\s*(?:la |le |les |l['’])?(?:agence |association |asso )?$",
                lead,
            )
        ) or (
            tied
            and re.match(
                r"\s*(?:/|,|et|–|-|avec|ainsi que)\s*(?:la |le |les |l['’]|avec (?:la |le |l['’])?)?(?:agence |association |communauté d['’]agglomération (?:du |de )?)?$",
                lead,
            )
        ):
            tied.append(mention)
        elif tied:
            break
    subjects: list[Mention] = []
    if before and re.search(
        r"\b(?:ont|a|avai(?:t|ent))\s(?:\w+\s)?(?:signé|paraphé|conclu|passé)|\bsignent\b|\bpasse\b|\bconcluent\b",
        text[before[0].span.end : at + 5],
    ):
        subjects = list(before)
    members = [m.id for m in (*subjects, *tied)]
    if (
        not subjects
        and members
        and own
        and own not in members
        and re.search(r"\bavec\b", words[:400])
        and not re.search(r"\bentre\b", words)
    ):
        members.append(own)
    unique = tuple(dict.fromkeys(members))
    if len(unique) < 2:
        return None
    return Pact(unique, pact["noun"].lower(), status_of(words), Span(sentence.start, sentence.end), "partners.pact", 0.85)


def _together(mentions: Mentions, sentence: Span, words: str) -> Pact | None:
    for run in mentions.runs(sentence):
        unique = tuple(dict.fromkeys(m.id for m in run))
        if len(unique) > 1 and len(unique) < 7:
            after = mentions.text[run[-1].span.end : min(sentence.end, run[-1].span.end + 70)]
            between = mentions.text[run[0].span.start : run[-1].span.end]
            if re.match(r"\s*(?:ne\b|n['’])", after):
                continue
            if _TOGETHER.search(after) or re.search(r"\bavec\b|\ben lien\b", between):
                return Pact(
                    unique,
                    "action commune",
                    status_of(words),
                    Span(run[0].span.start, run[-1].span.end),
                    "partners.together",
                    0.75,
                )
    return None


def status_of(words: str) -> Status:
    """actual, past, planned or wished, by the words around."""
    if _PAST.search(words):
        return "past"
    if _WISHED.search(words):
        return "wished"
    if _PLANNED.search(words):
        return "planned"
    return "actual"
