"""The text that informs people (RGPD art. 14) and the sheet for the register of processing (art. 30), filled from the project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ..index import read_index
from ..ingest import corrected_records
from ..language import Language
from ..project import Project
from .finding import EMAIL, TELEPHONE
from .paper import Paper, Part
from .people import everyone
from .refusals import register
from .retention import last_day


@dataclass(frozen=True, slots=True)
class Facts:
    """What a project holds, in numbers. `kinds` are the kinds of data about people that are there (see `KINDS`)."""

    people: int
    records: int
    sources: int
    formats: Mapping[str, int]
    first: date | None
    last: date | None
    kinds: frozenset[str]
    forgotten: int


KINDS: Mapping[str, tuple[str, str]] = {
    "name": ("surname and given name, as written in the records", "nom et prénom, tels qu'écrits dans les comptes rendus"),
    "role": ("professional function", "fonction professionnelle"),
    "body": ("body represented, territory of action", "structure représentée, territoire d'intervention"),
    "presence": ("presence, excuse or absence at dated meetings, substitutes",
                 "présence, excuse ou absence à des réunions datées, suppléances"),
    "action": ("actions that the person took on", "actions que la personne s'est engagée à mener"),
    "sentence": ("the sentences of the records that name the person", "les phrases des comptes rendus qui nomment la personne"),
    "email": ("e-mail addresses that stand in the text of records", "adresses électroniques présentes dans le texte des comptes rendus"),
    "telephone": ("telephone numbers that stand in the text of records", "numéros de téléphone présents dans le texte des comptes rendus"),
    "decision": ("decisions of users: same person, correction", "décisions des utilisateurs : même personne, correction"),
}  # fmt: skip


def facts(project: Project) -> Facts:
    """Counted from the files, without a database."""
    index = read_index(project)
    kinds, days = set[str](), []
    for record in corrected_records(project, index):
        day = last_day(record)
        days += [day] if day else []
        if record.people:
            kinds |= {"name", "sentence"}
        persons = {person.id for person in record.people}
        rows = [row for row in record.attendance if row.who in persons]
        kinds |= {"presence"} if rows else set()
        kinds |= (
            {"role"}
            if any(row.role for row in rows) or any(link.role for link in record.links if link.start in persons)
            else set()
        )
        kinds |= {"body"} if any(link.type in ("represented", "acts_for") for link in record.links) else set()
        kinds |= {"action"} if any(persons & set(action.who) for action in record.actions) else set()
        kinds |= {"email"} if EMAIL.search(record.text) else set()
        kinds |= {"telephone"} if TELEPHONE.search(record.text) else set()
    found = everyone(project)
    if found.identity.book.entries:
        kinds.add("decision")
    people = sum(node[0] == "p" for node in found.identity.resolution.clusters)
    sources = {entry.source for entry in index.entries.values()}
    counted = Counter(PurePosixPath(source).suffix.lower() or "?" for source in sources)
    formats = dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))
    forgotten = len({line.get("refusal") for line in register(project) if line.get("refusal")})
    return Facts(
        people, len(index.entries), len(sources), formats, min(days, default=None), max(days, default=None),
        frozenset(kinds), forgotten,
    )  # fmt: skip


class _Words:
    """Texts in one language, with marks where the project does not say."""

    def __init__(self, project: Project, found: Facts, language: Language) -> None:
        self.project, self.found, self.fr = project, found, language == "fr"

    def say(self, en: str, fr: str) -> str:
        return fr if self.fr else en

    def blank(self, en: str, fr: str) -> str:
        return self.say(f"[TO FILL IN: {en}]", f"[À COMPLÉTER : {fr}]")

    def contact(self, key: str, en: str, fr: str) -> str:
        return self.project.config.contact.get(key) or self.blank(en, fr)

    @property
    def kinds(self) -> list[str]:
        return [KINDS[kind][1 if self.fr else 0] for kind in KINDS if kind in self.found.kinds]

    @property
    def purpose(self) -> str:
        return self.project.config.contact.get("purpose") or self.say(
            "To know who works with whom in a territory, to prepare meetings and to find the partners who have not met yet",
            "Connaître qui travaille avec qui sur un territoire, préparer les réunions et repérer les partenaires qui ne se sont pas "
            "encore rencontrés",
        )

    @property
    def basis(self) -> str:
        return self.contact(
            "basis", "legal basis, article 6 (task of public interest, or legitimate interest)",
            "base légale, article 6 (mission d'intérêt public, ou intérêt légitime)",
        )  # fmt: skip

    @property
    def kept(self) -> str:
        retention = self.project.config.retention
        if retention is None:
            return self.blank(
                "how long: [retention] years = … in maillage.toml", "durée : [retention] years = … dans maillage.toml"
            )
        if retention.years is not None:
            return self.say(f"{retention.years} years after the meeting", f"{retention.years} ans après la réunion")
        return self.say(f"nothing from before {retention.before}", f"rien d'antérieur au {retention.before}")

    @property
    def origin(self) -> str:
        formats = ", ".join(f"{suffix} {number}" for suffix, number in self.found.formats.items())
        span = f"{self.found.first} – {self.found.last}" if self.found.first else "?"
        return self.say(
            f"{self.found.records} records read from {self.found.sources} files ({formats}), about the time {span}: minutes, attendance "
            "lists, invitations, mails",
            f"{self.found.records} documents lus dans {self.found.sources} fichiers ({formats}), portant sur la période {span} : comptes "
            "rendus, listes de présence, invitations, courriels",
        )

    @property
    def controller(self) -> list[str]:
        return [
            self.contact("organisation", "who answers for the file (controller)", "responsable du traitement"),
            self.contact("address", "postal address", "adresse postale"),
            self.contact("email", "e-mail address for requests", "adresse électronique pour les demandes"),
            self.say("Data protection officer: ", "Délégué à la protection des données : ")
            + self.contact("dpo", "name or address, or « none »", "nom ou adresse, ou « aucun »"),
        ]


def notice(project: Project, found: Facts, language: Language) -> Paper:
    """What people are told whose data came from others than themselves (art. 14)."""
    w = _Words(project, found, language)
    return Paper(
        w.say(f"Information for the people named in the records – {project.config.name}",
              f"Information des personnes nommées dans les comptes rendus – {project.config.name}"),
        (
            Part(w.say("Who answers for this file", "Qui est responsable de ce fichier"), (), w.controller),
            Part(w.say("What for, and on what basis", "Pourquoi, et sur quelle base"), [f"{w.purpose}.", w.basis]),
            Part(w.say("What is held", "Ce qui est conservé"), (), w.kinds),
            Part(w.say("Where it comes from", "D'où cela vient"), [f"{w.origin}."]),
            Part(
                w.say("Who sees it", "Qui y a accès"),
                [w.contact("recipients", "who sees names (team, partners)", "qui voit les noms (équipe, partenaires)"),
                 w.say("What is published (maps, exports) shows bodies only, unless somebody chooses otherwise. Nothing leaves the "
                       "computers of the team, and no automated decision is taken.",
                       "Ce qui est publié (cartes, exports) ne montre que les structures, sauf choix contraire. Rien ne quitte les "
                       "ordinateurs de l'équipe, et aucune décision n'est automatisée.")
                 if project.config.proposer is None else
                 w.say(f"The text of records is sent to {project.config.proposer.url}.",
                       f"Le texte des documents est envoyé à {project.config.proposer.url}.")],
            ),
            Part(w.say("How long", "Combien de temps"), [f"{w.kept}."]),
            Part(
                w.say("Your rights", "Vos droits"),
                [w.say("You may see what is held about you, have it corrected, object, restrict its use, or be taken out: write to the "
                       "address above. You may complain to the supervisory authority (in France: CNIL, www.cnil.fr).",
                       "Vous pouvez demander à voir ce qui vous concerne, le faire rectifier, vous y opposer, en limiter l'usage ou être "
                       "effacé : écrivez à l'adresse ci-dessus. Vous pouvez saisir la CNIL (www.cnil.fr).")],
            ),
        ),
    )  # fmt: skip


def sheet(project: Project, found: Facts, language: Language) -> Paper:
    """The sheet for the register of processing activities (art. 30)."""
    w = _Words(project, found, language)
    rows = [
        (w.say("Item", "Rubrique"), w.say("Content", "Contenu")),
        (w.say("Name of the processing", "Nom du traitement"), project.config.name),
        (w.say("Controller", "Responsable"), " · ".join(w.controller)),
        (w.say("Purposes", "Finalités"), w.purpose),
        (w.say("Legal basis", "Base légale"), w.basis),
        (w.say("People concerned", "Personnes concernées"),
         w.say(f"professionals and elected people named in records: {found.people}",
               f"professionnels et élus nommés dans des comptes rendus : {found.people}")),
        (w.say("Kinds of data", "Catégories de données"), " ; ".join(w.kinds) or w.say("none", "aucune")),
        (w.say("Special categories", "Données sensibles"),
         w.blank("none wanted; check the texts", "aucune recherchée ; vérifier les textes")),
        (w.say("Sources", "Sources"), w.origin),
        (w.say("Recipients", "Destinataires"), w.contact("recipients", "who sees names", "qui voit les noms")),
        (w.say("Transfers outside the EU", "Transferts hors UE"),
         w.say("none by the program", "aucun par le logiciel") if project.config.proposer is None
         else f"{project.config.proposer.url} : {w.blank('where it is', 'où il se trouve')}"),
        (w.say("Time limits", "Durées"), w.kept),
        (w.say("Security", "Sécurité"),
         w.say("files and database readable by their owner only; published outputs without people; erasure remembered by keyed hashes",
               "fichiers et base lisibles par leur seul propriétaire ; sorties publiées sans personnes ; "
               "oublis retenus par empreintes à clé")),
        (w.say("Erasures done", "Effacements faits"), str(found.forgotten)),
    ]  # fmt: skip
    title = w.say(
        "Register of processing activities (RGPD, article 30)", "Registre des activités de traitement (RGPD, article 30)"
    )
    return Paper(f"{title} – {project.config.name}", (Part(project.config.name, (), (), rows),))
