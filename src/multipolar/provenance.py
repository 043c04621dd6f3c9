"""Where values come from: a source, a year, and whether they were observed."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

OBSERVED, IMPUTED, UNVERIFIED = range(3)
STATUS = ("observed", "imputed", "unverified")

Number = TypeVar("Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the values of one variable come from, shaped like the variable.

    ``source`` indexes ``keys``, the source keys; ``status`` is 0 observed,
    1 imputed, 2 unverified (``STATUS``). A year of 0 is no year.
    """

    keys: tuple[str, ...]
    source: npt.NDArray[np.int16]
    year: npt.NDArray[np.int16]
    status: npt.NDArray[np.int8]

    @classmethod
    def everywhere(
        cls, shape: tuple[int, ...], key: str, year: int, status: int = OBSERVED
    ) -> "Provenance":
        """Return one source, year and status for all values of an array."""
        return cls(
            (key,),
            np.broadcast_to(np.int16(0), shape),
            np.broadcast_to(np.int16(year), shape),
            np.broadcast_to(np.int8(status), shape),
        )

    def take(self, order: npt.NDArray[np.intp]) -> "Provenance":
        """Return the provenance of some states, in the order given."""
        return Provenance(
            self.keys, pick(self.source, order), pick(self.year, order), pick(self.status, order)
        )


@dataclass(frozen=True, slots=True)
class Origin:
    """One value and where it came from."""

    variable: str
    value: float
    unit: str
    year: int | None
    source: str
    status: str


def pick(array: npt.NDArray[Number], order: npt.NDArray[np.intp]) -> npt.NDArray[Number]:
    """Reorder or select along every state axis of an array."""
    return array[np.ix_(*(order,) * array.ndim)]
