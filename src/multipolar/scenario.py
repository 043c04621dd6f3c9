"""A scenario: where a run starts, what it assumes, and what happens in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from multipolar.embedded import YEAR, today
from multipolar.ensemble import Ensemble
from multipolar.errors import MissingData
from multipolar.inputs import HORIZON
from multipolar.model import Model, default_model
from multipolar.program import Order, Program
from multipolar.simulation import simulate
from multipolar.world import World


@dataclass(frozen=True)
class Bloc:
    """States that a scenario names together.

    ``one_actor`` counts them as one state from the start, under the name of the
    bloc in capitals.
    """

    members: tuple[str, ...]
    one_actor: bool = False


@dataclass(frozen=True)
class Scenario:
    """Everything that a scenario file says, checked.

    Parameters
    ----------
    name
        Of the file.
    title, about
        For people.
    start
        The year at whose end it starts.
    until
        The last year.
    members, seed
        How many futures, and the seed of all luck.
    values
        ``mechanism.parameter → value`` of those held.
    off
        Mechanisms that are switched off.
    blocs
        By name.
    orders, conditions
        What happens; see ``program``.
    notes
        What could not be checked, and why.
    """

    name: str = "baseline"
    title: str = "The model as it is"
    about: str = ""
    start: int = YEAR
    until: int = YEAR + HORIZON
    members: int = 1000
    seed: int = 1
    values: Mapping[str, float] = field(default_factory=dict)
    off: tuple[str, ...] = ()
    blocs: Mapping[str, Bloc] = field(default_factory=dict)
    orders: tuple[Order, ...] = ()
    conditions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def program(self) -> Program:
        """What is done to each future."""
        return Program(self.orders, self.conditions)

    @property
    def model(self) -> Model:
        """The model of the package with the assumptions of the scenario."""
        model = default_model().without(*self.off)
        return model.set(self.values) if self.values else model

    def world(self) -> World:
        """Return the World that it starts from.

        Raises
        ------
        MissingData
            It starts in history, and the publishers' files are not here.
        """
        if self.start == YEAR:
            world = today()
        else:
            from multipolar.history import CARRY, at

            try:
                world = at(self.start, carry=CARRY)
            except MissingData as error:
                msg = (
                    f"scenario {self.name!r} starts in {self.start}, which needs publishers' "
                    f"files: set MULTIPOLAR_DATA to their folder ({error})"
                )
                raise MissingData(msg) from None
        one = {name.upper(): b.members for name, b in self.blocs.items() if b.one_actor}
        return world.merge(one) if one else world

    def simulate(self, **options: Any) -> Ensemble:
        """Run it.

        Parameters
        ----------
        options
            Of ``multipolar.simulate``; they go before what the scenario says.

        Returns
        -------
        Ensemble
        """
        world = options.pop("world", None)
        asked = {"until": self.until, "members": self.members, "seed": self.seed}
        if "years" in options and options["years"] is not None:
            del asked["until"]
        given = asked | {k: v for k, v in options.items() if v is not None}
        model = given.pop("model", self.model)
        return simulate(world or self.world(), model, program=self.program, **given)


def shipped_names() -> list[str]:
    """Return the names of the scenarios that come with the package."""
    return sorted(p.name.removesuffix(".toml") for p in _folder().iterdir())


def _folder() -> Any:
    from importlib import resources

    return resources.files("multipolar").joinpath("data", "scenarios")


def shipped_file(name: str) -> Any:
    """Return the file of a scenario that comes with the package."""
    return _folder().joinpath(f"{name}.toml")


def is_path(text: str) -> bool:
    """Say whether a word is a path of a file rather than a name of a shipped scenario."""
    return text.endswith(".toml") or "/" in text or "\\" in text or Path(text).is_file()
