"""Everything this package raises on purpose.

MultipolarError
├── UnknownName        a catalogue or a table has no entry of that name
│   └── UnknownState   no state answers to that code or name at that date
├── DataError          a file is truncated, or has a wrong line or field
│   └── MissingData    a publisher's file is not here; the message says how to get it
├── WorldError         an array has the wrong dims, shape, unit or range
├── MeasureError       a measure cannot be taken of what was given
├── ScoreError         a forecast cannot be scored against what came
├── FigureError        a figure cannot be drawn of what was given, or saved there
├── ModelError         a mechanism, a parameter or a model is not well formed
│   └── Refused        a part of a formula cannot be worked out; told again with its line
├── RunError           a run cannot start from what was given, go on, or be read
└── Problem            a request to the explorer cannot be answered as it was asked

Each says what came, what was needed and what to type.
"""

import difflib
from collections.abc import Iterable
from typing import Any


class MultipolarError(Exception):
    """Base class of every error raised on purpose."""


class UnknownName(MultipolarError, KeyError):  # noqa: N818
    """A catalogue or a table has no entry of that name."""

    def __str__(self) -> str:
        return str(self.args[0])


class UnknownState(UnknownName):
    """No state answers to that code or name at that date."""


class DataError(MultipolarError, ValueError):
    """A file is missing, truncated, or has a wrong line or field."""


class MissingData(DataError):  # noqa: N818
    """A publisher's file is not here; the message says how to get it."""


class WorldError(MultipolarError, ValueError):
    """An array has the wrong dims, shape, unit or range."""


class MeasureError(MultipolarError, ValueError):
    """A measure cannot be taken of what was given."""


class ScoreError(MultipolarError, ValueError):
    """A forecast cannot be scored against what came."""


class FigureError(MultipolarError, ValueError):
    """A figure cannot be drawn of what was given, or cannot be saved there."""


class ModelError(MultipolarError, ValueError):
    """A mechanism, a parameter or a model is not well formed."""


class Refused(ModelError):  # noqa: N818
    """A part of a formula cannot be worked out; told again with its line."""


class RunError(MultipolarError, ValueError):
    """A run cannot start from what was given, go on, or be read."""


class Problem(MultipolarError):  # noqa: N818
    """A request to the explorer cannot be answered as it was asked.

    Parameters
    ----------
    status
        Of HTTP.
    told
        What came, what was needed.
    more
        Fields of the answer beside ``error``, such as ``field``.
    """

    def __init__(self, status: int, told: str, **more: Any) -> None:
        super().__init__(told)
        self.status, self.told, self.more = status, told, more


def suggest(word: object, known: Iterable[str]) -> str:
    """Return ``; did you mean ...?`` for the known words nearest to one, or a full stop.

    >>> suggest("gpd", ["gdp", "cinc"])
    "; did you mean 'gdp'?"
    """
    lower = {name.lower(): name for name in known}
    near = difflib.get_close_matches(str(word).lower(), lower, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(repr(lower[n]) for n in near)}?" if near else "."
