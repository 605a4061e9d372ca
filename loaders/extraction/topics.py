"""What the main event is about: topics of its title, axes that a sentence enumerates, headings of the agenda."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...graph.model import Span
from ...graph.names import fold
from .reading import Reading
from .schemes import theme
from .title_words import EVENT_NOUN

_AXES = re.compile(
    r"(?:autour (?:de |d['’])?(?:\w+ )?(?:axes?|thèmes?|thématiques?|sujets?|points?)|(?:axes?|thèmes?|thématiques?|sujets?) (?:abordés?|traités?|de travail|suivants?|étaient|sont))\s*:\s*(?P<list>[^.\n]{5,260})",
    re.IGNORECASE,
)
_THEMATIC = re.compile(
    r"\b(?:thématiques?|thème) (?:de |d['’]|du |des )(?:la |l['’]|le |les )?(?P<topic>[\wÀ-ÿ’' -]{3,70}?)(?=[,.;:(\n]| a | est | était| été| et sur| portait| en )",
    re.IGNORECASE,
)
_TITLE_TOPIC = re.compile(
    r"\b(?:groupes?(?: de travail| projet| technique)?|gt|commissions?(?: \w+ale)?|ateliers?|comités? techniques?|séminaires?|journées?(?: professionnelles?| régionales?| départementales?| d['’]étude)?|tables? rondes?|réunions?|rencontres?|colloques?|forums?|assises|webinaires?|"
    r"réseau des acteurs)\s+(?:n° ?\d+\s+)?(?:sur (?:la |le |les |l['’])?|autour (?:de la |de l['’]|du |des |de )|de la |de l['’]|du |des |d['’]|«\s?)?(?P<topic>[a-zà-ÿ][\wÀ-ÿ’'-]*(?:\s(?!n°)[\wÀ-ÿ’'-]+){0,6})",
    re.IGNORECASE,
)
_TOPIC_END = re.compile(
    r"\s+(?:(?:du|de la|de l['’]|de|des|d['’]|en|à|au|sur le|dans le|pour le)\s?(?=[A-ZÀ-Ý\d])|(?:du|de la|de) (?:bassin|territoire|pays|secteur|département|agglo\w*|métropole)\b|n°|le \d|et suites).*$|\s+(?=[A-ZÀ-Ý]).*$"
)
_AIM = re.compile(
    r"\b(?:forum|salon|journée|semaine|rencontres?)\b[\wÀ-ÿ ]{0,20}? (?:de |sur )l['’](?P<one>[a-zéèê]+)(?: et (?:de )?l['’](?P<two>[a-zéèê]+))?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?P<topic>[A-ZÀ-Ý][\wÀ-ÿ’'-]+(?: [a-zà-ÿ’'-]+){0,3})\s?:\s+(?=\S)")
_QUOTED = re.compile(r"[«“\"]\s?(?P<topic>[^»”\"\n]{4,70}?)\s?[»”\"]")
_NOT_TOPIC = re.compile(
    r"\b(?:questions? diverses?|divers|présents?|excus|absents?|ordre du jour|participants?|introduction|préambule|contexte|prochaine|calendrier|tour de table|annexe|suite|conclusion|décisions?|actions?|"
    r"rappel|approbation|informations?|actualités?|bilan|points?|pour mémoire|feuille de route|relevé|compte|installation|élections?|rapport|notes?|ouverture|destinataires|articles?|college|collège|membres|entre|objet|durée|programme|fait à|contacts?|parties|engagements?|signatures?|présences?|diffusion|convenu|ce qu['’]on|déroulé|sommaire|édito|agenda|brèves|à retenir|à faire|à venir|en bref|perspectives?|qui fait quoi|situation|dates?|synthèse|échanges|débats?|présentation|où en est|et maintenant|et ensuite|pour finir|bon à savoir|matin(?:ée)?|après-midi|mot d['’]accueil)\b",
    re.IGNORECASE,
)


def title_topics(reading: Reading, title: Span | None) -> Iterator[tuple[str, Span]]:
    """Topics of the title: « groupe de travail mobilité » → Mobilité; a name in quotation marks; « Logistique : retour sur … »."""
    if title is None:
        return
    text = reading.text[title.start : title.end]
    quoted = _QUOTED.search(text)
    if quoted:
        topic = re.split(r"\s[–—-]\s", quoted["topic"])[0]
        yield theme(topic), Span(title.start + quoted.start("topic"), title.start + quoted.start("topic") + len(topic))
        return
    lead = _LEAD.match(text)
    if (
        lead
        and not EVENT_NOUN.search(lead["topic"])
        and not re.match(r"objet|réunion|date|lieu|subject|embargo|communiqué|contact", lead["topic"], re.IGNORECASE)
    ):
        yield theme(lead["topic"]), Span(title.start + lead.start("topic"), title.start + lead.end("topic"))
    for aim in _AIM.finditer(text):
        for group in ("one", "two"):
            if aim[group] and fold(aim[group]) not in ("emploi", "annee", "ensemble", "autre", "orientation"):
                yield theme(aim[group]), Span(title.start + aim.start(group), title.start + aim.end(group))
    found = next((m for m in _TITLE_TOPIC.finditer(text) if not EVENT_NOUN.match(m["topic"])), None)
    if found and fold(found["topic"]).split(" ")[0] not in _FUNCTION and not EVENT_NOUN.match(found["topic"]):
        topic = _TOPIC_END.sub("", found["topic"])
        topic = re.sub(r"\s+(?:du|de|des|la|le|les|l['’]|en|à|et|d['’]|\+)$", "", topic)
        topic = re.split(r"\s+\d", topic)[0]
        if len(topic) > 4 and len(topic.split()) <= 6 and not _PEOPLE.match(topic):
            yield theme(topic), Span(title.start + found.start("topic"), title.start + found.start("topic") + len(topic))


_FUNCTION = frozenset(
    [
        "du",
        "de",
        "des",
        "d",
        "la",
        "le",
        "les",
        "l",
        "en",
        "sur",
        "n",
        "pour",
        "et",
        "a",
        "au",
        "aux",
        "plenier",
        "pleniere",
        "plenieres",
        "ordinaire",
        "local",
        "locale",
        "technique",
        "regional",
        "regionale",
        "departemental",
        "partenarial",
        "inter",
        "interpartenaires",
        "regionales",
        "nationale",
        "nationales",
        "departementales",
        "permanente",
        "permanentes",
        "bassin",
        "spro",
        "public",
        "publique",
    ]
)


def axes(reading: Reading) -> Iterator[tuple[str, Span]]:
    """« articulé autour de trois axes : achats publics, … et GPEC »; « la thématique de la GPEC »."""
    for match in _AXES.finditer(reading.text):
        start = match.start("list")
        for piece in re.finditer(r"[^,;]+?(?=(?:\s*[,;]\s*|\s+et\s+(?=[\wÀ-ÿ’' ]+$)|$))", match["list"]):
            for part in re.split(r"\s+et\s+(?=[A-Z]|\w+$)", piece[0]):
                topic = part.strip(" ,;.")
                if 2 < len(topic) < 90:
                    at = reading.text.find(topic, start, match.end())
                    yield theme(re.sub(r"^(?:et |la |le |les |l['’])", "", topic)), Span(at, at + len(topic))
    for match in _THEMATIC.finditer(reading.text):
        yield theme(match["topic"]), Span(match.start("topic"), match.end("topic"))


_PEOPLE = re.compile(
    r"(?:animat|conseill|acteur|coordonn|coordinat|membre|partenaire|directeur|direction|référent|professionnel|président|maire|élu|habitant|responsable|technicien|espaces conseil|correspondant|salarié|employeur|automne|printemps|été\b|hiver|année|rentrée|travail|concertation|lancement|clôture|bilan|suivi|préparation|présentation|information|emploi et|coordination|installation|équipe|réseau|comité|groupe|bureau|conseil)",
    re.IGNORECASE,
)
_NOT_AGENDA = re.compile(
    r"\b(?:\d{2,4}|comptes?|partenariats?|lien|axes?|à côté|budget|finances?|fonctionnement|rapport|tour|mot|vie|chiffres?|témoignages?|travaux|circuit|activités?|projets?|programme|calendrier|dates?|suites?)\b|"
    r"^(?:conventions?|chartes?|signature|la |le |les |l['’]|ce que|[a-zà-ÿ]{3,}(?:er|ir) (?:la |le |les |l['’]|une? |des )|\w+ \([^)]*\)$)|,|\?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"^\W*(?:(?:axe|point|sujet|thème)\s+)?(?:\d{1,2}(?:\.\d+)*\s?[.)/°:–—-]|[IVX]{1,4}\s?[.)/–—-])\s", re.IGNORECASE
)


def headings(reading: Reading, start: int) -> Iterator[tuple[str, Span, bool]]:
    """Headings after `start` that name a topic: numbered (True), in capitals or alone on their line, seven words at most."""
    for line in reading.lines:
        if line.span.start < start or not line.heading:
            continue
        numbered = bool(_NUMBER.match(line.text))
        bare = re.sub(
            r"^\W*(?:(?:[Aa]xe|[Pp]oint|[Tt]hème)\s+)?(?:\d+(?:\.\d+)*\s?[.)/°-]?|[IVX]+\s?[.)–—-]|[•·▪-]|(?:deuxième|premier) sujet,?)\s*",
            "",
            line.text,
        ).strip(" .:•-–—")
        if not 3 < len(bare) < 70 or len(bare.split()) > 7 or _NOT_TOPIC.search(bare) or EVENT_NOUN.match(bare):
            continue
        at = reading.text.find(bare, line.span.start)
        yield theme(bare), Span(at, at + len(bare)), numbered and not _NOT_AGENDA.search(bare) and len(bare.split()) < 7
