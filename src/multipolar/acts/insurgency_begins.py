"""An armed conflict begins within a state."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import INSURGENCY, SEPARATISM


@act(
    "An insurgency begins",
    states=Argument("states", "where"),
    over=Argument("choice", "what it is fought over", "government",
        choices=("government", "territory")),
)  # fmt: skip
def insurgency_begins(scene: Scene, *, states: Sequence[str], over: str) -> None:
    """Begin an armed conflict over the government or over a part of the state."""
    name = "insurgency" if over == "government" else "separatism"
    for s in scene.there(states):
        if scene[name][s] == 0:
            scene[name][s] = 1.0
            scene.record(INSURGENCY if over == "government" else SEPARATISM, s)
