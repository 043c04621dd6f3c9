"""Densities of how a stock ends after some years: it drifts, reverts, and is shaken by fat tails.

A mechanism says what happens in one year. Over a stretch of years in which
what it follows is known, its drift adds up, its gap to a moving target closes
by the same part every year, and its shocks add up, older ones faded. The
scale of shocks is log-normal, of a state and lasting, and wider in war.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from multipolar.hazards import jax_numpy
from multipolar.model import default_model
from multipolar.stocks import SPANS

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


def turbulence(params: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the width of the logarithm of the scale of shocks, and its memory.

    It is made of a part of the state's own and of the world's volatility; the
    memory is the mean of the two, weighted by their variances.
    """
    jnp = jax_numpy()
    memory = value(params, "growth.memory")
    own = value(params, "growth.tail") ** 2
    common = value(params, "growth.stirring") ** 2 / (1.0 - memory**2)
    lasting = (own * value(params, "growth.lasting") + common * memory) / (own + common)
    return jnp.sqrt(own + common), lasting


def usual_scale(params: Mapping[str, Any], capability: Any, war: Any) -> Any:
    """Return the scale of shocks of a state of some size, at war for a part of the time."""
    jnp = jax_numpy()
    small = jnp.exp(-value(params, "growth.smallness") * jnp.log(capability / 0.02))
    fought = 1.0 + war * jnp.expm1(2.0 * value(params, "growth.war"))
    return small * jnp.sqrt(fought)


def log_density(off: Any, spread: Any, tail: Any, lasting: Any, span: Any) -> Any:
    """Return the log density of the sum of shocks of a log-normal scale.

    Parameters
    ----------
    off
        What came less what was expected, shape ``(row,)``.
    spread
        Standard deviation of the sum if the scale were the usual one.
    tail, lasting
        Standard deviation of the logarithm of the scale, and its memory.
    span
        Years, shape ``(row,)``, each one of ``SPANS``.

    Notes
    -----
    The mean square of the scale over a span is taken as log-normal with the
    right two moments (Fenton 1960, IRE Transactions on Communications Systems 8).
    """
    jnp = jax_numpy()
    from jax.scipy.special import logsumexp

    square, width = 0.0, 0.0
    for years in SPANS:
        lags = np.abs(np.subtract.outer(np.arange(years), np.arange(years)))
        count = np.bincount(lags.ravel())
        around = sum(
            int(c) * jnp.expm1(4.0 * tail**2 * lasting**k) for k, c in enumerate(count)
        ) / (years * years)
        wide = jnp.log1p(around)
        here = span == years
        square = jnp.where(here, 2.0 * tail**2 - 0.5 * wide, square)
        width = jnp.where(here, jnp.sqrt(wide), width)
    log_sd = jnp.log(spread)[:, None] + 0.5 * (square[:, None] + width[:, None] * NODES)
    z = off[:, None] / jnp.exp(log_sd)
    each = -0.5 * z**2 - log_sd - 0.5 * np.log(2.0 * np.pi) + np.log(WEIGHTS)
    return logsumexp(each, axis=1)
