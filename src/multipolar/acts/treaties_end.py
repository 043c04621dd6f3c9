"""The treaties of two states end."""

from collections.abc import Sequence

import numpy as np

from multipolar.act import Argument, Scene, act
from multipolar.events import LAPSE
from multipolar.opening import KINDS


@act(
    "The treaties of two states end",
    between=Argument("sides", "the states, or blocs"),
    kind=Argument("choice", "which", "any", choices=("any", *KINDS)),
)
def treaties_end(scene: Scene, *, between: Sequence[Sequence[str]], kind: str) -> None:
    """End every treaty that has the two states of a pair as its only parties."""
    for a, b in scene.pairs(between):
        for slot in np.flatnonzero(scene["treaty_kind"] > 0).tolist():
            right = kind == "any" or scene["treaty_kind"][slot] == KINDS[kind]
            if right and set(scene.parties(slot)) == {a, b}:
                scene.end(slot, LAPSE)
