"""Treaties reach the end of their term, and are renewed by their odds or lapse."""

import numpy as np
import pytest
from simulated import alone, decides, logistic, run, sign, tiny, told, whole_luck

from multipolar.events import LAPSE, RENEWAL
from multipolar.steps import key

VALUES = {"tacit": 1.0, "agreed": -1.0, "warmth": 2.0}
PAIRS = 50


def ended(renewal, bonds=0.0, expires=2000, years=1):
    """Return the end of many treaties of two, the events, and the draws that decide on them."""
    model = alone("treaty_terms", **VALUES)
    opening = tiny(model, 2 * PAIRS, room=0, treaties=PAIRS, alignment=bonds)
    draws = []
    for t in range(PAIRS):
        parties = [2 * t, 2 * t + 1]
        opening = sign(model, opening, parties, t, expires=expires, term=10, renewal=renewal)
        a, b = sorted(opening.ids[parties])
        draws.append(whole_luck(opening, "treaty_terms.expire", a, key(b, 1990)))
    final, events = run(model, opening, years)
    return final, events, np.array(draws)


@pytest.mark.parametrize(("renewal", "bonds"), [(1, 0), (0, 0), (1, -0.6), (0, 0.4)])
def test_treaties_are_renewed_by_their_kind_and_by_alignment(renewal, bonds):
    final, events, draws = ended(renewal, bonds)
    kept = final["treaty_kind"] > 0
    chance = logistic((1.0 if renewal else -1.0) + 2 * bonds)
    assert decides(kept, draws, np.full(PAIRS, chance))
    assert len(told(events, RENEWAL)) == kept.sum()
    assert len(told(events, LAPSE)) == PAIRS - kept.sum()
    assert set(final["treaty_expires"][kept]) == {2010}
    assert final["treaty_member"].sum() == 2 * kept.sum()
    assert final["defence"].sum() == kept.sum()


def test_the_last_year_of_a_term_is_in_it():
    final, events, _ = ended(0, expires=2001)
    assert (final["treaty_kind"] == 1).all()
    assert not told(events, RENEWAL, LAPSE)
    final, events, _ = ended(0, expires=2001, years=2)
    assert (final["treaty_kind"] == 0).any()


def test_treaties_without_a_term_do_not_end():
    final, events, _ = ended(0, bonds=-1, expires=0, years=30)
    assert (final["treaty_kind"] == 1).all()
    assert not told(events, RENEWAL, LAPSE)


def test_the_mean_over_all_pairs_of_parties_counts():
    model = alone("treaty_terms", tacit=0, agreed=0, warmth=10)
    bonds = np.zeros((4, 4))
    bonds[1, 0], bonds[2, 0], bonds[2, 1] = 1, 1, -0.5
    bonds[3] = -1
    opening = tiny(model, 4, alignment=bonds)
    opening = sign(model, opening, [0, 1, 2], expires=2000, term=5)
    a, b = sorted(opening.ids[:3])[:2]
    kept = []
    for member in range(30):
        final, _ = run(model, opening, member=member)
        u = whole_luck(opening, "treaty_terms.expire", a, key(b, 1990), member=member)
        assert (final["treaty_kind"][0] > 0) == (u < logistic(10 * 0.5))
        kept.append(final["treaty_kind"][0] > 0)
    assert np.mean(kept) > 0.9
