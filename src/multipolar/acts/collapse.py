"""A state collapses."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import COLLAPSE, SEPARATISM


@act(
    "A state collapses",
    states=Argument("states", "who"),
    loss=Argument("number", "part of output, forces and spending lost at once", 0.2, "share", 0, 1),
    separatism=Argument(
        "choice", "whether a war of separation begins", "no", choices=("yes", "no")
    ),
)
def collapse(scene: Scene, *, states: Sequence[str], loss: float, separatism: str) -> None:
    """Put the state where failed states of the model are: its economy in collapse."""
    for s in scene.there(states):
        scene["growth_regime"][s] = -1.0
        scene["terrorism"][s] = min(scene["terrorism"][s] + 1.0, 20.0)
        scene["regime"][s] *= 0.5
        for stock in ("gdp_ppp", "energy", "steel", "military_spending", "military_personnel"):
            scene[stock][s] *= 1.0 - loss
        scene.record(COLLAPSE, s)
        if separatism == "yes" and scene["separatism"][s] == 0:
            scene["separatism"][s] = 1.0
            scene.record(SEPARATISM, s)
