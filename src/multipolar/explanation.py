"""Why two scenarios differ: which mechanism carries it, and which parameter it hangs on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from multipolar.branching import run_pair
from multipolar.comparison import Difference, compare
from multipolar.ensemble import Ensemble
from multipolar.errors import MissingData, RunError, UnknownName, suggest
from multipolar.model import default_model
from multipolar.scenario import Scenario

Array = npt.NDArray[Any]
BINS = 8
"""Slices of a parameter, of equal count, whose means are compared."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What of a difference goes when a mechanism is switched off in both scenarios.

    Parameters
    ----------
    mechanism
        Its name.
    without
        The difference that is left.
    carried
        The difference less what is left, future by future, and its Monte-Carlo error.
    """

    mechanism: str
    without: float
    carried: float
    error: float


@dataclass(frozen=True, slots=True)
class Hold:
    """How far a parameter by itself makes a difference vary from future to future.

    ``share`` is its first-order part of the variance; ``chance`` what a parameter
    without meaning reaches once in twenty.
    """

    parameter: str
    share: float
    chance: float


@dataclass(frozen=True, slots=True)
class Index:
    """Variance-based sensitivity of a difference to one parameter.

    ``first`` is what it does by itself or with luck, ``total`` also what it does with other
    parameters, as shares of the variance of the difference; the errors are half the width of
    intervals of 95 %, from bootstraps over futures.
    """

    parameter: str
    first: float
    first_error: float
    total: float
    total_error: float


def explain(  # noqa: PLR0913
    one: Scenario, other: Scenario, measure: str, of: str = "", *, mechanisms: Sequence[str],
    members: int = 40, until: int | None = None, seed: int = 1,
    progress: Callable[[str], object] | None = None, **options: Any,
) -> tuple[Difference, list[Carried]]:  # fmt: skip
    """Switch mechanisms off one at a time, in both scenarios, with shared luck.

    What a mechanism carries is what of the difference goes with it. Parts do not
    add up: mechanisms work through one another.

    Parameters
    ----------
    one, other
        Scenarios from one start.
    measure, of
        As in a comparison.
    mechanisms
        Which to switch off; each is another model, compiled once and kept.
    members, until, seed
        Of every run.
    progress
        Called with each mechanism.
    options
        Of ``multipolar.simulate``.

    Returns
    -------
    tuple
        The whole difference, and what each mechanism carries, the largest first.

    Raises
    ------
    UnknownName
        There is no such mechanism or measure.
    RunError
        A mechanism cannot be switched off, or is off already.
    """
    known = {m.name: m for m in default_model().mechanisms}
    for name in mechanisms:
        if name not in known:
            msg = f"no mechanism {name!r}{suggest(name, known)}"
            raise UnknownName(msg)
        if known[name].bookkeeping or name in (*one.off, *other.off):
            msg = f"{name} cannot be switched off, or is off already"
            raise RunError(msg)
    given = {"members": members, "until": until, "seed": seed, **options}
    whole = compare(*run_pair(one, other, **given))[measure, of]
    out = []
    for name in mechanisms:
        if progress:
            progress(name)
        pair = (replace(s, off=(*s.off, name)) for s in (one, other))
        left = compare(*run_pair(*pair, **given))[measure, of]
        gone = whole.values[:, -1] - left.values[:, -1]
        gone = gone[np.isfinite(gone)]
        error = float(gone.std(ddof=1) / np.sqrt(len(gone))) if len(gone) > 1 else float("nan")
        out.append(Carried(name, left.mean, float(gone.mean()), error))
    return whole, sorted(out, key=lambda c: -abs(c.carried))


def hangs_on(run: Ensemble, difference: Difference, *, seed: int = 1) -> list[Hold]:
    """Say which drawn parameters a difference hangs on, from futures that are there.

    First-order sensitivity from given data (Plischke, Borgonovo & Smith 2013,
    European Journal of Operational Research 226(3)): the variance of the means
    over slices of a parameter, less what slices of noise have, over that of the
    difference. It sees a parameter by itself, not with others.

    Parameters
    ----------
    run
        One of the two runs, for its parameters.
    difference
        From a comparison of it.
    seed
        Of the shuffles that say what chance reaches.

    Returns
    -------
    list of Hold
        The largest first.
    """
    names, params = run.attrs["parameters"], run.run.read("parameter", 0, len(run.members))
    d = difference.values[:, -1]
    known = np.isfinite(d)
    d, params = d[known], params[known]
    if len(d) < 4 * BINS or d.std() == 0:
        msg = f"{len(d)} futures, or no difference; needed {4 * BINS} or more that differ"
        raise RunError(msg)
    luck = np.random.default_rng(seed)
    fake = [first_order(luck.permutation(len(d)).astype(float), d) for _ in range(200)]
    chance = float(np.quantile(fake, 0.95))
    moved = np.ptp(params, axis=0) > 0  # a standard deviation of equal numbers may round off zero
    found = [
        Hold(name, first_order(params[:, k], d), chance) for k, name in enumerate(names) if moved[k]
    ]
    return sorted(found, key=lambda h: -h.share)


def first_order(x: Array, y: Array) -> float:
    """Return the part of the variance of y that the mean given x explains, at least 0.

    >>> x = np.arange(800.0)
    >>> bool(first_order(x, x) > 0.97), first_order(x, np.tile([1.0, -1.0], 400))
    (True, 0.0)
    """
    slices = np.array_split(y[np.argsort(x, kind="stable")], BINS)
    sizes = np.array([len(s) for s in slices])
    means = np.array([s.mean() for s in slices])
    within = float(sum(s.var(ddof=1) * len(s) for s in slices) / len(y))
    between = float((sizes * np.square(means - y.mean())).sum() / len(y))
    between -= within * (BINS - 1) / len(y)
    return max(between, 0.0) / float(y.var()) if y.var() > 0 else 0.0


def indices(  # noqa: PLR0913
    one: Scenario, other: Scenario, measure: str, of: str = "", *, parameters: Sequence[str],
    members: int = 64, until: int | None = None, seed: int = 1,
    progress: Callable[[str], object] | None = None, **options: Any,
) -> list[Index]:  # fmt: skip
    """Return first-order and total indices of a difference, by design, with SALib.

    Two draws of all parameters, A and B, and for each parameter A with its column
    from B (Saltelli et al. 2010, Computer Physics Communications 181(2), their
    radial design; estimators of SALib: Herman & Usher 2017, JOSS 2(9):97). Each is
    run in both scenarios; future for future they share luck and the
    parameters that are not asked about, so what these do alone is in no index.
    Parameters that were fitted together are taken as if they were independent.

    Parameters
    ----------
    one, other
        Scenarios from one start.
    measure, of
        As in a comparison.
    parameters
        Which: those that ``hangs_on`` puts first, since each costs two more runs.
    members
        Futures of each run: 2 scenarios times (parameters + 2) of them.
    until, seed
        Of every run.
    progress
        Called with each design.
    options
        Of ``multipolar.simulate``.

    Returns
    -------
    list of Index
        The largest total first.

    Raises
    ------
    MissingData
        SALib is not installed.
    UnknownName
        There is no such parameter or measure.
    RunError
        A parameter does not vary, or nothing differs.
    """
    try:
        from SALib.analyze import sobol
    except ImportError:
        msg = "SALib is not here: pip install 'multipolar[explain]'"
        raise MissingData(msg) from None
    names = list(one.model.params)
    for name in parameters:
        if name not in names:
            msg = f"no parameter {name!r}{suggest(name, names)}"
            raise UnknownName(msg)
    both = (one, other)
    first, second = ([s.model.draw(range(k, k + members), seed) for s in both]
                     for k in (0, members))  # fmt: skip
    for name in parameters:
        k = names.index(name)
        if any((a[:, k] == b[:, k]).all() for a, b in zip(first, second, strict=True)):
            msg = f"{name} does not vary: it is fixed, or a scenario assumes its value"
            raise RunError(msg)
    at = [names.index(n) for n in parameters]
    columns = {"A": [], **{n: [k] for n, k in zip(parameters, at, strict=True)}, "B": at}
    world, found = one.world(), []
    until = until or min(one.until, other.until)
    for design, swapped in columns.items():
        if progress:
            progress(design)
        pair = []
        for s, a, b in zip(both, first, second, strict=True):
            params = a.copy()
            params[:, swapped] = b[:, swapped]
            pair.append(s.simulate(world=world, members=members, seed=seed, params=params,
                                   until=until, **options))  # fmt: skip
        found.append(compare(*pair)[measure, of].values[:, -1])
    y = np.stack(found, axis=1)
    y = y[np.isfinite(y).all(axis=1)]
    if len(y) < 4 or y.std() == 0:
        msg = f"{len(y)} futures, or no difference; needed 4 or more that differ"
        raise RunError(msg)
    problem = {"num_vars": len(parameters), "names": list(parameters)}
    got = sobol.analyze(problem, y.ravel(), calc_second_order=False, seed=seed, num_resamples=400)
    rows = zip(parameters, got["S1"], got["S1_conf"], got["ST"], got["ST_conf"], strict=True)
    out = [Index(name, *(float(v) for v in row)) for name, *row in rows]
    return sorted(out, key=lambda i: -i.total)
