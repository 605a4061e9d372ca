"""Who is who over a generated region: precision, recall, questions and time, against the truth that the generator knows.

    python benchmarks/region.py [--records 2000] [--seed 1]

Bodies and people are written as real records write them: articles, sigles, the bare name of a network, capitals, missing accents,
slips of the keyboard, names of the time; initials, reversed names, homonyms, changes of employer and of name. Pairs are pairs of mentions.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from maillage.graph.facts import build
from maillage.graph.names import strip_accents
from maillage.graph.record import Record
from maillage.graph.resolution import Decision, Mention, Resolution, resolve

TOWNS = {
    "Blois": "41", "Vendôme": "41", "Romorantin-Lanthenay": "41", "Tours": "37", "Chinon": "37", "Loches": "37", "Bourges": "18",
    "Vierzon": "18", "Châteauroux": "36", "Issoudun": "36", "Chartres": "28", "Dreux": "28", "Orléans": "45", "Montargis": "45",
    "Pithiviers": "45",
}  # fmt: skip
DEPARTEMENTS = {"41": "Loir-et-Cher", "37": "Indre-et-Loire", "18": "Cher", "36": "Indre", "28": "Eure-et-Loir", "45": "Loiret"}
LOCAL = {
    "Mission Locale": ["ML {t}", "Mission locale {t}", "la mission locale de {t}", "MISSION LOCALE DE {t}"],
    "Cap emploi": ["Cap Emploi {t}", "CAP EMPLOI {t}", "Cap'emploi de {t}"],
    "CIO": ["Centre d'information et d'orientation de {t}", "C.I.O. de {t}", "CIO {t}"],
    "GRETA": ["Greta {t}", "greta de {t}"],
    "PLIE": ["Plan local pour l'insertion et l'emploi de {t}", "Plie {t}"],
    "CCI": ["Chambre de commerce et d'industrie de {t}", "CCI {t}"],
}
WIDE = {
    "Conseil départemental": ["CD {d}", "CD{d}", "Conseil Départemental de {n}", "Département de {n}"],
    "CAF": ["Caf {n}", "Caisse d'allocations familiales de {n}", "CAF {d}"],
    "CPAM": ["Cpam {n}", "Caisse primaire d'assurance maladie de {n}"],
    "MDPH": ["Mdph {d}", "Maison départementale des personnes handicapées de {n}"],
}
HEADS = [
    "Association {x}", "Ateliers {x}", "Entreprise {x}", "Lycée {x}", "Centre social {x}", "Résidence {x}", "Régie de quartier {x}",
    "Groupement d'employeurs {x}", "Épicerie solidaire {x}", "Fédération {x}", "Coopérative {x}", "Foyer de jeunes travailleurs {x}",
]  # fmt: skip
FIRST = [
    "Tremplin", "Horizon", "Passerelle", "Escale", "Boussole", "Relais", "Rebond", "Sentier", "Ancrage", "Clairière", "Phare", "Envol",
    "Marelle", "Tilleul", "Ricochet", "Chrysalide", "Tandem", "Étincelle", "Pivoine", "Estuaire", "Belvédère", "Manivelle",
]  # fmt: skip
TITLES = ["Comité de bassin", "Réunion SPRO", "Groupe de travail"]
SECOND = [
    "Solidaire",
    "du Val",
    "des Prés",
    "Nord",
    "Sud",
    "du Moulin",
    "des Deux Rives",
    "de la Forêt",
    "du Faubourg",
    "du Coteau",
    "Avenir",
]
GIVEN = ["Aline", "Bruno", "Chloé", "Denis", "Élise", "Farid", "Gaëlle", "Hugo", "Inès", "Jules", "Karim", "Léa", "Marc", "Nora", "Omar",
        "Paul",
         "Rita", "Samir", "Théo", "Yann", "Camille", "Benoît", "Sylvie", "Laurent", "Nathalie", "Fabrice", "Valérie", "Stéphane",
        "Isabelle",
         "Olivier", "Christelle", "Jérôme", "Delphine", "Sébastien", "Aurélie", "Nicolas", "Émilie", "Julien", "Céline", "Mathieu",
         "Anne-Marie", "Jean-Pierre", "Marie-Laure", "Jean-François", "Hélène", "Gérard", "Monique", "Bernard", "Françoise"]  # fmt: skip
SYLLABLES = (
    ["Bar", "Bel", "Cas", "Cor", "Dal", "Du", "Far", "Fer", "Gar", "Gui", "Hau", "Jou", "La", "Lam", "Mar", "Mon", "Nor", "Par", "Per",
        "Ra",
     "Rou", "Sa", "Tar", "Vau", "Ver", "Vil"],
    ["ba", "bi", "de", "di", "gi", "lo", "man", "mi", "na", "no", "ra", "ri", "ro", "ta", "ti", "va", "vi"],
    ["ard", "aud", "eau", "elle", "eron", "et", "ez", "ier", "in", "nel", "neau", "ois", "ot", "rat", "son", "teau", "tin"],
)  # fmt: skip


@dataclass(slots=True)
class Body:
    key: str
    names: list[str]
    bare: str | None
    town: str | None
    former: tuple[str, str] | None = None  # name until the day


@dataclass(slots=True)
class Someone:
    key: str
    given: str
    family: str
    jobs: list[tuple[str, Body]] = field(default_factory=list)  # from this day on
    married: tuple[str, str] | None = None  # family name from this day on


class Region:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.bodies = list(self._bodies())
        self.here: dict[str, list[Body]] = defaultdict(list)
        for body in self.bodies:
            for town, departement in TOWNS.items():
                if body.town in (town, departement, None):
                    self.here[town].append(body)
        self.people = [self._someone(number) for number in range(1500)]
        self.staff: dict[str, list[Someone]] = defaultdict(list)
        for one in self.people:
            for _, body in one.jobs:
                self.staff[body.key].append(one)

    def _bodies(self) -> Iterable[Body]:
        for town in TOWNS:
            for name, variants in LOCAL.items():
                yield Body(f"{name} {town}", [f"{name} de {town}", *(v.format(t=town) for v in variants)], name, town)
            agency = f"France Travail {town}"
            yield Body(
                f"FT {town}", [agency, f"agence France Travail de {town}"], "France Travail", town, ("Pôle emploi", "2024-01-01")
            )
        for code, name in DEPARTEMENTS.items():
            for network, variants in WIDE.items():
                yield Body(
                    f"{network} {code}", [f"{network} {name}", *(v.format(d=code, n=name) for v in variants)], network, code
                )
        yield Body(
            "Région",
            ["Conseil régional Centre-Val de Loire", "Région Centre-Val de Loire", "Région Centre"],
            "Conseil régional",
            None,
        )
        made: set[str] = set()
        while len(made) < 150:
            name = self.random.choice(HEADS).format(x=f"{self.random.choice(FIRST)} {self.random.choice(SECOND)}")
            if name not in made:
                made.add(name)
                yield Body(name, [name, name.replace(" de la ", " la "), f"l'{name}" if name[0] in "AEÉ" else f"la {name}"], None,
                           self.random.choice(list(TOWNS)))  # fmt: skip

    def _someone(self, number: int) -> Someone:
        r = self.random
        family = "".join(r.choice(part) for part in SYLLABLES)
        one = Someone(f"p{number}", r.choice(GIVEN), family)
        if number and r.random() < 0.02 and hasattr(self, "people_made"):
            namesake = r.choice(self.people_made)
            one.given, one.family = namesake.given, namesake.family
        one.jobs.append(("2014-01-01", r.choice(self.bodies)))
        if r.random() < 0.06:
            one.jobs.append((f"{r.randint(2017, 2023)}-06-01", r.choice(self.bodies)))
        if r.random() < 0.02:
            new = "".join(r.choice(part) for part in SYLLABLES)
            one.married = (f"{r.randint(2017, 2023)}-06-01", new if r.random() < 0.4 else f"{family}-{new}")
        self.people_made = [*getattr(self, "people_made", []), one]
        return one

    def record(self, number: int) -> tuple[Record, dict[Mention, str]]:
        r = self.random
        day = f"{r.randint(2015, 2025)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}"
        town = r.choice(list(TOWNS))
        local = self.here[town]
        chosen = r.sample(local, min(len(local), r.randint(5, 12)))
        bodies, people, rows, links, truth = [], [], [], [], {}
        identity = f"{number:05d}"
        for index, body in enumerate(chosen):
            ref = f"o{index}"
            name = self._body_name(body, day)
            bodies.append({"id": ref, "name": name, "level": "unit" if body.bare else "body"})
            truth[Mention(identity, ref)] = body.key
            staff = [one for one in self.staff[body.key] if self._job(one, day) is body]
            for number_here, one in enumerate(r.sample(staff, min(len(staff), r.choice([0, 1, 1, 1, 2])))):
                who = f"p{index}-{number_here}"
                people.append({"id": who, "name": self._person_name(one, day)})
                truth[Mention(identity, who)] = one.key
                named = [ref] if r.random() < 0.92 else []
                rows.append({"who": who, "event": "e", "presence": "present", "on_behalf_of": named})
                links += [{"type": "represented", "start": who, "end": ref} for ref in named]
        data = {
            "id": identity, "source": {"path": f"{number}.txt"}, "text": f"{number}", "kind": "minutes", "organisations": bodies,
            "people": people, "attendance": rows,
            "events": [{"id": "e", "title": r.choice(TITLES), "date": day, "main": True}],
            "territories": [{"id": "t", "name": f"Bassin de {town}", "kind": "bassin"}],
            "links": [*links, {"type": "concerns", "start": "e", "end": "t"}],
        }  # fmt: skip
        return Record.model_validate(data), truth

    @staticmethod
    def _job(one: Someone, day: str) -> Body:
        return next(body for since, body in reversed(one.jobs) if since <= day)

    def _body_name(self, body: Body, day: str) -> str:
        r = self.random
        name = body.names[0] if r.random() < 0.55 else r.choice(body.names)
        if body.bare and r.random() < 0.25:
            name = body.bare
        if body.former and day < body.former[1]:
            name = name.replace("France Travail", body.former[0])
        return self._written(name)

    def _person_name(self, one: Someone, day: str) -> str:
        r = self.random
        family = one.married[1] if one.married and one.married[0] <= day else one.family
        given = one.given if r.random() > 0.03 else f"{one.given[0]}."
        style = r.random()
        name = f"{family.upper()} {given}" if style < 0.1 else f"{given} {family.upper()}" if style < 0.3 else f"{given} {family}"
        return self._written(name)

    def _written(self, name: str) -> str:
        r = self.random
        if r.random() < 0.08:
            name = strip_accents(name)
        if r.random() < 0.03:
            name = name.upper()
        if r.random() < 0.015:
            at = r.randrange(1, len(name) - 1)
            name = r.choice(
                [
                    name[:at] + name[at + 1 :],
                    name[:at] + name[at + 1] + name[at] + name[at + 2 :],
                    name[:at] + name[at] + name[at:],
                ]
            )
        return name


def score(resolution: Resolution, truth: dict[Mention, str], prefix: str) -> tuple[float, float]:
    """Pairwise precision and recall over the mentions whose local id starts with `prefix`."""
    both, found, true = Counter[tuple[str, str]](), Counter[str](), Counter[str]()
    for mention, key in truth.items():
        if mention.item.startswith(prefix):
            node = resolution.node_of[mention]
            both[(node, key)] += 1
            found[node] += 1
            true[key] += 1

    def pairs(counts: Counter) -> int:  # type: ignore[type-arg]
        return sum(n * (n - 1) // 2 for n in counts.values())

    return pairs(both) / max(1, pairs(found)), pairs(both) / max(1, pairs(true))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many wrong joinings and misses")
    options = parser.parse_args()
    region = Region(options.seed)
    records, truth = [], {}
    for number in range(options.records):
        record, here = region.record(number)
        records.append(record)
        truth.update(here)
    start = time.perf_counter()
    resolution = resolve(records)
    resolved = time.perf_counter() - start
    start = time.perf_counter()
    graph = build(records, resolution)
    built = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(records)} records, {len(truth)} mentions, {len(region.bodies)} bodies, {len(region.people)} people")
    print(
        f"resolve {resolved:.1f} s, build {built:.1f} s ({len(graph.nodes)} nodes, {len(graph.relationships)} links), peak {peak:.0f} MB"
    )
    decisions: list[Decision] = []
    asked: set[tuple[Mention, Mention]] = set()
    for turn in range(4):
        for prefix, name in (("o", "bodies"), ("p", "people")):
            precision, recall = score(resolution, truth, prefix)
            print(f"  {name}: precision {precision:.4f}, recall {recall:.4f}")
        new = [q for q in resolution.questions if (q.a, q.b) not in asked]
        kinds = Counter(q.kind for q in new)
        print(f"  questions: {len(new)} ({100 * len(new) / len(records):.1f} per 100 records) {dict(kinds)}")
        if options.show and (turn == 0 or not new):
            show(resolution, truth, records, options.show)
        if not new or turn == 3:
            break
        asked.update((q.a, q.b) for q in new)
        known = [q for q in new if q.a in truth and q.b in truth]
        decisions += [Decision("same" if truth[q.a] == truth[q.b] else "different", q.a, q.b) for q in known]
        resolution = resolve(records, decisions)
        print(f"answered by the truth ({len(decisions)} decisions):")


def show(resolution: Resolution, truth: dict[Mention, str], records: list[Record], number: int) -> None:
    names = {Mention(record.id, item.id): item.name for record in records for item in (*record.organisations, *record.people)}
    wrong = [m for m in resolution.clusters.values() if len({truth[x] for x in m if x in truth}) > 1]
    for mentions in wrong[:number]:
        print("    wrong:", Counter((truth[m], names[m]) for m in mentions if m in truth).most_common(6))
    nodes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention, key in truth.items():
        nodes[key][resolution.node_of[mention]] += 1
    worst = sorted(nodes, key=lambda key: -(sum(nodes[key].values()) - max(nodes[key].values())))
    for key in worst[:number]:
        some = [
            (count, Counter(names[m] for m in resolution.clusters[node]).most_common(2))
            for node, count in nodes[key].most_common(4)
        ]
        print("    split:", key, some)
    for question in resolution.questions[:number]:
        print(
            "    asked:",
            names.get(question.a),
            "|",
            names.get(question.b),
            "|",
            truth.get(question.a) == truth.get(question.b),
            question.en,
        )


if __name__ == "__main__":
    main()
