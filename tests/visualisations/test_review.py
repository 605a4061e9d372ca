"""Questions at the keyboard: what is shown, what each key does, and that every answer is written at once."""

import pytest
from desk import BARE, HERE, PEOPLE, THERE, Desk
from records import meeting

from maillage.visualisations import review


class Talk:
    """A conversation with a desk; `keys` are pressed one after the other, then the person leaves."""

    def __init__(self, desk, keys, language="en", notes=(), **options):
        self.desk, self.keys, self.notes, self.shown = desk, list(keys), list(notes), []
        conversation = review.Conversation(
            desk.identity, desk.cases(), language, key=lambda: self.keys.pop(0) if self.keys else "q", line=lambda _: self.notes.pop(0),
            show=self.shown.append, save=self.save, again=lambda: (desk.identity, desk.cases()), width=90, **options,
        )  # fmt: skip
        self.outcome = conversation.run()
        self.text = "\n".join(self.shown)

    def save(self, drafts):
        before = len(self.desk.entries)
        for draft in drafts:
            self.desk.note(draft)
        return self.desk.entries[before:]

    @property
    def verdicts(self):
        return [getattr(entry, "verdict", entry.kind) for entry in self.desk.entries]


def test_a_question_shows_both_sides_the_doubt_and_what_it_changes():
    text = Talk(Desk(*PEOPLE[:2]), "").text
    assert "A Aline Morel — Cap emploi" in text
    assert "B Aline Morel — CIO" in text
    assert "« present : Aline Morel (Cap emploi) » 1.txt" in text
    assert "1 record, 2024-01-05" in text
    assert "Doubt: Same name, no body in common." in text
    assert "“Same” brings together what 1 and 1 record(s) say." in text
    assert "[s]ame  [d]ifferent  [u]nsure  [l]ater" in text


def test_the_same_in_french():
    text = Talk(Desk(*PEOPLE[:2]), "", "fr").text
    assert "── 1/1 · personne" in text
    assert "Doute : Même nom, aucune structure en commun." in text
    assert "[m]êmes  [d]ifférents  [i]ncertain  [p]lus tard" in text


@pytest.mark.parametrize(("key", "verdict"), [("s", "same"), ("m", "same"), ("d", "different"), ("u", "unsure"), ("i", "unsure")])
def test_one_key_is_one_answer_in_either_language(key, verdict):
    talk = Talk(Desk(*PEOPLE[:2]), key)
    assert talk.verdicts == [verdict]
    assert (talk.outcome.answered, talk.outcome.left) == (1, 0)


@pytest.mark.parametrize("key", ["l", "p", " ", "\r", "\n"])
def test_later_writes_nothing(key):
    talk = Talk(Desk(*PEOPLE[:2]), key)
    assert talk.verdicts == []
    assert talk.outcome.later == 1


@pytest.mark.parametrize("key", ["q", "\x1b", "\x03", "\x04"])
def test_leaving_keeps_what_was_answered(key):
    talk = Talk(Desk(*PEOPLE), ["d", key])
    assert talk.verdicts == ["different"]
    assert talk.outcome.left > 0


@pytest.mark.parametrize("key", ["x", "7", "\t", "é", "\x1b[A", "日"])
def test_any_other_key_asks_for_another(key):
    talk = Talk(Desk(*PEOPLE[:2]), [key, "s"])
    assert talk.verdicts == ["same"]


def test_a_note_goes_with_the_next_answer_only():
    desk = Desk(*PEOPLE)
    Talk(desk, "nds", notes=["  deux   homonymes "])
    assert [entry.why for entry in desk.entries] == ["deux homonymes", ""]


def test_back_takes_the_last_answer_back_and_asks_it_again():
    desk = Desk(*PEOPLE)
    first = desk.cases()[0]
    talk = Talk(desk, "sbd")
    assert talk.verdicts[:3] == ["same", "undo", "different"]
    again = desk.entries[2]
    assert {again.a.record, again.b.record} == {side.mention.record for side in first.sides}
    assert talk.outcome.answered == 1


def test_a_capital_answers_for_all_of_one_name_and_back_takes_all_of_it_back():
    desk = Desk(*PEOPLE)
    talk = Talk(desk, "S")
    assert talk.verdicts == ["same", "same"]
    assert desk.cases() == []
    desk = Desk(*PEOPLE, HERE, THERE, *BARE)
    talk = Talk(desk, "pSbq" if desk.cases()[0].of == "organisation" else "Sbq")
    assert talk.verdicts == ["same", "same", "undo", "undo"]


def test_an_answer_that_settles_another_question_spares_it():
    records = [meeting(f"2024-0{n}-05", ["Aline Morel (Cap emploi)"], bassin=(), source=f"{n}.txt") for n in range(1, 5)]
    talk = Talk(Desk(*records), "s")
    assert talk.outcome.answered == 1
    assert talk.outcome.spared == 3  # the people of a body that is one are one
    assert talk.outcome.left == 0


def test_a_digit_chooses_what_a_bare_name_means():
    desk = Desk(HERE, THERE, *BARE)
    choice = desk.cases()[0].choices[1]
    talk = Talk(desk, "2")
    assert "« CIO » sans périmètre" not in talk.text
    assert "CIO without a perimeter: 5 records, one answer." in talk.text
    (entry,) = desk.entries
    assert (entry.kind, entry.target.record) == ("name", choice.mention.record)
    assert f"→ {choice.name}" in talk.text


def test_a_contradiction_names_both_and_is_asked_first():
    desk = Desk(*PEOPLE[:2])
    (case,) = desk.cases()
    desk.answer(case, "same", by="Camille")
    desk.answer(case, "different", by="Bruno")
    talk = Talk(desk, "s")
    assert "Contradiction: Camille (2026-01-01): the same; Bruno (2026-01-01): different." in talk.text
    assert talk.verdicts == ["same", "different", "undo", "same"]
    assert not any(case.conflict for case in desk.cases())


def test_no_more_than_a_screenful_is_asked():
    records = [meeting(f"20{n}-03-05", [f"Aline Morel ({body})"], source=f"{n}.txt")
               for n, body in enumerate(["Cap emploi", "CIO", "Mission Locale", "GRETA", "CCI du Vexin"], 10)]  # fmt: skip
    talk = Talk(Desk(*records), "dddddd", most=2)
    assert talk.outcome.answered == 2
    assert talk.outcome.left > 0
    assert "2/2" in talk.text


def test_a_name_cannot_move_the_cursor_and_lines_fit():
    evil = meeting("2024-03-05", ["Aline\x1b[2J Morel (Cap emploi)"], source="x.txt")
    text = Talk(Desk(evil, meeting("2024-04-05", ["Aline\x1b[2J Morel (CIO)"], source="y\x07.txt")), "").text
    assert "\x1b" not in text
    assert "\x07" not in text
    assert max(map(len, text.splitlines())) <= 90


def test_a_long_sentence_is_cut_around_the_name():
    quote = "mot " * 100 + "Aline Morel " + "mot " * 100
    cut = review.excerpt(quote, "Aline Morel", 120)
    assert "Aline Morel" in cut
    assert len(cut) <= 125
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert review.excerpt("court", "Aline") == "court"


@pytest.mark.parametrize(("language", "said"), [("en", "1 answer noted, 2 wait."), ("fr", "1 réponse notée, 2 attendent.")])
def test_what_it_came_to(language, said):
    assert review.summary(review.Outcome(answered=1, later=1, left=1), language).startswith(said)


def test_questions_as_json_values_and_rows():
    desk = Desk(*PEOPLE[:2], HERE, THERE, *BARE)
    values = review.data(desk.cases())
    assert {value["kind"] for value in values} == {"person", "organisation"}
    person = next(value for value in values if value["kind"] == "person")
    assert {side["quote"] for side in person["sides"]} == {"present : Aline Morel (Cap emploi)", "present : Aline Morel (CIO)"}
    assert all(desk.identity.lead(side["permalink"]) == side["node"] for side in person["sides"])
    assert [row["n"] for row in review.rows(desk.cases(), "fr")] == [1, 2]
