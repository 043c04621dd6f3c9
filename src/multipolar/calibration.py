"""Fit parameters to the record: the most probable values, and draws of what is still open.

A parameter is worked with on the scale of its prior: ``z`` is a standard
normal variable where the prior is normal or log-normal, and the log odds where
it is a beta or uniform. The posterior of a fit is approached by a normal
distribution at its peak (Tierney & Kadane 1986, JASA 81, 82-86), or drawn from
by the No-U-Turn sampler (Hoffman & Gelman 2014, JMLR 15, 1593-1623; BlackJAX)
started there.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import optimize

from multipolar.catalogue import Catalogue
from multipolar.errors import ModelError
from multipolar.fit import Fit, Sample
from multipolar.hazards import jax_numpy
from multipolar.mechanism import Param
from multipolar.model import Model, default_model
from multipolar.posterior import Posterior
from multipolar.sources import catalogue as sources

catalogue: Catalogue[Fit] = Catalogue("multipolar.fits")

Array = npt.NDArray[np.float64]
Method = Literal["normal", "nuts"]


@dataclass(frozen=True)
class Fitted:
    """What a fit found.

    Parameters
    ----------
    params
        Names, in the order of the columns.
    peak
        The most probable values, shape ``(parameter,)``.
    draws
        Draws from the posterior, shape ``(draw, parameter)``.
    prior_sd, posterior_sd
        Spread on the scale of the prior, shape ``(parameter,)``: their ratio
        says how much was learned.
    log_likelihood
        Of the sample at the peak, weighted.
    rows, events
        Size of the sample, and the sum of its outcomes.
    """

    params: tuple[str, ...]
    peak: Array
    draws: Array
    prior_sd: Array
    posterior_sd: Array
    log_likelihood: float
    rows: int
    events: float

    @property
    def values(self) -> dict[str, float]:
        """The most probable value of each parameter."""
        return dict(zip(self.params, self.peak.tolist(), strict=True))


class Scale:
    """Parameters on the scale of their priors, in ``jax.numpy``."""

    def __init__(self, params: Mapping[str, Param]) -> None:
        self.names = tuple(params)
        self.params = params
        for name, p in params.items():
            if p.belief.kind == "fixed":
                msg = f"{name} has no prior: it is fixed, and cannot be fitted"
                raise ModelError(msg)

    def values(self, z: Any) -> dict[str, Any]:
        """Return ``name → value`` of a point, within the range of each parameter."""
        jnp = jax_numpy()
        from jax.nn import sigmoid

        out = {}
        for k, (name, p) in enumerate(self.params.items()):
            prior = p.belief
            match prior.kind:
                case "normal":
                    x = prior.a + prior.b * z[k]
                case "lognormal":
                    x = prior.a * jnp.exp(prior.b * z[k])
                case "beta":
                    x = sigmoid(z[k])
                case _:
                    x = prior.a + (prior.b - prior.a) * sigmoid(z[k])
            out[name] = jnp.clip(x, p.low, p.high)
        return out

    def log_prior(self, z: Any) -> Any:
        """Return the log density of the prior at a point, but for a constant."""
        jnp = jax_numpy()
        from jax.nn import log_sigmoid

        total = jnp.asarray(0.0)
        for k, p in enumerate(self.params.values()):
            prior = p.belief
            if prior.kind in ("normal", "lognormal"):
                total = total - 0.5 * z[k] ** 2
            else:
                a, b = (prior.a, prior.b) if prior.kind == "beta" else (1.0, 1.0)
                total = total + a * log_sigmoid(z[k]) + b * log_sigmoid(-z[k])
        return total

    def start(self) -> Array:
        """Return the point of the defaults."""
        out = np.zeros(len(self.names))
        for k, p in enumerate(self.params.values()):
            prior = p.belief
            if prior.kind == "normal":
                out[k] = (p.value - prior.a) / prior.b
            elif prior.kind == "lognormal":
                out[k] = np.log(max(p.value, 1e-12) / prior.a) / prior.b
            else:
                low, high = (0.0, 1.0) if prior.kind == "beta" else (prior.a, prior.b)
                share = np.clip((p.value - low) / (high - low), 1e-6, 1 - 1e-6)
                out[k] = np.log(share / (1.0 - share))
        return out

    def spread(self) -> Array:
        """Return the standard deviation of the prior on this scale, shape ``(parameter,)``."""
        from scipy.special import polygamma

        out = np.ones(len(self.names))
        for k, p in enumerate(self.params.values()):
            prior = p.belief
            if prior.kind in ("beta", "uniform"):
                a, b = (prior.a, prior.b) if prior.kind == "beta" else (1.0, 1.0)
                out[k] = float(np.sqrt(polygamma(1, a) + polygamma(1, b)))
        return out


def calibrate(  # noqa: PLR0913 - all but the first two are by name
    fit: Fit,
    until: int,
    *,
    model: Model | None = None,
    sample: Sample | None = None,
    draws: int = 400,
    seed: int = 1,
    method: Method = "normal",
    start: Mapping[str, float] | None = None,
) -> Fitted:
    """Fit the parameters of one fit to the record up to the end of a year.

    Parameters
    ----------
    fit
        From ``catalogue``, or the user's own.
    until
        The last year that is known.
    model
        Whose mechanisms are asked; the package's by default. Parameters that
        are not fitted are at their defaults.
    sample
        In place of the fit's own, cut at ``until``.
    draws
        How many draws from the posterior.
    seed
        Of the draws.
    method
        ``normal`` at the peak, or ``nuts``: the No-U-Turn sampler from there.
    start
        Where the search begins; at the defaults of the parameters otherwise.

    Raises
    ------
    ModelError
        The sample is empty, the search does not end, or JAX is not there.
    """
    model = model or default_model()
    rows = (sample or fit.sample(until)).until(until)
    if not len(rows):
        msg = f"fit {fit.name}: no row of the record up to {until}; choose a later year"
        raise ModelError(msg)
    problem = _problem(fit, model)
    scale, given = problem.scale, _padded(rows, fit.weights(rows, until))
    first = scale.start() if start is None else _at(scale, start)
    z = _peak(lambda x: problem.slope(x, *given), first, fit.name)
    spread = _inverse(np.asarray(problem.curve(z, *given)))
    random = np.random.default_rng(seed)
    if method == "nuts":
        points = _nuts(lambda x: problem.log_posterior(x, *given), z, spread, draws, seed)
    else:
        points = z + random.standard_normal((draws, len(z))) @ np.linalg.cholesky(spread).T
    return Fitted(
        fit.params,
        np.asarray(problem.values(z[None]))[0],
        np.asarray(problem.values(points)),
        scale.spread(),
        np.sqrt(np.diag(spread)),
        float(problem.fitted(z, *given)),
        len(rows),
        float(rows.outcome.sum()),
    )


class _Problem:
    """One fit of one model, compiled once for samples of about one size."""

    def __init__(self, fit: Fit, model: Model) -> None:
        jnp = jax_numpy()
        import jax

        self.model = model  # kept, so that its place in memory names no other
        self.scale = Scale({name: model.param(name) for name in fit.params})
        likely = fit.log_likelihood(model)

        def fitted(z: Any, rows: Any, came: Any, weight: Any) -> Any:
            return jnp.sum(weight * likely(rows, self.scale.values(z), came))

        def log_posterior(z: Any, *given: Any) -> Any:
            return fitted(z, *given) + self.scale.log_prior(z)

        def loss(z: Any, *given: Any) -> Any:
            return -log_posterior(z, *given)

        self.log_posterior, self.fitted = log_posterior, jax.jit(fitted)
        self.slope, self.curve = jax.jit(jax.value_and_grad(loss)), jax.jit(jax.hessian(loss))
        self.values = jax.jit(jax.vmap(lambda z: jnp.stack(list(self.scale.values(z).values()))))


_problems: dict[tuple[Any, ...], _Problem] = {}


def _problem(fit: Fit, model: Model) -> _Problem:
    """Return the compiled likelihood of a fit, whatever its sample is."""
    asked = fit.name, fit.params, fit.ask, fit.density, fit.place
    held = tuple(sorted((model.values or {}).items()))
    key = (*asked, tuple(map(id, model.mechanisms)), model.off, held, id(model.posterior))
    if key not in _problems:
        _problems[key] = _Problem(fit, model)
    return _problems[key]


def _padded(sample: Sample, weight: Array) -> tuple[dict[str, Any], Any, Any]:
    """Return rows, outcomes and weights, filled up with rows of no weight to one of few sizes."""
    jnp = jax_numpy()
    size = len(sample)
    room = int(np.ceil(1.25 ** np.ceil(np.log(size) / np.log(1.25)) + 1e-9)) - size

    def fill(values: Any) -> Any:
        values = np.asarray(values, float)
        return jnp.asarray(np.r_[values, np.repeat(values[:1], room)] if values.ndim else values)

    rows = {name: fill(values) for name, values in sample.rows.items()}
    return rows, fill(sample.outcome), jnp.asarray(np.r_[weight, np.zeros(room)])


def _at(scale: Scale, values: Mapping[str, float]) -> Array:
    from dataclasses import replace

    moved = {k: replace(p, value=values.get(k, p.value)) for k, p in scale.params.items()}
    return Scale(moved).start()


def _peak(slope: Callable[[Array], Any], start: Array, name: str) -> Array:
    """Return the point of least loss."""

    def of(x: Array) -> tuple[float, Array]:
        value, gradient = slope(x)
        return float(value), np.asarray(gradient, float)

    found = optimize.minimize(of, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000})
    if not np.isfinite(found.fun):
        msg = f"fit {name}: the likelihood is not finite at {found.x.round(3).tolist()}"
        raise ModelError(msg)
    return np.asarray(found.x, float)


FLATTEST = 0.25
"""Least curvature at a peak: no direction is wider than twice a normal prior."""


def _inverse(curve: Array) -> Array:
    """Return the covariance at a peak."""
    values, vectors = np.linalg.eigh(0.5 * (curve + curve.T))
    values = np.maximum(values, FLATTEST)
    return np.asarray((vectors / values) @ vectors.T, np.float64)


def _nuts(log_density: Callable[[Any], Any], z: Array, spread: Array, draws: int, seed: int) -> Any:
    """Return draws of the No-U-Turn sampler, with the metric of the peak."""
    import blackjax
    import jax

    jnp = jax_numpy()
    kernel = blackjax.nuts(log_density, 0.5, jnp.asarray(spread))
    state = kernel.init(jnp.asarray(z))

    def one(state: Any, key: Any) -> Any:
        state, _ = kernel.step(key, state)
        return state, state.position

    keys = jax.random.split(jax.random.key(seed), draws + 50)
    return jax.lax.scan(one, state, keys)[1][50:]


def posterior(  # noqa: PLR0913 - all but the first are by name
    until: int,
    *,
    fits: Iterable[Fit] | None = None,
    model: Model | None = None,
    draws: int = 400,
    seed: int = 1,
    method: Method = "normal",
    before: Posterior | None = None,
    progress: Callable[[str, int, int], object] | None = None,
) -> Posterior:
    """Fit everything to the record up to the end of a year.

    Parameters
    ----------
    until
        The last year that is known.
    fits
        All of the package by default.
    model, draws, seed, method
        As for ``calibrate``; the model's own posterior is not looked at.
    before
        A posterior of an earlier year, from where the search begins.
    progress
        Called with the name of a fit, its number and how many there are.

    Returns
    -------
    Posterior
        With ``facts["fits"]``: of each fit its rows, events and log
        likelihood, what was left out, and of each parameter its prior, peak
        and how much of the prior's spread is left.

    Raises
    ------
    ModelError
        A parameter stands in two fits, or a fit has no rows.
    """
    chosen = list(catalogue if fits is None else fits)
    _once(chosen)
    model = (model or default_model()).believing(None)
    found, told = [], {}
    for k, fit in enumerate(chosen):
        if progress is not None:
            progress(fit.name, k, len(chosen))
        sample = fit.sample(until)
        start = None if before is None else before.values
        one = calibrate(
            fit, until, model=model, sample=sample, draws=draws, seed=seed + k, method=method,
            start=start,
        )  # fmt: skip
        found.append(one)
        told[fit.name] = _told(fit, one, sample, model) | {"check": check(fit, one, sample, model)}
    names = tuple(name for one in found for name in one.params)
    facts = {
        "until": until, "seed": seed, "method": method, "multipolar": version("multipolar"),
        "fits": told,
    }  # fmt: skip
    peaks = np.concatenate([one.peak for one in found])
    return Posterior(names, peaks, np.column_stack([one.draws for one in found]), facts)


def _once(fits: Iterable[Fit]) -> None:
    seen: dict[str, str] = {}
    for fit in fits:
        for name in fit.params:
            if name in seen:
                msg = f"{name} is fitted by {seen[name]} and by {fit.name}; take it out of one"
                raise ModelError(msg)
            seen[name] = fit.name


PERIOD = 20
"""Years of one line of a posterior predictive check."""
CHECKED = 40
"""Draws of parameters that a check uses."""


def check(fit: Fit, found: Fitted, sample: Sample, model: Model) -> list[dict[str, Any]]:
    """Compare how often events came, in each score of years, with how often they would.

    For each of some draws from the posterior the events of every row are drawn
    anew (posterior predictive check: Gelman, Meng & Stern 1996, Statistica
    Sinica 6, 733-807). Fits of amounts have none.

    Returns
    -------
    list of dict
        ``first``, ``last``, ``observed``, and ``low``, ``expected``, ``high``:
        the mean and the middle 90 % of the counts drawn. Rows count by their weight in the sample.
    """
    if not fit.ask:
        return []
    import jax

    asked = jax.jit(fit.chances(model))
    rows = {k: np.asarray(v, float) for k, v in sample.rows.items()}
    period = sample.year // PERIOD * PERIOD
    weight = np.ones(len(sample)) if sample.weight is None else sample.weight
    random = np.random.default_rng(len(sample))
    counts = []
    for values in found.draws[:CHECKED]:
        p = np.broadcast_to(asked(rows, dict(zip(found.params, values, strict=True))), len(sample))
        came = weight * (random.random(len(sample)) < p)
        counts.append([came[period == k].sum() for k in np.unique(period)])
    low, high = np.quantile(counts, (0.05, 0.95), axis=0)
    return [
        {
            "first": int(k), "last": int(min(k + PERIOD - 1, sample.year.max())),
            "observed": float((weight * sample.outcome)[period == k].sum()),
            "low": float(low[i]), "expected": float(np.mean(counts, axis=0)[i]),
            "high": float(high[i]),
        }
        for i, k in enumerate(np.unique(period))
    ]  # fmt: skip


def _told(fit: Fit, found: Fitted, sample: Sample, model: Model) -> dict[str, Any]:
    """Return what is written down of a fit."""
    left = found.posterior_sd / found.prior_sd
    return {
        "label": fit.label,
        "notes": fit.notes,
        "data": [f"{key} {sources[key].spec.version}" for key in fit.data],
        "rows": found.rows,
        "events": round(found.events, 6),
        "dropped": dict(sample.dropped),
        "first": int(sample.year.min()),
        "log_likelihood": round(found.log_likelihood, 3),
        "params": {
            name: {
                "prior": str(model.param(name).belief),
                "peak": float(f"{found.peak[k]:.6g}"),
                "low": float(f"{np.quantile(found.draws[:, k], 0.05):.6g}"),
                "high": float(f"{np.quantile(found.draws[:, k], 0.95):.6g}"),
                "spread_left": round(float(left[k]), 4),
            }
            for k, name in enumerate(fit.params)
        },
    }
