"""Series of years that claims are held against: what is measured, from where, since when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from multipolar.claim_records import RECORDS, joint_disputes
from multipolar.codes import members, resolve_ever
from multipolar.commitments import Commitment
from multipolar.embedded import commitments
from multipolar.errors import MeasureError, MissingData, UnknownName, suggest
from multipolar.history import LAST, at
from multipolar.results import results
from multipolar.world import World

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Series:
    """A number for each year; unknown years are NaN.

    ``source`` is what to cite; ``needs_files`` says whether publishers' files are read.
    ``doubt`` says why a change of it may be one of the table and not of the world, and
    ``doubted`` which: ``higher``, or ``any``; both empty if there is no such doubt.
    """

    name: str
    meaning: str
    source: str
    needs_files: bool
    take: Callable[[int], float]
    doubt: str = ""
    doubted: str = ""

    def over(self, years: Sequence[int]) -> Array:
        """Return the values of some years.

        Raises
        ------
        MissingData
            Publishers' files are not here.
        """
        return np.array([self.take(y) for y in years], np.float64)


def _income(world: World) -> tuple[Array, Array]:
    people, output = world["population"], world["gdp_ppp"]
    known = np.isfinite(people) & np.isfinite(output) & (people > 0) & (output > 0)
    if known.sum() < 30:
        return np.zeros(0), np.zeros(0)
    return np.log(output[known] / people[known]), people[known]


def _spread(values: Array, weights: Array | None = None) -> float:
    """Return the standard deviation of known values; unknown if there are fewer than ten."""
    known = np.isfinite(values)
    weights = np.ones(len(values)) if weights is None else weights
    known &= np.isfinite(weights)
    if known.sum() < 10:
        return float("nan")
    x, w = values[known], weights[known] / weights[known].sum()
    mean = (w * x).sum()
    return float(np.sqrt((w * np.square(x - mean)).sum()))


def _share_of(name: str) -> Callable[[World], float]:
    def take(world: World) -> float:
        known = np.isfinite(world[name])
        return float((world[name][known] > 0).mean()) if known.any() else float("nan")

    return take


def _burden(world: World) -> float:
    arms, output = world["military_spending"], world["gdp"]
    known = np.isfinite(arms) & np.isfinite(output) & (output > 0)
    return float(arms[known].sum() / output[known].sum()) if known.sum() > 30 else float("nan")


def _pairs_mean(name: str) -> Callable[[World], float]:
    def take(world: World) -> float:
        known = world[name][np.triu_indices(len(world.states), 1)]
        known = known[np.isfinite(known)]
        return float(known.mean()) if len(known) else float("nan")

    return take


def _weighted(world: World) -> float:
    return _spread(*_income(world)) if len(_income(world)[0]) else float("nan")


def _either(world: World) -> float:
    both = np.maximum(world["insurgency"], world["separatism"])
    known = np.isfinite(both)
    return float((both[known] > 0).mean()) if known.any() else float("nan")


WORLD: Mapping[str, tuple[str, str, Callable[[World], float]]] = {
    "income_spread": (
        "standard deviation of log output per head over states",
        "Fariss et al. 2022",
        lambda w: _spread(_income(w)[0]),
    ),
    "income_spread_of_people": ("the same over people", "Fariss et al. 2022", _weighted),
    "military_burden": (
        "military spending over output, all states",
        "National Material Capabilities 7.0; World Bank",
        _burden,
    ),
    "position_spread": (
        "standard deviation of ideal points in the General Assembly",
        "Bailey, Strezhnev & Voeten 2017",
        lambda w: _spread(w["ideal_point"]),
    ),
    "position_spread_of_people": (
        "the same over people",
        "Bailey, Strezhnev & Voeten 2017",
        lambda w: _spread(w["ideal_point"], w["population"]),
    ),
    "agreement": (
        "mean agreement of pairs in the General Assembly",
        "Bailey, Strezhnev & Voeten 2017",
        _pairs_mean("un_agreement"),
    ),
    "insurgency": (
        "share of states with an armed conflict over the government",
        "UCDP/PRIO 25.1",
        _share_of("insurgency"),
    ),
    "separatism": (
        "share of states with an armed conflict over territory",
        "UCDP/PRIO 25.1",
        _share_of("separatism"),
    ),
    "armed_conflict": ("share of states with an armed conflict inside", "UCDP/PRIO 25.1", _either),
}


def _of_world(take: Callable[[World], float]) -> Callable[[int], float]:
    def value(year: int) -> float:
        if not 1816 <= year <= LAST:
            return float("nan")
        try:
            return take(at(year))
        except MissingData:
            raise
        except (MeasureError, UnknownName) as error:
            if "this world" in str(error):
                raise MissingData(str(error)) from None
            return float("nan")

    return value


def _alive(kind: str, year: int) -> list[Commitment]:
    return [c for c in commitments() if c.kind == kind and c.alive(f"{year:04d}-12-31")]


def _unilateral(c: Commitment) -> bool:
    """Say whether sanctions have one state as their sender."""
    senders = {p.state for p in c.parties if p.role == "sender"}
    return len(senders) == 1 and not senders & {"UN", "EU"}


def _unilateral_share(year: int) -> float:
    found = _alive("sanction", year)
    return sum(map(_unilateral, found)) / len(found) if found else float("nan")


def _arms_control_exits(year: int) -> float:
    """Count withdrawals of states that live on: those that ended an agreement, and the others."""
    text, here, count = f"{year:04d}", set(members(year, "cow")), 0
    for c in commitments():
        if c.kind == "arms_control":
            count += c.end_kind == "withdrawal" and c.ended.startswith(text)
            count += sum(
                p.role == "party" and p.until.startswith(text) and p.state in here
                for p in c.parties
            )
    return float(count)


TABLES: Mapping[str, tuple[str, Callable[[int], float]]] = {
    "arms_control_in_force": (
        "arms-control agreements in force",
        lambda y: float(len(_alive("arms_control", y))),
    ),
    "arms_limits_in_force": (
        "agreements in force that limit or ban arms",
        lambda y: float(
            sum(bool({"limit", "ban"} & set(c.obligations)) for c in _alive("arms_control", y))
        ),
    ),
    "arms_control_ended": (
        "arms-control agreements that ended in the year",
        lambda y: float(
            sum(c.kind == "arms_control" and c.ended.startswith(f"{y:04d}") for c in commitments())
        ),
    ),
    "arms_control_exits": (
        "withdrawals from arms-control agreements in the year",
        _arms_control_exits,
    ),
    "sanctions_in_force": (
        "sanctions regimes in force",
        lambda y: float(len(_alive("sanction", y))),
    ),
    "unilateral_sanctions": (
        "sanctions regimes of one state in force",
        lambda y: float(sum(map(_unilateral, _alive("sanction", y)))),
    ),
    "unilateral_share": (
        "part of sanctions regimes in force that one state imposes",
        _unilateral_share,
    ),
    "alliances_in_force": ("alliances in force", lambda y: float(len(_alive("alliance", y)))),
}
LACKS = "the table lacks most {what} that had ended when it was made"
DOUBTS: Mapping[str, tuple[str, str]] = {
    "sanctions_in_force": (LACKS.format(what="sanctions"), "higher"),
    "unilateral_sanctions": (LACKS.format(what="sanctions"), "higher"),
    "unilateral_share": (LACKS.format(what="sanctions"), "any"),
    "alliances_in_force": (LACKS.format(what="alliances"), "higher"),
}
"""Series of tables that are known to be incomplete: why, and which changes that could make."""
EMBEDDED = "embedded tables of the package (largely unverified: docs/embedded-world.md)"
WORLDWIDE = ("gdp", "gdp_ppp", "military_spending", "population", "energy", "steel")


def known_series(name: str) -> Series:
    """Return a series by its name.

    Parameters
    ----------
    name
        ``results.<column>``, ``tables.<name>``, ``records.<name>``, ``world.<name>``;
        ``share.<variable>.<state>``; ``leads.<variable>.<state>`` (1 where it has the largest);
        ``near.<state>`` (share of its neighbours with an armed conflict inside; of one kind:
        ``near.separatism.<state>``, ``near.insurgency.<state>``);
        ``pair.<variable>.<state>.<state>``; ``joint.disputes.<state>.<state>`` (both on one
        side) and ``joint.actions.<state>.<state>`` (both took action).

    Raises
    ------
    UnknownName
        There is no such series.
    """
    kind, _, rest = name.partition(".")
    makers = {
        "results": _from_results,
        "tables": _from_tables,
        "records": _from_records,
        "world": _from_world,
        "share": _of_state,
        "leads": _of_state,
        "near": _of_neighbours,
        "pair": _of_pair,
        "joint": _of_two,
    }
    if kind not in makers:
        msg = (
            f"no series {name!r}{suggest(name, series_names())} It begins with one of "
            + ", ".join(makers)
        )
        raise UnknownName(msg)
    return makers[kind](name, rest)


def series_names() -> list[str]:
    """Return the names of the series that take no state."""
    columns = [c for c in results().columns if results()[c].dtype.is_numeric() and c != "year"]
    return [
        *(f"results.{c}" for c in columns),
        *(f"tables.{n}" for n in TABLES),
        *(f"records.{n}" for n in RECORDS),
        *(f"world.{n}" for n in WORLD),
    ]


def _unknown(name: str, rest: str, known: Sequence[str]) -> UnknownName:
    return UnknownName(f"no series {name!r}{suggest(rest, known)} There are: {', '.join(known)}")


def _from_results(name: str, rest: str) -> Series:
    known = [n.partition(".")[2] for n in series_names() if n.startswith("results.")]
    if rest not in known:
        raise _unknown(name, rest, known)
    column = _column(rest)
    return Series(
        name,
        f"{rest.replace('_', ' ')} (docs/history.md)",
        "multipolar history",
        False,  # noqa: FBT003
        lambda y: column.get(y, float("nan")),
    )


@cache
def _column(name: str) -> dict[int, float]:
    rows = results().select("year", name).rows()
    return {y: float("nan") if v is None else float(v) for y, v in rows}


def _from_tables(name: str, rest: str) -> Series:
    if rest not in TABLES:
        raise _unknown(name, rest, list(TABLES))
    meaning, take = TABLES[rest]
    doubt, doubted = DOUBTS.get(rest, ("", ""))
    return Series(
        name, meaning, EMBEDDED, needs_files=False, take=take, doubt=doubt, doubted=doubted
    )


def _from_records(name: str, rest: str) -> Series:
    if rest not in RECORDS:
        raise _unknown(name, rest, list(RECORDS))
    meaning, source, take = RECORDS[rest]
    return Series(name, meaning, source, needs_files=True, take=take)


def _from_world(name: str, rest: str) -> Series:
    if rest not in WORLD:
        raise _unknown(name, rest, list(WORLD))
    meaning, source, take = WORLD[rest]
    return Series(name, meaning, source, needs_files=True, take=_of_world(take))


def _of_state(name: str, rest: str) -> Series:
    variable, _, text = rest.partition(".")
    if variable not in WORLDWIDE:
        raise _unknown(name, variable, WORLDWIDE)
    code = resolve_ever(text)
    leads = name.startswith("leads")

    def take(world: World) -> float:
        values = world[variable]
        if code not in world.states or not np.isfinite(values[world.states.index(code)]):
            return float("nan")
        own = values[world.states.index(code)]
        return float(own == np.nanmax(values)) if leads else float(own / np.nansum(values))

    what = "whether its {v} is the largest: 1 if so" if leads else "its part of the world's {v}"
    return Series(
        name,
        f"{code}: " + what.format(v=variable.replace("_", " ")),
        f"multipolar world --year, {variable}",
        needs_files=True,
        take=_of_world(take),
    )


KINDS_NEAR = {
    "": "an armed conflict inside",
    "separatism": "an armed conflict over territory",
    "insurgency": "an armed conflict over the government",
}


def _of_neighbours(name: str, rest: str) -> Series:
    kind, _, states = rest.rpartition(".")
    if kind not in KINDS_NEAR:
        raise _unknown(name, kind, [k for k in KINDS_NEAR if k])
    codes = [resolve_ever(text) for text in states.split("+")]
    read = (kind,) if kind else ("insurgency", "separatism")

    def take(world: World) -> float:
        try:
            land = at(min(world.year, 2016))
        except MissingData:
            return float("nan")
        near = {
            land.states[k]
            for c in codes
            if c in land.states
            for k in np.flatnonzero(np.nan_to_num(land["contiguity"][land.states.index(c)]) == 1)
        } - set(codes)
        both = np.maximum.reduce([world[v] for v in read])
        values = [both[world.states.index(s)] for s in sorted(near) if s in world.states]
        known = [v for v in values if np.isfinite(v)]
        return float(np.mean([v > 0 for v in known])) if known else float("nan")

    meaning = f"share of land neighbours of {' and '.join(codes)} with {KINDS_NEAR[kind]}"
    return Series(
        name,
        meaning,
        "UCDP/PRIO 25.1; COW contiguity 3.2 (the last known year is kept)",
        needs_files=True,
        take=_of_world(take),
    )


def _of_pair(name: str, rest: str) -> Series:
    parts = rest.split(".")
    known = ("dispute", "war", "rivalry", "defence", "un_agreement", "consultation")
    if len(parts) != 3 or parts[0] not in known:
        raise _unknown(name, parts[0], known)
    variable, one, other = parts[0], resolve_ever(parts[1]), resolve_ever(parts[2])

    def take(world: World) -> float:
        if one not in world.states or other not in world.states:
            return float("nan")
        value = world[variable][world.states.index(one), world.states.index(other)]
        return float(value)

    return Series(
        name,
        f"{variable.replace('_', ' ')} of {one} and {other}",
        f"multipolar pair, {variable}",
        needs_files=True,
        take=_of_world(take),
    )


def _of_two(name: str, rest: str) -> Series:
    parts = rest.split(".")
    known = ("disputes", "actions")
    if len(parts) != 3 or parts[0] not in known:
        raise _unknown(name, parts[0], known)
    one, other = resolve_ever(parts[1]), resolve_ever(parts[2])
    acted = parts[0] == "actions"
    how = "both using, showing or threatening force" if acted else "whatever either did"
    return Series(
        name,
        f"disputes begun with {one} and {other} on one side against a third, {how} (to 2014)",
        "MID 5.0 (Palmer et al. 2022)",
        needs_files=True,
        take=joint_disputes(one, other, acted=acted),
    )
