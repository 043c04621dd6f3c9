"""A rivalry ends."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import RIVALRY_ENDED
from multipolar.steps import pair


@act("A rivalry ends", lasting=True, between=Argument("sides", "between whom"))
def rivalry_ends(scene: Scene, *, between: Sequence[Sequence[str]]) -> None:
    """End the rivalry of each pair."""
    for a, b in scene.pairs(between):
        if scene["rivalry"][pair(a, b)] != 0:
            scene["rivalry"][pair(a, b)] = 0
            scene.record(RIVALRY_ENDED, a, b)
