"""Findings as tables: which columns, in which order, with how many digits."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np

from multipolar.definitions import PolarityFindings
from multipolar.indices import catalogue as indices
from multipolar.measure import Measure
from multipolar.output import Cell, Table
from multipolar.profiles import Profile
from multipolar.rule import KINDS
from multipolar.rules import catalogue as rules
from multipolar.summary import Summary, name_of
from multipolar.variables import VARIABLES
from multipolar.world import World

BAR = 30
FACTOR = {
    "index": "what power is (the index)",
    "union": "whether the EU is one actor",
    "actors": "who is counted (the set of actors)",
    "rule": "what a pole is (the rule)",
    "setting": "the rule with its thresholds",
}


def summary_tables(s: Summary) -> list[Table]:
    """Return the tables of the main job, in reading order."""
    return [
        _leaders(s),
        _concentration(s),
        verdict_table(s.polarity),
        pole_table(s.polarity),
        given_table(s.polarity),
        influence_table(s.polarity),
        _blocs(s),
        _balance(s),
        _uncertain(s),
    ]


def _leaders(s: Summary) -> Table:
    labels = {name: indices[name].spec.short for name in s.leaders[0].shares}
    rows: list[list[Cell]] = [[x.code, x.name, *x.shares.values(), x.pole] for x in s.leaders]
    last = "Pole"
    return Table(
        f"Leading states: share of all {s.states} states, by index of power",
        ("Code", "State", *labels.values(), last),
        rows,
        dict.fromkeys(labels.values(), ".1%") | {last: ".0%"},
        note="Pole: the share of definitions of polarity in which the state is a pole.",
    )


def _concentration(s: Summary) -> Table:
    return Table(
        "Concentration of power",
        (
            "Index", "Leader", "Share", "Second", "Ratio", "CON", "Powers", "Powers, all",
        ),
        [
            [
                indices[c.index].spec.label, c.leader, c.leader_share, c.runner_up, c.parity,
                c.con_majors, c.powers_majors, c.powers_all,
            ]
            for c in s.concentration
        ],
        {
            "Share": ".1%", "Ratio": ".2f", "CON": ".3f", "Powers": ".2f", "Powers, all": ".1f",
        },
        note="Ratio: second over leader. CON (Ray & Singer) and effective number of powers among "
        "COW's major powers; the last column over all states, where it is no count of poles.",
    )  # fmt: skip


def verdict_table(found: PolarityFindings) -> Table:
    """Return the verdicts with a bar for each."""
    return Table(
        f"Polarity {found.year}: verdicts of {len(found.definitions):,} definitions",
        ("Verdict", "Definitions", ""),
        [
            [kind, share, "█" * round(share * BAR)]
            for kind, share in sorted(found.verdicts.items(), key=lambda v: -v[1])
        ],
        {"Definitions": ".1%"},
        note=(
            "A census of ways to define polarity, each rule with equal weight; not a probability. "
            f"{found.fragile:.0%} would turn if one leading power's figure were 10 % off."
        ),
    )


def pole_table(found: PolarityFindings, count: int = 8) -> Table:
    """Return who is a pole, in which share of definitions."""
    return Table(
        "Who is a pole",
        ("Actor", "Name", "Definitions", ""),
        [
            [actor, name_of(actor, found.year), share, "█" * round(share * BAR)]
            for actor, share in list(found.poles.items())[:count]
        ],
        {"Definitions": ".1%"},
        note="EU: the European Union counted as one actor, in half of the definitions.",
    )


def influence_table(found: PolarityFindings) -> Table:
    """Return how much of the verdict each choice decides."""
    return Table(
        "Which choice moves the verdict most",
        ("Choice", "Uncertainty removed"),
        [[FACTOR[factor], share] for factor, share in found.influence.items()],
        {"Uncertainty removed": ".0%"},
        note="How much less uncertain the verdict is once this choice alone is made "
        "(mutual information over entropy).",
    )


def given_table(found: PolarityFindings, factors: Sequence[str] = ("index", "union")) -> Table:
    """Return the verdicts for each choice of some factors."""
    rows: list[list[Cell]] = [
        [named(choice), *(kinds[k] for k in KINDS)]
        for factor in factors
        for choice, kinds in sorted(found.given(factor).items())
    ]
    return Table("Verdicts for each choice", ("Choice", *KINDS), rows, dict.fromkeys(KINDS, ".0%"))


def named(choice: str) -> str:
    """Return the label of an index, rule or way to count the Union."""
    if choice in indices:
        return indices[choice].spec.label
    if choice in rules:
        return rules[choice].spec.label
    return {"members": "EU as its members", "one actor": "EU as one actor"}.get(choice, choice)


def definition_table(found: PolarityFindings) -> Table:
    """Return every definition with its verdict."""
    return Table(
        "Definitions of polarity",
        (
            "index", "union", "actors", "rule", "setting", "verdict", "poles", "leader",
            "weight", "fragile", "source",
        ),
        [
            [
                d.index, d.union, d.actors, d.rule, d.setting, d.kind, " ".join(d.poles),
                d.leader, d.weight, d.fragile, d.source,
            ]
            for d in found.definitions
        ],
        {"weight": ".5f"},
    )  # fmt: skip


def _blocs(s: Summary) -> Table:
    columns = ("Strongest members", "States", "CINC", "GDP", "Mil.", "Pact")
    pairs = [f"{a} with {b} {v:.0%}" for (a, b), v in s.together.items() if 0 < v < 1]
    return Table(
        "Blocs: friends by defence pact, foes by rivalry",
        columns,
        [
            [b.name, len(b.members), *(b.shares.get(i, np.nan) for i in
             ("cinc", "gdp", "military_spending")), b.alliance]
            for b in s.blocs
        ],
        dict.fromkeys(("CINC", "GDP", "Mil."), ".1%"),
        note=(
            f"Signed modularity {s.modularity:.2f}; {s.unaligned} states in no bloc. "
            "How large a bloc may be is a choice; five resolutions are asked and the majority "
            f"holds. Leading states in one bloc in some of them only: {', '.join(pairs) or 'none'}."
        ),
    )  # fmt: skip


def _balance(s: Summary) -> Table:
    t, l, w = s.triads, s.line_index, s.weak_line_index  # noqa: E741
    proof = "proven least" if l.exact else f"at least {l.bound:g}"
    weak_proof = "proven least" if w.exact else f"at least {w.bound:g}"
    rows: list[list[Cell]] = [
        ["Triads", f"+++ {t.ppp:,}   ++− {t.ppm:,}   +−− {t.pmm:,}   −−− {t.mmm:,}",
         f"{t.value:.1%} balanced"],
        ["Line index (two camps)", f"{l.value:g} of {l.ties:,} ties against", proof],
        ["  against", ", ".join("–".join(pair) for pair in l.frustrated), ""],
        ["Line index (any number)", f"{w.value:g} ties against", weak_proof],
        ["Walk balance", f"{s.walk_balance:.3f}", "1 is balanced"],
        ["Commitments in force", ", ".join(
            f"{n} {kind.replace('_', ' ')}" for kind, n in s.commitments.items()), ""],
    ]  # fmt: skip
    return Table("Balance of friends and foes", ("Measure", "Value", ""), rows, {})


def _uncertain(s: Summary) -> Table:
    u = s.uncertainty

    def listed(counts: dict[str, int]) -> str:
        return ", ".join(f"{name} {n}" for name, n in counts.items()) or "none"

    total = sum(u.by_status.values())
    rows: list[list[Cell]] = [
        ["Values of states", f"{total:,}", f"{u.by_status.get('observed', 0):,} observed"],
        ["  imputed", str(u.by_status.get("imputed", 0)), listed(u.imputed)],
        ["  unverified", str(u.by_status.get("unverified", 0)), listed(u.unverified)],
        ["  unknown", str(sum(u.unknown.values())), listed(u.unknown)],
        ["Oldest values", "", ", ".join(f"{c} {v} {y}" for c, v, y in u.oldest)],
        ["Parties to commitments", f"{u.parties:,}", f"{u.unverified_parties:,} unverified"],
        ["Allies that are rivals", str(len(u.ambivalent)), ", ".join(u.ambivalent)],
        ["Verdicts moved by imputation", f"{u.moved:.1%}", "of definitions of polarity"],
    ]
    return Table("What is uncertain", ("What", "Number", "Which"), rows, {})


def profile_tables(p: Profile) -> list[Table]:
    """Return the tables of one state."""
    title = f"{p.name} ({p.code}), end of {p.year}"
    power = Table(
        f"{title}: share of power",
        ("Index", "Share", "Rank"),
        [[indices[n].spec.label, share, rank] for n, (share, rank) in p.power.items()],
        {"Share": ".2%"},
    )
    figures = Table(
        "Figures",
        ("Variable", "Value", "Unit", "Rank", "Year", "Source", "Status"),
        [
            [f.origin.variable, f.origin.value, f.origin.unit, f.rank, f.origin.year and
             str(f.origin.year), f.origin.source, f.origin.status]
            for f in p.figures
        ],
        {"Value": "human"},
    )  # fmt: skip
    ties = Table(
        "Ties",
        ("Tie", "Number", "With"),
        [
            ["Land borders (km)", len(p.neighbours),
             ", ".join(f"{s} {km:,.0f}" for s, km in p.neighbours.items())],
            ["Defence pacts with", len(p.allies), ", ".join(p.allies)],
            ["Rivals", len(p.rivals), ", ".join(p.rivals)],
            ["Sanctions on", len(p.sanctions_sent), ", ".join(p.sanctions_sent)],
            ["Sanctions by", len(p.sanctions_received), ", ".join(p.sanctions_received)],
        ],
        {},
    )  # fmt: skip
    trade = Table(
        "Trade partners (goods and services, USD bn; ~ partly imputed)",
        ("Partner", "Exports to", "Imports from", ""),
        [[x.code, x.exports / 1e9, x.imports / 1e9, "" if x.observed else "~"] for x in p.partners],
        {"Exports to": ",.1f", "Imports from": ",.1f"},
    )
    commitments = Table(
        "Commitments in force",
        ("Kind", "Name", "Obligations", "In force", "Expires", "Status"),
        [
            [c.kind, c.name, " ".join(c.obligations), c.in_force, c.expires, c.status]
            for c in p.commitments
        ],
        {},
    )
    return [power, figures, ties, trade, commitments]


def measure_tables(name: str, m: Measure, result: Any, world: World) -> list[Table]:
    """Return the table of whatever a measure found."""
    value = getattr(result, "value", result)
    label, unit = m.spec.label, m.spec.unit
    if isinstance(value, np.ndarray) and value.ndim == 1:
        parts = getattr(result, "components", {})
        order = np.argsort(-np.nan_to_num(value, nan=-np.inf), kind="stable")
        digits = ".2%" if unit == "share" else ".4g"
        rows: list[list[Cell]] = [
            [world.states[i], name_of(world.states[i], world.year), float(value[i]),
             *(float(part[i]) for part in parts.values())]
            for i in order if np.isfinite(value[i])
        ]  # fmt: skip
        columns = ("Code", "State", name, *parts)
        return [Table(f"{label}, {world.year}", columns, rows, dict.fromkeys(columns[2:], digits))]
    if isinstance(value, np.ndarray):
        upper = np.triu(np.isfinite(value), 1)
        pairs = sorted(np.argwhere(upper).tolist(), key=lambda p: -value[tuple(p)])
        rows = [[world.states[a], world.states[b], float(value[a, b])] for a, b in pairs]
        return [Table(f"{label}, {world.year}", ("State", "Partner", name), rows, {name: ".4f"})]
    head: list[list[Cell]] = [[f"{label}, {world.year}", float(value), unit]]
    tables = [Table("", ("Measure", "Value", "Unit"), head, {"Value": ".6g"})]
    if result is not value:
        details: list[list[Cell]] = [
            [f.name.replace("_", " "), _said(getattr(result, f.name))]
            for f in fields(result)
            if f.name != "value" and not isinstance(getattr(result, f.name), np.ndarray)
        ]
        tables.append(Table("", ("Detail", ""), details, {}))
    return tables


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{k} {v:+.3f}" for k, v in value.items())
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        pairs = all(len(inner) == 2 for inner in value)
        return (", " if pairs else "\n").join(("–" if pairs else " ").join(v) for v in value)
    if isinstance(value, float):
        return f"{value:.6g}"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def world_table(world: World, variables: Sequence[str]) -> Table:
    """Return the states of a World with some of their variables."""
    names = tuple(variables)
    order = np.argsort(-np.nan_to_num(world[names[0]]), kind="stable")
    rows = [
        [s := world.states[i], name_of(s, world.year), *(float(world[v][i]) for v in names)]
        for i in order
    ]
    units = ", ".join(f"{v}: {VARIABLES[v].unit}" for v in names)
    return Table(repr(world)[1:-1], ("Code", "State", *names), rows,
                 dict.fromkeys(names, "human"), note=units)  # fmt: skip
