r"""Essential states and the two stabilities of Niou, Ordeshook and Rose.

With resources :math:`r_i` of total R, a coalition wins if it holds more than R/2. A winning
coalition is minimal if it wins with none of its members left out. A state is *essential* if it
belongs to some minimal winning coalition. The definitions here are the usual statement of the
model; they were not checked against the text of the book.

**How it is decided.** Let h = R/2.

1. State i is essential if and only if some coalition S of others has
   :math:`h - r_i < r(S) \le h`, that is, i turns S from losing to winning. (If it does, leave out
   of S with i, one by one, members whose leaving does not lose the majority: i can never be one
   of them, since without i less than S is left, and S does not win. What remains is minimal and
   holds i.)
2. States no larger than i fill gaps no wider than :math:`r_i`, so adding them one at a time
   cannot jump over the interval. Hence i is essential if and only if some coalition of *larger*
   states has :math:`h - C_i < r(S) \le h`, where :math:`C_i` is the sum of i and all states no
   larger. (Equal states count as ordered, one after the other.)
3. So if i is not essential, no smaller state is; and if the next larger state is essential and
   no larger than :math:`C_i`, i is essential as well. Only where a state outweighs all smaller
   ones together is there anything to search for.

That search is exact for whole-number resources with a total up to 20 million (by all sums), and
for any resources with up to 40 larger states (by halves). Beyond that it looks for a coalition,
which nearly always exists, and raises an error rather than guess when it finds none.

References
----------
Niou, E. M. S., Ordeshook, P. C. & Rose, G. F. (1989). *The Balance of Power: Stability in
International Systems*. Cambridge University Press.
Niou, E. M. S. & Ordeshook, P. C. (1986). A theory of the balance of power in international
systems. *Journal of Conflict Resolution* 30(4), 685-715.
"""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Bools, Floats, as_floats, refuse_missing, refuse_negative

_WHOLE = 20_000_000  # largest whole-number total for which all sums are listed
_HALVES = 40  # so many states are searched in full, by two halves
_LEAVES = 40  # so many ways to choose the states beyond those are tried


def _checked(resources: ArrayLike, rtol: float) -> tuple[Floats, float]:
    """Resources, and the most that a losing coalition can hold."""
    array = as_floats(resources, "resources", ndim=1)
    refuse_missing(array, "resources")
    refuse_negative(array, "resources")
    total = float(array.sum())
    if not total > 0:
        msg = "resources: all zero; at least one state needs some"
        raise MeasureError(msg)
    if not 0 <= rtol < 0.1:
        msg = f"rtol: {rtol}; a small number of zero or more is needed, such as 1e-12"
        raise MeasureError(msg)
    return array, total * (0.5 + rtol)


def essential_states(resources: ArrayLike, *, rtol: float = 1e-12) -> Bools:
    """Which states belong to some minimal winning coalition.

    Parameters
    ----------
    resources
        ``(state,)``, zero or more. A state with none is never essential: leave such states out
        before asking for stability.
    rtol
        A coalition within this share of the total above one half counts as exactly one half, and
        does not win. It absorbs rounding of decimal fractions.

    Returns
    -------
    ndarray
        ``(state,)`` of bool.

    Raises
    ------
    MeasureError
        NaN, a negative value, a total of zero, or a large real-valued case that the search
        leaves undecided.

    Examples
    --------
    A majority makes all others inessential; a state of one may or may not be needed:

    >>> essential_states([60, 25, 15]).tolist()
    [True, False, False]
    >>> essential_states([3, 3, 3, 1]).tolist(), essential_states([3, 3, 2, 2, 1]).tolist()
    ([True, True, True, False], [True, True, True, True, True])
    """
    array, half = _checked(resources, rtol)
    order = np.argsort(array, kind="stable")
    size = array[order]
    up_to = np.cumsum(size)
    essential = np.zeros(array.size, dtype=np.bool_)
    essential[-1] = True  # alone, it turns the coalition of all others or of none
    for i in range(array.size - 2, -1, -1):
        if size[i] == 0:
            break
        chained = size[i + 1] <= up_to[i]
        if size[i] != size[i + 1] and not chained:
            essential[i] = _some_sum(size[i + 1 :][::-1], half - float(up_to[i]), half)
            if not essential[i]:
                break
        essential[i] = True
    result = np.empty(array.size, dtype=np.bool_)
    result[order] = essential
    return result


def system_stable(resources: ArrayLike, *, rtol: float = 1e-12) -> bool:
    """Whether every state is essential, so that none can be eliminated.

    Parameters
    ----------
    resources, rtol
        As in :func:`essential_states`.

    Returns
    -------
    bool
        True if all are essential.

    Raises
    ------
    MeasureError
        As :func:`essential_states`.

    Examples
    --------
    >>> system_stable([40, 35, 25]), system_stable([60, 25, 15])
    (True, False)
    """
    return bool(essential_states(resources, rtol=rtol).all())


def resource_stable(resources: ArrayLike, *, rtol: float = 1e-12) -> bool:
    """Whether some state holds exactly half of all resources.

    Parameters
    ----------
    resources, rtol
        As in :func:`essential_states`; within ``rtol`` of the total counts as exactly half.

    Returns
    -------
    bool
        True if one does. With measured resources it hardly ever holds: look at how far the
        largest is from half instead.

    Raises
    ------
    MeasureError
        NaN, a negative value, or a total of zero.

    Examples
    --------
    >>> resource_stable([50, 30, 20]), resource_stable([49, 31, 20])
    (True, False)
    """
    array, _ = _checked(resources, rtol)
    total = float(array.sum())
    return bool(np.any(np.abs(array - total / 2.0) <= rtol * total))


def _some_sum(items: Floats, low: float, high: float) -> bool:
    """Whether some of the items, largest first, sum to more than low and at most high."""
    if low < 0:
        return True  # none of them
    if np.all(items == np.round(items)) and items.sum() <= _WHOLE:
        return _whole_sum([int(item) for item in items], low, high)
    few, many = items[-_HALVES:], items[:-_HALVES]
    left, right = _all_sums(few[::2]), _all_sums(few[1::2])
    rest = np.concatenate([np.cumsum(many[::-1])[::-1], [0.0]]) + few.sum()
    stack = [(0, 0.0)]
    leaves = 0
    while stack:
        at, held = stack.pop()
        if held > high or held + rest[at] <= low:
            continue
        if at < len(many):
            stack += [(at + 1, held), (at + 1, held + float(many[at]))]
            continue
        most = right[np.searchsorted(right, high - held - left, side="right") - 1]
        fits = high - held - left >= 0
        if np.any(fits & (left + most > low - held)):
            return True
        leaves += 1
        if leaves >= _LEAVES:
            msg = (
                f"resources: no coalition found among {len(items)} larger states that makes a "
                "state essential, and too many to try them all; round the resources to whole "
                f"numbers with a total up to {_WHOLE:,}, which is always decided"
            )
            raise MeasureError(msg)
    return False


def _whole_sum(items: list[int], low: float, high: float) -> bool:
    """Decide the same for whole numbers, from all sums at once: bit k is set if some reach k."""
    sums = 1
    for item in items:
        sums |= sums << item
    first, last = int(np.floor(low)) + 1, int(np.floor(high))
    return last >= first and bool((sums >> first) & ((1 << (last - first + 1)) - 1))


def _all_sums(items: Floats) -> Floats:
    """All sums of some of the items, sorted."""
    sums = np.zeros(1)
    for item in items:
        sums = np.concatenate([sums, sums + item])
    return np.sort(sums)
