"""Growth is hit, or lifted, from outside."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act


@act(
    "A shock to growth",
    states=Argument("states", "whom it hits", "world"),
    size=Argument("number", "what it adds to growth a year", None, "1/year", -0.5, 0.5),
    years=Argument("number", "for how many years", 1.0, "year", 1, 100),
)
def growth_shock(scene: Scene, *, states: Sequence[str], size: float, years: float) -> None:
    """Add to the growth of states in this year and those after it."""
    scene.push("growth_pull", scene.there(states), size, round(years))
