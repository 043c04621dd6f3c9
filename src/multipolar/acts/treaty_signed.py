"""A treaty is signed and comes into force."""

from collections.abc import Sequence

from multipolar.act import Argument, Scene, act
from multipolar.events import TREATY
from multipolar.opening import KINDS, TERMS


@act(
    "A treaty is signed",
    parties=Argument("states", "two or more states, or blocs"),
    kind=Argument("choice", "what it is", "alliance", choices=tuple(KINDS)),
    obligations=Argument("choices", "what it obliges to", choices=tuple(TERMS)),
    years=Argument("number", "its term; 0 for none", 0.0, "year", 0, 200),
    renewal=Argument("choice", "at its term", "automatic", choices=("automatic", "by agreement")),
    treaty=Argument("word", "a name by which later events call it", ""),
)
def treaty_signed(
    scene: Scene, *, parties: Sequence[str], kind: str, obligations: Sequence[str], years: float,
    renewal: str, treaty: str,
) -> None:  # fmt: skip
    """Bind the parties that are in the system, if there are two."""
    inside = scene.there(parties)
    terms = sum(TERMS[o] for o in set(obligations))
    renews = renewal == "automatic"
    slot = scene.sign(inside, KINDS[kind], terms, round(years), renews=renews, name=treaty)
    if slot >= 0:
        a, b = scene.parties(slot)[:2]
        scene.record(TREATY, a, b, terms)
