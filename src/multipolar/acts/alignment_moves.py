"""States draw together or apart."""

from collections.abc import Sequence

import numpy as np

from multipolar.act import Argument, Scene, act
from multipolar.steps import pair


@act(
    "States draw together or apart",
    between=Argument("sides", "who"),
    by=Argument("number", "what it adds to their alignment", None, "1", -2, 2),
)
def alignment_moves(scene: Scene, *, between: Sequence[Sequence[str]], by: float) -> None:
    """Move the alignment of each pair, which runs from -1, enemies, to 1."""
    ties = scene["alignment"]
    for a, b in scene.pairs(between):
        ties[pair(a, b)] = np.clip(ties[pair(a, b)] + by, -1.0, 1.0)
