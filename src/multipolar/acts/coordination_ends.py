"""Standing coordination ends."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import COORDINATION_ENDED
from multipolar.steps import pair


@act("Standing coordination ends", lasting=True, between=Argument("sides", "between whom"))
def coordination_ends(scene: Scene, *, between: Sequence[Sequence[str]]) -> None:
    """End the coordination of each pair."""
    for a, b in scene.pairs(between):
        p = pair(a, b)
        if scene["coordination"][p] > 0:
            scene["coordination"][p] = 0.0
            scene.record(COORDINATION_ENDED, a, b)
