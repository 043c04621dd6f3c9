"""The command that puts claims about coordination and polarity to checks they should fail."""

import sys
from typing import TYPE_CHECKING

from cyclopts import App

from multipolar.options import Output

if TYPE_CHECKING:
    from multipolar.output import Table
    from multipolar.placebo import Placebo


def register(app: App) -> None:
    """Add the command to the program."""
    app.command(placebo)


def placebo(claim: str = "", *, fakes: int = 0, seed: int = 1, to: Output = Output()) -> None:
    """Check a claim about pacts or polarity: leads, denominators, persistence.

    Reads two centuries of disputes from publishers' files that you have. Can
    refute a claim; cannot prove one.

    Example: multipolar placebo consultation

    Parameters
    ----------
    claim
        consultation, defence, nonaggression, con, effective_powers or majors;
        all of them by default.
    fakes
        Number of covariates without meaning; 40 for pairs, 400 for years.
    seed
        Of their draws.
    """
    from multipolar.output import emit
    from multipolar.placebo import placebo as check
    from multipolar.placebo import placebo_all

    if claim:
        found = [check(claim, fakes=fakes, seed=seed)]
    else:
        found = placebo_all(fakes=fakes, seed=seed, progress=_tick)
    emit(
        [t for f in found for t in tables(f)],
        [{"claim": f.claim, "verdict": f.verdict, "against": f.against, "lines": f.lines}
         for f in found],
        kind=to.kind,
        path=to.output,
    )  # fmt: skip


def tables(found: "Placebo") -> list["Table"]:
    """Return the checks of one claim as tables, with the verdict below the last."""
    from multipolar.output import Cell, Table
    from multipolar.placebo import around_signature
    from multipolar.quarrels import PACTS

    rows: list[list[Cell]] = [
        [li.check, li.specification, li.covariate, li.estimate, li.error, li.z, li.rows]
        for li in found.lines
    ]
    checks = Table(
        f"{found.claim}: {found.says}",
        ("Check", "Beside or in", "Covariate", "Estimate", "Error", "z", "Rows"),
        rows,
        {"Estimate": "+.2f", "Error": ".2f", "z": "+.1f", "Rows": ",d"},
        note=f"{found.verdict[0].upper()}{found.verdict[1:]}.",
    )
    if found.claim not in PACTS:
        return [checks]
    around = Table(
        "Disputes that began, around the first signature",
        ("Years from signature", "Onsets per pair and year", "Rows"),
        [list(row) for row in around_signature(found.claim)],
        {"Onsets per pair and year": ".3f", "Rows": ",d"},
    )
    return [around, checks]


def _tick(claim: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{claim:<20}", end="", file=sys.stderr, flush=True)
