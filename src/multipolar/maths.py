"""Elementary functions that give the same bits in NumPy and in compiled kernels.

Library versions of ``exp`` and ``log`` differ in the last bit from machine to
machine and between NumPy and a compiler; these are made of additions,
multiplications and exponent bits only, which IEEE 754 fixes. ``compiled.py``
holds the twins that run inside kernels.
"""

from typing import Any

import numpy as np

Num = Any
"""A number or an array of them: steps are written once for both."""

LN2_HIGH, LN2_LOW = 0.693145751953125, 1.4286068203094172e-06
"""Their sum is ln 2; the first has few bits, so that its multiples are exact."""

EXP32 = (
    1.0, 1.0, 0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.00836874544620514,
    0.0013814540579915047,
)  # fmt: skip
"""Least greatest relative error (3e-9) on half a power of two, with exp(0) = 1 exactly."""
EXP64 = (
    1.0, 1.0, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320, 1 / 362880,
    1 / 3628800, 1 / 39916800, 1 / 479001600, 1 / 6227020800,
)  # fmt: skip
LOG32 = (1.0, 1 / 3, 1 / 5, 1 / 7, 1 / 9)
LOG64 = tuple(1 / k for k in range(1, 24, 2))
TINY32, TINY64 = 1e-37, 1e-307
LOG2_E, ROOT_HALF = 1.4426950408889634, 0.7071067811865476
ROUND32, ROUND64 = 1.5 * 2.0**23, 1.5 * 2.0**52
"""A number of 32 or 64 bits becomes whole when they are added and taken away."""
FORM32: Any = (np.float32, np.int32, 23, 127)
FORM64: Any = (np.float64, np.int64, 52, 1023)
"""Numbers, whole numbers of as many bits, bits after the point, what is added to the exponent."""


def minimum(a: Num, b: Num) -> Num:
    """Return the lesser; the first if they are equal or either is NaN."""
    return where(b < a, b, a)


def maximum(a: Num, b: Num) -> Num:
    """Return the greater; the first if they are equal or either is NaN."""
    return where(b > a, b, a)


def where(condition: Num, a: Num, b: Num) -> Num:
    """Return ``a`` where the condition holds, ``b`` elsewhere."""
    chosen: Num = np.where(condition, a, b)
    return chosen[()]


sqrt, floor, absolute = np.sqrt, np.floor, np.absolute


def exp(x: Num) -> Num:
    """Return e to the x, within 2 units in the last place; limits at ±87 (32 bits) and ±708.

    Adding ``ROUND`` leaves the power of two as a whole number in the last bits
    of the sum, from where it is moved to the exponent.

    >>> round(float(exp(np.float64(1.0))), 14)
    2.71828182845905
    """
    x = np.asarray(x)
    single = x.dtype == np.float32
    real, whole, bits, bias = FORM32 if single else FORM64
    top, round_ = real(87.0 if single else 708.0), real(ROUND32 if single else ROUND64)
    x = minimum(maximum(x.astype(real, copy=False), -top), top)
    t = x * real(LOG2_E) + round_
    k = t - round_
    r = (x - k * real(LN2_HIGH)) - k * real(LN2_LOW)
    p = _series(EXP32 if single else EXP64, r)
    power: Num = (np.asarray(t).view(whole) << whole(bits)) + whole(bias << bits)
    return p * power.view(real)


def log(x: Num) -> Num:
    """Return the natural logarithm, within 3 units in the last place; 0 is taken as ``TINY``.

    >>> round(float(log(np.float64(10.0))), 14)
    2.30258509299405
    """
    x = np.asarray(x)
    single = x.dtype == np.float32
    real, whole, bits, bias = FORM32 if single else FORM64
    top: Num = np.asarray(maximum(x.astype(real, copy=False), real(TINY32 if single else TINY64)))
    raw = top.view(whole)
    one = whole(1)
    half = whole(bias) - one
    m = ((raw & ((one << whole(bits)) - one)) | (half << whole(bits))).view(real)
    small = m < real(ROOT_HALF)
    m = np.where(small, m + m, m)
    e = (raw >> whole(bits)) - half
    k = np.where(small, e - one, e).astype(real)
    s = (m - real(1.0)) / (m + real(1.0))
    p = _series(LOG32 if single else LOG64, s * s)
    value = (k * real(LN2_HIGH) + (s + s) * p) + k * real(LN2_LOW)
    return where(top < real(np.inf), value, top)


def logistic(x: Num) -> Num:
    """Return ``1 / (1 + exp(-x))``.

    >>> float(logistic(np.float64(0.0)))
    0.5
    """
    one = np.asarray(x).dtype.type(1)
    return one / (one + exp(-x))


TAIL = 0.425
CENTRE_TOP = (
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3,
)  # fmt: skip
CENTRE_BELOW = (
    1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
    2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
    5.2264952788528545610e3,
)  # fmt: skip
MIDDLE_TOP = (
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4,
)  # fmt: skip
MIDDLE_BELOW = (
    1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
    1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)  # fmt: skip
FAR_TOP = (
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7,
)  # fmt: skip
FAR_BELOW = (
    1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
    7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)  # fmt: skip
"""Coefficients of AS 241, PPND16."""


def quantile(u: Num) -> Num:
    """Return the standard normal quantile of u in (0, 1): AS 241 [Wichura1988]_.

    References
    ----------
    .. [Wichura1988] Wichura, M. J. (1988). Algorithm AS 241: the percentage
       points of the normal distribution. Applied Statistics 37(3), 477–484.

    Examples
    --------
    >>> round(float(quantile(np.float64(0.975))), 12)
    1.95996398454
    """
    u = np.asarray(u, np.float64)
    q = u - 0.5
    near = np.abs(q) <= TAIL
    z = 0.180625 - q * q
    centre = q * (_series(CENTRE_TOP, z) / _series(CENTRE_BELOW, z))
    t = np.sqrt(-log(np.where(q < 0, u, 1.0 - u)))
    m, f = t - 1.6, t - 5.0
    tail = np.where(
        t <= 5.0,
        _series(MIDDLE_TOP, m) / _series(MIDDLE_BELOW, m),
        _series(FAR_TOP, f) / _series(FAR_BELOW, f),
    )
    return np.where(near, centre, np.where(q < 0, -tail, tail))


def _series(coefficients: tuple[float, ...], x: Num) -> Num:
    real = np.asarray(x).dtype.type
    p = np.full_like(x, real(coefficients[-1]))
    for c in coefficients[-2::-1]:
        p = p * x + real(c)
    return p


def lane_sums(rows: Num) -> Num:
    """Return the sum of each row, shape ``(row, 16 k)``, in the order kernels add: 16 lanes."""
    lanes = np.add.reduce(rows.reshape(len(rows), -1, LANES), axis=1)
    for half in (8, 4, 2, 1):
        lanes = lanes[:, :half] + lanes[:, half:]
    return lanes[:, 0]


LANES = 16


def item(x: Num) -> Num:
    """Return a number out of an array with 64 bits, as kernels hold it; others as they are."""
    if isinstance(x, np.floating):
        return np.float64(x)
    return np.int64(x) if isinstance(x, np.integer) else x


def total(x: Num) -> float:
    """Return the sum of numbers, added from the first to the last in 64 bits."""
    return float(np.cumsum(x, dtype=np.float64)[-1]) if len(x) else 0.0


EXACT = 1024
"""So many products of whole numbers up to 127 have a sum that 32 bits hold."""


def marked(flags: Num) -> Num:
    """Return the places of the flags that are not 0, ascending.

    >>> marked(np.array([0, 1, 0, 1], np.uint8)).tolist()
    [1, 3]
    """
    return np.flatnonzero(flags)


def partners(flags: Num, s: int, n: int) -> Num:
    """Return the places of the states, of n, whose pair with a state is flagged, ascending.

    ``flags`` is a packed dyad field.

    >>> partners(np.array([1, 0, 1], np.uint8), 2, 3).tolist()
    [1]
    """
    before = flags[s * (s - 1) // 2 : s * (s + 1) // 2]
    later = np.arange(s + 1, n)
    after = flags[later * (later - 1) // 2 + s]
    return np.concatenate([np.flatnonzero(before), later[after != 0]])


def bind(flags: Num, places: Num) -> None:
    """Flag every pair of some states, whose places are ascending, in a packed dyad field.

    >>> flags = np.zeros(6, np.uint8)
    >>> bind(flags, np.array([0, 2, 3]))
    >>> flags.tolist()
    [0, 1, 0, 1, 0, 1]
    """
    later, earlier = np.tril_indices(len(places), -1)
    i, j = places[later], places[earlier]
    flags[i * (i - 1) // 2 + j] = 1


def two_paths(ties: Num, out: Num) -> None:
    """Fill ``out`` with the sum of products of ties over third states, both packed.

    ``out_ij`` is the sum over all k of ``t_ik t_kj``. Ties are rounded to
    1/127 first: the sums are then whole numbers that 32-bit floats hold, so
    that they are exact in any order.
    """
    n = int((1 + np.sqrt(1 + 8 * len(ties))) / 2)
    dense = np.zeros((n, n), np.float32)
    rows, columns = np.tril_indices(n, -1)
    dense[rows, columns] = np.floor(ties * np.float32(127.0) + np.float32(0.5))
    dense += dense.T
    product = np.zeros((n, n), np.float32)
    for k in range(0, n, EXACT):
        some = dense[:, k : k + EXACT]
        product += some @ some.T
    out[:] = product[rows, columns] * np.float32(1.0 / (127.0 * 127.0))
