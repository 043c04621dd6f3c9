"""What the formulas ask of their arguments."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from multipolar.errors import MeasureError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def as_floats(values: ArrayLike, name: str, *, ndim: int) -> Floats:
    """Return a float64 array of the dimension asked for, or say what came instead.

    >>> as_floats([1, 2], "shares", ndim=1)
    array([1., 2.])
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        msg = f"{name}: came {type(values).__name__} that is not numeric; give an array of numbers"
        raise MeasureError(msg) from error
    if array.ndim != ndim:
        msg = f"{name}: shape {array.shape}, but {ndim} dimension(s) are needed"
        raise MeasureError(msg)
    if array.size == 0:
        msg = f"{name}: empty (shape {array.shape}); at least one value is needed"
        raise MeasureError(msg)
    return array


def refuse_missing(array: Floats, name: str) -> None:
    """Raise if a value is NaN or infinite.

    >>> refuse_missing(np.array([1.0, 2.0]), "shares")
    """
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        where = tuple(bad[0].tolist())
        msg = (
            f"{name}: {len(bad)} value(s) missing or infinite, the first at {where}; "
            "drop those states or fill the values first"
        )
        raise MeasureError(msg)


def refuse_negative(array: Floats, name: str) -> None:
    """Raise if a value is below zero; NaN passes.

    >>> refuse_negative(np.array([0.0, np.nan]), "gdp")
    """
    bad = np.argwhere(array < 0)
    if len(bad):
        where = tuple(bad[0].tolist())
        msg = (
            f"{name}: {len(bad)} negative value(s), the first {array[where]:g} at {where}; "
            "values of zero or more are needed (is a missing-value code such as -9 left in?)"
        )
        raise MeasureError(msg)


def signed_network(ties: ArrayLike, name: str = "ties") -> Floats:
    """Return a symmetric matrix of signed ties with nothing on the diagonal, or say what is wrong.

    Parameters
    ----------
    ties
        ``(state, state)``; positive is friendly, negative is hostile, 0 is no tie.
    name
        What to call it in an error.

    Returns
    -------
    ndarray
        The same, as float64.

    Raises
    ------
    MeasureError
        Not square, not symmetric, NaN, or a state tied to itself.

    Examples
    --------
    >>> signed_network([[0, -1], [-1, 0]])
    array([[ 0., -1.],
           [-1.,  0.]])
    """
    matrix = as_floats(ties, name, ndim=2)
    if matrix.shape[0] != matrix.shape[1]:
        msg = f"{name}: shape {matrix.shape}, but a square (state, state) matrix is needed"
        raise MeasureError(msg)
    refuse_missing(matrix, name)
    uneven = np.argwhere(matrix != matrix.T)
    if len(uneven):
        i, j = uneven[0].tolist()
        msg = (
            f"{name}: not symmetric, {matrix[i, j]:g} at ({i}, {j}) but {matrix[j, i]:g} at "
            f"({j}, {i}); decide first how two directed ties make one"
        )
        raise MeasureError(msg)
    selves = np.flatnonzero(np.diag(matrix))
    if selves.size:
        msg = f"{name}: state {selves[0]} is tied to itself; set the diagonal to 0"
        raise MeasureError(msg)
    return matrix
