"""Standing coordination begins."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import COORDINATION
from multipolar.steps import pair


@act(
    "Standing coordination begins, or deepens",
    lasting=True,
    between=Argument("sides", "between whom"),
    level=Argument("number", "how close: 1 is the closest", 0.2, "1", 0.06, 1),
)
def coordination_begins(scene: Scene, *, between: Sequence[Sequence[str]], level: float) -> None:
    """Bring the coordination of each pair to a level, if it is below."""
    for a, b in scene.pairs(between):
        p = pair(a, b)
        if scene["coordination"][p] < level:
            if scene["coordination"][p] < 0.05:
                scene.record(COORDINATION, a, b)
            scene["coordination"][p] = level
