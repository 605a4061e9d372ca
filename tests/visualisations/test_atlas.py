"""The atlas as files: which pages there are, what they say to whom, what is written again, whose files are left alone."""

import base64
import gzip
import json
import re
import shutil

import pytest
from records import meeting

from maillage.graph.errors import MaillageError
from maillage.graph.facts import build as facts
from maillage.graph.memory import state_of
from maillage.graph.record import Link, Programme
from maillage.graph.resolution import Decision, Mention, resolve
from maillage.graph.resolution.clusters import digest
from maillage.graph.writer import publish
from maillage.visualisations.atlas import build

TABLE = ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)", "Chloé Garnier (Mission Locale d'Évreux)"]
OTHERS = [TABLE[0], TABLE[2], "Denis Faure (CCI du Vexin)"]
PEOPLE = ("Aline Morel", "Bruno Petit", "Chloé Garnier", "Denis Faure", "Zoé Blanc")


def records():
    days = ["2024-01-10", "2024-02-10", "2024-03-10", "2024-04-10", "2024-05-10", "2024-06-10"]
    found = [meeting(day, TABLE if n % 2 else OTHERS, title=f"Comité {n}", source=f"{n}.txt") for n, day in enumerate(days)]
    found.append(meeting("2024-07-10", [], title="Sans liste", source="s.txt", listed="none"))
    found.append(
        meeting("2024-08-10", ["Zoé Blanc (CIO de Blois)"], bassin="Blois", title="Visite chez Aline Morel", source="b.txt")
    )
    found.append(meeting("2024-12-10", [], title="Comité décembre", status="planned", source="p.txt"))
    programme = Programme(id="g1", name="SPRO")
    return [
        one.model_copy(
            update={"programmes": (programme,), "links": (*one.links, Link(type="about", start=one.events[0].id, end="g1"))}
        )
        for one in found
    ]


def publish_all(store, found, decisions=()):
    resolution = resolve(found, decisions)
    graph = facts(found, resolution)
    publish(store, graph, digest(*sorted(record.id for record in found), repr(decisions)))
    return resolution, graph


@pytest.fixture
def filled(embedded_store):
    publish_all(embedded_store, records())
    return embedded_store


def texts(root):
    """Everything a reader could find in the files, the packed parts of the maps included."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            text = path.read_text("utf-8")
            yield path.relative_to(root).as_posix(), text
            for name, block in re.findall(r'<script type="application/gzip" id="(\w+)">([^<]*)</script>', text):
                if name != "vis":
                    yield f"{path.name}#{name}", gzip.decompress(base64.b64decode(block)).decode()


def head(path):
    return json.loads(
        re.search(r'<script type="application/json" id="head">(.*?)</script>', path.read_text("utf-8"), re.DOTALL)[1]
    )


def node_called(store, name):
    return store.read("MATCH (n) WHERE n.name = $name RETURN n.id AS id", {"name": name})[0]["id"]


def test_there_is_a_page_for_each_thing(filled, tmp_path):
    built = build(filled, tmp_path / "atlas", title="Vexin", audience="names")
    pages = {path.relative_to(tmp_path / "atlas").as_posix() for path in (tmp_path / "atlas").rglob("*.html")}
    for label, letter in (("Organisation", "o"), ("Person", "p"), ("Event", "e"), ("Programme", "g"), ("Territory", "t")):
        for row in filled.read(f"MATCH (n:{label}) RETURN n.id AS id"):
            assert f"{letter}/{row['id']}.html" in pages
    assert {"index.html", "changes.html", "organisations.html", "people.html", "events.html", "territories.html"} <= pages
    assert built.pages == len(pages)
    vexin = head(tmp_path / "atlas" / "t" / f"{node_called(filled, 'Bassin de Vexin')}.html")
    assert {"maps", "network", "never", "matrix", "partners", "meetings", "to_come"} <= {s["t"] for s in vexin["sections"]}
    maps = next(section for section in vexin["sections"] if section["k"] == "maps")["r"]
    assert {view for view, _ in maps} >= {"network", "gaps", "circles", "matrix", "timeline"}
    assert all((tmp_path / "atlas" / path).is_file() for _, path in maps)
    never = next(section for section in vexin["sections"] if section["t"] == "never")
    assert [sorted(cell[0].partition(" (")[0] for cell in row[:2]) for row in never["r"]] == [["CCI du Vexin", "CIO"]]
    assert all(row[-1] for row in never["r"]), "somebody could introduce them"


def test_every_link_leads_to_a_page(filled, tmp_path):
    build(filled, tmp_path, title="Vexin", audience="names")

    def ids(value):
        if isinstance(value, list):
            if len(value) == 2 and all(isinstance(one, str) for one in value) and re.fullmatch(r"[egopst][0-9a-f]{12}", value[1]):
                yield value[1]
            for one in value:
                yield from ids(one)
        elif isinstance(value, dict):
            for one in value.values():
                yield from ids(one)

    found = {one for path in tmp_path.rglob("*.html") if path.parent.name != "maps" for one in ids(head(path))}
    assert len(found) > 15
    assert [one for one in found if not (tmp_path / one[0] / f"{one}.html").is_file()] == []


def test_coverage_is_said_on_every_page(filled, tmp_path):
    build(filled, tmp_path, title="Vexin", audience="names")
    for path in [tmp_path / "index.html", *(one for letter in "otpeg" for one in (tmp_path / letter).glob("*.html"))]:
        said = " ".join(text["fr"] for text in head(path)["lead"])
        assert re.search(r"liste|on ne sait pas", said, re.IGNORECASE), path.name


def test_without_names_no_person_is_named_in_any_file(filled, tmp_path):
    build(filled, tmp_path / "names", title="Vexin", audience="names")
    assert all(any(name in text for _, text in texts(tmp_path / "names")) for name in PEOPLE)
    build(filled, tmp_path / "bodies", title="Vexin", former=state_of(facts([], resolve([])), "before"))
    assert [(where, name) for where, text in texts(tmp_path / "bodies") for name in PEOPLE if name in text] == []
    assert not (tmp_path / "bodies" / "p").exists()
    assert "Visite chez [personne]" in "".join(text for _, text in texts(tmp_path / "bodies"))


def test_roles_show_people_by_what_they_do_and_never_by_name(filled, tmp_path):
    build(filled, tmp_path, title="Vexin", audience="roles")
    assert [(where, name) for where, text in texts(tmp_path) for name in PEOPLE if name in text] == []
    assert len(list((tmp_path / "p").glob("*.html"))) == 5
    assert all(
        "Cap emploi" in p or "personne, " in p for p in (head(path)["title"]["fr"] for path in (tmp_path / "p").glob("*.html"))
    )


def test_a_narrower_audience_takes_the_pages_of_people_away(filled, tmp_path):
    build(filled, tmp_path, title="Vexin", audience="names")
    assert (tmp_path / "p").is_dir()
    done = build(filled, tmp_path, title="Vexin").written
    assert done.removed >= 5
    assert not (tmp_path / "p").exists()
    assert [name for _, text in texts(tmp_path) for name in PEOPLE if name in text] == []


def test_the_same_graph_writes_nothing_again(filled, tmp_path):
    first = build(filled, tmp_path, title="Vexin").written
    stamps = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")}
    for afresh in (False, True):
        again = build(filled, tmp_path, title="Vexin", afresh=afresh).written
        assert (again.new, again.changed, again.removed, again.unchanged) == (0, 0, 0, first.files)
    assert stamps == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")}


def test_a_missing_page_is_written_again(filled, tmp_path):
    build(filled, tmp_path, title="Vexin")
    (tmp_path / "index.html").unlink()
    assert build(filled, tmp_path, title="Vexin").written.changed == 1
    assert (tmp_path / "index.html").is_file()


def test_a_record_more_touches_what_it_tells_of_and_a_record_less_takes_its_pages_away(embedded_store, tmp_path):
    found = records()
    publish_all(embedded_store, found)
    build(embedded_store, tmp_path, title="Vexin")
    event = node_called(embedded_store, "Visite chez Aline Morel")
    vexin = (tmp_path / "t" / f"{node_called(embedded_store, 'Bassin de Vexin')}.html").read_text("utf-8")
    publish_all(embedded_store, [*found, meeting("2024-09-10", ["Paul Vert (GRETA)"], bassin="Blois", source="n.txt")])
    more = build(embedded_store, tmp_path, title="Vexin").written
    assert more.new >= 2
    assert (tmp_path / "t" / f"{node_called(embedded_store, 'Bassin de Vexin')}.html").read_text("utf-8") == vexin
    publish_all(embedded_store, [record for record in found if record.source.path != "b.txt"])
    less = build(embedded_store, tmp_path, title="Vexin").written
    assert less.removed >= 3
    assert not (tmp_path / "e" / f"{event}.html").exists()


# --- the folder ------------------------------------------------------------------------------------------------------------


def test_a_folder_of_something_else_is_refused_and_left_as_it_is(filled, tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", "utf-8")
    for manifest in (None, "{", '{"maillage": "atlas"}', '["thesis.docx"]'):
        if manifest is not None:
            (tmp_path / "atlas.json").write_text(manifest, "utf-8")
        with pytest.raises(MaillageError, match="no atlas wrote"):
            build(filled, tmp_path, title="Vexin")
    assert (tmp_path / "thesis.docx").read_text("utf-8") == "years of work"
    with pytest.raises(MaillageError, match="cannot be written"):
        build(filled, tmp_path / "thesis.docx", title="Vexin")


def test_files_of_others_in_an_atlas_stay(filled, tmp_path):
    build(filled, tmp_path, title="Vexin", audience="names")
    (tmp_path / "CNAME").write_text("vexin.example", "utf-8")
    (tmp_path / "p" / "portrait.png").write_bytes(b"png")
    build(filled, tmp_path, title="Vexin")
    assert (tmp_path / "CNAME").read_text("utf-8") == "vexin.example"
    assert [path.name for path in (tmp_path / "p").iterdir()] == ["portrait.png"]


def test_a_file_in_the_place_of_a_page_is_not_overwritten(filled, tmp_path):
    build(filled, tmp_path, title="Vexin")
    stranger = tmp_path / "people.html"
    stranger.write_text("mine", "utf-8")
    with pytest.raises(MaillageError, match="not of the atlas"):
        build(filled, tmp_path, title="Vexin", audience="names")
    assert stranger.read_text("utf-8") == "mine"


def test_a_manifest_cannot_make_us_remove_what_lies_elsewhere(filled, tmp_path):
    build(filled, tmp_path / "atlas", title="Vexin")
    (tmp_path / "letter.html").write_text("dear", "utf-8")
    (tmp_path / "atlas" / "sub").mkdir()
    (tmp_path / "atlas" / "sub" / "x.html").write_text("x", "utf-8")
    told = json.loads((tmp_path / "atlas" / "atlas.json").read_text("utf-8"))
    told["files"] |= {"../letter.html": "0", str(tmp_path / "letter.html"): "0", "sub/x.html": "0", "o/../../letter.html": "0"}
    (tmp_path / "atlas" / "atlas.json").write_text(json.dumps(told), "utf-8")
    build(filled, tmp_path / "atlas", title="Another", afresh=True)
    assert (tmp_path / "letter.html").exists()
    assert (tmp_path / "atlas" / "sub" / "x.html").exists()


def test_what_a_stop_left_half_done_is_finished_by_the_next(filled, tmp_path, monkeypatch):
    from maillage.visualisations.atlas import folder

    whole, real, count = tmp_path / "whole", folder.Folder.write, 0
    build(filled, whole, title="Vexin", audience="names")

    def stopping(self, path, text):
        nonlocal count
        count += 1
        if count > 12:
            raise KeyboardInterrupt
        real(self, path, text)

    monkeypatch.setattr(folder.Folder, "write", stopping)
    with pytest.raises(KeyboardInterrupt):
        build(filled, tmp_path / "part", title="Vexin", audience="names")
    monkeypatch.setattr(folder.Folder, "write", real)
    assert not (tmp_path / "part" / "atlas.json").exists()
    build(filled, tmp_path / "part", title="Vexin", audience="names")
    same = {
        path.relative_to(whole): path.read_bytes() for path in whole.rglob("*") if path.is_file() and path.name != "atlas.json"
    }
    left = {path.relative_to(tmp_path / "part"): path.read_bytes() for path in (tmp_path / "part").rglob("*") if path.is_file()}
    assert {name: data for name, data in left.items() if name.name != "atlas.json"} == same


# --- links that survive merges -----------------------------------------------------------------------------------------------


def test_a_page_whose_node_joined_another_leads_there(embedded_store, tmp_path):
    one = meeting("2024-01-10", bodies=["Chantier du Loir", "CIO"], source="1.txt", level={"Chantier du Loir": "body"})
    two = meeting("2024-02-10", bodies=["Association Loir insertion", "CIO"], source="2.txt",
                  level={"Association Loir insertion": "body"})  # fmt: skip
    publish_all(embedded_store, [one, two])
    build(embedded_store, tmp_path, title="Vexin")
    first, second = node_called(embedded_store, "Chantier du Loir"), node_called(embedded_store, "Association Loir insertion")
    joined = Decision("same", Mention(one.id, "o-chantier du loir"), Mention(two.id, "o-association loir insertion"))
    resolution, _ = publish_all(embedded_store, [one, two], [joined])
    now = resolution.node_of[Mention(one.id, "o-chantier du loir")]
    (old,) = {first, second} - {now}
    build(embedded_store, tmp_path, title="Vexin")
    page = (tmp_path / "o" / f"{old}.html").read_text("utf-8")
    assert f'content="0; url=../o/{now}.html"' in page
    table = json.loads((tmp_path / "assets" / "former.js").read_text("utf-8").partition("=")[2].rstrip(";\n"))
    assert table[old] == now
    build(embedded_store, tmp_path, title="Another title")
    assert (tmp_path / "o" / f"{old}.html").read_text("utf-8") == page
    shutil.rmtree(tmp_path)
    build(embedded_store, tmp_path, title="Vexin")
    table = json.loads((tmp_path / "assets" / "former.js").read_text("utf-8").partition("=")[2].rstrip(";\n"))
    assert table[old] == now, "a new folder knows the ids of before too"


def test_an_empty_graph_makes_an_atlas_that_says_so(embedded_store, tmp_path):
    publish_all(embedded_store, [])
    build(embedded_store, tmp_path, title="Vide")
    assert "On ne sait pas" in head(tmp_path / "index.html")["lead"][0]["fr"]
    assert not list(tmp_path.glob("maps/*"))


def test_many_partners_are_told_without_pairs(embedded_store, tmp_path):
    bodies = [f"Atelier {n:03}" for n in range(260)]
    days = ("2024-01-10", "2024-02-10")
    publish_all(
        embedded_store, [meeting(day, bodies=bodies, source=f"{day}.txt", level=dict.fromkeys(bodies, "body")) for day in days]
    )
    build(embedded_store, tmp_path, title="Vexin")
    vexin = head(tmp_path / "t" / f"{node_called(embedded_store, 'Bassin de Vexin')}.html")
    assert vexin["lead"][0]["fr"].startswith("Plus de 250 partenaires")
    assert {section["t"] for section in vexin["sections"]} >= {"maps", "network", "meetings", "also_active"}
    assert len(next(section for section in vexin["sections"] if section["t"] == "network")["nodes"]) == 70
