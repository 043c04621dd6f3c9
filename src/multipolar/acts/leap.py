"""A state leaps ahead."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import TAKE_OFF


@act(
    "A state leaps ahead",
    states=Argument("states", "who"),
    growth=Argument("number", "growth added a year", 0.03, "1/year", 0, 0.3),
    years=Argument("number", "for how many years", 10.0, "year", 1, 100),
)
def leap(scene: Scene, *, states: Sequence[str], growth: float, years: float) -> None:
    """Add to its growth for some years, beyond what the model gives."""
    for s in scene.there(states):
        scene.push("growth_pull", [s], growth, round(years))
        scene.record(TAKE_OFF, s)
