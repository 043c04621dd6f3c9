"""States impose sanctions."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import SANCTION


@act(
    "Sanctions are imposed",
    lasting=True,
    by=Argument("states", "who imposes them: a state, a bloc or a list"),
    on=Argument("states", "upon whom"),
)
def sanctions_imposed(scene: Scene, *, by: Sequence[str], on: Sequence[str]) -> None:
    """Impose them where they are not in force; the model may lift them in later years."""
    for a in scene.there(by):
        for b in scene.there(on):
            if a == b:
                continue
            flags, p = scene.side("sanction", a, b)
            if flags[p] == 0:
                flags[p] = 1
                scene.record(SANCTION, a, b)
