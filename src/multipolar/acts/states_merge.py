"""A state becomes part of another."""

from multipolar.act import Argument, Scene, act
from multipolar.events import UNION

STOCKS = (
    "population", "urban_population", "gdp_ppp", "energy", "steel", "military_spending",
    "military_personnel", "nuclear_warheads", "capability",
)  # fmt: skip


@act(
    "Two states become one",
    state=Argument("state", "who ceases to be a state"),
    into=Argument("state", "whose part it becomes"),
)
def states_merge(scene: Scene, *, state: str, into: str) -> None:
    """Give the one the means and trade of the other, which leaves the system."""
    both = scene.there([into, state])
    if len(both) < 2:
        return
    a, b = both
    for name in STOCKS:
        stock = scene[name]
        stock[a], stock[b] = stock[a] + stock[b], 0.0
    for k in range(len(scene.opening.states)):
        if k in (a, b):
            continue
        for x, y, v, w in ((a, k, b, k), (k, a, k, b)):
            flows, at = scene.side("trade", x, y)
            more, there = scene.side("trade", v, w)
            flows[at] += more[there]
    scene["present"][b] = 0.0
    scene["major"][b] = 0.0
    scene.record(UNION, a, b)
