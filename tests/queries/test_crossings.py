"""What two shared, as bits: the same as counting it by hand, and as `meetings_of_pairs` does, sessions told apart or not."""

from datetime import date
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from maillage.queries.crossings import Crossings
from maillage.queries.meetings import Occasion, meetings_of_pairs

OCCASIONS = {f"e{n}": Occasion(f"e{n}", "", latest=None if n == 0 else date(2024, 1, n)) for n in range(8)}
SESSIONS = st.frozensets(st.sampled_from(["matin", "midi", "soir"]), max_size=2)
THERE = st.dictionaries(
    st.sampled_from(sorted(OCCASIONS)), st.dictionaries(st.sampled_from("abcd"), SESSIONS, max_size=4), max_size=8
)


def test_two_who_sat_in_different_sessions_did_not_meet():
    there = {"e1": {"a": frozenset({"matin"}), "b": frozenset({"soir"}), "c": frozenset()}}
    met = Crossings(there, OCCASIONS)
    assert not met.shared("a", "b")
    assert met.count(met.shared("a", "c")) == met.count(met.shared("b", "c")) == 1


def test_the_last_is_the_last_dated_one():
    met = Crossings({event: {"a": frozenset(), "b": frozenset()} for event in ("e0", "e3", "e2")}, OCCASIONS)
    shared = met.shared("a", "b")
    assert met.count(shared) == 3
    assert met.last(shared).id == "e3"
    assert met.count(shared & met.where(lambda occasion: occasion.latest is None)) == 1


@given(THERE)
def test_it_counts_what_the_lists_of_pairs_hold(there):
    met, pairs = Crossings(there, OCCASIONS), meetings_of_pairs(there, "abcd")
    for pair in combinations("abcd", 2):
        assert met.count(met.shared(*pair)) == len(pairs.get(pair, ()))
        if pair in pairs:
            assert met.last(met.shared(*pair)).id == max(
                pairs[pair], key=lambda event: (OCCASIONS[event].latest or date.min, event)
            )
