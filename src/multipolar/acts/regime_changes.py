"""A regime changes."""

from multipolar.act import Argument, Scene, act
from multipolar.events import REGIME_CHANGE


@act(
    "A regime changes",
    state=Argument("state", "where"),
    to=Argument("number", "the regime then: -1 autocracy to 1 democracy", None, "1", -1, 1),
)
def regime_changes(scene: Scene, *, state: str, to: float) -> None:
    """Set the regime; the leader is new."""
    for s in scene.there([state]):
        if scene["regime"][s] == to:
            continue
        scene["regime"][s] = to
        scene["regime_change"][s] = 1.0
        scene["tenure"][s] = 0.0
        scene.record(REGIME_CHANGE, s, -1, to)
