"""States become rivals."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import RIVALRY
from multipolar.steps import pair


@act("A rivalry begins", lasting=True, between=Argument("sides", "between whom"))
def rivalry_begins(scene: Scene, *, between: Sequence[Sequence[str]]) -> None:
    """Make each pair rivals."""
    for a, b in scene.pairs(between):
        if scene["rivalry"][pair(a, b)] == 0:
            scene["rivalry"][pair(a, b)] = 1
            scene.record(RIVALRY, a, b)
