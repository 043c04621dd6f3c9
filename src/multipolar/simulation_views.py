"""Runs and models as tables: which columns, in which order, with how many digits."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.ensemble import Ensemble
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.outlook import Outlook
from multipolar.output import Cell, Table

PERCENT = ".1%"


def outlook_tables(found: Outlook) -> list[Table]:
    """Return the tables at the end of a run."""
    tables = [_contenders(found), _system(found), _events(found)]
    return [t for t in tables if t.rows]


def _contenders(found: Outlook) -> Table:
    first, last = str(found.first), str(found.last)
    columns = ("Code", "State", first, last, "5 %", "95 %", "Leads")
    digits = dict.fromkeys(columns[2:6], PERCENT) | {"Leads": ".0%"}
    return Table(
        f"Share of capability in {found.members:,} futures, {first} and {last}",
        columns,
        [
            [c.code, c.name, c.share.now, c.share.median, c.share.low, c.share.high, c.leads]
            for c in found.contenders
        ],
        digits,
        note=f"{last}: the median over futures, and the bounds of nine in ten. "
        "Leads: the share of futures in which the state is then the most capable. "
        "A state that is gone counts as nothing.",
    )


def _system(found: Outlook) -> Table:
    columns = ("The system", str(found.first), str(found.last), "5 %", "95 %")
    return Table(
        "",
        columns,
        [[s.what, s.now, s.median, s.low, s.high] for s in found.system],
        dict.fromkeys(columns[1:], "human"),
        note=f"Numbers a year: means over the years to {found.last}."
        + (
            f" In {found.crowded:.1%} of futures a state, a treaty or a war found no place in the "
            "run and did not come to be: --room gives states more."
            if found.crowded
            else ""
        ),
    )


def _events(found: Outlook, count: int = 14) -> Table:
    years = max(found.last - found.first, 1)
    return Table(
        "What happens most",
        ("Event", "A future", "A year"),
        [[e.replace("_", " "), n, n / years] for e, n in list(found.events.items())[:count]],
        {"A future": ",.1f", "A year": ",.2f"},
        note="Means over futures.",
    )


def run_table(ensemble: Ensemble) -> Table:
    """Return what a run was made from."""
    a = ensemble.attrs
    done, total = len(ensemble.members), ensemble.run.total
    imputed = ", ".join(f"{name} {n:,}" for name, n in a["imputed"].items()) or "none"
    futures = f"{done:,}" if done == total else f"{done:,} of {total:,}; resume for the others"
    rows: list[list[Cell]] = [
        ["Years", f"{ensemble.years[0]} to {a['world_year'] + a['years']}, every {a['every']}"
         if a["every"] > 1 else f"{ensemble.years[0]} to {ensemble.years[-1]}"],
        ["States", f"{a['states_present']} at the start, room for "
         f"{len(ensemble.states) - a['states_present']} more"],
        ["Seed", str(a["seed"])],
        ["Mechanisms", f"{len(a['mechanisms'])} on" + (
            f"; off: {', '.join(a['off'])}" if a["off"] else ", none off")],
        ["Parameters", f"{len(a['parameters'])}, " + (
            "at their defaults" if a["certain"] else "drawn for each future")],
        ["Held", ", ".join(f"{n}={v:g}" for n, v in a["held"].items()) or "none"],
        ["Dated changes", str(len(a["changes"]))],
        ["Kept", ", ".join(a["keep"]) + (", events" if a["events"] else "")],
        ["Filled at the start", imputed],
        ["Made", f"{a['created']} by multipolar {a['multipolar']}, numba {a['numba']}, "
         f"numpy {a['numpy']}, Python {a['python']} on {a['platform']}"],
        ["Command", a["command"]],
        ["Size", f"{_size(ensemble.place) / 1e6:,.1f} MB" if ensemble.place else "in memory"],
    ]  # fmt: skip
    return Table("The run", ("Futures", futures), rows, {})


def _size(folder: Path) -> int:
    return sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


def chronicle_table(told: dict[int, list[str]], member: int) -> Table:
    """Return a chronicle as a table."""
    rows: list[list[Cell]] = [
        [str(year) if k == 0 else "", sentence]
        for year, sentences in told.items()
        for k, sentence in enumerate(sentences)
    ]
    return Table(f"Future {member}", ("year", "what happens"), rows, {})


def model_table(model: Model) -> Table:
    """Return the mechanisms of a model in the order of a year."""
    rows: list[list[Cell]] = []
    before = ""
    for m in model.mechanisms:
        phase = "accounts" if m.bookkeeping else m.phase
        off = "off" if m.name in model.off else ""
        rows.append([phase if phase != before else "", m.name, m.label, len(m.params), off])
        before = phase
    kept = 5 if model.off else 4
    return Table(
        f"A year of the model: {len(model.running)} mechanisms, {len(model.params)} parameters",
        ("Phase", "Mechanism", "What", "Parameters", "Off")[:kept],
        [row[:kept] for row in rows],
        {},
        note="multipolar model MECHANISM shows one; --params shows every parameter.",
    )


def mechanism_tables(m: Mechanism) -> list[Table]:
    """Return one mechanism: what it is, its steps, its parameters."""
    steps: list[list[Cell]] = [
        [f"Step {s.name}", f"of {_OVER[s.over]}: {doc}"]
        for s, doc in zip(m.marked, m.doc.split("\n"), strict=True)
    ]
    phase = f"{m.phase}{', last' if m.closes else ''}{', keeps accounts' if m.bookkeeping else ''}"
    facts: list[list[Cell]] = [
        *steps,
        ["Sets", ", ".join(dict.fromkeys(n for s in m.marked for n in s.sets)) or "–"],
        ["Adds to", ", ".join(dict.fromkeys(n for s in m.marked for n in s.adds)) or "–"],
        ["Own fields", ", ".join(f.name for f in m.fields) or "–"],
        ["Source", m.source or "–"],
        ["Leaves out", m.omits or "–"],
    ]
    return [Table(_title(m), ("Phase", phase), facts, {}), parameter_table(m)]


_OVER = {"state": "each state", "pair": "each pair", "whole": "the whole system"}


def _title(m: Mechanism) -> str:
    return f"{m.label or m.name} ({m.name})"


def parameter_table(m: Mechanism, *, title: bool = False) -> Table:
    """Return the parameters of a mechanism for the terminal."""
    rows: list[list[Cell]] = [
        [name, f"{p.value:g} {p.unit}".removesuffix(" 1"),
         f"{p.belief}, within {p.low:g} to {p.high:g}", p.meaning]
        for name, p in m.params.items()
    ]  # fmt: skip
    columns = ("Parameter", "Default", "Prior and range", "Meaning")
    return Table(_title(m) if title else "", columns, rows, {})


def parameter_csv(params: Iterable[tuple[str, Param]]) -> Table:
    """Return parameters as one table, a column for each fact."""
    values = parameter_values(params)
    columns = ("name", "default", "unit", "low", "high", "prior", "meaning")
    return Table("", columns, [[v[c] for c in columns] for v in values], {})


def field_table(model: Model) -> Table:
    """Return the fields of a model."""
    rows: list[list[Cell]] = [
        [f.name, f.dims.replace("_", " "), f.kind, f.unit, f.meaning] for f in model.fields.values()
    ]
    return Table("Fields", ("Field", "Of", "Kind", "Unit", "Meaning"), rows, {})


def model_value(model: Model) -> list[dict[str, Any]]:
    """Return a model as plain values."""
    return [mechanism_value(m) | {"on": m.name not in model.off} for m in model.mechanisms]


def mechanism_value(m: Mechanism) -> dict[str, Any]:
    """Return one mechanism as plain values."""
    return {
        "name": m.name, "phase": m.phase, "label": m.label, "source": m.source, "omits": m.omits,
        "bookkeeping": m.bookkeeping,
        "steps": [{"name": s.name, "over": s.over, "reads": s.reads, "sets": s.sets,
                   "adds": s.adds, "does": doc}
                  for s, doc in zip(m.marked, m.doc.split("\n"), strict=True)],
        "parameters": parameter_values(m.params.items()),
    }  # fmt: skip


def parameter_values(params: Iterable[tuple[str, Param]]) -> list[dict[str, Any]]:
    """Return parameters as plain values; an open end of a range is null."""
    return [
        {"name": name, "default": p.value, "unit": p.unit, "low": _finite(p.low),
         "high": _finite(p.high), "prior": str(p.belief), "meaning": p.meaning}
        for name, p in params
    ]  # fmt: skip


def _finite(x: float) -> float | None:
    return float(x) if np.isfinite(x) else None
