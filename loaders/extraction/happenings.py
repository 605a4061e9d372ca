"""What happens on a day beside meetings, and the words that say so: verbs, pronouns, agreements that are signed."""

from __future__ import annotations

import re

from ...graph.model import Span
from ...graph.names import fold
from ...graph.record import EventKind
from .french_dates import Mention
from .title_words import EVENT_NOUN

_KIND: tuple[tuple[str, EventKind], ...] = (
    ("assemblee", "assembly"), ("ag", "assembly"), ("conseil", "committee"), ("ca", "committee"), ("bureau", "committee"), ("groupe", "working_group"), ("gt", "working_group"),
    ("petit", "meeting"), ("job", "forum"), ("speed", "meeting"), ("table", "presentation"), ("information", "meeting"), ("reunion d information", "meeting"), ("portes", "day"), ("porte", "day"),
    ("comite", "committee"), ("copil", "committee"), ("cotech", "committee"), ("codir", "committee"), ("commission", "committee"), ("clee", "committee"), ("spe", "committee"),
    ("service public", "committee"), ("atelier", "workshop"), ("demi", "day"), ("journee", "day"), ("matinee", "day"), ("apres", "day"), ("soiree", "day"), ("forum", "forum"), ("salon", "forum"), ("visite", "visit"), ("seminaire", "day"),
    ("colloque", "day"), ("webinaire", "presentation"), ("conference", "presentation"), ("signature", "signature"), ("ceremonie", "ceremony"), ("remise", "ceremony"), ("inauguration", "ceremony"), ("presentation", "presentation"), ("formation", "training"),
)  # fmt: skip


TAKES_PLACE = re.compile(
    r"\b(?:aura lieu|se tiendra|se déroulera|a (?:bien )?eu lieu|s['’]est (?:tenue?|déroulée?)|est (?:fixée?|prévue?|programmée?)|tenue? à|prévue? |fixée? )",
    re.IGNORECASE,
)
AGREEMENT = re.compile(
    r"\b(?:(?P<noun>conventions?|accords?(?:-cadre)?|chartes?|protocoles?(?: d['’]accord)?|avenants?|contrats?(?= (?:local|locaux|de (?!travail|profession|prof|génération|mission)|territorial|cadre|d['’](?:objectifs|accueil))|, signé)|pacte|bail|(?-i:[A-Z]{3,5})(?= (?:a été|est|sera) signée?))\b(?P<rest>[^,.;:()\n]{0,60}))",
    re.IGNORECASE,
)
HAPPENING = re.compile(
    r"(?<![\w-])(?P<noun>quinzaine|semaine(?= (?:de |du |des |d['’]|nationale|européenne|régionale|départementale))|fêtes?(?= (?:de |du |des |d['’]))|nuits?(?= (?:de |du |des |d['’]))|collecte(?: nationale| alimentaire)?|balades?|randonnées?|marche(?= )|expositions?|spectacles?|concerts?|festival|"
    r"repas|goûters?|passage|sessions?|conseils? municipa(?:l|ux)|conseils? communautaires?|conseils? d['’]école|permanences?|projections?|ciné-débats?|café-débat|démonstrations?|tournées?|restitutions?|auditions?|congrès|assises|concertation|voyages? d['’]études?|délégation|mission(?= (?:à|au|en|d['’]étude) )|séjour|jury|conférence de presse|apéro|vernissage|"
    r"universités? d['’](?:été|automne|hiver)|vernissage|rallye|tournoi|course|chantiers? participatifs?|pique-nique|marché de noël|bourse aux \w+|vide-greniers?|ouvertures?|démarrage|rentrée (?:des|du)|stages?|"
    r"formations?(?= (?:des |aux |sur |«|de (?:deux|trois|\d)))|foire|braderie|veillée|soutenances?|hackathon|défi|dépistages?|vaccination|don du sang|inventaire|plantations?|récolte)(?![\w-])",
    re.IGNORECASE,
)
"""Nouns of what happens on a day, beside those of meetings; they count only next to a date."""
NOT_HAPPENING = re.compile(
    r"\b(?:organismes? de|centres? de|plan de|en|horaires? d['’]|heures? d['’]|jours? d['’]|lieu de|droit de|date d['’]|projet d['’]) (?:la |l['’]|le )?\Z",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?:^|[.;:!?]\s|^\W+|, (?=l[ae] |l['’]))(?P<np>(?:[Ll]a |[Ll]e |[Ll]['’]|[Ll]es |[Uu]ne? |[Cc]ette |[Cc]e |[Nn]otre |[Dd]eux )[^.;:,]{4,75}?)\s*(?:\([^()]{0,40}\)\s*)?(?:,[^,.;]{0,60},\s*)?"
    r"(?:aura(?:it)? lieu|auront lieu|se tiendra|se tiendront|se déroulera|a (?:bien )?eu lieu|ont eu lieu|s['’]est (?:tenue?|déroulée?)|est (?:fixée?|programmée?|prévue?|maintenue?|avancée?|reportée?|décalée?)|annoncée? pour|prévue? )",
)
_OPENS = re.compile(
    r"(?P<np>(?:[Ll]a |[Ll]e |[Ll]['’]|[Uu]ne? )[^.;:,]{4,70}?)\s+(?P<verb>ouvrira|ouvre|a ouvert|sera inaugurée?|a été inaugurée?|sera lancée?|a été lancée?|démarre(?:ra)?|débute(?:ra)?|commence(?:ra)?|s['’]ouvr(?:e|ira))\b",
    re.IGNORECASE,
)
_VISITED = re.compile(r"(?P<np>(?:[Ll]a |[Ll]e |[Ll]['’]|[Uu]ne? )[^.;:,]{4,60}?),?\s+visitée?s?\s+par\b", re.IGNORECASE)
_RECEIVED = re.compile(
    r"\b(?:sera|seront|a été|ont été)\s+reçue?s?\s+(?P<where>(?:en|à|par|au)\s[^.;,]{3,50}?)\s*(?:le|ce)?\s*$", re.IGNORECASE
)


_VISITING = re.compile(
    r"\b(?:à|pour|de|va|vont|iront|ira|viendr\w+) visiter\s+(?P<np>(?:la |le |l['’]|les |sa |son |leur |une? )[^.;:,]{3,50}?)\s*(?:le|ce|du|dès le)?\s*$",
    re.IGNORECASE,
)
_SHOWS = re.compile(
    r"\b(?:viendr(?:a|ont)|ira|iront|vien(?:t|nent)|est venue?|sont venue?s) (?:l['’]|le |la |les |leur |nous )?(?:présenter|exposer|expliquer|parler d[eu'’])\s*(?P<what>[^.;:,]{0,60}?)\s*(?:le|ce|du|dès le)?\s*$",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"(?:^|[.;]\s)\W*(?:Organis|Programm|Mont|Propos|Lanc|Anim)ée?s?\b[^.;:,]{0,60}$|(?:^|[.;]\s)\W*Tenue?s?\b[^.;:,]{0,40}$"
)
_NAMED_AFTER = re.compile(
    r"[^.;:]{0,110}?,\s+(?P<np>(?:la |le |l['’]|les |cette |ce )[^,.;:]{3,45}?)\s+(?:a|ont|avait|avaient|s['’]est)\b"
)
"""« Organisé le 1er octobre avec X, le nettoyage a réuni … »"""
_ORDINAL = re.compile(
    r"^(?:première?|deuxième|seconde?|troisième|dernière?|suivante?)(?: (?:session|séance|édition|date|réunion))?$", re.IGNORECASE
)


def event_kind(noun: str) -> EventKind:
    """Kind of record/1 for the noun of an event (« comité de pilotage » → committee)."""
    folded = fold(noun)
    return next((kind for start, kind in _KIND if folded.startswith(start)), "meeting")


def _opening(verb: str) -> str:
    said = verb.lower()
    if said.startswith(("ouvr", "a ouv", "s'ouv", "s’ouv")):
        return "Ouverture"
    return "Démarrage" if said.startswith(("démarr", "début", "commenc")) else "Lancement"


def told(text: str, clause: Span, mention: Mention, near: str) -> tuple[str, EventKind] | None:
    """Title and kind of what a verb says to happen on the day: « la collecte aura lieu », « la crèche ouvrira », « un local visité par X »."""
    start = max(clause.start, mention.span.start - 150)
    before = text[start : mention.span.start]
    held = _HELD.search(before)
    named = _NAMED_AFTER.match(text[mention.span.end : mention.span.end + 160]) if held else None
    if named:
        bare = re.sub(r"^(?:la |le |l['’]|les |cette |ce )", "", named["np"].strip(), flags=re.IGNORECASE)
        return bare[:1].upper() + bare[1:], event_kind(bare)
    opens = _OPENS.search(before)
    if opens:
        return (
            f"{_opening(opens['verb'])} {of_noun(opens['np'])}",
            "other",
        )
    visited = _VISITED.search(before)
    if visited:
        return f"Visite {of_noun(visited['np'])}", "visit"
    received = _RECEIVED.search(before)
    if received:
        return f"Rendez-vous {received['where'].strip()}", "meeting"
    visits = _VISITING.search(before)
    if visits:
        return f"Visite {of_noun(visits['np'])}", "visit"
    shows = _SHOWS.search(before)
    if shows:
        return f"Présentation {re.sub(r'^(?:ça|cela|le|la|les|leur) ', '', shows['what'].strip())}".strip(), "presentation"
    subject = next((m for m in reversed(list(_SUBJECT.finditer(text[clause.start : mention.span.end])))), None)
    if subject and TAKES_PLACE.search(near):
        bare = re.sub(r"^(?:la |le |l['’]|les |une? |cette |ce |notre )", "", subject["np"].strip(), flags=re.IGNORECASE)
        if not re.match(
            r"(?:date|lieu|prochaine|dépôt|retour|délai|réponse|limite|il|elle|livraison|versement)", bare, re.IGNORECASE
        ):
            lead = whole_of(text, clause.start) if _ORDINAL.match(bare) else None
            if _ORDINAL.match(bare) and not lead:
                return None
            title = f"{lead}, {bare}" if lead else bare[:1].upper() + bare[1:]
            return title, event_kind(lead or bare)
    return None


def whole_of(text: str, offset: int) -> str | None:
    """What « la première » is one of: the words that open its line or the sentence before, up to a bracket, a colon or a verb."""
    start = text.rfind("\n", 0, offset) + 1
    line = text[start:offset]
    found = [
        m
        for m in (*EVENT_NOUN.finditer(line), *HAPPENING.finditer(line), *re.finditer(r"(?P<noun>[Ff]ormations?)\b", line))
        if not NOT_HAPPENING.search(line[: m.start()])
    ]
    if not found:
        return None
    noun = max(found, key=lambda m: m.start())
    piece = re.split(
        r"[,.;:(]|\s[–—-]\s|\b(?:est|sera|a|ont|aura|qui|prévue?|n['’](?=a|est|ont))\b|\bn['’]", line[noun.start() :], maxsplit=1
    )[0].strip()
    return piece[:1].upper() + piece[1:] if 3 < len(piece) < 90 else None


def agreement_before(text: str, start: int, offset: int) -> str | None:
    """« de la charte « X » » for a bare « signature » at `offset`: the last agreement named after `start`, with its article."""
    found = list(AGREEMENT.finditer(text, start, offset))
    if not found:
        return None
    quoted = re.match(r"\s?[«“\"]\s?[^»”\"\n]{2,60}[»”\"]", text[found[-1].end("noun") :])
    return "de " + with_article(found[-1]["noun"], quoted[0] if quoted else found[-1]["rest"])


def of_noun(noun_phrase: str) -> str:
    bare = noun_phrase.strip()
    lowered = bare[:1].lower() + bare[1:]
    for article, joined in (("la ", "de la "), ("le ", "du "), ("l'", "de l'"), ("l’", "de l’"), ("les ", "des ")):
        if lowered.startswith(article):
            return joined + lowered[len(article) :]
    return ("d'" if lowered[:1] in "aeiouéèêyh" else "de ") + lowered


def with_article(noun: str, rest: str) -> str:
    """« la convention de X »: an agreement with its article and the words that name it, without what is said of it."""
    quoted = re.match(r"[^«“\"\t]*[«“\"][^»”\"]+[»”\"]", rest)
    rest = quoted[0] if quoted else rest.split("\t")[0]
    bare = re.split(
        r"\b(?:sera|est|a été|signée?s?|le \d|qui|dont|à (?:l['’]|la )|au|visée?|finit|arrive|en \d)\b|\d{1,2}/\d",
        rest,
        maxsplit=1,
    )[0].rstrip(" ,:")
    bare = re.sub(
        r"(?:\s+(?:de|du|des|d['’]|la|le|les|l['’]|sur|pour|par|avec|entre|et|à|au|aux|en|visant|relative?|portant|concernant))+$",
        "",
        bare,
    )
    word = noun if noun.isupper() else noun.lower().rstrip("s")
    article = "l'" if word[0] in "aeiou" else "le " if word.startswith(("protocole", "contrat", "pacte", "bail")) else "la "
    return f"{article}{word}{bare}"
