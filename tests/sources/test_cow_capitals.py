"""The source cow_capitals, against what its makers published and the traps of its files."""

from datetime import date

import pytest

from multipolar.sources import catalogue, load


def test_published_counts(data_folder):
    capitals = load("cow_capitals", folder=data_folder)
    assert capitals.height == 242
    assert capitals.null_count().row(0, named=True)["capital_lat"] == 0


def test_a_move_has_its_day(data_folder):
    russia = load("cow_capitals", folder=data_folder).filter(state=365)
    assert russia.select("capital", "since", "until").rows() == [
        ("Saint Petersburg", date(1816, 1, 1), date(1918, 3, 11)),
        ("Moscow", date(1918, 3, 12), None),
    ]


def test_an_open_spell_does_not_say_that_the_state_exists(data_folder):
    capitals = load("cow_capitals", folder=data_folder)
    assert capitals.filter(state=280)["until"].to_list()[-1] is None  # Mecklenburg-Schwerin


def test_known_errors_are_left_as_published_and_said(data_folder):
    capitals = load("cow_capitals", folder=data_folder)
    brasilia = capitals.filter(capital="Brasilia").row(0, named=True)
    assert (brasilia["capital_lat"], brasilia["capital_lng"]) == pytest.approx(
        (-10.333, -53.2), abs=0.01
    )
    assert capitals.filter(state=640)["capital"].to_list() == ["Ankara"]
    notes = " ".join(catalogue["cow_capitals"].spec.notes)
    for place in ("Brasilia", "Tunis", "Riyadh", "Ankara"):
        assert place in notes
