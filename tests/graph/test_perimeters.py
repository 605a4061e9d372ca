"""The communes that `territoires.xlsx` lists reach the map."""

import openpyxl

from maillage.graph import project as projects
from maillage.graph import roster
from maillage.graph.perimeters import perimeters
from maillage.graph.resolution import resolve
from maillage.graph.upgrade import note_members


def test_a_territory_of_the_project_s_own_has_the_communes_of_its_row(tmp_path):
    project = projects.create(tmp_path / "p")
    book = openpyxl.Workbook()
    book.active.title = "Territoires"
    rows = [
        ["Nom", "Nature", "Code", "Dans", "Communes"],
        ["Bassin du Perche vendômois", "bassin", None, "Loir-et-Cher", "Vendôme; Lisle"],
        ["Bassin du Vexin", "bassin", None, None, None],
    ]
    for row in rows:
        book.active.append(row)
    book.save(project.root / "territoires.xlsx")
    known = roster.read(project)
    resolution = resolve(known.records)
    assert perimeters(project, "state") == {}, "who is who is not known yet"
    note_members(project, "state", resolution)
    own = {mention.territory: resolution.node_of[mention.territory] for mention in known.own}
    assert perimeters(project, "state") == {own[known.own[0].territory]: ("41269", "41116")}
    assert perimeters(project, "another state") == {}
