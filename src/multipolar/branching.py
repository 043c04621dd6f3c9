"""Pairs of runs that share their luck: two scenarios side by side, or forked in a year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from multipolar.ensemble import Ensemble
from multipolar.errors import RunError
from multipolar.inputs import KEEP
from multipolar.model import Model
from multipolar.program import Order
from multipolar.scenario import Scenario

OLD = "-before-the-fork"
"""What is added to names of the one scenario where the other has another thing of that name."""


def run_pair(  # noqa: PLR0913
    one: Scenario, other: Scenario, *, members: int, group: int = 1, seed: int = 1,
    until: int | None = None, branch_at: int | None = None, keep: Sequence[str] = (),
    **options: Any,
) -> tuple[Ensemble, Ensemble]:  # fmt: skip
    """Run two scenarios with shared luck.

    Parameters
    ----------
    one, other
        Scenarios from one start.
    members
        How many futures of each.
    group
        How many futures in a row share their parameters: 2 or more tell luck from
        parameters.
    seed, until
        Of both; the earlier of their ends by default.
    branch_at
        Run the other as the one up to the end of this year, then as it is.
    keep
        Fields to keep beside the usual ones.
    options
        Of ``multipolar.simulate``.

    Returns
    -------
    tuple of Ensemble

    Raises
    ------
    RunError
        They do not start alike, or cannot be forked.
    """
    until = min(one.until, other.until) if until is None else until
    if one.start != other.start or _actors(one) != _actors(other):
        msg = (
            f"{one.name} starts at the end of {one.start} and {other.name} of {other.start}, or "
            "other states act as one; futures of other worlds share no luck"
        )
        raise RunError(msg)
    if members % group:
        msg = f"members={members}, group={group}: needed whole groups"
        raise RunError(msg)
    if branch_at is not None:
        other = forked(one, other, branch_at, until)
    world = one.world()
    first, second = (
        s.simulate(
            world=world, model=s.model, until=until, members=members, seed=seed,
            params=shared_params(s.model, members, group, seed), keep=(*KEEP, *keep), **options,
        )
        for s in (one, other)
    )  # fmt: skip
    return first, second


def shared_params(model: Model, members: int, group: int, seed: int) -> Any:
    """Return parameters that so many members in a row share, shape ``(member, parameter)``."""
    return np.repeat(model.draw(range(-(-members // group)), seed), group, axis=0)[:members]


def _actors(s: Scenario) -> Mapping[str, Sequence[str]]:
    return {name: b.members for name, b in s.blocs.items() if b.one_actor}


def forked(one: Scenario, other: Scenario, year: int, until: int) -> Scenario:
    """Return a scenario that is the one up to the end of a year, and the other from then on.

    Events of the other before the fork do not happen; assumptions of the other
    hold from the fork on; what the one has done by then stays. An event of the one
    that is due after the fork, by a year or by a delay, does not happen unless the
    other has it too. A condition of the other is looked at from the fork on.

    Raises
    ------
    RunError
        The year is not within the run, or mechanisms differ, which cannot change in a year.
    """
    if not one.start < year < until:
        msg = f"branch_at={year}: needed {one.start + 1} to {until - 1}"
        raise RunError(msg)
    if set(one.off) != set(other.off):
        msg = "a fork cannot switch mechanisms: both scenarios must have the same ones off"
        raise RunError(msg)
    values, assumed = _assumed(one, other, year)
    conditions = dict(other.conditions)
    anew = {name: name + OLD for name, facts in one.conditions.items()
            if conditions.get(name, facts) != facts}  # fmt: skip
    both = [o for o in one.orders if o in other.orders and _same(o, one, other)]
    taken = {o.name for o in other.orders}
    names = {o.name: o.name + OLD for o in one.orders if o not in both and o.name in taken}
    for name, facts in one.conditions.items():
        conditions[anew.get(name, name)] = _renamed(facts, anew, names) if name in anew else facts
    before = [
        replace(o, name=names.get(o.name, o.name), when=anew.get(o.when, o.when),
                last=min(o.last, year - 1), until=min(o.until, year), close=year)
        for o in one.orders
        if o not in both and (o.when or o.year <= year)
    ]  # fmt: skip
    after = [
        o if o in both else replace(o, first=max(o.first, year), year=_late(o, year))
        for o in other.orders
        if o in both or o.when or o.year > year or o.until > year
    ]
    orders = (*assumed, *before, *after)
    return replace(other, values=values, orders=orders, conditions=conditions)


def left_out(one: Scenario, other: Scenario, year: int) -> list[str]:
    """Return the names of events of the other that do not happen, as they are due by the fork."""
    return [
        o.name
        for o in other.orders
        if o.year and max(o.year, o.until) <= year
        and not (o in one.orders and _same(o, one, other))
    ]  # fmt: skip


def _assumed(one: Scenario, other: Scenario, year: int) -> tuple[dict[str, float], list[Order]]:
    """Return the values that both hold, and the orders that change the others at the fork."""
    common = {k: v for k, v in other.values.items() if one.values.get(k) == v}
    first, then = one.start + 1, year + 1
    old = [_assume(k, v, first, "before") for k, v in one.values.items() if k not in common]
    back = [_assume(k, None, then, "given-back") for k in one.values if k not in other.values]
    new = [_assume(k, v, then, "after") for k, v in other.values.items() if k not in common]
    return common, [*old, *back, *new]


def _late(o: Order, year: int) -> int:
    """Return when an order is done that does not act before a fork."""
    return max(o.year, year + 1) if o.year else 0


def _assume(name: str, value: float | None, year: int, why: str) -> Order:
    return Order(f"{name}-{why}", "assumption_changes", {"parameter": name, "value": value}, year)


def _same(o: Order, one: Scenario, other: Scenario) -> bool:
    """Say whether an order hangs on the same in both."""
    return not o.when or one.conditions[o.when] == other.conditions.get(o.when)


def _renamed(
    facts: Mapping[str, Any], conditions: Mapping[str, str], orders: Mapping[str, str]
) -> dict[str, Any]:
    """Return a condition that calls others by their new names."""
    out = dict(facts)
    for key in ("all", "any"):
        if key in out:
            out[key] = [conditions.get(n, n) for n in out[key]]
    if "not" in out:
        out["not"] = conditions.get(out["not"], out["not"])
    if "after" in out:
        out["after"] = orders.get(out["after"], out["after"])
    return out
