"""Arms control between states ends."""

from collections.abc import Sequence

import numpy as np

from multipolar.act import Argument, Scene, act
from multipolar.events import LAPSE
from multipolar.opening import KINDS, TERMS


@act("Arms control ends", between=Argument("sides", "the states, or blocs"))
def arms_control_ends(scene: Scene, *, between: Sequence[Sequence[str]]) -> None:
    """End every agreement that limits the arms of both states of a pair."""
    for a, b in scene.pairs(between):
        for slot in np.flatnonzero(scene["treaty_kind"] == KINDS["arms_control"]).tolist():
            inside = scene["treaty_member"][slot]
            limits = int(scene["treaty_terms"][slot]) & TERMS["limit"]
            if limits and inside[a] != 0 and inside[b] != 0:
                scene.end(slot, LAPSE)
