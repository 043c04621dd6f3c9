"""The term of a treaty is extended."""

from multipolar.act import Argument, Scene, act
from multipolar.events import RENEWAL


@act(
    "A treaty is extended",
    treaty=Argument("treaty", "its name"),
    years=Argument("number", "by how many years, from the end of its term", None, "year", 1, 200),
)
def treaty_extended(scene: Scene, *, treaty: str, years: float) -> None:
    """Move the end of the term; a treaty without a term has none to move."""
    slot = scene.slot(treaty)
    if slot < 0 or scene["treaty_expires"][slot] == 0:
        return
    until = max(scene["treaty_expires"][slot], scene.year - 1.0) + round(years)
    scene["treaty_expires"][slot] = until
    a, b = [*scene.parties(slot), -1, -1][:2]
    scene.record(RENEWAL, a, b, until)
