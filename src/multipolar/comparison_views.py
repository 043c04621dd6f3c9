"""Comparisons and explanations as tables. No science in here."""

from collections.abc import Mapping, Sequence
from typing import Any

from multipolar.comparison import Comparison, Difference, summary
from multipolar.explanation import Carried, Hold, Index
from multipolar.output import Cell, Table


def comparison_tables(found: Comparison, precision: Mapping[str, float]) -> list[Table]:
    """Return the differences of two runs in the last year, and what makes them vary."""
    records = [r for r in summary(found, precision) if r["moved"] > 0]
    year = found.differences[-1].years[-1] if found.differences else 0
    title = f"{found.other} less {found.one}, {year}: {found.members:,} futures with shared luck"
    rows: list[list[Cell]] = [
        [_named(r), r["one"], r["difference"], r["mc_error"], "" if r["clear"] else "?", r["q05"],
         r["q95"], r["higher"]]
        for r in records
    ]  # fmt: skip
    columns = ("measure", found.one, "difference", "MC error", "", "5 %", "95 %", "higher")
    formats = dict.fromkeys((*columns[1:4], "5 %", "95 %"), ".4g") | {"higher": ".0%"}
    tables = [Table(title, columns, rows, formats, _note(found))]
    if found.identical < 1.0:
        tables.append(_part_table(found, records, precision))
    return tables


def _named(r: Mapping[str, Any]) -> str:
    return f"{r['measure']} {r['of']}".strip()


def _part_table(
    found: Comparison, records: Sequence[Mapping[str, Any]], precision: Mapping[str, float]
) -> Table:
    """Return how far luck and parameters make the difference vary, and the futures needed."""
    wanted = ", ".join(f"{k} {v:g}" for k, v in precision.items()) or "a tenth of the difference"
    note = f"Futures needed: for a Monte-Carlo error of {wanted}. " + (
        f"By an analysis of variance: {found.group} futures in a row share their parameters."
        if found.group > 1
        else "--group 4 tells luck from parameters."
    )
    rows: list[list[Cell]] = [
        [_named(r), r["sd_luck"], r["sd_parameters"],
         "–" if r["members_needed"] is None else r["members_needed"]]
        for r in records
    ]  # fmt: skip
    columns = ("measure", "sd by luck", "sd by parameters", "futures needed")
    formats = dict.fromkeys(columns[1:3], ".4g") | {"futures needed": ",d"}
    return Table(
        "What makes the difference vary from future to future", columns, rows, formats, note
    )


def _note(found: Comparison) -> str:
    if found.identical == 1.0:
        return "Every future is the same in both, to the last bit: the difference is exactly zero."
    since = f"They differ from {found.first} on" if found.first else "What was kept is the same"
    still = [d.measure + f" {d.of}".rstrip() for d in found.differences if d.moved == 0]
    more = f" and {len(still) - 8} more" if len(still) > 8 else ""
    listed = ", ".join(still[:8]) + more or "nothing"
    return (
        f"{since}; {found.identical:.0%} of futures are the same to the last bit. Rates are means "
        "a year. MC error: of the mean, which more futures make smaller; ? where the mean is "
        f"within twice that. Exactly the same: {listed}."
    )


def explanation_tables(
    whole: Difference, carried: Sequence[Carried], holds: Sequence[Hold],
    found: Sequence[Index] = (), count: int = 10,
) -> list[Table]:  # fmt: skip
    """Return which mechanisms carry a difference, which parameters it hangs on, and indices."""
    title = f"{whole.measure} {whole.of}".strip()
    size = f"The whole difference: {whole.mean:.4g} (Monte-Carlo error {whole.error:.2g})."
    first: list[list[Cell]] = [[c.mechanism, c.carried, c.error, c.without] for c in carried]
    columns = ("switched off", "carries", "MC error", "difference left")
    note = (
        f"{size} Parts do not add up: mechanisms work through one another."
        if carried
        else f"{size} --mechanisms NAME ... switches some off, one at a time."
    )
    second: list[list[Cell]] = [
        [h.parameter, h.share, "" if h.share > h.chance else "?"] for h in holds[:count]
    ]
    told = (
        f"First-order part of the variance over futures, luck included; ? below "
        f"{holds[0].chance:.1%}, which a parameter without meaning reaches once in twenty."
        if holds
        else f"{len(whole.last)} futures, of which {whole.moved:.0%} differ: needed 32 or more, "
        "and a difference in some."
    )
    tables = [
        Table(f"What carries the difference in {title}", columns, first,
              dict.fromkeys(columns[1:], ".4g"), note),
        Table("What it hangs on", ("parameter", "share", ""), second, {"share": ".1%"}, told),
    ]  # fmt: skip
    return [*tables, _indices(found)] if found else tables


def _indices(found: Sequence[Index]) -> Table:
    """Return variance-based indices with their intervals."""
    rows: list[list[Cell]] = [
        [i.parameter, i.first, i.first_error, i.total, i.total_error] for i in found
    ]
    columns = ("parameter", "first order", "± (95 %)", "total", "± of it (95 %)")
    note = (
        "Shares of the variance of the difference; luck and other parameters, which are shared, "
        "make the rest. Where an interval holds zero, nothing is shown: take more futures."
    )
    return Table("Variance-based indices", columns, rows, dict.fromkeys(columns[1:], ".2f"), note)
