"""The page about what each mechanism earns, as Markdown."""

from collections.abc import Iterator, Sequence

import numpy as np

from multipolar.ablation import BEYOND, LEAST, LUCKS, PLAIN, Earned, verdict
from multipolar.backtest import Forecast
from multipolar.model import Model

ORDER = ("earns", "earns and costs", "too few years to tell", "no measurable difference",
         "changes nothing", "costs")  # fmt: skip


TOO_FEW = "too few years"


def ablation_page(found: Sequence[Earned], whole: Sequence[Forecast], model: Model) -> str:
    """Return the page.

    Parameters
    ----------
    found
        From :func:`multipolar.ablation.earned`.
    whole
        Forecasts of the whole model; for the words about how they were made.
    model
        Whose mechanisms are told.
    """
    by: dict[str, list[Earned]] = {}
    for line in found:
        by.setdefault(line.mechanism, []).append(line)
    luck = [x for name in LUCKS for x in by.pop(name, [])]
    about, origins = whole[0].about, [f.origin for f in whole]
    tests = [x for lines in by.values() for x in lines if x.target != "all" and np.isfinite(x.low)]
    counts = {word: sum(x.verdict == word for x in tests) for word in ("earns", "costs")}
    out = [
        "# What each mechanism earns",
        "",
        "Every mechanism switched off, one at a time, and its absence scored on what came. "
        f"{about['members']} futures from each of {len(origins)} origins "
        f"({', '.join(map(str, origins))}), horizons of 1 to 20 years, model "
        f"`{about['model'][:12]}`, seed {about['seed']}. Parameters are those fitted at each "
        "origin to the whole model and are not fitted again, and luck is shared: what does not "
        "hang on a mechanism is the same without it. Origins behind the lock are not used, "
        "because what is off is a choice of design. Made by",
        "",
        "```shell",
        "multipolar ablate backtest",
        "python scripts/build_ablation.py backtest",
        "```",
        "",
        "*Saved* is the share of the error without the mechanism that the whole model saves, over "
        "all horizons, each brought to the same scale: above 0 the mechanism helps. Its 90 % "
        "interval draws blocks of 20 years; there are about five, so it is wide. A mechanism "
        f"*earns* a target if the interval lies above 0, at least {LEAST:.0%} is saved, and it is "
        f"more than {BEYOND:g} times what luck alone does to that target; it *costs* one the other "
        "way round. Where there are too few years for an interval, as of sanctions and civil war "
        f"since 1945, it takes {PLAIN:.0%} and every origin. *All* is the mean over targets, each "
        "with the same weight.",
        "",
        _control(luck)
        + f"Of {len(tests)} comparisons with an interval {counts['earns']} earn and "
        f"{counts['costs']} cost.",
        "",
        *_summary(by, model),
        "",
        *_idle(by, model),
        "",
        "All comparisons: [ablation.csv](ablation.csv). What is not seen here: a mechanism may "
        "earn only together with another, or only in what is no target (trust, summits, ideology, "
        "prices), or only in what users ask of it; and a parameter that was fitted beside a "
        "mechanism is not the one that would be fitted without it.",
    ]  # fmt: skip
    return "\n".join(out) + "\n"


def _control(luck: Sequence[Earned]) -> str:
    tested = [x for x in luck if x.target != "all" and np.isfinite(x.low)]
    if not tested:
        return ""
    past = [x for x in tested if (x.low > 0 or x.high < 0) and abs(x.skill) >= LEAST]
    sizes = sorted({x.target: x.noise for x in tested}.items(), key=lambda x: -x[1])
    most = ", ".join(f"`{name}` {size:.0%}" for name, size in sizes[:4])
    return (
        f"**Luck alone.** The whole model was run {len(LUCKS)} times more with other luck. Nothing "
        f"but luck differs, and yet {len(past)} of {len(tested)} comparisons have an interval that "
        f"leaves 0 out by {LEAST:.0%} or more; the error changes by "
        f"{np.median([s for _, s in sizes]):.1%} at the median target, and most in {most}. So few "
        "futures are as noisy as that, and what is smaller is not told. "
    )


def _summary(by: dict[str, list[Earned]], model: Model) -> Iterator[str]:
    yield "| mechanism | phase | verdict | all | 90 % | earns | costs |"
    yield "|---|---|---|---|---|---|---|"
    names = sorted(by, key=lambda n: (ORDER.index(verdict(by[n])), -_all(by[n]).skill))
    for name in names:
        whole = _all(by[name])
        span = "–" if np.isnan(whole.low) else f"{whole.low:+.3f} to {whole.high:+.3f}"
        parts = [
            ", ".join(f"`{x.target}` {x.skill:+.2f}" for x in by[name]
                      if x.verdict == word and x.target != "all") or "–"
            for word in ("earns", "costs")
        ]  # fmt: skip
        yield (
            f"| `{name}` | {model[name].phase} | {verdict(by[name])} | {whole.skill:+.3f} | {span} "
            f"| {parts[0]} | {parts[1]} |"
        )


def _all(lines: Sequence[Earned]) -> Earned:
    return next(x for x in lines if x.target == "all")


def _idle(by: dict[str, list[Earned]], model: Model) -> Iterator[str]:
    """Name those that earn nothing, and which are off by default."""
    yield "## Those that earn nothing here"
    yield ""
    for word, said in (
        ("no measurable difference", "No target is measurably better or worse with"),
        ("changes nothing", "Not one forecast of a target differs with"),
        ("costs", "At least one target is worse, and none better, with"),
    ):
        names = [f"`{n}`" for n, lines in by.items() if verdict(lines) == word]
        if names:
            yield f"{said}: {', '.join(names)}."
            yield ""
    few = [
        f"`{n}` (" + ", ".join(f"`{x.target}` {x.skill:+.2f}, better at {x.better} of {x.origins} "
                               "origins" for x in lines if x.large and x.verdict == TOO_FEW) + ")"
        for n, lines in by.items() if verdict(lines) == "too few years to tell"
    ]  # fmt: skip
    if few:
        yield f"Too few years to tell, and not little: {', '.join(few)}."
        yield ""
    off = ", ".join(f"`{n}`" for n in sorted(model.off))
    yield (
        f"Off by default: {off}."
        if off
        else "None of them is off by default. `multipolar simulate --off NAME` leaves one out, and "
        "by this table its forecasts are then not measurably worse."
    )
