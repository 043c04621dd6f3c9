"""Leaders meet."""

from collections.abc import Sequence

import numpy as np

from multipolar.act import Argument, Scene, act
from multipolar.steps import pair


@act(
    "A summit",
    between=Argument("sides", "who meets"),
    warmth=Argument("number", "what it adds to their alignment", 0.1, "1", -1, 1),
)
def summit(scene: Scene, *, between: Sequence[Sequence[str]], warmth: float) -> None:
    """Draw each pair together once; a summit alone is no standing coordination."""
    ties = scene["alignment"]
    for a, b in scene.pairs(between):
        ties[pair(a, b)] = np.clip(ties[pair(a, b)] + warmth, -1.0, 1.0)
