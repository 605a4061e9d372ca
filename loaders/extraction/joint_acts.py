"""Bodies that act together in a sentence: « A et B préparent un guide », « porté par A et B », « A ouvre une permanence avec B », « A finance un poste à B »."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...graph.model import Span
from .mentions import Mention, Mentions

_THE = r"(?:la |le |les |l['’]|leurs? |notre |son |sa )?"
_DONE = (
    r"(?:organisé|monté|lancé|créé|ouvert|signé|déposé|élaboré|construit|conçu|mené|animé|réalisé|financé|cofinancé|mis en place|mis en œuvre|mis en commun|préparé|rédigé|écrit|développé|"
    r"expérimenté|conclu|engagé|noué|bâti|imaginé|mutualisé|testé|inauguré|édité|installé|constitué|formé un|rejoint)"
)
_PLURAL = (
    r"(?:(?:prépar|rédig|organis|co-?organis|mont|dépos|port|lanc|cré|élabor|recherch|cherch|anim|co-?anim|accompagn|financ|co-?financ|réalis|développ|mutualis|expériment|test|pilot|co-?pilot|repér|"
    r"partag|propos|étudi|négoci|install|édit|recrut|aménag|renouvell|coordonn|assur|accueill|ouvr|réuniss|établiss|définiss)(?:ent|eront|ront|iront)|"
    r"tiennent|tiendront|écrivent|écriront|revoient|reverront|construisent|construiront|mènent|mèneront|mettent|mettront|conviennent|signent|signeront|conduisent|conduiront|constituent|constitueront)"
)
_ACT = re.compile(
    rf"\s*(?:\([^()]{{0,60}}\)\s*)?,?\s*(?:(?:tous deux|toutes deux|ensemble|conjointement|également|aussi|désormais)\s+)?"
    rf"(?:(?:vont|doivent|peuvent|pourraient|souhaitent|voudraient|veulent|proposent de|envisagent de|s['’]engagent à|se proposent de|s['’]apprêtent à|ont décidé de|ont prévu de|ont convenu de|conviennent de|viennent de)\s+"
    rf"(?:\w+ment )?(?P<inf>(?!être|avoir|venir|voir|savoir|participer|présenter|assister|intervenir|répondre|transmettre|envoyer|recevoir|attendre|quitter|bénéficier)[a-zà-ÿ]+(?:er|ir|re|oir)\b)|"
    rf"ont\s+(?:\w+ment |déjà |enfin |aussi |tous )?(?P<done>{_DONE})(?:e?s)?\b|(?P<now>{_PLURAL})\b|"
    rf"(?P<bond>(?:sont|seront) (?:co-?(?:pilotes|organisat\w+|porteu\w+|financeurs)|copilotes|partenaires|associée?s)|s['’]associent|unissent leurs|se coordonnent|se rapprochent|travaill(?:ent|eront) (?:ensemble|à)|collaborent|coopèrent))",
    re.IGNORECASE,
)
_JUST_TALK = re.compile(
    r"\s*(?:font (?:part|état|remarquer|savoir|valoir|le point|partie|remonter|face|l['’]objet|un point|un retour)|proposent (?:que|qu['’])|mettent (?:en avant|l['’]accent|en garde|fin|à l['’]honneur)|portent à|partagent (?:ce|cet|cette|le constat|l['’]avis|l['’]analyse|la préoccupation|les (?:constats|inquiétudes))|tiennent à|"
    r"établissent un constat|réunissent \d|accueillent \d|recherchent? des (?:candidats|salariés|bénévoles) chacun|ont présenté)",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\b(?:portée?s?|montée?s?|(?:co-?)?organisée?s?|(?:co-?)?animée?s?|coordonnée?s?|lancée?s?|créée?s?|(?:co-?)?pilotée?s?|proposée?s?|préparée?s?|mise?s? en place|mise?s? en œuvre|(?:co-?)?financée?s?|"
    rf"assurée?s?|initiée?s?|conçue?s?|élaborée?s?|rédigée?s?|construite?s?|menée?s?|encadrée?s?|gérée?s?|(?:co-?)?éditée?s?|développée?s?|inventée?s?|imaginée?s?|ouverte?s?|(?:co-?)?présidée?s?)\s+(?:conjointement |ensemble |à la fois |en commun )?par\s+{_THE}"
    r"(?:association |agence |asso )?\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"(?:^|[.;–—(-]\s*)\W*(?:organisation|organisateurs?|organisé par|portage|porteurs?(?: du projet)?|pilotage|pilotes?|co-?pilotes?|co-?pilotage|co-?organisation|mise en œuvre)\s*:\s*{_THE}\Z",
    re.IGNORECASE,
)
_WITH = re.compile(
    rf"\b(?:avec|en lien avec|en partenariat avec|aux côtés d[eu]|conjointement avec|en collaboration avec|en coopération avec|en commun avec)\s+(?:le concours de |l['’]appui de |l['’]aide de )?{_THE}(?:association |agence |asso |réseau |équipe (?:de |du )?(?:la |l['’])?)?\Z",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:(?:a|ont|va|vont|peut|doit|souhaite|voudrait|veut|propose|envisage|prévoit|pourrait|compte|vient de|s['’]apprête à|est en train de)\s+(?:d['’]|de |à )?)?"
    r"(?:organis|co-?organis|mont|dépos|prépar|lanc|anim|co-?anim|instrui|mèn|men(?:é|er|ait)|constru|cré|ouvr|ouvert|développ|expériment|port|élabor|rédig|(?:co-?)?financ|mutualis|met(?:tra|tre)? en place|mis en place|"
    r"coop[eé]r|collabor|s['’]associ|condui|tien(?:t|dra)|tenir|tenu|fait tourner|fera tourner|travaill|conven|conclu|sign|intervien|assur|édit|réalis|recherch|cherche? (?:une|un|des)|réserv|proposera? (?:un|une|des)|partag|renouvel|reconduit)\w*",
    re.IGNORECASE,
)
_SHARED = re.compile(
    r"\b(?:projet|action|atelier|stand|dossier|chantier|permanence|parcours|partenariat|convention|groupe|journée|forum|guide|expérimentation|plateforme|formation|poste|rapprochement|collaboration|coopération|charte|protocole|"
    r"candidature|session|spectacle|repas|exposition|programme|outil|fiche|catalogue|opération|dispositif|service|évènement|événement|co-?financement|POEC|salon|sortie|visite|intervention|accord|marché|commande)s?\b",
    re.IGNORECASE,
)
_NOT_TOGETHER = re.compile(
    r"\b(?:rencontr|rendez-vous|réunion|contact|discut|à voir|voir |vérifi|débat|dialogu|parl|désaccord|litige|contentieux|concurren|compar|confond|difficult|rupture|rompu|arrêt|mis fin|n['’]a pas|ne |n['’]est|refus|fusion|remplac|travaillait|ancien|en accord|d['’]accord|cohéren|doublon)",
    re.IGNORECASE,
)
_FUNDS = re.compile(
    rf"\s*(?:\([^()]{{0,40}}\)\s*)?(?:a|ont|va|vont)?\s*(?:co-?)?(?:financ|subventionn|soutien)(?:e|ent|é|er|era|eront|t|dra)\b[^.;:]{{3,70}}?\b(?:à|au|aux|pour|avec|porté(?:e|s|es)? par|d[eu]|à l['’])\s*{_THE}(?:association |asso )?\Z",
    re.IGNORECASE,
)
_HOSTED = re.compile(
    rf"\s*(?:\([^()]{{0,40}}\)\s*)?[^.;:]{{0,20}}?\b(?:tien|propos|ouvr|assur|install|organis|peut tenir|met)\w*\b[^.;:]{{3,70}}?\b(?:dans les (?:locaux|murs|bureaux)|au sein|chez)\s*(?:de |du |d['’])?{_THE}\Z",
    re.IGNORECASE,
)
_MADE_WITH = re.compile(
    rf"\b(?:montée?s?|portée?s?|organisée?s?|menée?s?|conduite?s?|construite?s?|préparée?s?|animée?s?|créée?s?|élaborée?s?|conçue?s?|rédigée?s?|mise?s? en place|proposée?s?)\s+(?:ensemble |conjointement |en \w+ )?avec\s+{_THE}\Z",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"^\W*(?:(?:nous|on|notre|l['’]association|l['’]équipe)\b|(?:le |la |les |l['’]|une? |des |notre )?(?:nouveau |nouvelle |premier |première )?(?:projet|action|atelier|chantier|partenariat|convention|permanence|stand|formation|parcours|guide|sortie|spectacle|repas|collaboration|rendez-vous mensuel)s?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Joint:
    """Bodies that do something together, said at `span`; `wished` when it is only hoped for."""

    members: tuple[str, ...]
    span: Span
    rule: str
    confidence: float


def is_agent(before: str) -> bool:
    """Do the words before a body say that it holds or pays for something (« … animé par la »)?"""
    return bool(_BY.search(before))


def find_joint(mentions: Mentions, sentence: Span, own: str | None, represents: Mapping[str, str]) -> Joint | None:
    """The joint act that a sentence states, or None. `represents` gives the one body of a person (« A. Roy et B. Mas déposent un dossier commun »)."""
    text = mentions.text
    bodies = [m for m in mentions.inside(sentence) if m.kind == "body"]
    for run in mentions.runs(sentence):
        members = _unique(run)
        after = text[run[-1].span.end : min(sentence.end, run[-1].span.end + 160)]
        before = text[sentence.start : run[0].span.start]
        if (
            1 < len(members) < 5
            and _together(text, run)
            and not re.search(r"\b(?:par|avec|de|à|pour|chez|que)\s+\S{0,4}\Z", before, re.IGNORECASE)
        ):
            act = _ACT.match(after)
            if act and not _JUST_TALK.match(after) and not re.search(r"\bchacune?\b|\bséparément\b|\bde leur côté\b", after[:90]):
                return Joint(members, Span(run[0].span.start, min(sentence.end, run[-1].span.end + 120)), "partners.act", 0.78)
        if 1 < len(members) < 7 and (_BY.search(before) or _LABEL.search(before)):
            return Joint(members, Span(run[0].span.start, run[-1].span.end), "partners.by", 0.8)
    return (
        _people(mentions, sentence, represents)
        or _with_other(mentions, sentence, bodies, own)
        or _by_person(mentions, sentence, represents)
    )


def _people(mentions: Mentions, sentence: Span, represents: Mapping[str, str]) -> Joint | None:
    """Two people of two bodies who agree on something common."""
    for run in mentions.runs(sentence, "person"):
        members = tuple(dict.fromkeys(represents[m.id] for m in run if m.id in represents))
        after = mentions.text[run[-1].span.end : min(sentence.end, run[-1].span.end + 120)]
        acts = len(members) == len({m.id for m in run}) == 2 and _ACT.match(after) and not _JUST_TALK.match(after)
        if acts and re.search(r"\b(?:commun|ensemble|mensuel|conjoint|partag|mutualis|conviennent|binôme|deux voix)", after):
            return Joint(members, Span(run[0].span.start, run[-1].span.end + 60), "partners.people", 0.75)
    return None


_SAYS = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,[^,.;:]{0,60},\s*)?(?:présente|propose|prévoit|voudrait|souhaite(?:rait)?|annonce|cherche|prépare|monte|organise|lance|a (?:présenté|proposé|annoncé|monté|lancé|organisé))\b",
    re.IGNORECASE,
)


def _by_person(mentions: Mentions, sentence: Span, represents: Mapping[str, str]) -> Joint | None:
    """« Mme Roy propose un atelier avec la CAF »: her body and the other."""
    text = mentions.text
    inside = mentions.inside(sentence)
    if not inside or inside[0].kind != "person" or inside[0].id not in represents:
        return None
    person = inside[0]
    if text[sentence.start : person.span.start].strip(" -–—•·*\t«").split(" ")[-1:] not in ([""], [], ["M."], ["Mme"], ["MM."]):
        return None
    own = represents[person.id]
    for run in mentions.runs(sentence):
        between = text[person.span.end : run[0].span.start]
        if own in {m.id for m in run}:
            continue
        others = [m for m in inside[1:] if m.span.end <= run[0].span.start and m.id != own]
        if others or len(between) > 150 or re.search(r"[.;?]\s", between):
            return None
        if _SAYS.match(between) and _WITH.search(between) and _SHARED.search(between) and not _NOT_TOGETHER.search(between):
            return Joint((own, *_unique(run)), Span(person.span.start, run[-1].span.end), "partners.person", 0.74)
    return None


def _with_other(mentions: Mentions, sentence: Span, bodies: Sequence[Mention], own: str | None) -> Joint | None:
    text = mentions.text
    for run in mentions.runs(sentence):
        earlier = [m for m in bodies if m.span.end <= run[0].span.start]
        subject = earlier[-1] if earlier else None
        if subject is not None:
            between = text[subject.span.end : run[0].span.start]
            if len(between) > 150 or re.search(r"[.;:?]\s", between) or subject.id in {m.id for m in run}:
                continue
            if _opens(text, sentence, subject):
                if _FUNDS.fullmatch(between):
                    return _joint(subject, run, "partners.funds", 0.75)
                if _HOSTED.fullmatch(between):
                    return _joint(subject, run, "partners.hosted", 0.75)
                if (
                    _WITH.search(between)
                    and _MAKES.search(between)
                    and _SHARED.search(between)
                    and not _NOT_TOGETHER.search(between)
                ):
                    return _joint(subject, run, "partners.with", 0.75)
        elif own and own not in {m.id for m in run}:
            before = text[sentence.start : run[0].span.start]
            ours = (_OURS.match(before) and _SHARED.search(before)) or _MADE_WITH.search(before)
            people = any(m.kind == "person" for m in mentions.inside(Span(sentence.start, run[0].span.start)))
            if ours and not people and len(before) < 130 and _WITH.search(before) and not _NOT_TOGETHER.search(before):
                members = (own, *_unique(run))
                return Joint(members, Span(sentence.start, run[-1].span.end), "partners.ours", 0.74)
    return None


def _joint(subject: Mention, run: Sequence[Mention], rule: str, confidence: float) -> Joint | None:
    members = tuple(dict.fromkeys((subject.id, *_unique(run))))
    return Joint(members, Span(subject.span.start, run[-1].span.end), rule, confidence) if 1 < len(members) < 6 else None


def _unique(run: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.id for m in run))


def _together(text: str, run: Sequence[Mention]) -> bool:
    """Is the last of a list joined to the others by « et », so that the list is one subject?"""
    return bool(re.search(r"\bet\b|&|\+", text[run[-2].span.end : run[-1].span.start])) if len(run) > 1 else False


def _opens(text: str, sentence: Span, subject: Mention) -> bool:
    """Does a body stand where the subject of a sentence or clause does?"""
    before = text[max(sentence.start, subject.span.start - 60) : subject.span.start]
    return bool(
        re.search(
            r"(?:^|[.;:!?«(–—]\s|\b(?:et|que|qu['’]|où|mais|car|dont)\s|\n|,\s)\W*(?:la |le |les |l['’]|M\.|Mme)?\s?(?:association |agence |asso |réseau )?\Z",
            before,
            re.IGNORECASE,
        )
    )
