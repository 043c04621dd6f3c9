"""The pages about being right and wrong, as Markdown: the scoreboard, and what was not foreseen."""

from collections.abc import Iterator, Sequence

import numpy as np

from multipolar.backtest import LOCKED, MODEL, Forecast
from multipolar.baseline import Archive
from multipolar.baselines import catalogue as baselines
from multipolar.codes import members
from multipolar.errors import RunError
from multipolar.record import numbers_of
from multipolar.scoreboard import ERAS, MEAN, Line, tally
from multipolar.summary import name_of
from multipolar.targets import catalogue as targets

SURPRISES = {
    1913: "the year before the First World War",
    1938: "the year before the Second World War",
    1988: "the year before the revolutions of 1989 and the end of the Soviet Union",
}


def scoreboard_page(lines: Sequence[Line], forecasts: Sequence[Forecast]) -> str:
    """Return the page of the scoreboard.

    Parameters
    ----------
    lines
        From :func:`multipolar.scoreboard.scoreboard`.
    forecasts
        What was scored; for the words about how they were made.
    """
    about, origins = forecasts[0].about, sorted({f.origin for f in forecasts})
    most = max(x.origins for x in lines)
    opened = most > sum(o < LOCKED for o in origins)
    counted = tally(lines)
    counts = sorted(len(f.about["fitted"]) for f in forecasts)
    fits = f"{counts[0]}" if counts[0] == counts[-1] else f"{counts[0]} to {counts[-1]}"
    off = f" without {', '.join(about['off'])}" if about["off"] else ""
    out = [
        "# Scoreboard",
        "",
        "What the model would have said of years that it did not know, beside forecasts that cost "
        "nothing. Losses stand here like gains. How it is done, and how each target and baseline "
        "is defined: [backtest.md](backtest.md). All columns: [scoreboard.csv](scoreboard.csv).",
        "",
        f"Made by `scripts/build_scoreboard.py` from {about['members']} futures from each of "
        f"{len(origins)} origins ({origins[0]} to {origins[-1]}), seed {about['seed']}, model "
        f"`{about['model'][:12]}`{off}, "
        + (f"{fits} parameters fitted to what was known at each origin."
           if counts[-1] else "every parameter drawn from its prior: **nothing was fitted**."),
        "" if opened else f"Origins from {LOCKED} on are locked away and not in these numbers.",
        "",
        f"Of {sum(counted[k] for k in ('better', 'worse', 'within chance', 'no interval'))} lines "
        f"**{counted['better']} are better** than their baseline with a 90 % interval that does "
        f"not hold 0, **{counted['worse']} are worse**, {counted['within chance']} are within "
        f"chance, and {counted['no interval']} have too few separate stretches of 20 years for "
        f"an interval. Of the goals set before the first run {counted['stretch met']} are met "
        f"beyond the stretch value, {counted['goal met']} are met, {counted['goal missed']} are "
        f"missed above the floor, and {counted['floor missed']} are missed below it.",
        "",
        "*Skill* is the share of the baseline's error that the model saves: 1 perfect, 0 no "
        "better, below 0 worse. *90 %* is its interval by blocks of 20 years; there are about "
        "seven independent ones, so intervals are wide, and they are no promise about another "
        "century. *Best other* is the best of all baselines, **chosen in hindsight**, and the "
        "skill against it. *Cover* is how often what came lay in bands that promise 90 %; *AUC* "
        "the ranking of events; *E/O* events promised for each that came.",
        "",
    ]  # fmt: skip
    out += ["## Other goals", "", *_others(lines), ""]
    for era in ERAS:
        out += ["", f"## {era}", "", *_table([x for x in lines if x.era == era]), ""]
    out += [
        "## Baselines", "",
        *(f"- `{n}`: {baselines[n].spec.label}." for n in baselines.names()),
        "- `best_of_four`: the best of the four `historical` ones, by era and horizon, in "
        "hindsight; so the model is held to more than any one of them.", "",
    ]  # fmt: skip
    return "\n".join(out)


def _others(lines: Sequence[Line]) -> Iterator[str]:
    """Tell the goals that are no skill: coverage of bands, and the ranking of disputes."""
    yield "| what | value | floor | goal | verdict |"
    yield "|---|---|---|---|---|"
    for era, low, high, wanted, most in (
        ("all origins", 0.85, 0.95, 0.87, 0.93), ("1913–45", 0.70, 1.0, 0.75, 1.0),
    ):  # fmt: skip
        used = [x for x in lines if (x.target, x.group, x.era) == ("share", "all", era)
                and x.horizon in (5, 10, 20)]  # fmt: skip
        if used:
            value = sum(x.inside90 * x.cases for x in used) / sum(x.cases for x in used)
            said = _held(low <= value <= high, wanted <= value <= most)
            yield (f"| 90 % bands of shares of capability, 5 to 20 years, {era} | {value:.2f} | "
                   f"{low} to {high} | {wanted} to {most} | {said} |")  # fmt: skip
    for x in lines:
        if (x.target, x.group, x.horizon, x.era) == ("onset", "all", 10, "all origins"):
            for name, value, least, wanted in (
                ("AUC", x.auc_roc, 0.88, 0.92), ("average precision", x.auc_pr, 0.36, 0.40),
            ):  # fmt: skip
                said = _held(value >= least, value >= wanted)
                yield (f"| Any dispute within 10 years, {name}, median origin | {value:.2f} | "
                       f"{least} | {wanted} | {said} |")  # fmt: skip


def _held(floor: bool, goal: bool) -> str:  # noqa: FBT001
    return "goal met" if goal else "floor met, goal missed" if floor else "floor missed"


def _table(lines: Sequence[Line]) -> Iterator[str]:
    head = ("target", "of", "years", "n", "measure", "ours", "against", "theirs", "skill", "90 %",
            "best other", "cover", "AUC", "E/O", "goal", "verdict")  # fmt: skip
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for x in lines:
        cells = (
            x.label, x.group, str(x.horizon) if x.horizon != MEAN else "mean 5–20", f"{x.cases:,}",
            x.measure, _g(x.ours), f"`{x.reference}`", _g(x.theirs), _signed(x.skill),
            f"{x.low:+.2f} to {x.high:+.2f}" if np.isfinite(x.low) else "–",
            f"`{x.best}` {_signed(x.skill_best)}" if x.best else "–",
            _two(x.inside90), _two(x.auc_roc), _two(x.expected),
            "–" if np.isnan(x.goal) else f"{x.floor:+.2f} / {x.goal:+.2f} / {x.stretch:+.2f}",
            x.verdict,
        )  # fmt: skip
        yield "| " + " | ".join(cells) + " |"


def _g(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.3g}"


def _signed(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:+.2f}"


def _two(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.2f}"


def unforeseen_page(forecasts: Sequence[Forecast], archive: Archive, *, locked: bool = True) -> str:
    """Return the page about 1914, 1939 and 1989: what was said the year before.

    Parameters
    ----------
    forecasts
        Those of 1913, 1938 and 1988 are looked for.
    archive
        What came.
    locked
        Leave out 1988, which is behind the lock.

    Raises
    ------
    RunError
        None of the years is among the forecasts.
    """
    by_origin = {f.origin: f for f in forecasts}
    shown = [y for y in SURPRISES if y in by_origin and not (locked and y >= LOCKED)]
    if not shown:
        msg = f"no forecast of {', '.join(map(str, SURPRISES))}; backtest --origins 1913 makes one"
        raise RunError(msg)
    out = [
        "# What it could not foresee",
        "",
        "What the model said at the end of the year before, beside what came. *Futures as far out* "
        "is the share of futures at least as far from their median, on the same side, as what "
        "came: near 0 it was a surprise. Made by `scripts/build_scoreboard.py`; read it with "
        "[scoreboard.md](scoreboard.md), for a model is judged by all years and not by the most "
        "famous.",
    ]
    if locked:
        out += ["", f"The forecast of 1988 is behind the lock ({LOCKED} on) and not shown."]
    for year in shown:
        out += ["", f"## {year}: {SURPRISES[year]}", "", *_said(by_origin[year], archive)]
    return "\n".join(out) + "\n"


def _said(one: Forecast, archive: Archive) -> Iterator[str]:
    yield "| target | years | came | median | 5 to 95 % | futures as far out |"
    yield "|---|---|---|---|---|---|"
    for name in targets.names():
        spec = targets[name].spec
        for horizon in (1, 5, 10):
            drawn = one.said.get((MODEL, name, horizon))
            if drawn is None or spec.kind != "amount" or spec.of != "system":
                continue
            came = float(archive.values(targets[name], one.origin, horizon)[0])
            members_ = drawn[0].astype(np.float64)
            if np.isnan(came) or np.isnan(members_).any():
                continue
            low, middle, high = np.quantile(members_, [0.05, 0.5, 0.95])
            far = (members_ >= came) if came > middle else (members_ <= came)
            yield (
                f"| {spec.label} | {horizon} | {came:.3g} | {middle:.3g} | {low:.3g} to {high:.3g} "
                f"| {far.mean():.1%} |"
            )
    yield ""
    yield from _pairs(one, archive)


def _pairs(one: Forecast, archive: Archive) -> Iterator[str]:
    """Tell the probability that was given to disputes among the major powers."""
    world, horizon = archive.world(one.origin), 5
    said = one.said[MODEL, "onset", horizon]
    came = archive.values(targets["onset"], one.origin, horizon)
    codes = tuple(members(one.origin, "cow"))
    called = dict(zip(numbers_of(codes, one.origin), codes, strict=True))
    i, j = world.first, world.second
    both = world.major[i] & world.major[j] & np.isfinite(came)
    order = np.flatnonzero(both)[np.argsort(-said[both], kind="stable")]
    yield (
        f"A dispute of two major powers within {horizon} years: expected {said[both].sum():.1f} "
        f"pairs of {both.sum()}, came {came[both].sum():.0f}."
    )
    yield ""
    yield "| pair | probability said | came |"
    yield "|---|---|---|"
    for p in order:
        names = [name_of(called[world.states[k[p]]], one.origin) for k in (j, i)]
        yield f"| {' and '.join(names)} | {said[p]:.0%} | {'yes' if came[p] else 'no'} |"
    rest = ~both & np.isfinite(came) & (came > 0)
    if rest.any():
        yield ""
        yield (
            f"Of the {rest.sum()} other pairs that came to a dispute, half had been given less "
            f"than {np.median(said[rest]):.1%}; the mean over all pairs was {np.nanmean(said):.1%}."
        )
