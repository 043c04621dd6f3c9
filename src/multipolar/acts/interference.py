"""States interfere in the affairs of another."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.steps import pair


@act(
    "Interference from outside",
    by=Argument("states", "who interferes"),
    on=Argument("states", "where"),
    strength=Argument("number", "what each adds to the log odds of armed conflict there", 0.5,
        "1", 0, 5),
    years=Argument("number", "for how many years", 5.0, "year", 1, 100),
    resentment=Argument("number", "what it takes from their alignment at once", 0.1, "1", 0, 2),
)  # fmt: skip
def interference(
    scene: Scene, *, by: Sequence[str], on: Sequence[str], strength: float, years: float,
    resentment: float,
) -> None:  # fmt: skip
    """Feed armed conflict within the target, and sour the ties."""
    for a in scene.there(by):
        for b in scene.there(on):
            if a == b:
                continue
            scene.push("unrest_pull", [b], strength, round(years))
            ties, p = scene["alignment"], pair(a, b)
            ties[p] = max(ties[p] - resentment, -1.0)
