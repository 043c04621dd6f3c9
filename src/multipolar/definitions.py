"""Polarity over every reasonable definition at once.

A definition is a capability index, a way to count the European Union, a set of
actors, a rule for what a pole is, and its thresholds. Each gives a verdict; the
answer is the distribution of verdicts over definitions. It is a census of
ways to look, not a probability.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.indices import catalogue as indices_on_offer
from multipolar.power import IndexLike, Power, power
from multipolar.rule import KINDS, Rule
from multipolar.rules import catalogue as rules_on_offer
from multipolar.world import Array, World

UNION = "EU"
UNION_SINCE = 1993
"""The Treaty on European Union is in force since 1 November 1993; before, members only."""
SETS = ("all", "cow_majors", "p5", "nuclear")
FACTORS = ("index", "union", "actors", "rule", "setting")
SHOCK = 0.10
"""A definition is fragile if its verdict turns when one actor's figure is this far off."""
LEADERS = 6
"""How many of the strongest actors are shaken, one at a time."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One definition of polarity and what it finds.

    ``weight`` is its part in the distribution: rules count alike, and so do
    the definitions of one rule. ``fragile`` says whether an error of
    ``SHOCK`` in a single leading actor's figure would turn the verdict.
    """

    index: str
    union: str
    actors: str
    rule: str
    setting: str
    kind: str
    poles: tuple[str, ...]
    leader: str
    weight: float
    fragile: bool
    source: str

    @property
    def key(self) -> tuple[str, ...]:
        """The choices that make the definition: what tells it from the others."""
        return self.index, self.union, self.actors, self.rule, self.setting


@dataclass(frozen=True, slots=True)
class PolarityFindings:
    """Verdicts over definitions.

    Parameters
    ----------
    year
        Of the World.
    definitions
        Every definition with its verdict.
    verdicts
        Kind → weighted share of definitions, every kind of ``KINDS``.
    poles
        Actor → weighted share of definitions in which it is a pole, largest
        first.
    influence
        Factor → the part of the uncertainty of the verdict that goes when
        this choice alone is fixed (mutual information over entropy, 0 to 1),
        largest first.
    fragile
        Weighted share of definitions that a 10 % error in one figure turns.
    """

    year: int
    definitions: tuple[Definition, ...]
    verdicts: dict[str, float]
    poles: dict[str, float]
    influence: dict[str, float]
    fragile: float

    @property
    def most_common(self) -> str:
        """The verdict of the largest share of definitions."""
        return max(KINDS, key=lambda kind: self.verdicts[kind])

    def given(self, factor: str) -> dict[str, dict[str, float]]:
        """Return the distribution of verdicts for each choice of one factor."""
        if factor not in FACTORS:
            msg = f"no factor is called {factor!r}{suggest(factor, FACTORS)}"
            raise UnknownName(msg)
        out: dict[str, dict[str, float]] = {}
        for d in self.definitions:
            kinds = out.setdefault(getattr(d, factor), dict.fromkeys(KINDS, 0.0))
            kinds[d.kind] += d.weight
        return {
            choice: {k: v / sum(kinds.values()) for k, v in kinds.items()}
            for choice, kinds in out.items()
        }


def polarity(
    world: World,
    *,
    indices: Sequence[IndexLike] | None = None,
    sets: Sequence[str] = SETS,
    union: Sequence[str] = ("members", "one actor"),
    rules: Sequence[str] | None = None,
    shake: bool = True,
    settings: Mapping[str, Sequence[Mapping[str, float]]] | None = None,
) -> PolarityFindings:
    """Judge the polarity of a World by every definition at once.

    Parameters
    ----------
    world
        Any World with what the indices read.
    indices
        Capability indices by name or weights; all of the catalogue that the
        World has the variables for, by default.
    sets
        Sets of actors: ``all``, or lists of great powers by name.
    union
        How the European Union counts: as its ``members``, as ``one actor``,
        or both ways. Where the World knows no union, members only.
    rules
        Rules by name; all of the catalogue by default.
    shake
        Ask of each definition whether an error of ``SHOCK`` in one figure
        would turn it. Costs most of the time; without it none is fragile.
    settings
        Thresholds of some rules, ``rule → settings``, instead of those of the catalogue.

    Returns
    -------
    PolarityFindings

    Raises
    ------
    UnknownName
        An index, set or rule is not on offer; the message names the nearest.
    MeasureError
        No definition can be applied to this World.

    Examples
    --------
    >>> two = World(1985, ("USA", "SUN", "FRA"), {"gdp": [0.5, 0.4, 0.1]})
    >>> found = polarity(two, indices=["gdp"], sets=["all"], rules=["share_of_leader"])
    >>> found.verdicts["bipolar"]
    1.0
    """
    chosen = {name: rules_on_offer[name] for name in (rules or rules_on_offer.names())}
    known = indices or [
        name for name in indices_on_offer.names()
        if all(v in world for v in indices_on_offer[name].spec.reads)
    ]  # fmt: skip
    if not any(callable(index) for index in known):
        world = _monadic(world)
    found = [
        judged
        for how, system in _systems(world, union).items()
        for index in known
        for who in sets
        for judged in _judge(system, index, how, who, chosen, settings or {}, shake=shake)
    ]
    if not found:
        msg = f"no definition of polarity can be applied to this world ({world.year})"
        raise MeasureError(msg)
    return _findings(world.year, found)


def _monadic(world: World) -> World:
    """Return the World without pairs and origins, which no index by name reads."""
    arrays = {name: a for name, a in world.arrays.items() if a.ndim == 1}
    return replace(world, arrays=arrays, provenance={})


def _systems(world: World, union: Iterable[str]) -> dict[str, World]:
    members = next((c.members(world.date) for c in world.commitments if c.id == "eu"), ())
    inside = [s for s in members if s in world.states]
    out = {}
    for how in union:
        if how == "members":
            out[how] = world
        elif how == "one actor":
            if len(inside) > 1 and UNION not in world.states and world.year >= UNION_SINCE:
                out[how] = world.merge({UNION: inside})
        else:
            msg = f"union {how!r}: needed 'members' or 'one actor'"
            raise UnknownName(msg)
    return out or {"members": world}


def _judge(
    world: World,
    index: IndexLike,
    union: str,
    who: str,
    rules: dict[str, Rule],
    settings: Mapping[str, Sequence[Mapping[str, float]]],
    *,
    shake: bool,
) -> Iterable[Definition]:
    shares = _shares(world, index, who)
    if shares is None or len(shares.states) < 2:
        return
    name = index if isinstance(index, str) else getattr(index, "__name__", str(index))
    source = indices_on_offer[name].spec.source if name in indices_on_offer else "given by the user"
    for rule_name, rule in rules.items():
        if rule.spec.great_powers_only and who == "all":
            continue
        for setting in settings.get(rule_name, rule.spec.settings):
            verdict = rule(shares.share, **setting)
            yield Definition(
                index=name,
                union=union,
                actors=who,
                rule=rule_name,
                setting=", ".join(f"{k}={v:g}" for k, v in setting.items()) or "as published",
                kind=verdict.kind,
                poles=tuple(shares.states[i] for i in verdict.poles),
                leader=shares.ranked()[0][0],
                weight=1.0,
                fragile=shake and _fragile(shares.share, rule, setting, verdict.kind),
                source=f"{source}; {rule.spec.source}",
            )


def _shares(world: World, index: IndexLike, who: str) -> Power | None:
    """Return shares of power; None where the World has nobody of a set, or no value of an index."""
    try:
        return power(world, index, who)
    except MeasureError:
        if isinstance(index, str) and index in indices_on_offer:
            return None
        raise


def _fragile(share: Array, rule: Rule, setting: Any, kind: str) -> bool:
    for i in np.argsort(-share, kind="stable")[:LEADERS]:
        for factor in (1 - SHOCK, 1 + SHOCK):
            shaken = share.copy()
            shaken[i] *= factor
            if rule(shaken / shaken.sum(), **setting).kind != kind:
                return True
    return False


def _findings(year: int, found: list[Definition]) -> PolarityFindings:
    per_rule = Counter(d.rule for d in found)
    weights = [1.0 / (len(per_rule) * per_rule[d.rule]) for d in found]
    definitions = tuple(replace(d, weight=w) for d, w in zip(found, weights, strict=True))
    verdicts = dict.fromkeys(KINDS, 0.0)
    poles: defaultdict[str, float] = defaultdict(float)
    for d in definitions:
        verdicts[d.kind] += d.weight
        for actor in d.poles:
            poles[actor] += d.weight
    influence = {f: _influence(definitions, f, verdicts) for f in FACTORS}
    return PolarityFindings(
        year=year,
        definitions=definitions,
        verdicts=verdicts,
        poles=dict(sorted(poles.items(), key=lambda p: (-p[1], p[0]))),
        influence=dict(sorted(influence.items(), key=lambda p: (-p[1], p[0]))),
        fragile=sum(d.weight for d in definitions if d.fragile),
    )


def _influence(definitions: Sequence[Definition], factor: str, verdicts: dict[str, float]) -> float:
    """Mutual information of a factor and the verdict, over the entropy of the verdict."""
    joint: defaultdict[tuple[str, str], float] = defaultdict(float)
    marginal: defaultdict[str, float] = defaultdict(float)
    for d in definitions:
        choice = getattr(d, factor) if factor != "setting" else f"{d.rule}: {d.setting}"
        joint[choice, d.kind] += d.weight
        marginal[choice] += d.weight
    entropy = -sum(p * math.log(p) for p in verdicts.values() if p > 0)
    shared = sum(
        p * math.log(p / (marginal[choice] * verdicts[kind])) for (choice, kind), p in joint.items()
    )
    return shared / entropy if entropy > 1e-12 else 0.0
