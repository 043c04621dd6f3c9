"""Positions in the main dispute of ideas move."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act


@act(
    "Ideas move",
    states=Argument("states", "whose"),
    by=Argument("number", "by how much, on the scale of ideal points", None, "1", -8, 8),
)
def ideology_moves(scene: Scene, *, states: Sequence[str], by: float) -> None:
    """Move the position of states."""
    for s in scene.there(states):
        scene["ideology"][s] = min(max(scene["ideology"][s] + by, -4.0), 4.0)
