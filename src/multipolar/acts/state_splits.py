"""A part of a state becomes a state."""

import numpy as np

from multipolar.act import Argument, Scene, act
from multipolar.events import SECESSION
from multipolar.steps import pair

SHARED = (
    "population", "urban_population", "gdp_ppp", "energy", "steel", "military_spending",
    "military_personnel", "capability",
)  # fmt: skip
TRAITS = ("ideology", "growth", "region", "dependence", "threat", "regional_shock", "regime")
TIES = ("log_distance", "alignment", "paths", "shared_bodies", "contiguous", "same_region")
NEAR = {"log_distance": 6.2, "contiguous": 1, "same_region": 1, "alignment": -0.1, "grudge": 0.3}
"""What the parts are to each other, as in ``mechanisms/statehood.py``."""


@act(
    "A state splits",
    state=Argument("state", "who"),
    share=Argument("number", "part of its people and means that leaves", None, "share", 0.001, 0.9),
)
def state_splits(scene: Scene, *, state: str, share: float) -> None:
    """Let a part leave, in a place that waits for states; it takes no treaties and no warheads."""
    free = np.flatnonzero(scene["vacant"] > 0).tolist()
    for s in scene.there([state]):
        if not free:
            scene["crowded"][0] += 1.0
            return
        new = min(free, key=lambda k: int(scene.opening.ids[k]))
        scene["vacant"][new], scene["present"][new], scene["separatism"][s] = 0.0, 1.0, 0.0
        for name in SHARED:
            stock = scene[name]
            stock[new], stock[s] = stock[s] * share, stock[s] * (1.0 - share)
        for name in TRAITS:
            scene[name][new] = scene[name][s]
        scene["terrorism"][new] = 0.5 * scene["terrorism"][s]
        scene["tenure"][new] = scene["belligerence"][new] = 0.0
        for k in range(len(scene.opening.states)):
            if k not in (s, new):
                _inherit(scene, s, new, k, share)
        p = pair(s, new)
        for name in ("paths", "peace_years", "shared_bodies", "coordination", "rivalry"):
            scene[name][p] = 0
        for name, value in NEAR.items():
            scene[name][p] = value
        scene["trade_ij"][p] = scene["trade_ji"][p] = 0.05 * scene["gdp_ppp"][new]
        scene.record(SECESSION, s, new, share)


def _inherit(scene: Scene, s: int, new: int, k: int, share: float) -> None:
    """Give the new state the ties of the old one with a third."""
    old, p = pair(s, k), pair(new, k)
    for name in TIES:
        scene[name][p] = scene[name][old]
    scene["peace_years"][p], scene["grudge"][p], scene["coordination"][p] = 30.0, 0.0, 0.0
    for a, b, c, d in ((new, k, s, k), (k, new, k, s)):
        flows, at = scene.side("trade", a, b)
        from_, was = scene.side("trade", c, d)
        flows[at] = from_[was] * share
        from_[was] = from_[was] * (1.0 - share)
