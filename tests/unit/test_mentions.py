"""States named in running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.mentions import mentions


def codes(text, date=2021):
    return [(m.text, m.code) for m in mentions(text, date)]


def test_the_longest_name_counts():
    assert codes("South Korea and the Republic of the Congo") == [
        ("South Korea", "KOR"),
        ("Republic of the Congo", "COG"),
    ]


def test_a_name_means_what_it_meant_at_the_date():
    assert codes("Russia and the Soviet Union", 1960)[1] == ("Soviet Union", "SUN")
    assert codes("Burma", 1980) == [("Burma", "MMR")]


def test_a_state_that_is_gone_or_ambiguous_is_named_with_the_reason():
    (gone,) = mentions("the Soviet Union", 2021)
    assert (gone.code, "1991" in gone.why) == ("", True)
    (two,) = mentions("Korea", 2021)
    assert two.code == ""
    assert "KOR" in two.why
    assert "PRK" in two.why


def test_small_words_and_codes_are_not_states():
    assert codes("it is no use to us in be at me. In the US, NO") == [("US", "USA")]


def test_places_point_into_the_text():
    text = "On June 28th, the U.S. and China met."
    assert [text[m.start : m.end] for m in mentions(text)] == ["U.S.", "China"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "the the The", "1234 !!", "İstanbul \ud83c"])
def test_nothing_is_found_in_nothing(text):
    assert mentions(text) == []


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for m in mentions(text):
        assert text[m.start : m.end] == m.text
