"""Nuclear weapons on both sides, on one, on none."""

import pytest
from simulated import alone, run, tiny


@pytest.mark.parametrize(
    ("bombs", "onset", "escalation"),
    [
        ((0, 0), 0.0, 0.0),
        ((300, 1), 0.3, -2.0),
        ((1, 5000), 0.3, -2.0),
        ((300, 0), 0.0, 0.5),
        ((0, 1), 0.0, 0.5),
        ((0.9, 0), 0.0, 0.0),
        ((0.9, 40), 0.0, 0.5),
    ],
)
def test_what_counts_is_who_has_them_and_not_how_many(bombs, onset, escalation):
    model = alone("deterrence", crisis=0.3, mutual=-2.0, one_sided=0.5)
    final, _ = run(model, tiny(model, 2, room=0, nuclear_warheads=bombs))
    assert (final["onset_pull"][0], final["escalation_pull"][0]) == pytest.approx(
        (onset, escalation)
    )
