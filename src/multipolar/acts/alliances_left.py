"""A state leaves its alliances."""

from collections.abc import Sequence

import numpy as np

from multipolar.act import Argument, Scene, act
from multipolar.events import WITHDRAWAL
from multipolar.opening import KINDS


@act("A state leaves its alliances", by=Argument("states", "who leaves"))
def alliances_left(scene: Scene, *, by: Sequence[str]) -> None:
    """Take it out of every alliance that it is in; partnerships and arms control stay."""
    for who in scene.there(by):
        for slot in np.flatnonzero(scene["treaty_kind"] == KINDS["alliance"]).tolist():
            if scene["treaty_member"][slot, who] != 0:
                scene.leave(slot, who, WITHDRAWAL)
