"""The page of what was learned from history: the posterior that is shipped, fit by fit.

Used by ``build_docs.py``; everything in it is read from ``data/posterior.json``.
"""

from collections.abc import Mapping
from typing import Any

from multipolar.model import default_model
from multipolar.posterior import Posterior

LITTLE = 0.8
"""A parameter that keeps so much of its prior's spread is hardly known from the data."""


def page(found: Posterior, table: Any) -> str:
    """Return the page; ``table`` makes a Markdown table of a head and rows."""
    facts, model = found.facts, default_model()
    fits = facts["fits"]
    held = [n for n, p in model.params.items() if n not in found.names and p.belief.kind == "fixed"]
    free = [n for n, p in model.params.items() if n not in found.names and n not in held]
    dim = [
        n for fit in fits.values() for n, p in fit["params"].items() if p["spread_left"] > LITTLE
    ]
    parts = [
        "# What was learned from history",
        f"{len(found.names)} of the {len(model.params)} parameters are fitted to the record up to "
        f"{facts['until']}, by {len(fits)} fits; {len(found.draws)} joint draws are shipped in "
        "`data/posterior.parquet`, and members of an ensemble draw theirs from them. "
        f"{len(free)} parameters have no data here and stay priors, {len(held)} are fixed. This "
        "page is written by `scripts/build_docs.py` from `data/posterior.json`.",
        f"The posterior is made again by\n\n```console\n$ multipolar calibrate --until "
        f"{facts['until']}{' --nuts' if facts['method'] == 'nuts' else ''} --draws "
        f"{len(found.draws)} --seed {facts['seed']} --output FOLDER\n```\n\nA released posterior "
        "never changes silently: a change stands in the changelog as a line `Results:`.",
        "**How.** The probability of an event is read off the step of the mechanism itself "
        "(`hazards.py`), on the fields of the model as history had them at the end of the year "
        "before (`past.py`); sizes have densities of their own (`fits/`). The peak is found with "
        "derivatives from JAX; draws are from the normal distribution at the peak"
        + (", or" if facts["method"] == "nuts" else ". With `--nuts` they are")
        + " from the No-U-Turn sampler. Parameters of one fit are drawn together, those of "
        "different fits independently. Rows are taken as independent given the parameters, so that "
        "bands are too narrow where years or pairs share what the model does not know; the "
        "[scoreboard](scoreboard.md) says how far that matters.",
        "**Spread left** is the posterior's standard deviation over the prior's, on the scale of "
        "the prior: near 1 the data say nothing. **Checks** draw the events of every row anew "
        "from the posterior: a line is marked where what happened lies outside the middle 90 %.",
        "## What the data hardly say",
        (
            f"{len(dim)} fitted parameters keep over {LITTLE:.0%} of their prior's spread: "
            + ", ".join(f"`{n}`" for n in dim) + "."
            if dim else "No fitted parameter keeps most of its prior's spread."
        ),
        "Not fitted, and drawn from priors: " + ", ".join(f"`{n}`" for n in free) + ".",
    ]  # fmt: skip
    for name, fit in fits.items():
        parts += _fit(name, fit, table)
    return "\n\n".join(parts) + "\n"


def _fit(name: str, fit: Mapping[str, Any], table: Any) -> list[str]:
    left = "; ".join(f"{n:,} {why}" for why, n in fit["dropped"].items())
    sums = f"{fit['rows']:,} rows from {fit['first']}, {fit['events']:,.0f} events"
    parts = [
        f"## {name}",
        f"{fit['label']}. {sums if fit['check'] else sums.rpartition(', ')[0]}; data: "
        f"{', '.join(fit['data']) or 'none named'}"
        + (f". Left out: {left}." if left else ".")
        + (f" {fit['notes']}" if fit["notes"] else ""),
        table(
            ("parameter", "prior", "peak", "5 %", "95 %", "spread left"),
            [
                (f"`{n}`", p["prior"], f"{p['peak']:.4g}", f"{p['low']:.4g}", f"{p['high']:.4g}",
                 f"{p['spread_left']:.0%}")
                for n, p in fit["params"].items()
            ],
        ),
    ]  # fmt: skip
    if fit["check"]:
        rows = [
            (f"{c['first']}–{c['last']}", f"{c['observed']:,.0f}", f"{c['expected']:,.0f}",
             f"{c['low']:,.0f} to {c['high']:,.0f}",
             "" if c["low"] <= c["observed"] <= c["high"] else "outside")
            for c in fit["check"]
        ]  # fmt: skip
        parts.append(table(("years", "happened", "expected", "middle 90 %", ""), rows))
    return parts
