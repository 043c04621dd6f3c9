"""What an act is: something that a scenario does to a simulated world. The acts are in ``acts/``.

An act is a function of a ``Scene``, one future at the start of a year, and of
arguments by name. Its facts, the arguments among them, hang on the function, so
that files, their schema and their checks see the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt

from multipolar.opening import Opening
from multipolar.plan import BLOCKS, Plan
from multipolar.steps import pair, record

Array = npt.NDArray[Any]
Kind = Literal[
    "state", "states", "sides", "treaty", "number", "choice", "choices", "field", "parameter",
    "word",
]  # fmt: skip
"""What an argument takes. ``states``: a state, a bloc or a list of them; ``sides``: two or more
states or blocs, of which every pair across is meant; ``word``: a name that the file gives."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of an act as a file gives it.

    Parameters
    ----------
    kind
        What it takes.
    meaning
        In one line.
    default
        Where it is left out; None if it must be given.
    unit, low, high
        Of a number.
    choices
        Words to choose from.
    """

    kind: Kind
    meaning: str
    default: Any = None
    unit: str = "1"
    low: float = float("-inf")
    high: float = float("inf")
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActSpec:
    """The facts of an act.

    ``lasting`` acts may be given ``until``: they are then done again at the
    start of every year to that one, should the model undo them.
    """

    label: str
    arguments: Mapping[str, Argument]
    lasting: bool = False


@runtime_checkable
class Act(Protocol):
    """A function of a scene with its facts attached."""

    spec: ActSpec
    __name__: str

    def __call__(self, scene: "Scene", /, **arguments: Any) -> None:
        """Do it."""
        ...


F = TypeVar("F", bound=Callable[..., None])


def act(label: str, *, lasting: bool = False, **arguments: Argument) -> Callable[[F], F]:
    """Attach the facts to a function, which stays a plain function."""

    def attach(function: F) -> F:
        function.spec = ActSpec(label, arguments, lasting)  # type: ignore[attr-defined]
        return function

    return attach


@dataclass
class Scene:
    """One future at the start of a year, as an act finds it.

    Parameters
    ----------
    plan, opening
        Of the run.
    blocks
        ``block → array``, changed in place.
    params, given
        Parameters of the member as they are, changed in place, and as it was given them.
    events
        The log.
    year
        The year that begins.
    treaties
        ``name → slot and year of signature`` of the treaties that have a name.
    rows
        Dated changes that acts add for this year and later ones.
    """

    plan: Plan
    opening: Opening
    blocks: Mapping[str, Array]
    params: Array
    given: Array
    events: Array
    year: int
    treaties: dict[str, tuple[int, int]]
    rows: list[list[float]] = field(default_factory=list)

    def __getitem__(self, part: str) -> Array:
        """Return a field, to be changed in place; pairs are packed."""
        block, row = self.plan.parts[part]
        array: Array = self.blocks[block][row]
        return array

    def place(self, code: str) -> int:
        """Return the place of a state."""
        return self.opening.states.index(code)

    def there(self, codes: Iterable[str]) -> list[int]:
        """Return the places of those of some states that are in the system; ``world`` is all."""
        present = self["present"]
        codes = tuple(codes)
        if codes == ("world",):
            return [int(k) for k in np.flatnonzero(present > 0)]
        return [k for k in map(self.place, codes) if present[k] > 0]

    def pairs(self, sides: Sequence[Iterable[str]]) -> Iterator[tuple[int, int]]:
        """Yield every pair of present states of different sides."""
        groups = [self.there(side) for side in sides]
        seen = set[tuple[int, int]]()
        for k, group in enumerate(groups):
            for other in groups[:k]:
                for a in other:
                    for b in group:
                        if a != b and (a, b) not in seen:
                            seen |= {(a, b), (b, a)}
                            yield a, b

    def record(self, kind: int, a: int = -1, b: int = -1, value: float = 0.0) -> None:
        """Write down what happened."""
        record(self.events, kind, self.year, a, b, value)

    def push(self, part: str, places: Iterable[int], plus: float, years: int = 1) -> None:
        """Add to a field of states or pairs, also a tally, in this year and those after it."""
        block, row = self.plan.parts[part]
        self.rows += [
            [self.year + t, BLOCKS.index(block), row, k, 0, 1.0, plus]
            for t in range(years)
            for k in places
            if plus
        ]

    def slot(self, treaty: str) -> int:
        """Return the slot of a treaty that is in force; -1 if it is not."""
        slot, since = self.treaties.get(treaty, (-1, 0))
        same = slot >= 0 and self["treaty_kind"][slot] > 0
        return slot if same and self["treaty_since"][slot] == since else -1

    def parties(self, slot: int) -> list[int]:
        """Return the places of the parties of a treaty, in the order of their names."""
        inside = np.flatnonzero(self["treaty_member"][slot])
        return sorted(inside.tolist(), key=lambda k: int(self.opening.ids[k]))

    def end(self, slot: int, kind: int) -> None:
        """End a treaty and record it as an event of some kind."""
        a, b = [*self.parties(slot), -1, -1][:2]
        self["treaty_kind"][slot] = 0.0
        self["treaty_member"][slot, :] = 0
        self.record(kind, a, b, self["treaty_terms"][slot])

    def leave(self, slot: int, who: int, kind: int) -> None:
        """Take a party out of a treaty; it ends when fewer than two are left."""
        others = [k for k in self.parties(slot) if k != who]
        self["treaty_member"][slot, who] = 0
        self.record(kind, who, others[0] if others else -1, self["treaty_terms"][slot])
        if len(others) < 2:
            self["treaty_kind"][slot] = 0.0
            self["treaty_member"][slot, :] = 0

    def sign(
        self, parties: Sequence[int], kind: float, terms: int, years: float, *, renews: bool,
        name: str = "",
    ) -> int:  # fmt: skip
        """Put a treaty into the last free slot and return it; -1 if there is none or no pair."""
        free = np.flatnonzero(self["treaty_kind"] == 0)
        if len(parties) < 2 or not len(free):
            self["crowded"][0] += len(parties) >= 2
            return -1
        slot = int(free[-1])
        facts = {
            "kind": kind, "terms": terms, "since": self.year, "term": years,
            "expires": self.year + years if years else 0.0, "renewal": float(renews),
        }  # fmt: skip
        for fact, value in facts.items():
            self[f"treaty_{fact}"][slot] = value
        self["treaty_member"][slot, :] = 0
        self["treaty_member"][slot, list(parties)] = 1
        if name:
            self.treaties[name] = slot, self.year
        return slot

    def side(self, field_: str, a: int, b: int) -> tuple[Array, int]:
        """Return the array of a directed field from a to b, and the place of the pair there."""
        return self[f"{field_}_ij" if a > b else f"{field_}_ji"], pair(a, b)
