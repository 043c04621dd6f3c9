"""Measure and simulate the international system of states.

The package reads left to right::

    sources → panels, history ┐
                     embedded ┴→ world → indices, measures → rules → definitions
                                       → summary, trends, pairs → figures, cli

Each arrow is an allowed import and no import points the other way;
``lint-imports`` checks it. The names below load when they are first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multipolar.citation import cite as cite
    from multipolar.codes import resolve as resolve
    from multipolar.comparison import compare as compare
    from multipolar.definitions import polarity as polarity
    from multipolar.embedded import today as today
    from multipolar.ensemble import open_run as open_run
    from multipolar.fields import Field as Field
    from multipolar.history import at as at
    from multipolar.measures import take as take
    from multipolar.mechanism import Mechanism as Mechanism
    from multipolar.mechanism import Param as Param
    from multipolar.model import default_model as default_model
    from multipolar.pairs import story as story
    from multipolar.panels import panel as panel
    from multipolar.scenario_reading import read_scenario as read_scenario
    from multipolar.simulation import simulate as simulate
    from multipolar.steps import each_pair as each_pair
    from multipolar.steps import each_state as each_state
    from multipolar.steps import whole as whole
    from multipolar.store import load as load
    from multipolar.store import save as save
    from multipolar.summary import summarise as summarise
    from multipolar.world import World as World

__version__ = "0.1.0"

_HOME = {
    "Field": "fields",
    "Mechanism": "mechanism",
    "Param": "mechanism",
    "World": "world",
    "at": "history",
    "cite": "citation",
    "compare": "comparison",
    "default_model": "model",
    "each_pair": "steps",
    "each_state": "steps",
    "load": "store",
    "open_run": "ensemble",
    "panel": "panels",
    "polarity": "definitions",
    "read_scenario": "scenario_reading",
    "resolve": "codes",
    "save": "store",
    "simulate": "simulation",
    "story": "pairs",
    "summarise": "summary",
    "take": "measures",
    "today": "embedded",
    "whole": "steps",
}

__all__ = [*sorted(_HOME), "__version__"]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        msg = f"module 'multipolar' has no attribute {name!r}; it offers {', '.join(__all__)}"
        raise AttributeError(msg)
    value = getattr(importlib.import_module(f"multipolar.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
