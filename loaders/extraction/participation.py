"""Who took part according to running text: people, organisers, speakers, signatories, the away.

For texts without an attendance list. Taken away: what stands near an absence, a departure, a source, a copy list or a past date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ...graph.model import Span
from .french_dates import find_dates
from .mentions import Mention, Mentions
from .presence_told import AWAY, NOTICE, formula, leads_or_speaks, mail_header, replacements, sent_another, writer_there
from .title_words import EVENT_NOUN

_GONE = re.compile(
    r"\b(?:quitt|rejoin(?:t|dre|dra)|succèd|remplac|parti[es]?\b|part (?:chez|à)|reprend (?:le|ses)|nommée?|retraite|mutation|départ de|prend ses fonctions|recrut)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"©|\b(?:photo|crédit|contact(?: presse)?|renseignements?|inscriptions?|rédaction|directrice? de (?:la )?publication|mise en page|copie|destinataires?|diffusion|auprès de|confirmer)\b",
    re.IGNORECASE,
)
_PAST_CASE = re.compile(
    r"\b(?:l['’]an (?:passé|dernier)|en (?:19|20)\d\d|autrefois|à l['’]époque|jadis|depuis dix ans)\b", re.IGNORECASE
)
_ORGANISED_BY = re.compile(
    r"\b(?P<verb>(?:co-?)?organisée?s?|(?:co-?)?animée?s?|(?:co-?)?pilotée?s?|portée?s?|proposée?s?|(?:co-?)?présidée?s?|accueillie?s?|coordonnée?s?|orchestrée?s?|montée?s?|assurée?s?|encadrée?s?|proposée?s?|tenue?s?)\s+(?:conjointement |ensemble |chez nous )?(?:par|avec)\s+$",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:organisateurs?|organisation|portage|porteurs?|partenaires? organisateurs?|à l['’](?:invitation|initiative) (?:de|du|des|d['’])|sous l['’]égide (?:de|du)|sous la (?:co-?)?présidence (?:de|du)|animation)\s*:?\s*(?:la |le |les |l['’]|de la |de l['’])?\s*$",
    re.IGNORECASE,
)
_ORGANISES = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:,[^,]{0,60},)?\s*(?:ont |a |l['’]|y |avait |avaient )?(?:co-?)?(?:organis(?:ait|aient|e|ent|é|era|eront)|réunissait|accueillait|ont monté|réunira|invite|conviait|convie)\b",
    re.IGNORECASE,
)
_CO = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:sont|seront|est|sera|étaient|était) (?:les |l['’])?(?:co-?)?(?:organisat|porteu|partenaires? de)",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:,[^,]{0,80},)?\s*(?:y |a |ont |est |sont |s['’]est |était |étaient |avait |avaient )?(?:également |aussi |alors |finalement |longuement )*"
    r"(?:présent(?:e|é|ait|ent|aient|era|eront)|présente?s?\b|représentée?s?\b(?! par)|là\b|de la partie|autour de la table|dans la salle|réclamé|plaidé|défendu|témoigné|apporté|détaillé|évoqué|livré|interv(?:ient|enait|enaient|enu|enus|enue|enues|iendra)|rappel(?:le|é|ait)|expliqu(?:e|é|ait)|annonc(?:e|é|ait)|soulign(?:e|é|ait)|tenai(?:t|ent)|tiendra|(?:co-?)?anim(?:e|é|ent|ait|aient)\b(?! par)|pu (?:repréciser|présenter|expliquer|rappeler)|(?:est|était|sont|étaient)? ?venue?s? (?:présenter|exposer|témoigner|expliquer|parler|rappeler|échanger)|"
    r"signé|participé|participai(?:t|ent)|répondu|exposé|assisté|insisté|lancé|ouvert|conclu|accueilli|précis(?:e|é)|repartie?|repris|fait le point|pris la parole|indiqué|souhaité)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:,[^,]{0,80},)?\s*(?:y |a |ont )?(?:également |aussi )?(?:rappel|annonc|soulign|précis|indiqu|souhait|expliqu|insist|évoqu|réclam|plaid|répond)",
    re.IGNORECASE,
)
"""What a body says tells nothing of its presence at another meeting it speaks of."""
_SPEAKERS_OF = re.compile(
    r"\b(?:l['’]?intervention|les? représentants?|présentation|témoignage|la présence|les dirigeants|animée? par|en présence)\s+(?:de |du |des |d['’])?(?:la |le |les |l['’])?(?:réseau (?:des |de la |de )?|agence )?$|\banimée? par (?:la |le |l['’])?$|\b(?:présent|anim|expos|introdui|ouver|conclu|assur|tenu|détaill|racont|illustr|comment|témoign|évoqu|propos|donné|dispens|encadr|partag|restitu)\w*(?: \w+){0,2} par (?:la |le |l['’])?$",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:(?:ont|a|avai(?:t|ent)) (?:aussi |également )?(?:signé|paraphé)|signent|signataires?|paraphe|stylo)\b", re.IGNORECASE
)
_MEETS = re.compile(r"\b(?:se (?:rencontrent|réunissent|retrouvent|sont (?:rencontrés|réunis|retrouvés)))\b", re.IGNORECASE)
_INVITED = re.compile(r"^\s*(?:y )?(?:était|étaient|est|sont|a été|ont été) invitée?s?\b", re.IGNORECASE)


_REPORTS = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,[^,]{0,60},\s*)?(?:a |ont |y )?(?:précis|rappel|indiqu|signal|annonc|inform|soulign|demand|propos|regrett|not|expliqu|ajout|répond|confirm|remerci|s['’]étonn|s['’]inqui|suggèr|insist|excus|observ|fait (?:remarquer|part|le point|un point)|ouvr)(?!\w*(?:era|eront|ra|ront)\b)\w*\b|\s*:\s",
    re.IGNORECASE,
)
"""The person tells, asks or presents: nothing says that he was at the other meeting he speaks of."""
_SIGN = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:,[^,]{0,80},)?\s*(?:ont |a |viennent de |vient de )(?:tous |officiellement |enfin |également |aussi )?(?:sign|paraph)(?:é|er)\b",
    re.IGNORECASE,
)
_ARTICLE = r"(?:(?:la |le |les |l['’]|des |du |de la |de l['’]|d['’])?(?:agence |antenne |association |réseau (?:des )?|communauté d['’]agglomération (?:du |de )?)?)"
_WITH = re.compile(
    rf"(?P<between>[^.;:]{{0,90}}?)\b(?:avec|en présence d[eu']|en partenariat avec|en lien avec|aux côtés d[eu'])\s*{_ARTICLE}$",
    re.IGNORECASE,
)
_OTHER_VERB = re.compile(
    r"\b(?:a|ont|est|sont|fait|prend|peut|doit|travaille\w*|échange\w*|collabor\w*|pour|afin)\b(?! (?:eu lieu|été organisée?|prévue?|fixée?|programmée?|tenue?))",
    re.IGNORECASE,
)
_GATHERS = re.compile(
    rf"\b(?:réuni(?:t|ssai(?:t|ent)|ra|r)?|a(?:vait)? (?:également )?(?:réuni|rassemblé|mobilisé|associé)|rassembl(?:e|ait|era)|associe(?:ra)?|réunit)\s+(?:notamment |ainsi )?{_ARTICLE}$",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:intervenants?|intervenantes?|participants?|en présence de|étaient (?:là|présents?|représentés?)|sont intervenus|autour de la table|stands?|exposants?|invités?)\s*:?\s*(?:(?:notamment|ainsi que) )?(?:la |le |les |l['’])?$",
    re.IGNORECASE,
)
_MEETS_WITH = re.compile(
    r"^\s*(?:rencontre(?:ra|nt|ront)?|a rendez-vous avec|reçoit|recevra|rend visite|a rencontré|ont rencontré)\b", re.IGNORECASE
)
_MET = re.compile(
    rf"\b(?:rencontre(?:ra|nt|ront)?|a rencontré|rendez-vous (?:avec|à)|RDV|entretien avec|échange avec|reçoit|recevra)\s+{_ARTICLE}$",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:y )?(?:tiendra|tiendront|tenai(?:t|ent)|aura|auront|amène(?:nt|ra)?|sera(?:it)? présente?s?|seront présente?s?|participera|participeront|confirme|animera|animeront|présentera|présenteront)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What a sentence says of one actor: a role at the event, or that it was away. `at` is where it says so."""

    id: str
    kind: Literal["person", "body"]
    role: str
    presence: Literal["present", "excused", "absent", "unknown"]
    at: Span
    rule: str
    confidence: float
    invited: bool | None = None
    instead_of: str | None = None


_PLACE_OF = re.compile(
    r"\b(?:locaux|siège|salle\w*|maison|amphi\w*|bâtiment|agence|site|chez|courrier|mail|message|lettre|hall|parvis|rapport|bilan|projet|convention)\b[^,;()]{0,25}\Z",
    re.IGNORECASE,
)
_AIM = re.compile(
    r"\b(?:afin|lors d|concernant|portant sur|sur (?:le|la|les|l['’])|pour \w+(?:er|ir|re)\b(?! de (?:la )?présence))|\.\s",
    re.IGNORECASE,
)
_SPLIT = r"[;:]\s|\.\s|\s[—–]\s|, et |\bmais\b|,\s(?=(?:pas de|personne|aucune?|sans|ni|tandis|alors que|quant)\b)|\btandis que\b"


def find_parts(
    mentions: Mentions, start: int, authors: set[str], bodies: Mapping[str, Sequence[str]] | None = None
) -> Iterator[Part]:
    """Parts stated in the sentences from `start` on, in reading order. `bodies`: the bodies that each person represents."""
    text = mentions.text
    for sentence in mentions.reading.sentences:
        if sentence.end < start:
            continue
        words = text[sentence.start : sentence.end]
        inside = mentions.inside(sentence)
        if not inside:
            continue
        credit = bool(_CREDIT.search(words[:90])) and len(words) < 160
        line = mentions.reading.line_at(sentence.start).text
        if credit or mail_header(line) or re.match(r"\s*(?:contact|copie|©|tags?)\b", line, re.IGNORECASE):
            continue
        number = mentions.reading.line_number(sentence.start)
        if number and re.match(r"\W*contacts?\b[^.]{0,30}$", mentions.reading.lines[number - 1].text.strip(), re.IGNORECASE):
            continue
        replaced = dict(replacements(mentions, sentence))
        stood_in = {m.id for m in replaced.values()}
        there = formula(mentions, sentence)
        if there is not None and writer_there(mentions, sentence):
            for author in sorted(authors):
                at = Span(there, sentence.end)
                yield Part(author, "person", "participant", "present", at, "participation.writer", 0.8)
        spoken_for = {body for m in inside if m.kind == "person" for body in (bodies or {}).get(m.id, ())}
        runs = {m.id: run for run in mentions.runs(sentence) for m in run}
        for mention in inside:
            if mention.id in authors:
                continue
            clause = _clause(text, sentence, mention)
            away = AWAY.search(clause)
            if mention.kind == "person" and (mention.id in stood_in or sent_another(mentions, mention, sentence)):
                yield Part(mention.id, "person", "", "excused", mention.span, "participation.replaced", 0.82)
                continue
            if mention in replaced:
                other = replaced[mention].id
                yield Part(
                    mention.id, "person", "participant", "present", mention.span, "participation.replaces", 0.82, instead_of=other
                )
                continue
            if away:
                if mention.kind == "body" and mention.id in spoken_for:
                    continue  # it is a person of it who was away
                presence: Literal["excused", "absent"] = "excused" if NOTICE.search(clause) else "absent"
                yield Part(mention.id, mention.kind, "", presence, mention.span, "participation.away", 0.7)
                continue
            if mention.kind == "person":
                if said := leads_or_speaks(mentions, mention, sentence):
                    yield Part(mention.id, "person", said, "present", mention.span, "participation.speaker", 0.78)
                elif _REPORTS.match(text[mention.span.end : sentence.end]):
                    yield Part(mention.id, "person", "reporter", "present", mention.span, "participation.named", 0.75)
                elif not _GONE.search(clause) and not _PAST_CASE.search(_around(text, sentence, mention)):
                    yield Part(mention.id, "person", "participant", "present", mention.span, "participation.named", 0.75)
                continue
            made = _body_part(text, sentence, mention, runs.get(mention.id, [mention]))
            if made is None and there is not None and mention.id not in spoken_for and _listed_there(text, there, mention):
                made = Part(mention.id, "body", "participant", "present", mention.span, "participation.there", 0.78)
            if made:
                yield made


def _listed_there(text: str, there: int, mention: Mention) -> bool:
    """Is a body after a formula of presence one of those listed there, not a place or what the sentence goes on to?"""
    words = text[there : mention.span.start]
    return (
        mention.span.start > there
        and len(words) < 600
        and not _AIM.search(words)
        and not _PLACE_OF.search(words)
        and not AWAY.search(words.rpartition(";")[2])
    )


def _clause(text: str, sentence: Span, mention: Mention) -> str:
    """From the last strong stop before the mention to the next after it."""
    before = re.split(_SPLIT, text[sentence.start : mention.span.start])[-1]
    after = re.split(_SPLIT.replace("[;:]", "[;]"), text[mention.span.end : sentence.end])[0]
    return (before + text[mention.span.start : mention.span.end] + after)[:400]


def _around(text: str, sentence: Span, mention: Mention) -> str:
    return text[max(sentence.start, mention.span.start - 45) : min(sentence.end, mention.span.end + 25)]


def _body_part(text: str, sentence: Span, mention: Mention, run: object) -> Part | None:
    members = list(run) if isinstance(run, list) else [mention]
    first, last = members[0], members[-1]
    before = text[max(sentence.start, first.span.start - 70) : first.span.start]
    after = text[last.span.end : min(sentence.end, last.span.end + 130)]
    own_after = text[mention.span.end : min(sentence.end, mention.span.end + 130)]
    lead = re.sub(
        r"(?:la |le |les |l['’]|l’)?(?:agence |antenne |association |communauté d['’]agglomération (?:du |de )?)?$",
        "",
        before,
        flags=re.IGNORECASE,
    )
    by = _ORGANISED_BY.search(lead)
    if by and not _of_event(text, sentence, first.span.start):
        by = None
    if by:
        role = "organiser" if re.match(r"(?:co-?)?organis|port|propos|pilot|mont", by["verb"], re.IGNORECASE) else "leader"
        return Part(mention.id, "body", role, "present", mention.span, "participation.by", 0.88)
    if _LABELLED.search(before) or _LABELLED.search(lead):
        return Part(mention.id, "body", "organiser", "present", mention.span, "participation.label", 0.88)
    if re.search(r"\b(?:ont|a) (?:aussi |également )?(?:signé|paraphé)\s+(?:la |le |les |l['’])?\Z", before, re.IGNORECASE):
        return Part(mention.id, "body", "signatory", "present", mention.span, "participation.signed", 0.85)
    if _SIGN.match(after):
        return Part(mention.id, "body", "signatory", "present", mention.span, "participation.signs", 0.85)
    if _INVITED.match(own_after):
        return Part(mention.id, "body", "invited", "present", mention.span, "participation.invited", 0.8, True)
    if _ORGANISES.match(after) or _CO.match(after):
        return Part(mention.id, "body", "organiser", "present", mention.span, "participation.organises", 0.88)
    if _MEETS.search(after[:40]) or (len(members) > 1 and _MEETS.search(after)):
        return Part(mention.id, "body", "organiser", "present", mention.span, "participation.meet", 0.85)
    if _SPEAKS.match(after):
        role = "reporter" if _TELLS.match(after) else "speaker"
        return Part(mention.id, "body", role, "present", mention.span, "participation.speaks", 0.75)
    whole = text[sentence.start : first.span.start]
    noun = next((m for m in reversed(list(EVENT_NOUN.finditer(whole)))), None)
    dated = find_dates(whole)
    if dated and not noun:
        tied = _WITH.match(whole, dated[-1].span.end)
        if tied and len(tied["between"]) < 40 and not _OTHER_VERB.search(tied["between"]):
            return Part(mention.id, "body", "participant", "present", mention.span, "participation.with", 0.75)
    if noun:
        tied = _WITH.match(whole, noun.end())
        if tied and not _OTHER_VERB.search(tied["between"]):
            return Part(mention.id, "body", "participant", "present", mention.span, "participation.with", 0.78)
        if re.match(r"[^.;:()]{0,80}:\s*(?:la |le |les |l['’])?$", whole[noun.end() :]):
            return Part(mention.id, "body", "speaker", "present", mention.span, "participation.listed", 0.75)
        if re.match(r"[^.;()]{0,80}\((?:avec )?(?:la |le |les |l['’])?$", whole[noun.end() :]) and len(members) > 1:
            return Part(mention.id, "body", "participant", "present", mention.span, "participation.bracket", 0.72)
        if _GATHERS.search(whole):
            return Part(mention.id, "body", "participant", "present", mention.span, "participation.gathers", 0.82)
        if _STANDS.match(after):
            return Part(mention.id, "body", "participant", "present", mention.span, "participation.stands", 0.75)
    if _LISTED.search(before):
        return Part(mention.id, "body", "participant", "present", mention.span, "participation.listed", 0.78)
    if _MET.search(before) or _MEETS_WITH.match(after):
        return Part(mention.id, "body", "participant", "present", mention.span, "participation.meets", 0.75)
    if _SPEAKERS_OF.search(before) and not re.search(r"\b(?:financ|gér|édit|port|conçu|réservé|embauch)\w* par\b[^,]*$", before):
        return Part(mention.id, "body", "speaker", "present", mention.span, "participation.of", 0.7)
    return None


def _of_event(text: str, sentence: Span, start: int) -> bool:
    """Does « organisé par » at `start` belong to an event: its noun or a date stands in the sentence, or the sentence opens with the participle?"""
    before = text[sentence.start : start]
    if len(before.strip()) < 60 and re.match(
        r"\W*(?:(?:elle|il|celle-ci|celui-ci|\w+) (?:est|sera|a été|était) )?(?:co-?)?(?:organis|anim|pilot|port|propos|présid|accueill|coordon|mont|assur)\w*\b",
        before,
        re.IGNORECASE,
    ):
        return True
    return bool(EVENT_NOUN.search(before) or find_dates(before))


def signs(text: str, sentence: Span) -> bool:
    """Does the sentence speak of signing?"""
    return bool(_SIGNED.search(text[sentence.start : sentence.end]))
