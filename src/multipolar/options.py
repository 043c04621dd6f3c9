"""Options that commands share: which world, and where the result goes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

Flag = Annotated[bool, Parameter(negative="")]


@Parameter(name="*")
@dataclass(frozen=True)
class Output:
    """Where a result goes."""

    json: Flag = False
    "Print JSON."
    csv: Flag = False
    "Print CSV."
    output: Annotated[Path | None, Parameter(alias="-o")] = None
    "Write to this file instead; .json or .csv decides."

    @property
    def kind(self) -> str:
        """Return what was asked for: ``json``, ``csv`` or nothing."""
        return "json" if self.json else "csv" if self.csv else ""


@Parameter(name="*")
@dataclass(frozen=True)
class Source:
    """Which world is measured."""

    year: int | None = None
    "The world at the end of this year, from publishers' files that you have."
    world: Path | None = None
    "A saved world (.world) instead of the world of today."
    merge: Annotated[tuple[str, ...], Parameter(negative="")] = ()
    "Count the members of a body as one actor, such as eu."
    observed: Flag = False
    "Leave every imputed value out."

    def load(self, *, carry: int = 0) -> Any:
        """Return the World that was asked for; ``carry`` is that of ``history.at``."""
        from multipolar.actors import merge_bodies
        from multipolar.embedded import today
        from multipolar.store import load

        if self.world:
            world = load(self.world)
        elif self.year is None:
            world = today()
        else:
            from multipolar.history import at

            world = at(self.year, carry=carry)
        world = world.observed() if self.observed else world
        return merge_bodies(world, self.merge)
