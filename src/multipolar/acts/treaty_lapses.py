"""A treaty is not renewed."""

from multipolar.act import Argument, Scene, act
from multipolar.events import LAPSE


@act("A treaty lapses", treaty=Argument("treaty", "its name"))
def treaty_lapses(scene: Scene, *, treaty: str) -> None:
    """End a treaty that is in force; what it bound the parties to goes with it."""
    if (slot := scene.slot(treaty)) >= 0:
        scene.end(slot, LAPSE)
