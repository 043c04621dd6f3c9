"""States lift their sanctions."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import SANCTION_LIFTED


@act(
    "Sanctions are lifted",
    lasting=True,
    by=Argument("states", "who lifts them: a state, a bloc or a list"),
    on=Argument("states", "upon whom they were"),
)
def sanctions_lifted(scene: Scene, *, by: Sequence[str], on: Sequence[str]) -> None:
    """Lift those in force; the model may impose new ones in later years."""
    for a in scene.there(by):
        for b in scene.there(on):
            if a == b:
                continue
            flags, p = scene.side("sanction", a, b)
            if flags[p] != 0:
                flags[p] = 0
                scene.record(SANCTION_LIFTED, a, b)
