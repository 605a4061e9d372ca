"""Sentences that tell who was there, away or replaced (« on notait la présence de … », « avait délégué … », « personne du … »)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Literal

from ...graph.model import Span
from .mentions import Mention, Mentions

Away = Literal["excused", "absent"]

THERE = re.compile(
    r"\b(?:(?:on|nous|y) (?:a |avons |y )?(?:not\w+|compt\w+|relev\w+|remarqu\w+|retrouv\w+|trouv\w+|crois\w+|reconna\w+)|notons|à noter|signalons|saluons|on pouvait (?:voir|croiser)|la présence (?:aussi |également |notamment |remarquée )?(?:de|du|des|d['’])"
    r"|en présence (?:notamment |entre autres )?(?:de|du|des|d['’])"
    r"|(?:assistai|participai|prenai|figurai)(?:en)?t\b(?! à la (?:formation|suite))|assiste(?:nt)? (?:également |aussi )?(?:à la (?:réunion|séance|rencontre)|:)|(?:ont|a|avaient|avait) (?:également |aussi )?(?:assisté|participé|pris part|fait le déplacement|répondu (?:présent|à l['’]invitation|à l['’]appel))"
    r"|\b(?:a|ont|avait|avaient) (?:également |ainsi |notamment )?(?:réuni|rassemblé)\b|\b(?:réunissai|rassemblai)(?:en)?t\b"
    r"|(?:étaient|était|étions|sont|furent) (?:aussi |également |notamment |tous |toutes |cinq |six |sept |huit |\w+ )?(?:présente?s?|représentée?s?|là|réunie?s?|rassemblée?s?|attablée?s?|de la partie)\b(?! (?:par|au|pour|dans)\b)"
    r"|(?:s['’]étaient|se sont|s['’]est) (?:\w+ )?(?:déplacée?s?|retrouvée?s?|réunie?s?|rassemblée?s?|jointe?s?)"
    r"|nous étions\b|autour (?:de la table|d(?:e |u |['’])(?=(?:M\. |Mme |(?-i:[A-ZÉ])|maire|président|préf|sous-préf|député)))|aux? (?:côtés|tribune) d|(?:entourée?s?|accompagnée?s?|flanquée?s?) d(?:e|u|es)\b|à la tribune|à ses côtés|dans la salle|au premier rang|tour de table\s*:|participants?\s*:|présents?\s*:|par téléphone\b[^.:]{0,30}:|en visio\w*\b[^.:]{0,30}:)",
    re.IGNORECASE,
)
"""A formula of presence: the bodies and people listed in its sentence were there."""
AWAY = re.compile(
    r"\b(?:excus|absent|empêch|retenue?s?\b|n['’](?:a|ont|était|étaient|est|avait|avaient|ayant) (?:finalement |hélas |malheureusement )?(?:pas|jamais|ni|plus)?(?:\s(?:été|encore|non plus|toujours|finalement))? ?(?:pu\b|présent|représent|là\b|venue?s?\b|répondu|donné (?:suite|de nouvelles|signe)|assist|particip|fait (?:le déplacement|signe)|envoyé (?:de |d['’]|personne)|souhaité (?:y |particip|venir)|rejoint|eu l['’]invitation|reçu (?:l['’]|d['’])|invitée?s?|excus|des nôtres|trouvé le temps|de nouvelle)|n['’]a finalement pas|décliné|s['’]est fait excuser|n['’]est pas venue?|non représentée?|pas venue?s?\b|"
    r"ni là ni|manqu(?:ait|aient)\b|prévenu de leur absence|souffrante?|en arrêt|n['’]y étais pas|(?:pas|sans|aucune) (?:de )?nouvelles? |personne (?:n['’]|du |de la |des |de l['’]|pour (?:représenter|la|le|l['’]))|"
    r"(?:avait|avaient|a|ont|s['’]est|s['’]était) (?:été )?(?:désisté|retenue?)|brill\w+ par|fait porter un mot|devai(?:t|ent) (?:être (?:là|présent|parmi|des nôtres)|venir|participer|nous rejoindre)|a annulé sa venue|(?:avait|avaient|a|ont) dû (?:annuler|renoncer|décliner|s['’]excuser))",
    re.IGNORECASE,
)
NOTICE = re.compile(
    r"\b(?:excus|retenue?|prévenu|décliné|empêch|souffrant|message|contribution|en arrêt|n['’](?:a|ont|avait|avaient) (?:finalement )?(?:pas )?pu\b|annoncée? au programme|désisté|libérer|porter un mot|dû (?:annuler|renoncer|décliner)|(?:m['’]a|nous a|m['’]ont|nous ont) (?:écrit|appelée?s?|prévenue?s?|téléphoné)|congé|maladie|annulé sa venue|(?:avait|a|avaient|ont) (?:adressé|envoyé|transmis))",
    re.IGNORECASE,
)
_ROLE = r"(?:(?:son|sa|leur|ses) [\wé-]+(?: [\wé-]+){0,3},? |(?:le|la|l['’]|un|une) [\wé-]+(?: [\wé-]+){0,4},? )?(?:M\. |Mme |Mlle |Dr |Madame |Monsieur )?"
_BY = re.compile(
    rf"\s*(?:\([^()]{{0,60}}\)\s*)?(?:,[^;:.]{{0,70}}?,?)?\s*(?:[^,;:.]{{0,40}}?)\b(?:(?:s['’](?:est|était|étaient) fait(?:e?s?)? |(?:était|étaient|est|a été|avait été) (?:absente?s? et )?)?(?:représent|remplac|supplé)(?:er|ée?s?)(?: au pied levé| ce jour| exceptionnellement)? par|(?:avait|avaient|a|ont) (?:délégué|mandaté|envoyé|dépêché)|,? excusée?s?,? (?:et )?(?:représentée?s?|remplacée?s?) par)\s+{_ROLE}\Z",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,[^;:.]{0,60}?)??,?\s*(?:représentante?s?|remplaçante?s?|suppléante?s?|en remplacement de|à la place de|en lieu et place de|au nom de|qui (?:représentait|remplaçait|suppléait)|en suppléance de|venue? (?:représenter|remplacer))\s+"
    rf"{_ROLE}\Z",
    re.IGNORECASE,
)
_OTHER_BODY = re.compile(r"\b(?:avec|et|ainsi que|puis)\b|[,;] (?:la |les |l['’])[^,]*\Z", re.IGNORECASE)
"""« X, avec la Régie, représentée par Y »: it is the body that Y stands for."""
_INSTEAD = re.compile(
    r"\b(?:qui (?:remplaçait|représentait|suppléait)|en remplacement de|à la place de|en l['’]absence de|venue? (?:remplacer|représenter))\s+(?:M\. |Mme |Mlle |Dr |Madame |Monsieur )?\Z",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"\s*(?:>+\s*)?(?:à|to|cci?|copie\w*|objet|subject|envoyé|sent|date|destinataires?|diffusion|reply-to)\s*:",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"\b(?:moi(?:[- ]même)?\b(?=\s*(?:[,;.)]|\(|et\b|pour\b|$))|nous étions\b|j['’](?:ai|avais) (?:ouvert|animé|présenté|rappelé)|étions présents)",
    re.IGNORECASE,
)


_LEADS = re.compile(
    r"\b(?:sous la (?:co-?)?présidence (?:conjointe )?|(?:présidée?|animée?|ouverte?|introduite?|accueillie?s?|conduite?|lancée?|conclue|clôturée?|facilitée?)s? (?:conjointement )?par |en présence (?:notamment )?|secrétaire de séance|secrétariat (?:est )?assuré par|aux côtés )(?:[^.;]|\b(?:MM?|Dr|Pr)\.){0,280}\Z",
    re.IGNORECASE,
)
_OPENS_IT = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,[^,]{0,80},\s*)?(?:a |ont )?(?:ouvr|ouvert|préside|présidé|accueill|introdui|remerci|clôt|clos|lève|levé|souhaite la bienvenue|souhaité la bienvenue|présent(?:e|é) (?:le|la|les|l['’]|un|une|son|sa)|rappell|rappelé|précis|indiqu|expliqu|soulign|propos|demand|insist|regrett|signal|inform|expos|rapport|ajout|répond|confirm|s['’]interrog|s['’]inqui|s['’]étonn|suggèr|détaill|comment|fait le point|fait part|intervient|prend la parole|est d(?:ésign|'accord))\w*",
    re.IGNORECASE,
)
_FROM_AFAR = re.compile(
    r"\b(?:par (?:mail|courriel|courrier|téléphone|écrit|message|lettre)|dans (?:un|son|sa) (?:mail|courriel|courrier|lettre|message|rapport|article|discours|livre)|aurait|auraient|l['’]an dernier|en (?:19|20)\d\d\b)",
    re.IGNORECASE,
)


def leads_or_speaks(mentions: Mentions, mention: Mention, sentence: Span) -> Literal["leader", "speaker"] | None:
    """Does the sentence say that the person presided or was received, or that he spoke, at the meeting it tells of?"""
    words = mentions.text[sentence.start : sentence.end]
    before = mentions.text[sentence.start : mention.span.start]
    if _FROM_AFAR.search(words):
        return None
    if _LEADS.search(before):
        return "leader"
    opening = re.fullmatch(r"\W*(?:\d[\d.]*\W+)?(?:(?:M|MM|Mme|Mmes|Mlle|Dr|Madame|Monsieur|Le Dr|Le Pr)\.? )?(?:\w\. )?", before)
    return "speaker" if opening and _OPENS_IT.match(mentions.text, mention.span.end) else None


def mail_header(line: str) -> bool:
    """Is it a line of a mail's head or of a distribution list?"""
    return _HEADER.match(line) is not None


def replacements(mentions: Mentions, sentence: Span) -> Iterator[tuple[Mention, Mention]]:
    """(who came, whom he stood in for) for each pair of people that the sentence says so of."""
    people = [m for m in mentions.inside(sentence) if m.kind == "person"]
    for left, right in itertools.pairwise(people):
        words = mentions.between(left, right)
        if len(words) > 170 or left.id == right.id:
            continue
        lead = re.split(r"\b(?:représent|remplac|supplé)", words)[0]
        if _BY.match(words) and not _OTHER_BODY.search(lead):
            yield right, left
        elif _FOR.match(words):
            yield left, right


def formula(mentions: Mentions, sentence: Span) -> int | None:
    """Where a formula of presence begins in the sentence, or the colon before three people at least; None when it holds neither."""
    found = THERE.search(mentions.text, sentence.start, sentence.end)
    if found:
        return found.start()
    colon = re.search(r"[ \u00a0]:\s", mentions.text[sentence.start : sentence.end])
    if colon is None:
        return None
    people = {m.id for m in mentions.inside(Span(sentence.start + colon.end(), sentence.end)) if m.kind == "person"}
    return sentence.start + colon.start() if len(people) >= 3 else None


def sent_another(mentions: Mentions, mention: Mention, sentence: Span) -> bool:
    """Is the person the one that somebody without a name came for (« une salariée de l'AFPA qui remplaçait M. X »)?"""
    before = mentions.text[max(sentence.start, mention.span.start - 60) : mention.span.start]
    return _INSTEAD.search(before) is not None


def writer_there(mentions: Mentions, sentence: Span) -> bool:
    """Does the writer count himself among those of a formula of presence (« …, et moi-même », « nous étions »)?"""
    words = mentions.text[sentence.start : sentence.end]
    return bool(_SELF.search(words)) and not re.search(
        r"\bje n['’]|sans moi\b|chez moi|selon moi|pour moi\b", words, re.IGNORECASE
    )
