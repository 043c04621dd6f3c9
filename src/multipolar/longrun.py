"""Densities of how a stock ends after some years: it drifts, reverts, and is shaken by fat tails.

A mechanism says what happens in one year. Over a stretch of years in which
what it follows is known, its drift adds up, its gap to a moving target closes
by the same part every year, and its shocks add up, older ones faded. The
scale of shocks is log-normal, of a state and lasting, and wider in war.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.hazards import Rows, jax_numpy, outcome
from multipolar.model import default_model
from multipolar.samples.stocks import SPANS

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(9)
WEIGHTS = WEIGHTS / WEIGHTS.sum()


def change(drift: Any, gap: Any, target: Any, pull: Any, span: Any) -> Any:
    """Return the expected change of a logarithm that is drawn to a target.

    Parameters
    ----------
    drift
        Change a year with no gap.
    gap
        Target less value, at the start.
    target
        Change of the target a year.
    pull
        Part of the gap that closes in a year.
    span
        Years.
    """
    kept = (1.0 - pull) ** span
    left = kept * gap + (target - drift) * (1.0 - kept) / pull
    return target * span + gap - left


def shaken(pull: Any, span: Any) -> Any:
    """Return the variance of shocks after some years, where each year's is 1 and fades by pull."""
    kept = (1.0 - pull) ** 2
    return (1.0 - kept**span) / (1.0 - kept)


def remembered(memory: Any, span: int) -> Any:
    """Return the variance of the sum of some years of a process with memory, whose own is 1.

    >>> float(remembered(0.0, 10)), float(remembered(1.0, 10))
    (10.0, 100.0)
    """
    lags = np.abs(np.subtract.outer(np.arange(span), np.arange(span)))
    count = np.bincount(lags.ravel())
    return sum(int(c) * memory**k for k, c in enumerate(count))


def value(params: Mapping[str, Any], name: str) -> Any:
    """Return a parameter that is fitted, or else its default."""
    return params[name] if name in params else default_model().param(name).value


def written(ask: str, rows: Rows, params: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a step writes, parameters that are not fitted being at their defaults."""
    return outcome(default_model().believing(None), ask)(rows, params)


def reverting(
    rows: Rows, params: Mapping[str, Any], course: tuple[Any, Any],
    pulls: tuple[str, str], spreads: tuple[str, str],
) -> Any:  # fmt: skip
    """Return the log density of changes of two stocks, told apart by ``which``, that revert.

    How far shocks fade is taken at the usual pull: else a pull would be found
    strong where shocks are small.

    Parameters
    ----------
    rows
        From ``samples.stocks.stacked``.
    params
        Those that are fitted, by ``mechanism.parameter``.
    course
        What came, and the change a year that the step gives without a gap.
    pulls, spreads
        Parameters of the first and the second stock.
    """
    jnp = jax_numpy()

    def of(names: tuple[str, str], given: Mapping[str, Any]) -> Any:
        return jnp.where(rows["which"] > 0.5, value(given, names[1]), value(given, names[0]))

    came, drift = course
    span = rows["span"]
    off = came - change(drift, rows["gap"], rows["target"], of(pulls, params), span)
    scale = usual_scale(params, rows["capability"], rows["war"])
    width = of(spreads, params) * scale * jnp.sqrt(shaken(of(pulls, {}), span))
    return log_density(off, width, turbulence(params, span), span)


def turbulence(params: Mapping[str, Any], span: Any, felt: Any = 1.0) -> Any:
    """Return the width of the logarithm of the scale of shocks over some years.

    A run starts at the usual scale; from there the state's turmoil and the
    world's volatility wander off. Over one year it is their joint width; over
    more, that of a log-normal scale with the same mean square.

    Parameters
    ----------
    span
        Years, shape ``(row,)``, each one of ``SPANS``.
    felt
        Part of the logarithm that is felt, as in ``growth.calm``.
    """
    jnp = jax_numpy()
    memory, lasting = value(params, "growth.memory"), value(params, "growth.lasting")
    common = value(params, "growth.stirring") ** 2 / (1.0 - memory**2)
    own = value(params, "growth.tail") ** 2
    out = 0.0
    for years in SPANS:
        square = [
            own * (1.0 - lasting ** (2 * k)) + common * (1.0 - memory ** (2 * k))
            for k in range(1, years + 1)
        ]
        mean = sum(jnp.exp(2.0 * felt**2 * v) for v in square) / years
        out = jnp.where(span == years, jnp.sqrt(0.5 * jnp.log(mean)), out)
    return out


def averaged(params: Mapping[str, Any], span: int, felt: Any = 1.0) -> tuple[Any, Any]:
    """Return the mean square of the scale of shocks over some years, and how it varies.

    The average of the squares is taken as log-normal, with the mean and the
    variance that turmoil and volatility give it (Fenton 1960, IRE Transactions
    on Communications Systems 8(1)).

    Parameters
    ----------
    span
        Years.
    felt
        As in ``turbulence``.

    Returns
    -------
    tuple
        The mean, and the standard deviation of the logarithm of its root.
    """
    jnp = jax_numpy()
    memory, lasting = value(params, "growth.memory"), value(params, "growth.lasting")
    common = value(params, "growth.stirring") ** 2 / (1.0 - memory**2)
    own = value(params, "growth.tail") ** 2
    year = np.arange(1, span + 1)
    first, apart = np.minimum.outer(year, year), np.abs(np.subtract.outer(year, year))
    shared = own * lasting**apart * (1.0 - lasting ** (2 * first))
    shared = felt**2 * (shared + common * memory**apart * (1.0 - memory ** (2 * first)))
    alone = jnp.diag(shared)
    mean = jnp.exp(2.0 * alone).mean()
    square = jnp.exp(2.0 * (alone[:, None] + alone[None, :]) + 4.0 * shared).mean()
    return mean, 0.5 * jnp.sqrt(jnp.log(square / mean**2))


def usual_scale(params: Mapping[str, Any], capability: Any, war: Any) -> Any:
    """Return the scale of shocks of a state of some size, at war for a part of the time."""
    jnp = jax_numpy()
    small = jnp.exp(-value(params, "growth.smallness") * jnp.log(capability / 0.02))
    fought = 1.0 + war * jnp.expm1(2.0 * value(params, "growth.war"))
    return small * jnp.sqrt(fought)


def log_density(off: Any, spread: Any, tail: Any, span: Any) -> Any:
    """Return the log density of the sum of shocks of a log-normal scale.

    Parameters
    ----------
    off
        What came less what was expected, shape ``(row,)``.
    spread
        Standard deviation of the sum if the scale were the usual one.
    tail
        Standard deviation of the logarithm of the scale, shape ``(row,)``.
    span
        Years, shape ``(row,)``.

    Notes
    -----
    Over one year it is the mixture of normal densities itself. Over more years
    it is taken as normal with the right variance: such a quasi-likelihood finds
    mean and variance whatever the tails (Gourieroux, Monfort & Trognon 1984,
    Econometrica 52(3)), and is not led to take for chance what reverts in the
    few years that are turbulent.
    """
    jnp = jax_numpy()
    log_sd = jnp.log(spread) + tail**2
    long = -0.5 * (off / jnp.exp(log_sd)) ** 2 - log_sd - 0.5 * np.log(2.0 * np.pi)
    return jnp.where(span > 1.0, long, mixture(off, spread, tail))


def mixture(off: Any, spread: Any, tail: Any) -> Any:
    """Return the log density of a normal variable of a log-normal scale.

    Parameters
    ----------
    off
        Its value, shape ``(row,)``.
    spread
        Median of its standard deviation.
    tail
        Standard deviation of the logarithm of that, shape ``(row,)``.
    """
    jnp = jax_numpy()
    from jax.scipy.special import logsumexp

    log_sd = jnp.log(spread)[:, None] + tail[:, None] * NODES
    z = off[:, None] / jnp.exp(log_sd)
    each = -0.5 * z**2 - log_sd - 0.5 * np.log(2.0 * np.pi) + np.log(WEIGHTS)
    return logsumexp(each, axis=1)
