"""Stocks of states by year, in the model's own fields: the record of growth and armament.

Each fit takes stretches of ten years. Over a stretch it knows what the stock
follows (output, population, the world's level), and asks how well the
mechanism's step foretells where the stock ends. Single years are left out:
changes of a year are mostly none and sometimes huge, and one change is often
followed by the like, so that they would make the decades far too narrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar.codes import convert
from multipolar.fit import Sample
from multipolar.past import fields

Array = npt.NDArray[np.float64]

FIRST, LAST = 1816, 2022
LINEAGE = {260: 255, 679: 678}
"""States under two numbers that are one through time: Germany, Yemen."""
NAMES = (
    "population", "urban_population", "gdp_ppp", "energy", "steel", "military_spending",
    "military_personnel",
)  # fmt: skip
USUAL = {
    "burden": ("military_spending", "gdp_ppp"), "manning": ("military_personnel", "population"),
}  # fmt: skip
"""Geometric mean over states → stock over what."""
SPANS = (10,)
"""Lengths of stretches, in years."""
EVERY = 2
"""Stretches start every so many years: those of years between say nearly the same."""
LARGE = 1e-3
"""States with a lesser share of the world's capability are left out: their records are poor."""


@dataclass(frozen=True, eq=False)
class Stocks:
    """Stocks by year and state.

    Parameters
    ----------
    last
        The last year.
    values
        ``name → (year, state)`` from 1816 on; NaN where the state is no member or
        the value is not known. Beside stocks: ``capability``, ``mobilised``.
    world
        ``name → (year,)``: sums over all states, filled-in values included;
        the geometric means of ``USUAL``; and ``frontier``.
    """

    last: int
    values: Mapping[str, Array]
    world: Mapping[str, Array]


def stocks(until: int) -> Stocks:
    """Return what is known at the end of a year, and nothing later."""
    whole = _read()
    end = min(until, LAST) - FIRST + 1
    values, world = (
        {name: a[:end].copy() for name, a in part.items()} for part in (whole.values, whole.world)
    )
    return Stocks(min(until, LAST), values, world)


@cache
def _read() -> Stocks:
    worlds = [fields(year) for year in range(FIRST, LAST + 1)]
    numbers = [[_number(s, w.year) for s in w.states] for w in worlds]
    place = {k: i for i, k in enumerate(sorted({k for row in numbers for k in row}))}
    shape = (len(worlds), len(place))
    values = {name: np.full(shape, np.nan) for name in (*NAMES, "capability", "mobilised")}
    world = {name: np.zeros(len(worlds)) for name in (*NAMES, *USUAL, "frontier")}
    for t, (w, row) in enumerate(zip(worlds, numbers, strict=True)):
        at = [place[k] for k in row]
        for name, out in values.items():
            out[t, at] = np.where(w.known[name], w.state[name], np.nan)
        for name in NAMES:
            world[name][t] = w.state[name].sum()
        for name, (stock, base) in USUAL.items():
            some = w.state[stock] >= 1.0
            part = w.state[stock][some] / np.maximum(w.state[base][some], 1.0)
            world[name][t] = np.exp(np.log(part).mean()) if some.any() else 0.0
        world["frontier"][t] = w.system["frontier"]
    return Stocks(LAST, values, world)


def _number(code: str, year: int) -> int:
    number = int(convert(code, "cow", f"{year}-12-31"))
    return LINEAGE.get(number, number)


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of some years of states in the record.

    Parameters
    ----------
    span
        Years, shape ``(stretch,)``.
    start, end
        ``name → value`` at either end, of stocks as in ``Stocks.values``.
    world_start, world_end
        The same of the world.
    war
        Part of the years after the first end in which the state was at war.
    year
        The year it ended in.
    """

    span: Array
    start: Mapping[str, Array]
    end: Mapping[str, Array]
    world_start: Mapping[str, Array]
    world_end: Mapping[str, Array]
    war: Array
    year: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.span)

    def where(self, keep: npt.NDArray[np.bool_]) -> "Stretches":
        """Return those that are kept."""
        start, end, then, later = (
            {name: a[keep] for name, a in part.items()}
            for part in (self.start, self.end, self.world_start, self.world_end)
        )
        return Stretches(self.span[keep], start, end, then, later, self.war[keep], self.year[keep])

    def rise(self, name: str) -> Array:
        """Return the change of the logarithm of a stock, NaN where it is not known or 0."""
        with np.errstate(divide="ignore", invalid="ignore"):
            change = np.log(self.end[name]) - np.log(self.start[name])
        return np.where(np.isfinite(change), change, np.nan)


def stretches(until: int, *, least: float = LARGE, spans: tuple[int, ...] = SPANS) -> Stretches:
    """Return the stretches of states of some size that had ended by the end of a year.

    Parameters
    ----------
    until
        The last year that is known.
    least
        Least share of capability at the start.
    spans
        Lengths, in years.
    """
    known = stocks(until)
    one: dict[int, tuple[npt.NDArray[np.intp], ...]] = {}
    size = known.values["capability"]
    for years in spans:
        with np.errstate(invalid="ignore"):
            large = size[:-years] >= least
        large[np.arange(len(large)) % EVERY > 0] = False
        one[years] = np.nonzero(large & np.isfinite(size[years:]))
    span = np.concatenate([np.full(len(t), float(s)) for s, (t, _) in one.items()])
    t, i = (np.concatenate([pair[k] for pair in one.values()]) for k in (0, 1))
    then = t + span.astype(int)
    fought = np.vstack([np.zeros(size.shape[1]), np.nancumsum(known.values["mobilised"], axis=0)])
    return Stretches(
        span,
        {name: a[t, i] for name, a in known.values.items()},
        {name: a[then, i] for name, a in known.values.items()},
        {name: a[t] for name, a in known.world.items()},
        {name: a[then] for name, a in known.world.items()},
        (fought[then + 1, i] - fought[t + 1, i]) / span,
        FIRST + then,
    )


def weights(span: Array) -> Array:
    """Return how much stretches count, shape ``(stretch,)``: overlapping ones count in part."""
    return EVERY / span


def stacked(parts: Sequence[Mapping[str, Array]], *, far: float, why: str) -> Sample:
    """Return one sample of several stocks; the rows say by ``which`` they are told apart.

    Parameters
    ----------
    parts
        For each stock, ``name → value`` of each stretch: what its step reads, and
        ``span``, ``gap``, ``came`` and ``year``.
    far
        Gap beyond which the step pulls no harder, and stretches are left out.
    why
        In words, why stretches are left out: a value is not finite, or far off.
    """
    kept, dropped = [], 0
    for which, columns in enumerate(parts):
        table = np.stack([np.full(len(columns["span"]), float(which)), *columns.values()])
        keep = np.isfinite(table).all(axis=0) & (np.abs(columns["gap"]) < far)
        dropped += int((~keep).sum())
        kept.append(table[:, keep])
    rows = dict(zip(("which", *parts[0]), np.concatenate(kept, axis=1), strict=True))
    came, year = rows.pop("came"), rows.pop("year").astype(np.int64)
    return Sample(rows, came, year, weights(rows["span"]), {why: dropped})
