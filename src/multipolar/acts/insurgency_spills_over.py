"""An insurgency spills over to other states."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import INSURGENCY
from multipolar.steps import pair


@act(
    "An insurgency spills over",
    state=Argument("state", "where it comes from"),
    into=Argument("states", "where to; all neighbours", "neighbours"),
    strength=Argument("number", "what it adds to the log odds of armed conflict there", 1.0, "1",
        0, 10),
    years=Argument("number", "for how many years", 5.0, "year", 1, 100),
)  # fmt: skip
def insurgency_spills_over(
    scene: Scene, *, state: str, into: Sequence[str], strength: float, years: float
) -> None:
    """Begin it at its origin if there is none, and raise the odds where it spills."""
    for s in scene.there([state]):
        if scene["insurgency"][s] == 0:
            scene["insurgency"][s] = 1.0
            scene.record(INSURGENCY, s)
        if list(into) == ["neighbours"]:
            into = [
                code for k, code in enumerate(scene.opening.states)
                if k != s and scene["contiguous"][pair(k, s)] != 0
            ]  # fmt: skip
        scene.push("unrest_pull", scene.there(into), strength, round(years))
