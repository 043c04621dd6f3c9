"""Parties leave a treaty."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import WITHDRAWAL


@act(
    "Parties leave a treaty",
    treaty=Argument("treaty", "its name"),
    by=Argument("states", "who leaves"),
)
def treaty_left(scene: Scene, *, treaty: str, by: Sequence[str]) -> None:
    """Take them out of it; a treaty of one is none."""
    for who in scene.there(by):
        slot = scene.slot(treaty)
        if slot >= 0 and scene["treaty_member"][slot, who] != 0:
            scene.leave(slot, who, WITHDRAWAL)
