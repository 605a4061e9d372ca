"""Generated records that have much in common, and histories of adding, replacing and removing them."""

import random

from maillage.graph.record import Record, record_id
from maillage.graph.resolution import Decision, Mention, Naming

BODIES = [
    "Mission Locale", "Mission Locale du Blaisois", "ML Blois", "mission locale de Vendôme", "CIO", "CIO de Blois", "C.I.O. de Vendome",
    "Cap emploi", "Cap emploi 41", "Pôle emploi", "France Travail Blois", "Pole emploi Blois", "Conseil départemental", "CD 41",
    "Association Horizon Solidaire", "Association Horizn Solidaire", "Horizon Solidaire", "Direccte", "DREETS", "ANPE", "CFDT",
    "Lycée professionnel du Val de Loire", "LP du Val de Loire", "Communauté de communes du Vexin", "Région Centre-Val de Loire",
]  # fmt: skip
PEOPLE = [
    "Aline Morel", "MOREL Aline", "A. Morel", "Alyne Morel", "Aline Morelle", "Bruno Tarde", "Bruno Tardé", "B. Tarde", "Chloé Dunan",
    "Chloe Dunand", "Denis Valois", "Denis", "Élise Roux", "Elise Roux-Martin", "Farid Benali",
]  # fmt: skip
PLACES = [("Blois", "bassin"), ("Vendôme", "bassin"), ("Vexin", "bassin"), ("Blois", "commune"), ("Loir-et-Cher", "departement"),
          ("Montrichard Val de Cher", "commune"), ("Saint-Denis", "commune"), ("Centre-Val de Loire", "region")]  # fmt: skip
DAYS = ["2021-03-04", "2021-03-05", "2022-06-01", "2023", None, "2020-01-15"]
TITLES = ["Réunion SPRO", "Comité de bassin", "Compte rendu du comité", "Atelier mobilité"]


def some_record(r: random.Random, number: int, version: int = 0) -> Record:
    """Record `number`; another `version` keeps its id and says something else (a correction, a better reader)."""
    text = f"document {number}"
    bodies = [
        {"id": f"o{n}", "name": name, "level": r.choice(["unit", "unit", "body", "network"]),
         **({"identifiers": {"dir": r.choice("ab")}} if r.random() < 0.1 else {}),
         **({"long": "Centre d'information et d'orientation"} if "CIO" in name and r.random() < 0.3 else {})}
        for n, name in enumerate(r.sample(BODIES, r.randint(0, 5)))
    ]  # fmt: skip
    people = [
        {"id": f"p{n}", "name": name, "incomplete": " " not in name,
         **({"identifiers": {"rpps": r.choice("xyz")}} if r.random() < 0.1 else {})}
        for n, name in enumerate(r.sample(PEOPLE, r.randint(0, 4)))
    ]  # fmt: skip
    territories = [
        {"id": f"t{n}", "name": f"Bassin de {name}" if kind == "bassin" and r.random() < 0.5 else name, "kind": kind}
        for n, (name, kind) in enumerate(r.sample(PLACES, r.randint(0, 3)))
    ]
    events = [
        {"id": f"e{n}", "title": r.choice(TITLES), "date": r.choice(DAYS), "main": n == 0, "kind": r.choice(["meeting", "committee"]),
         "status": "held" if n == 0 and r.random() < 0.8 else r.choice(["planned", "held", "cancelled"]),
         "listed": r.choice(["complete", "partial", "none"]), **({"time": "14:00"} if r.random() < 0.2 else {}),
         **({"identifiers": {"acte": r.choice("12")}} if r.random() < 0.1 else {})}
        for n in range(r.randint(0, 2))
    ]  # fmt: skip
    for body in bodies:
        if territories and r.random() < 0.25:
            body["scope"] = r.choice(territories)["id"]
    actors = bodies + people
    rows, links = [], []
    for event in events:
        for actor in r.sample(actors, r.randint(0, len(actors))):
            row = {"who": actor["id"], "event": event["id"], "presence": r.choice(["present", "present", "excused", "absent", "unknown"]),
                   "invited": r.choice([None, True]), "role": r.choice([None, "directrice"]),
                   "evidence": {"spans": [[0, r.randint(1, 5)]], "quote": text, "confidence": r.choice([0.5, 0.9])}}  # fmt: skip
            if actor["id"][0] == "p" and bodies:
                row["on_behalf_of"] = [body["id"] for body in r.sample(bodies, r.randint(0, min(2, len(bodies))))]
                links += [{"type": "represented", "start": actor["id"], "end": body} for body in row["on_behalf_of"]]
            elif r.random() < 0.3:
                row["people"] = r.randint(0, 3)
            if len(people) > 1 and actor["id"][0] == "p" and r.random() < 0.1:
                other = next(one for one in people if one is not actor)
                row["stands_in_for"] = [{"who": other["id"], "kind": r.choice(["substitute", "proxy"])}]
            rows.append(row)
        for territory in territories:
            if r.random() < 0.5:
                links.append(
                    {"type": r.choice(["concerns", "concerns", "held_in"]), "start": event["id"], "end": territory["id"]}
                )
        if bodies and r.random() < 0.2:
            links.append({"type": "session_of", "start": event["id"], "end": r.choice(bodies)["id"]})
    if len(events) == 2 and r.random() < 0.5:
        links.append({"type": "next", "start": "e0", "end": "e1"})
    if len(bodies) > 1 and r.random() < 0.3:
        a, b = r.sample(bodies, 2)
        links.append({"type": r.choice(["part_of", "succeeded_by", "member_of"]), "start": a["id"], "end": b["id"]})
    if people and territories and r.random() < 0.2:
        links.append({"type": "acts_for", "start": people[0]["id"], "end": territories[0]["id"]})
    programmes = [{"id": "g0", "name": r.choice(["SPRO", "Garantie jeunes", "PACEA"])}] if r.random() < 0.4 else []
    partnerships = []
    if actors and r.random() < 0.3:
        partnerships = [{"id": "s0", "basis": r.choice(["Convention SPRO", ""]), "members": [actor["id"] for actor in actors[:3]],
                         **({"territory": territories[0]["id"]} if territories else {}),
                         **({"programme": "g0"} if programmes else {})}]  # fmt: skip
    actions = []
    if r.random() < 0.3:
        actions = [
            {"id": "a0", "what": "Envoyer la liste", "who": [actors[0]["id"]] if actors else [], "due": r.choice(["2024", None])}
        ]
    return Record.model_validate({
        "id": record_id(text), "source": {"path": f"{number}{'b' * version}.txt"}, "text": text, "events": events, "organisations": bodies,
        "people": people, "territories": territories, "programmes": programmes, "partnerships": partnerships, "actions": actions,
        "attendance": rows, "links": links,
    })  # fmt: skip


def some_decisions(r: random.Random, records: list[Record]) -> list[Decision | Naming]:
    """Decisions about pairs, and about names, of items of `records`."""
    found: list[Decision | Naming] = []
    for group in ("organisations", "people", "events"):
        mentions = [Mention(record.id, item.id) for record in records for item in getattr(record, group)]
        for _ in range(3 if len(mentions) > 1 else 0):
            a, b = sorted(r.sample(mentions, 2))
            found.append(Decision(r.choice(["same", "different"]), a, b))
    for group, kind in (("organisations", "organisation"), ("people", "person")):
        items = [(Mention(record.id, item.id), item.name) for record in records for item in getattr(record, group)]
        if items:
            target, _ = r.choice(items)
            found.append(Naming(kind, r.choice(items)[1], target, r.choice([None, None, "Blois", "Bassin du Vexin"])))
    return found
