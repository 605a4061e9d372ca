"""The two workbooks of a project: what they say in the graph, and what is said of cells that cannot be understood."""

from datetime import date

import openpyxl
import pytest
from records import meeting

from maillage.graph import project as projects
from maillage.graph import roster as rosters
from maillage.graph.errors import ProjectError
from maillage.graph.facts import build
from maillage.graph.ontology import check
from maillage.graph.resolution import resolve
from maillage.graph.roster import Known, KnownTerritory
from maillage.graph.writer import publish
from maillage.queries import run

HEADINGS = [
    "Périmètre",
    "Nature",
    "Dans",
    "Structure",
    "Réseau",
    "Personne",
    "Fonction",
    "Depuis",
    "Jusqu'au",
    "Identifiant",
    "Remarque",
]
PLACES = ["Nom", "Nature", "Code", "Dans", "Communes", "Remarque"]


@pytest.fixture
def project(tmp_path):
    return projects.create(tmp_path / "p")


def workbook(project, name, sheet, headings, rows):
    book = openpyxl.Workbook()
    book.active.title = sheet
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(project.root / name)


def partners(project, *rows):
    workbook(project, "partenaires.xlsx", "Partenaires", HEADINGS, rows)


def territories(project, *rows):
    workbook(project, "territoires.xlsx", "Territoires", PLACES, rows)


def graph_of(project, records):
    roster = rosters.read(project)
    graph = build(records, resolve([*records, *roster.records]), roster)
    check(graph)
    return graph


def names(graph, type_, **properties):
    return {
        (graph.nodes[x.start].name, graph.nodes[x.end].name)
        for x in graph.relationships.values()
        if x.type == type_ and all(x.properties.get(key) == value for key, value in properties.items())
    }


BLOIS = [
    meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois"),
    meeting("2024-02-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois"),
    meeting("2024-03-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], bassin="Blois"),
]


def test_without_workbooks_there_is_no_roster(project):
    assert rosters.read(project) == rosters.Roster()


def test_a_row_is_a_mention_under_the_same_rules_of_identity(project):
    """« CIO » in Blois is the CIO of the minutes of Blois; « CIO » in Dreux is another; the missing body is new."""
    partners(
        project,
        ["Bassin de Blois", "bassin", None, "CIO"],
        ["Bassin de Blois", "bassin", None, "CIDFF de Loir-et-Cher"],
        ["Bassin de Dreux", "bassin", None, "CIO"],
    )
    graph = graph_of(project, BLOIS)
    assert len([node for node in graph.nodes.values() if node.labels[-1] == "Organisation"]) == 4
    assert names(graph, "ACTIVE_IN", basis="roster") == {
        ("CIO (Blois)", "Bassin de Blois"), ("CIDFF de Loir-et-Cher", "Bassin de Blois"), ("CIO (Dreux)", "Bassin de Dreux"),
    }  # fmt: skip
    assert names(graph, "ACTIVE_IN", basis="scope") == set()


def test_the_row_is_the_proof(project):
    partners(project, ["Blois", "bassin", None, "CIDFF", None, None, None, "2023-09", "31/08/2025"])
    graph = graph_of(project, BLOIS)
    (link,) = [x for x in graph.relationships.values() if x.type == "ACTIVE_IN" and x.properties["basis"] == "roster"]
    assert (link.properties["first"].isoformat(), link.properties["last"].isoformat()) == ("2023-09-01", "2025-08-31")
    (statement,) = [node for node in graph.nodes.values() if node.properties.get("fact") == link.fact]
    assert statement.properties["quote"].startswith("partenaires.xlsx, 2 : Blois · bassin · CIDFF")


def test_editing_one_row_changes_no_other_node(project):
    partners(project, ["Blois", "bassin", None, "CIDFF"], ["Blois", "bassin", None, "Maison des services du Blésois réuni"])
    before = graph_of(project, BLOIS)
    partners(project, ["Blois", "bassin", None, "CIDFF"], ["Blois", "bassin", None, "Les Ateliers de la Loire moyenne"])
    after = graph_of(project, BLOIS)
    changed = {
        node.name for key, node in before.nodes.items()
        if node.labels[-1] != "Statement" and (key not in after.nodes or after.nodes[key].name != node.name)
    }  # fmt: skip
    assert changed == {"Maison des services du Blésois réuni"}


def test_people_committees_and_partnerships(project):
    partners(
        project,
        ["Blois", "bassin", None, "CIDFF de Loir-et-Cher", None, "Élise Roux", "directrice"],
        ["Comité technique du Blésois", "instance", "Loir-et-Cher", "CIDFF de Loir-et-Cher"],
        ["SPRO de Blois", "partenariat", "Blois", "Mission Locale"],
    )
    territories(project, ["Blois", "bassin", None, "Loir-et-Cher"])
    graph = graph_of(project, BLOIS)
    assert ("Élise Roux", "CIDFF de Loir-et-Cher") in names(graph, "REPRESENTED", role="directrice")
    assert ("Élise Roux", "Bassin de Blois") in names(graph, "ACTIVE_IN", basis="roster") or ("Élise Roux", "Blois") in names(
        graph, "ACTIVE_IN", basis="roster"
    )
    assert names(graph, "MEMBER_OF") == {("CIDFF de Loir-et-Cher", "Comité technique du Blésois")}
    assert {b for _, b in names(graph, "PARTNER_IN")} == {"SPRO de Blois"}


def test_roles_and_dates_of_members_of_committees_and_partnerships(project):
    partners(
        project,
        [
            "Comité technique",
            "instance",
            "Loir-et-Cher",
            "CIDFF de Loir-et-Cher",
            None,
            "Élise Roux",
            "rapporteuse",
            "2023-09",
            "2024",
        ],
        ["SPRO de Blois", "partenariat", "Loir-et-Cher", "Mission Locale", None, None, "pilote", "2022", None],
        ["SPRO de Blois", "partenariat", "Loir-et-Cher", "CIO", None, None, None, None, "2023-06-30"],
    )
    graph = graph_of(project, BLOIS)
    stays = {
        (graph.nodes[link.start].name.split(" (")[0], link.type): {
            k: v for k, v in link.properties.items() if k in ("role", "first", "last")
        }
        for link in graph.relationships.values()
        if link.type in ("MEMBER_OF", "PARTNER_IN")
    }
    assert stays["Élise Roux", "MEMBER_OF"] == {"role": "rapporteuse", "first": date(2023, 9, 1), "last": date(2024, 12, 31)}
    assert stays["CIDFF de Loir-et-Cher", "MEMBER_OF"] == {"first": date(2023, 9, 1), "last": date(2024, 12, 31)}
    assert stays["Mission Locale", "PARTNER_IN"] == {"role": "pilote", "first": date(2022, 1, 1)}
    assert stays["CIO", "PARTNER_IN"] == {"last": date(2023, 6, 30)}


def test_a_bassin_that_crosses_a_border_lies_partly_in_its_departement(project):
    territories(
        project,
        ["Vallée", "bassin", None, "Loir-et-Cher", "Vendôme ; Montoire-sur-le-Loir"],
        ["Frontière", "bassin", None, "Loir-et-Cher", "Vendôme ; 28088"],  # Châteaudun, in Eure-et-Loir
    )
    shares = {
        (graph.nodes[link.start].name, graph.nodes[link.end].name): link.properties.get("share")
        for graph in [graph_of(project, [])]
        for link in graph.relationships.values()
        if link.type == "WITHIN"
    }
    assert shares["Vallée", "Loir-et-Cher"] == 1.0
    assert 0.4 < shares["Frontière", "Loir-et-Cher"] < 0.7, shares
    assert shares["Vallée", "Centre-Val de Loire"] is None


def test_own_territories_hold_the_communes_that_records_name(project):
    records = [meeting("2024-01-10", ["Aline Morel (Cap emploi)"], bassin="Grand Vexin")]
    place = {"id": "c", "name": "Vendôme", "kind": "commune"}
    item = type(records[0].territories[0]).model_validate(place)
    records[0] = records[0].model_copy(update={"territories": (*records[0].territories, item)})
    territories(
        project,
        ["Vallée", "bassin", None, "Pays du Loir", "Vendôme ; Montoire-sur-le-Loir"],
        ["Pays du Loir", "bassin", None, "Loir-et-Cher"],
    )
    inside = names(graph_of(project, records), "WITHIN")
    assert {("Vallée", "Pays du Loir"), ("Vallée", "Loir-et-Cher"), ("Vallée", "Centre-Val de Loire")} <= inside
    assert {("Vendôme", "Vallée"), ("Vendôme", "Pays du Loir"), ("Vendôme", "Loir-et-Cher")} <= inside
    assert not any("Montoire" in a for a, _ in inside)


@pytest.mark.parametrize(
    ("row", "cell", "said"),
    [
        (["Blois", "bassin", None, "CIO", None, None, None, "bientôt"], "H2", "is no date"),
        (["Blois", "bassin", None, "CIO", None, None, None, "2024", "2023"], "I2", "before it begins"),
        (["Blois", "royaume", None, "CIO"], "B2", "is no kind"),
        (["Blois", None, None, "CIO"], "B2", "Write its kind"),
        ([None, "bassin", None, "CIO"], "A2", "name is missing"),
        (["Blois", "bassin", "Atlantide", "CIO"], "C2", "no known département"),
        (["Blois", "bassin", None, None, "CIO"], "D2", "neither a body nor a person"),
        (["Blois", "bassin", None, "CIO", None, None, None, None, None, "123"], "J2", "scheme:value"),
        (["SPRO", "partenariat", None, "CIO"], "C2", "needs the territory"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(project, row, cell, said):
    partners(project, row)
    with pytest.raises(ProjectError, match=said) as caught:
        rosters.read(project)
    assert str(caught.value).startswith(f"partenaires.xlsx, sheet “Partenaires”, cell {cell}: ")
    assert caught.value.fr.startswith(f"partenaires.xlsx, feuille « Partenaires », cellule {cell} : ")


def test_all_wrong_cells_are_listed_by_check(project):
    partners(project, ["Blois", "royaume", None, "CIO"], ["Blois", "bassin", None, "CIO", None, None, None, "bientôt"])
    territories(project, ["Vallée", "bassin", None, "Vallée"])
    assert [(p.file, p.cell) for p in rosters.problems(project)] == [
        ("territoires.xlsx", "D2"), ("partenaires.xlsx", "B2"), ("partenaires.xlsx", "H3"),
    ]  # fmt: skip
    with pytest.raises(ProjectError, match="2 more: maillage roster check"):
        rosters.read(project)


def test_a_file_that_is_no_workbook_and_one_without_headings(project):
    (project.root / "partenaires.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(ProjectError, match="is no workbook"):
        rosters.read(project)
    workbook(project, "partenaires.xlsx", "Partenaires", ["Quoi", "Qui"], [["a", "b"]])
    with pytest.raises(ProjectError, match="no row of headings"):
        rosters.read(project)


def test_what_is_written_is_read_back_and_never_overwritten(project):
    known = [Known("Bassin de Blois", "bassin", "Loir-et-Cher", "=CIDFF", note="vu 3 fois")]
    own = [KnownTerritory("Bassin de Blois", "bassin", "Loir-et-Cher")]
    assert len(rosters.write(project, known, own, "fr")) == 2
    assert rosters.problems(project) == []
    (record,) = [record for record in rosters.read(project).records if record.organisations]
    assert [body.name for body in record.organisations] == ["=CIDFF"]
    with pytest.raises(ProjectError, match="already"):
        rosters.write(project, [], [], "fr")
    assert len(rosters.write(project, [], [], "en", replace=True)) == 2
    assert rosters.read(project).expected == ()


def test_members_are_partners_and_the_unseen_are_told(store, project):
    partners(
        project,
        ["Bassin de Blois", "bassin", None, "CIDFF de Loir-et-Cher", None, "Élise Roux"],
        ["Bassin de Blois", "bassin", None, "CIO"],
        ["Bassin de Blois", "bassin", None, "Ancienne maison de l'emploi", None, None, None, None, "2020"],
    )
    publish(store, graph_of(project, BLOIS), "roster")
    pairs = run(store, "never-met", {"scope": "Blois", "all": True}, "en").data
    kinds = {partner["name"].split(" (")[0]: partner["kind"] for partner in pairs["partners"]}
    assert kinds["CIDFF de Loir-et-Cher"] == kinds["CIO"] == "member"
    never = {frozenset((p["a"]["name"], p["b"]["name"])) for p in pairs["pairs"] if p["verdict"] == "never-seen"}
    assert any("CIDFF de Loir-et-Cher" in pair for pair in never)
    unseen = run(store, "expected-unseen", {"scope": "Blois"}, "en").data["unseen"]
    assert [(item["name"], item["verdict"], item["listed"]) for item in unseen] == [("CIDFF de Loir-et-Cher", "never-seen", 3)]
    assert unseen[0]["sources"][0]["record"] == "partenaires.xlsx"
    assert [person["name"] for person in unseen[0]["contacts"]] == ["Élise Roux"]
    people = run(store, "expected-unseen", {"scope": "Blois", "people": True}, "en").data["unseen"]
    assert [item["name"] for item in people] == ["Élise Roux"]
