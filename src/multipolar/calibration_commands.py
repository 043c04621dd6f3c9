"""The command `multipolar calibrate`: fit the parameters to history, and show what was learned."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from multipolar.errors import ModelError
from multipolar.options import Flag

if TYPE_CHECKING:
    from multipolar.output import Table

Words = Annotated[tuple[str, ...], Parameter(negative="")]
LAST = 2022
"""Last year of the record by default: that of the components of capability."""


def register(app: App) -> None:
    """Add the command to the program."""
    app.command(calibrate)


def calibrate(  # noqa: PLR0913
    *fits: str,
    until: int = LAST,
    draws: int = 400,
    seed: int = 1,
    nuts: Flag = False,
    shipped: Flag = False,
    output: Annotated[Path | None, Parameter(alias="-o")] = None,
    json: Flag = False,
    csv: Flag = False,
) -> None:
    """Fit the parameters to the record up to a year, and show what the data add to the priors.

    Reads publishers' files that you have (multipolar data). Needs the extra
    multipolar[calibrate].

    Example: multipolar calibrate regimes --until 1990

    Parameters
    ----------
    fits
        Only these (see multipolar list fits); all if none.
    until
        The last year that is known.
    draws
        Joint draws from the posterior.
    seed
        Of the draws.
    nuts
        Draw with the No-U-Turn sampler, instead of a normal distribution at the peak.
    shipped
        Fit nothing; show the posterior that comes with the package.
    output
        A folder for posterior.parquet and posterior.json.
    json
        Print JSON.
    csv
        Print CSV.
    """
    from multipolar.calibration import catalogue, posterior
    from multipolar.output import emit
    from multipolar.posterior import shipped as with_the_package

    if shipped:
        found = with_the_package()
        if found is None:
            msg = "no posterior comes with this version; leave --shipped out to make one"
            raise ModelError(msg)
    else:
        chosen = [catalogue[name] for name in (fits or catalogue.names())]
        found = posterior(
            until, fits=chosen, draws=draws, seed=seed, method="nuts" if nuts else "normal",
            progress=_tell,
        )  # fmt: skip
    emit(
        [parameter_table(found.facts), sample_table(found.facts)], found.facts,
        kind="json" if json else "csv" if csv else "",
    )  # fmt: skip
    if output is not None:
        found.write(output)
        _say(f"Wrote posterior.parquet and posterior.json to {output}")


def parameter_table(facts: Mapping[str, Any]) -> "Table":
    """Return what each parameter was believed to be before and is after."""
    from multipolar.output import Table

    rows = [
        (name, p["prior"], p["peak"], p["low"], p["high"], p["spread_left"])
        for fit in facts["fits"].values()
        for name, p in fit["params"].items()
    ]
    columns = ("parameter", "prior", "peak", "5 %", "95 %", "spread left")
    number = dict.fromkeys(columns[2:5], ".4g")
    note = (
        "Spread left: the posterior's standard deviation over the prior's, on the scale of the "
        "prior. Near 1 the data say nothing."
    )
    return Table(
        f"Parameters fitted to the record up to {facts['until']}", columns, rows,
        number | {"spread left": ".0%"}, note,
    )  # fmt: skip


def sample_table(facts: Mapping[str, Any]) -> "Table":
    """Return what each fit was given."""
    from multipolar.output import Table

    rows = [
        (
            name, one["label"], one["first"], one["rows"], one["events"],
            "; ".join(f"{n:,} {why}" for why, n in one["dropped"].items()),
            ", ".join(one["data"]),
        )
        for name, one in facts["fits"].items()
    ]  # fmt: skip
    columns = ("fit", "what", "from", "rows", "events", "left out", "data")
    return Table("Samples", columns, rows, {"rows": ",", "events": "human"})


def _tell(name: str, done: int, total: int) -> None:
    _say(f"Fitting {name} ({done + 1} of {total}) …")


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
