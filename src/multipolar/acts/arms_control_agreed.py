"""States agree to limit their arms."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import TREATY
from multipolar.opening import KINDS, TERMS


@act(
    "Arms control is agreed",
    parties=Argument("states", "two or more states, or blocs"),
    years=Argument("number", "its term; 0 for none", 10.0, "year", 0, 200),
    treaty=Argument("word", "a name by which later events call it", ""),
)
def arms_control_agreed(scene: Scene, *, parties: Sequence[str], years: float, treaty: str) -> None:
    """Bind the parties that are in the system, if there are two, to a limit on arms."""
    inside, terms = scene.there(parties), TERMS["limit"]
    slot = scene.sign(inside, KINDS["arms_control"], terms, round(years), renews=False, name=treaty)
    if slot >= 0:
        a, b = scene.parties(slot)[:2]
        scene.record(TREATY, a, b, terms)
