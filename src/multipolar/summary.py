"""What the system looks like: the numbers behind the main job.

One pass over a World: leading states, concentration, polarity over
definitions, blocs, balance, commitments, and what of all this is uncertain.
The command line, the report and the app print this; they compute nothing.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from multipolar.alignment import ambivalent
from multipolar.codes import convert
from multipolar.commitments import KINDS as COMMITMENTS
from multipolar.commitments import in_force
from multipolar.definitions import PolarityFindings, polarity
from multipolar.errors import MeasureError, UnknownState
from multipolar.indices import catalogue as indices
from multipolar.measures.blocs import BlocStructure, blocs
from multipolar.measures.con import con
from multipolar.measures.effective_powers import effective_powers
from multipolar.measures.line_index import Balance, line_index
from multipolar.measures.top_two_share import top_two_share
from multipolar.measures.triad_census import TriadCensus, triad_census
from multipolar.measures.walk_balance import walk_balance
from multipolar.measures.weak_line_index import WeakBalance, weak_line_index
from multipolar.power import power
from multipolar.provenance import STATUS
from multipolar.variables import VARIABLES
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class Leader:
    """One leading state: its share of each index, all states counted."""

    code: str
    name: str
    shares: dict[str, float]
    pole: float


@dataclass(frozen=True, slots=True)
class Concentration:
    """How concentrated one index is, among COW's major powers and among all."""

    index: str
    leader: str
    leader_share: float
    runner_up: str
    parity: float
    top_two_majors: float
    con_majors: float
    powers_majors: float
    powers_all: float


@dataclass(frozen=True, slots=True)
class Bloc:
    """One bloc: members (the strongest first), shares of the system, and its alliance.

    ``alliance`` is the id of the defence pact that covers the bloc best; empty
    if none covers half.
    """

    name: str
    alliance: str
    members: tuple[str, ...]
    shares: dict[str, float]


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What of a World is not observed, not verified, old or contradictory.

    ``moved`` is the weighted share of definitions of polarity whose verdict is
    another one when every imputed value is taken out.
    """

    moved: float

    by_status: dict[str, int]
    imputed: dict[str, int]
    unverified: dict[str, int]
    unknown: dict[str, int]
    oldest: tuple[tuple[str, str, int], ...]
    ambivalent: tuple[str, ...]
    unverified_parties: int
    parties: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The system of one year, measured."""

    year: int
    states: int
    leaders: tuple[Leader, ...]
    concentration: tuple[Concentration, ...]
    polarity: PolarityFindings
    blocs: tuple[Bloc, ...]
    modularity: float
    unaligned: int
    together: dict[tuple[str, str], float]
    triads: TriadCensus
    line_index: Balance
    weak_line_index: WeakBalance
    walk_balance: float
    commitments: dict[str, int]
    uncertainty: Uncertainty

    @property
    def headline(self) -> str:
        """The finding in a sentence: verdicts by share of definitions."""
        shares = sorted(self.polarity.verdicts.items(), key=lambda v: -v[1])
        said = [f"{kind} by {share:.0%}" for kind, share in shares if share >= 0.005]
        return f"{', '.join(said)} of {len(self.polarity.definitions):,} definitions".capitalize()


def summarise(world: World, *, leaders: int = 12) -> Summary:
    """Measure a World: leaders, concentration, polarity, blocs, balance, uncertainty.

    Parameters
    ----------
    world
        A World with the variables that the capability indices read, and the
        ties ``defence`` and ``rivalry``. Indices it has no variables for are
        left out.
    leaders
        How many leading states to list, by their mean rank over indices.

    Returns
    -------
    Summary

    Raises
    ------
    UnknownName
        The World has none of what is needed.
    MeasureError
        It has fewer than two states, or none of the great powers.
    """
    world = world.members()
    known = [n for n in indices.names() if all(v in world for v in indices[n].spec.reads)]
    shares = {name: power(world, name).ranked() for name in known}
    found = polarity(world)
    structure = blocs(world)
    leading = _leaders(world, shares, found, leaders)
    return Summary(
        year=world.year,
        states=len(world.states),
        leaders=leading,
        concentration=tuple(_concentration(world, name) for name in known),
        polarity=found,
        blocs=_blocs(structure, shares, world),
        modularity=structure.value,
        unaligned=len(structure.unaligned),
        together=_together(structure, world, [x.code for x in leading[:7]]),
        triads=triad_census(world),
        line_index=line_index(world),
        weak_line_index=weak_line_index(world),
        walk_balance=walk_balance(world).value,
        commitments={
            kind: sum(1 for _ in in_force(world.commitments, world.date, kind=kind))
            for kind in COMMITMENTS
        },
        uncertainty=uncertainty(world, found),
    )


def name_of(code: str, year: int) -> str:
    """Return the usual English name of a state, or the code itself of an actor."""
    try:
        return str(convert(code, to="name", date=year))
    except UnknownState:
        return code


def _leaders(
    world: World,
    shares: dict[str, list[tuple[str, float]]],
    found: PolarityFindings,
    count: int,
) -> tuple[Leader, ...]:
    ranks = {s: [len(world.states)] * len(shares) for s in world.states}
    for column, ranked in enumerate(shares.values()):
        for rank, (state, _) in enumerate(ranked):
            ranks[state][column] = rank
    order = sorted(world.states, key=lambda s: (sum(ranks[s]), s))[:count]
    by_index = {name: dict(ranked) for name, ranked in shares.items()}
    return tuple(
        Leader(
            code=s,
            name=name_of(s, world.year),
            shares={name: values.get(s, float("nan")) for name, values in by_index.items()},
            pole=found.poles.get(s, 0.0),
        )
        for s in order
    )


def _concentration(world: World, index: str) -> Concentration:
    ranked = power(world, index).ranked()
    if len(ranked) < 2:
        msg = f"{index} is known for {ranked[0][0]} alone; a system needs two states or more"
        raise MeasureError(msg)
    (first, top), (second, next_) = ranked[:2]
    return Concentration(
        index=index,
        leader=first,
        leader_share=top,
        runner_up=second,
        parity=next_ / top,
        top_two_majors=top_two_share(world, index=index),
        con_majors=con(world, index=index),
        powers_majors=effective_powers(world, index=index),
        powers_all=effective_powers(world, index=index, among="all"),
    )


def _blocs(
    structure: BlocStructure, shares: dict[str, list[tuple[str, float]]], world: World
) -> tuple[Bloc, ...]:
    by_index = {name: dict(ranked) for name, ranked in shares.items()}
    weigh = by_index.get("cinc") or next(iter(by_index.values()))
    out = []
    for members in structure.blocs:
        strongest = tuple(sorted(members, key=lambda s: (-weigh.get(s, 0.0), s)))
        held = {n: sum(v.get(s, 0.0) for s in members) for n, v in by_index.items()}
        leading = ", ".join(name_of(s, world.year) for s in strongest[:3])
        out.append(Bloc(leading, _alliance_of(strongest, world), strongest, held))
    return tuple(sorted(out, key=lambda b: (-b.shares.get("cinc", len(b.members)), b.name)))


def _alliance_of(members: tuple[str, ...], world: World) -> str:
    """Return the id of the defence pact that covers a bloc best, by Jaccard index."""
    inside = set(members)
    best, overlap = "", 0.5
    for c in in_force(world.commitments, world.date, kind="alliance", obligation="defence"):
        parties = set(c.members(world.date))
        alike = len(inside & parties) / len(inside | parties)
        if len(parties) > 2 and alike > overlap:
            best, overlap = c.id, alike
    return best


def _together(
    structure: BlocStructure, world: World, states: list[str]
) -> dict[tuple[str, str], float]:
    at = {s: world.states.index(s) for s in states}
    return {
        (a, b): float(structure.together[at[a], at[b]])
        for i, a in enumerate(states)
        for b in states[i + 1 :]
    }


def uncertainty(world: World, found: PolarityFindings) -> Uncertainty:
    """Count what of a World's state variables is imputed, unverified, unknown or old."""
    again = {d.key: d.kind for d in polarity(world.observed()).definitions}
    moved = sum(d.weight for d in found.definitions if again.get(d.key, d.kind) != d.kind)
    by_status, imputed, unverified, unknown = (Counter[str]() for _ in range(4))
    ages = []
    for name, array in world.arrays.items():
        if VARIABLES[name].dims != "state" or name not in world.provenance:
            continue
        p = world.provenance[name]
        seen = np.isfinite(array)
        unknown[name] += int((~seen).sum())
        for code, label in enumerate(STATUS):
            by_status[label] += int((seen & (p.status == code)).sum())
        imputed[name] += int((seen & (p.status == 1)).sum())
        unverified[name] += int((seen & (p.status == 2)).sum())
        years = np.where(seen & (p.year > 0), p.year, 9999)
        for i in np.argsort(years, kind="stable")[:3]:
            if years[i] < 9999:
                ages.append((int(years[i]), world.states[i], name))
    parties = [p for c in world.commitments for p in c.parties]
    return Uncertainty(
        moved=moved,
        by_status=dict(by_status),
        imputed=_most(imputed),
        unverified=_most(unverified),
        unknown=_most(unknown),
        oldest=tuple((state, name, year) for year, state, name in sorted(ages)[:5]),
        ambivalent=tuple(ambivalent(world)),
        unverified_parties=sum(p.status == "unverified" for p in parties),
        parties=len(parties),
    )


def _most(counts: Counter[str]) -> dict[str, int]:
    return {name: n for name, n in counts.most_common() if n}
