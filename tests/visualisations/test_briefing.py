"""The page before a meeting: what it says of a graph a reader can see through, its sources, its length, who may read it."""

import io
from itertools import combinations

import pytest
from docx import Document
from records import meeting

from maillage.graph.errors import UnknownName
from maillage.graph.facts import build
from maillage.graph.record import Action, Event, Link, Partnership
from maillage.graph.resolution import resolve
from maillage.graph.writer import publish
from maillage.queries.briefing import briefing
from maillage.queries.seated import seating
from maillage.visualisations import briefing as pages
from maillage.visualisations import seating as seating_page

GIVEN = (
    "Aline",
    "Bruno",
    "Chloé",
    "Denis",
    "Élise",
    "Farid",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jules",
    "Karim",
    "Lise",
    "Marc",
    "Nora",
    "Omar",
)
FAMILY = ("Morel", "Petit", "Garnier", "Faure", "Roux", "Brun", "Noir", "Blanc", "Vidal", "Leroy", "Colin", "Perrin", "Masson", "Henry",
          "Gautier")  # fmt: skip


def fill(store, records):
    publish(store, build(records, resolve(records)), "test")


def person(number):
    return f"{GIVEN[number]} {FAMILY[number]} (Association Les Ateliers numéro {number + 1})"


def proof(words):
    return {"quote": words, "rule": "test", "spans": ()}


def fifteen():
    """Three circles of five associations, that meet four times each and never mix; a list of actions; a next date; one member unseen."""
    records = []
    for number in range(12):
        circle = range(number % 3 * 5, number % 3 * 5 + 5)
        record = meeting(
            f"2024-{number + 1:02}-05", [person(one) for one in circle], bassin="Blois", title=f"Comité {number + 1}"
        )
        actions = tuple(
            Action(id=f"a{n}", who=(record.organisations[n].id,), what=f"Préparer la fiche {number + 1}.{n} qui présente la structure aux "
                   "autres partenaires du bassin et la transmettre avant la prochaine réunion", evidence=proof(f"fiche {number + 1}.{n}"))
            for n in range(2)
        )  # fmt: skip
        records.append(record.model_copy(update={"actions": actions}))
    last = records[-1]
    ahead = Event(id="next", title="Comité de janvier", date="2025-01-14", time="09:00", place="Mairie", status="planned")
    links = tuple(Link(type=kind, start=start, end=end, evidence=proof("Prochain comité le 14 janvier à 9 h"))
                  for kind, start, end in (("next", "e", "next"), ("concerns", "next", "t-blois")))  # fmt: skip
    unseen = last.organisations[0].model_copy(update={"id": "unseen", "name": "Association La Passerelle absente"})
    members = (*(body.id for body in last.organisations), "unseen")
    group = Partnership(id="g", members=members, basis="Groupe local", territory="t-blois", evidence=proof("membres du groupe"))
    records[-1] = last.model_copy(update={
        "events": (*last.events, ahead), "links": (*last.links, *links), "partnerships": (group,),
        "organisations": (*last.organisations, unseen),
    })  # fmt: skip
    return records


def section(made, key):
    return next(one for one in made.sections if one.key == key)


def texts(made, key, language="en"):
    return [line.text[language] for line in section(made, key).lines]


def test_the_page_says_what_the_records_say(store):
    fill(store, [
        meeting("2024-01-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Janvier"),
        meeting("2024-02-10", ["Aline Morel (Cap emploi)", "Chloé Garnier (Mission Locale)"], title="Février"),
        meeting("2024-03-10", ["Aline Morel (Cap emploi)", "Bruno Petit (CIO)"], title="Mars"),
        meeting("2024-04-10", ["Aline Morel (Cap emploi)", "Chloé Garnier (Mission Locale)"], title="Avril"),
    ])  # fmt: skip
    made = briefing(store, "Vexin", language="en")
    facts = [line.text["en"] for line in made.facts]
    assert facts[0] == "Last meeting: Avril, Wednesday 10 April 2024, 2 people there."
    assert facts[1] == "Next date: not known, no record announces one."
    assert facts[2].startswith("3 known partners: Cap emploi, Aline Morel [")
    (never,) = texts(made, "never-met")
    assert never.replace(" (Vexin)", "") in (
        "Never seen together: CIO — Mission Locale (0 times on 3 lists).",
        "Never seen together: CIO — Mission Locale (0 times on 4 lists).",
    )
    (introduced,) = texts(made, "introductions")
    assert introduced.startswith("CIO — Mission Locale: through Cap emploi (Aline Morel), the only one known, has met CIO 2 ×")
    numbers = {number for part in (made.facts, *(one.lines for one in made.sections)) for line in part for number in line.sources}
    assert numbers <= {source.number for source in made.sources}
    assert all(source.quote and source.record for source in made.sources)


def test_nothing_known_is_said_and_never_nobody(store):
    fill(store, [meeting(None, bassin="Perche", listed="none", status="planned")])
    made = briefing(store, "Perche")
    for language in ("fr", "en"):
        text = pages.page(made, language).lower()
        assert ("not known" if language == "en" else "on ne sait pas") in text
        assert "nobody" not in text
        assert "personne n'a" not in text
    with pytest.raises(UnknownName):
        briefing(store, "Ailleurs")


def test_bodies_only_for_others_to_read(embedded_store):
    fill(embedded_store, fifteen())
    made = briefing(embedded_store, "Blois", audience="organisations")
    for language in ("fr", "en"):
        html = pages.page(made, language)
        text = "\n".join(p.text for p in Document(io.BytesIO(pages.docx(made, language))).paragraphs)
        for given, family in zip(GIVEN, FAMILY, strict=True):
            assert f"{given} {family}" not in html
            assert f"{given} {family}" not in text
    assert "Aline Morel" in pages.page(briefing(embedded_store, "Blois"), "fr")


def test_word_and_page_hold_the_same_lines(embedded_store):
    fill(embedded_store, fifteen())
    made = briefing(embedded_store, "Blois")
    text = "\n".join(p.text for p in Document(io.BytesIO(pages.docx(made, "en"))).paragraphs)
    for part in (made.facts, *(one.lines for one in made.sections)):
        for line in part:
            assert line.text["en"] in text
    for source in made.sources:
        assert f"{source.number}. {source.record}" in text


def test_names_are_data_on_the_page(embedded_store):
    fill(embedded_store, [meeting("2024-01-10", ["<img src=x onerror=alert(1)> Morel (Cap emploi)", "Bruno Petit (CIO)"])])
    html = pages.page(briefing(embedded_store, "Vexin"), "fr")
    assert "<img" not in html
    assert "&lt;img" in html
    assert "<script" not in html
    tables = seating(embedded_store, scope="Vexin", seats=2)
    assert "<img" not in seating_page.page(tables.data, title="<b>", sentence="s")


def test_fifteen_partners_fit_two_sheets_of_paper(embedded_store, browser, tmp_path):
    """The page of fifteen partners, 75 pairs never seen and 24 actions prints on two A4 sheets in both languages."""
    import pdfplumber

    fill(embedded_store, fifteen())
    made = briefing(embedded_store, "Blois")
    assert len(section(made, "never-met").lines) <= 8
    assert sum(1 for _ in combinations(range(15), 2)) - 3 * 10 == 75
    assert "Association La Passerelle absente" in "\n".join(texts(made, "expected-unseen"))
    for language in ("fr", "en"):
        file = tmp_path / f"{language}.html"
        file.write_text(pages.page(made, language), "utf-8")
        page = browser.new_page()
        page.goto(file.as_uri())
        page.pdf(path=tmp_path / f"{language}.pdf", prefer_css_page_size=True)
        page.close()
        with pdfplumber.open(tmp_path / f"{language}.pdf") as printed:
            assert len(printed.pages) <= 2
            assert (round(printed.pages[0].width), round(printed.pages[0].height)) == (595, 842)
