from hypothesis import given
from hypothesis import strategies as st

from maillage.graph.names import fold, name_key, person_key


def test_accents_case_and_apostrophes_do_not_matter():
    assert fold("L’Étape 62") == fold("l'etape  62") == "l etape 62"
    assert fold("Œuvre") == "oeuvre"


def test_articles_and_linking_words_are_left_out_of_keys():
    assert name_key("Mission Locale du Blaisois") == name_key("mission locale Blaisois")
    assert name_key("La Et") == "la et"


def test_order_of_a_persons_names_does_not_matter():
    assert person_key("QUESNEL Yann") == person_key("Yann Quesnel")


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
