"""Hypothesis: any World the vocabulary allows."""

import numpy as np
from hypothesis import strategies as st

from multipolar.variables import VARIABLES
from multipolar.world import World

GREAT = ("USA", "CHN", "RUS", "GBR", "FRA", "JPN")
"""All on the lists of great powers at the end of 2025."""
OTHERS = ("DEU", "IND", "BRA", "IRN", "NGA", "NRU")
STYLES = ("spread", "wide", "few")
WIDEST = 1e15
"""Largest value drawn where the vocabulary sets no bound."""


@st.composite
def worlds(draw, *, states=(2, 6), unknown=False, absent=False, styles=STYLES):
    """Draw a World of the end of 2025 with every variable of the vocabulary.

    Parameters
    ----------
    states
        Least and greatest number; at least two are great powers, so that every set has members.
    unknown
        Whether some values are NaN.
    absent
        Whether some states are absent (two great powers never are).
    styles
        How values spread: ``spread`` over one order of magnitude, ``wide`` over twenty, ``few``
        small whole numbers with many ties.
    """
    n = draw(st.integers(*states))
    great = draw(st.integers(2, min(n, len(GREAT))))
    style = draw(st.sampled_from(styles))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    gaps = draw(st.sampled_from((0.1, 0.5))) if unknown else 0.0
    names = np.array([*GREAT[:great], *OTHERS[: n - great]])
    n, order = len(names), rng.permutation(len(names))
    arrays = {name: array(rng, variable, n, style) for name, variable in VARIABLES.items()}
    for name, values in arrays.items():
        lost = rng.random(values.shape) < gaps
        if values.ndim == 2:
            lost &= ~np.eye(n, dtype=bool)
            lost |= lost.T if not VARIABLES[name].directed else False
        values[lost] = np.nan
    present = np.ones(n, bool)
    if absent:
        present[great:] = rng.random(n - great) < 0.5
        if n > 2 and present.all():
            present[-1] = False
    return World(2025, tuple(names.tolist()), arrays, present=present).permuted(order.tolist())


def array(rng, variable, n, style):
    """Return values in range: dyads with a zero diagonal, symmetric if they must be."""
    shape = (n,) if variable.dims == "state" else (n, n)
    low, high = max(variable.low, -WIDEST), min(variable.high, WIDEST)
    if variable.dims == "dyad" and high == 1:
        values = (rng.random(shape) < 0.4).astype(float)
    elif style == "few":
        values = np.clip(rng.integers(1, 4, shape).astype(float), low, high)
    elif variable.low == 0 and style == "wide":
        values = np.clip(10.0 ** rng.uniform(-6, 15, shape), low, high)
    elif variable.low == 0:
        values = np.clip(10.0 ** rng.uniform(3, 4, shape), low, high)
    else:
        values = rng.uniform(low, high, shape)
    if variable.dims == "dyad":
        np.fill_diagonal(values, 0.0)
        if not variable.directed:
            values = np.maximum(values, values.T)
    return values
