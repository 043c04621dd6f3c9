"""Shared bodies and trust hold disputes down and ease pacts."""

import numpy as np
import pytest
from simulated import alone, run, tiny

VALUES = {"bodies": 0.2, "order": 0.6, "cooperation": 0.8}


def pulls(bodies, trust):
    model = alone("governance", **VALUES)
    final, _ = run(model, tiny(model, 3, room=0, shared_bodies=bodies, trust=trust))
    assert np.ptp(final["onset_pull"]) == 0
    return final["onset_pull"][0], final["pact_pull"][0]


@pytest.mark.parametrize(("bodies", "trust"), [(0, 0.5), (0, 1), (30, 0.5), (30, 0), (7, 0.9)])
def test_bodies_count_by_log_and_more_with_trust(bodies, trust):
    calm = 0.2 * np.log(1 + bodies) * (0.5 + trust) + 0.6 * (trust - 0.5)
    assert pulls(bodies, trust) == pytest.approx((-calm, 0.8 * (trust - 0.5)), abs=1e-6)


def test_usual_trust_and_no_bodies_do_nothing():
    assert pulls(0, 0.5) == (0, 0)


def test_what_it_adds_reaches_the_pairs_that_seek_pacts():
    sought = []
    for trust in (0, 0.5, 1):
        model = alone("governance", "alliances", **VALUES | {"cooperation": 4}).set(
            {"alliances.base": -2, "alliances.unevenness": 0}
        )
        sought.append(run(model, tiny(model, 30, room=0, trust=trust))[0]["seeks_pact"].sum())
    assert sought[0] < sought[1] < sought[2]
