"""What each mechanism earns: every one switched off alone, scored beside the whole model.

Parameters fitted at an origin are used by every variant, and so is its luck:
what does not hang on a mechanism is the same to the last bit without it. No
baseline is asked. Each variant and origin leaves a small file, so a run that
was stopped goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.backtest import LOCKED, MODEL, Forecast, Parameters, fitted, forecast, kept, place
from multipolar.baseline import Archive
from multipolar.errors import RunError
from multipolar.model import Model, default_model
from multipolar.scores import catalogue as scores
from multipolar.targets import catalogue as targets
from multipolar.verification import JOINT, verify

Array = npt.NDArray[np.float64]

ORIGINS = (1880, 1895, 1910, 1925, 1935, 1950, 1965, 1980)
"""Over five stretches of 20 years, and none behind the lock: what is off is a choice of design."""
MEMBERS = 96
TARGETS: Mapping[str, str] = {
    "share": "top 30", "hhi": "all", "con": "all", "poles": "all", "turned": "all",
    "onset": "all", "dispute_count": "all", "wars": "all", "war_deaths": "all", "tie": "all",
    "alliance_density": "all", "transitivity": "all", "treaties_formed": "all",
    "treaties_ended": "all", "renewed": "all", "sanctions_begun": "all", "sanctioned": "all",
    "regime": "all", "regime_change": "all", "conflict": "all", "entries": "all", "exits": "all",
}  # fmt: skip
"""Headline targets, and the group of each that is scored."""
TOGETHER = "joint"
WHOLE = "_whole"
LUCKS = ("_luck1", "_luck2", "_luck3", "_luck4")
"""Variants that are no mechanism: the whole model, and the whole model with other luck."""
LEAST = 0.01
"""Share of the error below which a difference is called none."""
BEYOND = 2.0
"""How many times what other luck changes a difference must be."""
PLAIN = 0.05
"""Least share where there are too few years for an interval."""


@dataclass(frozen=True, slots=True)
class Earned:
    """What a mechanism saves of the error of a target.

    ``skill`` is one less the ratio of the scores with and without the mechanism,
    over all horizons, each brought to the same scale; the interval is of 90 %, by
    blocks of 20 years, and NaN where there are fewer than four.
    ``better`` is at how many of the ``origins`` the score is better with it;
    ``noise`` is the root mean square of the same of the whole model with other luck.
    """

    mechanism: str
    target: str
    group: str
    origins: int
    better: int
    skill: float
    low: float
    high: float
    noise: float = 0.0

    @property
    def large(self) -> bool:
        """Whether it is worth a word where there are too few years for an interval."""
        return abs(self.skill) >= max(PLAIN, BEYOND * self.noise)

    @property
    def verdict(self) -> str:
        """In plain words: ``earns``, ``costs``, or what else there is to say."""
        if self.skill == 0 and self.better == 0:
            return "the same"
        if np.isnan(self.low):
            every = self.origins if self.skill > 0 else 0
            if self.origins >= 3 and self.large and self.better == every:
                return "earns" if self.skill > 0 else "costs"
            return "too few years"
        least = max(LEAST, BEYOND * self.noise)
        if self.low > 0 and self.skill >= least:
            return "earns"
        return "costs" if self.high < 0 and self.skill <= -least else "no measurable difference"


def variants(model: Model) -> tuple[str, ...]:
    """Return the mechanisms that are on and can be switched off, in the order of a year."""
    return tuple(m.name for m in model.running if not m.bookkeeping)


def ablate(  # noqa: PLR0913
    folder: Path, *, origins: Sequence[int] = ORIGINS, mechanisms: Sequence[str] = (),
    members: int = MEMBERS, seed: int = 1, model: Model | None = None,
    parameters: Parameters = fitted, archive: Archive, threads: int | None = None,
    progress: Any = None,
) -> None:  # fmt: skip
    """Forecast from each origin by the whole model, and without each mechanism.

    Parameters
    ----------
    folder
        That of a backtest, whose parameters are used; or a new one, where they
        are fitted first. Files go into ``ablation`` in it; those that are there stay.
    origins
        Years.
    mechanisms
        Which are switched off; each that can be by default.
    members, seed
        How many futures, and of all luck.
    model
        Every mechanism by default.
    parameters
        How they are fitted where they are not there.
    archive
        What came.
    threads
        How many.
    progress
        Called with a variant, an origin, how many are done, and of how many.

    Raises
    ------
    RunError
        Files that are there are of other members, luck or mechanisms.
    """
    model = default_model() if model is None else model
    asked = (WHOLE, *LUCKS, *(mechanisms or variants(model)))
    believed, tell = kept(folder, parameters), progress or (lambda *_: None)
    todo = [(name, origin) for name in asked for origin in origins]
    models = {}
    for origin in origins:
        tell("parameters", origin, 0, len(todo))
        models[origin] = believed(model, origin)
    for done, (name, origin) in enumerate(todo):
        tell(name, origin, done, len(todo))
        one = models[origin] if name.startswith("_") else models[origin].without(name)
        luck = seed + (1 + LUCKS.index(name) if name in LUCKS else 0)
        path = place(folder / "ablation" / name, origin)
        if path.exists():
            _same(path, members, luck, one)
            continue
        forecast(
            origin, model=one, members=members, seed=luck, parameters=_as_given, archive=archive,
            threads=threads, asked=tuple(TARGETS), simple=(),
        ).save(path.parent)  # fmt: skip


def _as_given(model: Model, origin: int) -> Model:
    del origin
    return model


def _same(path: Path, members: int, seed: int, model: Model) -> None:
    about = Forecast.load(path).about
    values = {} if model.posterior is None else model.posterior.values
    wanted = {"members": members, "seed": seed, "off": sorted(model.off), "fitted": values}
    for name, value in wanted.items():
        if about[name] != value:
            told = "other parameters" if name == "fitted" else f"{name} {about[name]!r}"
            msg = f"{path}: made with {told}; choose another folder, or delete {path.parent.parent}"
            raise RunError(msg)


def earned(folder: Path, archive: Archive, *, level: float = 0.9) -> list[Earned]:
    """Score what :func:`ablate` kept: each variant beside the whole model.

    Parameters
    ----------
    folder
        As given there.
    archive
        What came.
    level
        Of the intervals.

    Returns
    -------
    list of Earned
        By mechanism and target; last of each mechanism all targets together,
        each of the same weight, as ``all``.

    Raises
    ------
    RunError
        There is nothing to score.
    """
    found = sorted(p for p in (folder / "ablation").glob("*") if p.is_dir())
    kept_ = {p.name: [Forecast.load(f) for f in sorted(p.glob("[0-9]*.npz"))] for p in found}
    if not kept_.get(WHOLE) or len(kept_) < 2:
        msg = f"{folder}: no ablation there; multipolar ablate {folder} makes it"
        raise RunError(msg)
    scale = {(f.origin, t, h): float(np.std(a)) for f in kept_[WHOLE]
             for (_, t, h), a in f.said.items() if t in JOINT}  # fmt: skip
    lost = {name: _lost(those, archive, scale) for name, those in kept_.items()}
    whole = lost.pop(WHOLE)
    lines = {n: tuple(_beside(n, whole, those, level)) for n, those in lost.items()}
    chance: dict[str, list[float]] = {}
    for x in (x for n in LUCKS for x in lines.get(n, ())):
        chance.setdefault(x.target, []).append(x.skill)
    noise = {t: float(np.sqrt(np.mean(np.square(v)))) for t, v in chance.items()}
    order = [*(n for n in LUCKS if n in lines), *(n for n in lines if n not in LUCKS)]
    return [replace(x, noise=noise.get(x.target, 0.0)) for n in order for x in lines[n]]


Lost = dict[tuple[str, int, int], float]
"""(target, horizon, origin) → mean score."""


def _lost(forecasts: Sequence[Forecast], archive: Archive, scale: Any) -> Lost:
    out: Lost = {}
    inside = [f for f in forecasts if f.origin < LOCKED]
    for row in verify(inside, archive).iter_rows(named=True):
        if row["method"] == MODEL and row["group"] == TARGETS.get(row["target"]):
            out[row["target"], row["horizon"], row["origin"]] = row["score"] / row["n"]
    for one in inside:
        for horizon in targets[JOINT[0]].spec.horizons:
            came = [archive.values(targets[t], one.origin, horizon)[0] for t in JOINT]
            drawn = [one.said[MODEL, t, horizon][0] for t in JOINT]
            if np.isfinite(came).all() and np.isfinite(drawn).all():
                wide = np.array([max(scale[one.origin, t, horizon], 1e-9) for t in JOINT])
                out[TOGETHER, horizon, one.origin] = float(
                    scores["energy_score"](
                        (np.stack(drawn, axis=1) / wide)[None], (np.array(came) / wide)[None]
                    )[0]
                )
    return out


def _beside(name: str, whole: Lost, without: Lost, level: float) -> Iterator[Earned]:
    """Compare two variants at the origins and horizons that both have."""
    every: list[tuple[Array, Array, Array]] = []
    for target in (TOGETHER, *TARGETS):
        both = [k for k in whole if k[0] == target and k in without]
        if not both:
            continue
        year, ours, theirs = _by_origin(both, whole, without)
        every.append((year, ours, theirs))
        yield _skill(name, target, TARGETS.get(target, "all"), (year, ours, theirs), level)
    if every:
        years = np.unique(np.concatenate([y for y, _, _ in every]))
        sums = np.zeros((2, len(years)))
        for year, ours, theirs in every:
            at = np.searchsorted(years, year)
            total = theirs.sum() / len(theirs)
            for k, part in enumerate((ours, theirs)):
                np.add.at(sums[k], at, part / total)
        yield _skill(name, "all", "", (years, sums[0], sums[1]), level)


def _by_origin(
    both: Sequence[tuple[str, int, int]], whole: Lost, without: Lost
) -> tuple[Array, Array, Array]:
    """Return origins, and scores of both summed over horizons, each over its mean."""
    years = np.array(sorted({o for _, _, o in both}), np.float64)
    out = np.zeros((2, len(years)))
    for horizon in {h for _, h, _ in both}:
        keys = [k for k in both if k[1] == horizon]
        scale = max(float(np.mean([without[k] for k in keys])), 1e-12)
        for key in keys:
            at = int(np.searchsorted(years, key[2]))
            out[:, at] += np.array([whole[key], without[key]]) / scale
    return years, out[0], out[1]


def _skill(
    name: str, target: str, group: str, part: tuple[Array, Array, Array], level: float
) -> Earned:
    year, ours, theirs = part
    if theirs.sum() <= 0:
        return Earned(name, target, group, len(year), 0, 0.0, np.nan, np.nan)
    found = scores["skill"](ours.clip(0), theirs.clip(0), year=year, level=level)
    same = np.array_equal(ours, theirs)
    return Earned(
        name, target, group, len(year), int((ours < theirs).sum()),
        0.0 if same else found.value, found.low, found.high,
    )  # fmt: skip


def verdict(lines: Sequence[Earned]) -> str:
    """Say in plain words what a mechanism earns, from all its lines.

    >>> verdict([Earned("x", "hhi", "all", 8, 7, 0.1, 0.02, 0.2)])
    'earns'
    """
    said = [x.verdict for x in lines if x.target != "all"]
    gains, costs = said.count("earns"), said.count("costs")
    if gains and costs:
        return "earns and costs"
    if gains or costs:
        return "earns" if gains else "costs"
    if any(x.verdict == "too few years" and x.large for x in lines if x.target != "all"):
        return "too few years to tell"
    return "changes nothing" if set(said) == {"the same"} else "no measurable difference"
