"""The twins of ``maths`` and ``luck`` that run inside compiled kernels."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import numba as nb
import numpy as np
from llvmlite import ir
from numba.core import cpu, types
from numba.extending import intrinsic

from multipolar import luck, maths

F32, F64, U32, U64 = np.float32, np.float64, np.uint32, np.uint64
_distinct = threading.local()


@contextlib.contextmanager
def distinct_arrays() -> Iterator[None]:
    """Compile what is compiled inside as functions whose array arguments never overlap.

    Without this LLVM checks every pair of arrays at every call. Numba has the
    flag and no public option for it; if a later Numba drops it, kernels are
    only slower.
    """
    _distinct.on = True
    try:
        yield
    finally:
        _distinct.on = False


def _finalize(
    self: Any, flags: Any, options: Any, before: Any = cpu.CPUTargetOptions.finalize
) -> None:
    if getattr(_distinct, "on", False) and hasattr(flags, "noalias"):
        flags.noalias = True
    before(self, flags, options)


cpu.CPUTargetOptions.finalize = _finalize  # type: ignore[method-assign]

jit = nb.njit(error_model="numpy", inline="never")


def _cast(source: Any, target: Any, kind: Any) -> Any:
    @intrinsic
    def cast(typingctx: Any, x: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.bitcast(args[0], kind)

        return target(source), code

    return cast


_f32 = _cast(types.int32, types.float32, ir.FloatType())
_i32 = _cast(types.float32, types.int32, ir.IntType(32))
_f64 = _cast(types.int64, types.float64, ir.DoubleType())
_i64 = _cast(types.float64, types.int64, ir.IntType(64))


def _horner(coefficients: tuple[float, ...], real: Any) -> Any:
    """Return a compiled polynomial, its coefficients written out."""
    terms = [f"R({c!r})" for c in coefficients]
    lines = [f"    p = R({coefficients[-1]!r})"]
    lines += [f"    p = p * x + {term}" for term in terms[-2::-1]]
    space: dict[str, Any] = {"R": real}
    exec("def horner(x):\n" + "\n".join(lines) + "\n    return p", space)
    return nb.njit(error_model="numpy")(space["horner"])


_exp32, _exp64 = _horner(maths.EXP32, F32), _horner(maths.EXP64, F64)
_log32, _log64 = _horner(maths.LOG32, F32), _horner(maths.LOG64, F64)
_ct, _cb = _horner(maths.CENTRE_TOP, F64), _horner(maths.CENTRE_BELOW, F64)
_mt, _mb = _horner(maths.MIDDLE_TOP, F64), _horner(maths.MIDDLE_BELOW, F64)
_ft, _fb = _horner(maths.FAR_TOP, F64), _horner(maths.FAR_BELOW, F64)
_HIGH, _LOW, _ROOT, _LOG2E = maths.LN2_HIGH, maths.LN2_LOW, 0.7071067811865476, 1.4426950408889634
_TINY32, _TINY64, _TAIL = maths.TINY32, maths.TINY64, maths.TAIL


@jit
def exp32(x):
    x = min(max(x, F32(-87.0)), F32(87.0))
    k = np.floor(x * F32(_LOG2E) + F32(0.5))
    r = (x - k * F32(_HIGH)) - k * F32(_LOW)
    return _exp32(r) * _f32(np.int32((np.int32(k) + np.int32(127)) << np.int32(23)))


@jit
def exp64(x):
    x = min(max(float(x), -708.0), 708.0)
    k = np.floor(x * _LOG2E + 0.5)
    r = (x - k * _HIGH) - k * _LOW
    return _exp64(r) * _f64((np.int64(k) + np.int64(1023)) << np.int64(52))


@jit
def log32(x):
    bits = _i32(max(x, F32(_TINY32)))
    e = np.int32(np.int32(bits >> np.int32(23)) - np.int32(126))
    m = _f32(np.int32(np.int32(bits & np.int32(0x7FFFFF)) | np.int32(0x3F000000)))
    small = m < F32(_ROOT)
    m = m + m if small else m
    k = F32(np.int32(e - np.int32(1)) if small else e)
    s = (m - F32(1.0)) / (m + F32(1.0))
    return (k * F32(_HIGH) + (s + s) * _log32(s * s)) + k * F32(_LOW)


@jit
def log64(x):
    bits = _i64(max(float(x), _TINY64))
    e = (bits >> np.int64(52)) - np.int64(1022)
    m = _f64((bits & np.int64(0xFFFFFFFFFFFFF)) | np.int64(0x3FE0000000000000))
    small = m < _ROOT
    m = m + m if small else m
    k = F64(e - 1 if small else e)
    s = (m - 1.0) / (m + 1.0)
    return (k * _HIGH + (s + s) * _log64(s * s)) + k * _LOW


@jit
def logistic32(x):
    return F32(1.0) / (F32(1.0) + exp32(-x))


@jit
def logistic64(x):
    return 1.0 / (1.0 + exp64(-x))


@jit
def quantile(u):
    q = u - 0.5
    z = 0.180625 - q * q
    if abs(q) <= _TAIL:
        return q * (_ct(z) / _cb(z))
    t = np.sqrt(-log64(u if q < 0.0 else 1.0 - u))
    m, f = t - 1.6, t - 5.0
    tail = _mt(m) / _mb(m) if t <= 5.0 else _ft(f) / _fb(f)
    return -tail if q < 0.0 else tail


@jit
def where(condition, a, b):
    return a if condition else b


@jit
def minimum(a, b):
    return b if b < a else a


@jit
def maximum(a, b):
    return b if b > a else a


_M0, _M1 = (U64(m) for m in luck.MULTIPLY)
_W0, _W1 = (U64(w) for w in luck.WEYL)
_X0, _X1, _X2 = (U32(m) for m in luck.MIX)
_LOW32, _BY32 = U64(luck.LOW), U64(32)


@jit
def philox(a, b, c, d, k0, k1):
    a, b, c, d, k0, k1 = U64(a), U64(b), U64(c), U64(d), U64(k0), U64(k1)
    for _ in range(10):
        left, right = _M0 * a, _M1 * c
        a, b = (right >> _BY32) ^ b ^ k0, right & _LOW32
        c, d = (left >> _BY32) ^ d ^ k1, left & _LOW32
        k0, k1 = (k0 + _W0) & _LOW32, (k1 + _W1) & _LOW32
    return a, b, c, d


@jit
def root_key(seed, member, year):
    """Return the first stage of ``luck.stream_key``, shared by the streams of a year."""
    return philox(
        U64(member) & _LOW32, U64(member) >> _BY32, U64(year), 0,
        U64(seed) & _LOW32, U64(seed) >> _BY32,
    )  # fmt: skip


@jit
def fill_stream(root, low, high, out):
    w = philox(low, high, root[0], root[1], root[2], root[3])
    for k in range(4):
        out[k] = U32(w[k])


@jit
def fill_words(root, low, high, ids, first, second):
    key = philox(low, high, root[0], root[1], root[2], root[3])
    for j in range(len(ids)):
        w = philox(ids[j], 0, key[0], key[1], key[2], key[3])
        first[j] = U32(w[0])
        second[j] = U32(w[1])


@jit
def fill_uniform(root, low, high, ids, out):
    key = philox(low, high, root[0], root[1], root[2], root[3])
    for j in range(len(ids)):
        w = philox(ids[j], 0, key[0], key[1], key[2], key[3])
        out[j] = (F64(((w[0] << _BY32) | w[1]) >> U64(11)) + 0.5) * 2.0**-53


@jit
def pair_uniform(x, second):
    x = U32(x ^ U32(x >> U32(16)))
    x = U32(x * _X0)
    x = U32(x + second)
    x = U32(x ^ U32(x >> U32(15)))
    x = U32(x * _X1)
    x = U32(x ^ U32(x >> U32(13)))
    x = U32(x * _X2)
    x = U32(x ^ U32(x >> U32(16)))
    return F32(np.int32(x >> U32(8))) * F32(2.0**-24)


@jit
def uniform(key, a, b=0):
    w = philox(U64(a), U64(b), U64(key[0]), U64(key[1]), U64(key[2]), U64(key[3]))
    return (F64(((w[0] << _BY32) | w[1]) >> U64(11)) + 0.5) * 2.0**-53


@jit
def lane_sum(row, m):
    """Return the sum of the first m numbers in 16 lanes; ``row`` is padded to whole lanes."""
    lanes = np.zeros(16, np.float32)
    for start in range(0, m, 16):
        part = row[start : start + 16]
        for k in range(16):
            lanes[k] += part[k]
    for half in (8, 4, 2, 1):
        for k in range(half):
            lanes[k] += lanes[k + half]
    return lanes[0]


@jit
def _round_ties(ties, dense, n):
    p = 0
    for i in range(n):
        dense[i, i] = F32(0.0)
        row = ties[p : p + i]
        out = dense[i]
        for j in range(i):
            out[j] = np.floor(row[j] * F32(127.0) + F32(0.5))
        p += i
    for i in range(n):
        for j in range(i):
            dense[j, i] = dense[i, j]


@jit
def _add_rows(m, out, b, r0, r1, r2, r3):
    for j in range(m):
        out[j] += (b[0] * r0[j] + b[1] * r1[j]) + (b[2] * r2[j] + b[3] * r3[j])


@jit
def two_paths(ties, out):
    n = int((1.0 + np.sqrt(1.0 + 8.0 * len(ties))) / 2.0)
    width = (n + 3) // 4 * 4
    dense = np.zeros((width, n), np.float32)
    _round_ties(ties, dense, n)
    total = np.zeros(n, np.float32)
    weights = np.zeros(4, np.float32)
    scale = F32(1.0 / (127.0 * 127.0 * n))
    p = 0
    for i in range(n):
        for j in range(i):
            total[j] = F32(0.0)
        for k in range(0, width, 4):
            for q in range(4):
                weights[q] = dense[k + q, i]
            _add_rows(i, total, weights, dense[k], dense[k + 1], dense[k + 2], dense[k + 3])
        for j in range(i):
            out[p + j] = total[j] * scale
        p += i


@jit
def pair(i, j):
    return i * (i - 1) // 2 + j if i > j else j * (j - 1) // 2 + i


@jit
def record(events, kind, year, a, b, value):
    events[0, 0] += 1.0
    at = int(events[0, 0])
    if at < len(events):
        events[at, 0] = kind
        events[at, 1] = year
        events[at, 2] = a
        events[at, 3] = b
        events[at, 4] = value


@jit
def keep(block, rows, out):
    for r in range(len(rows)):
        for k in range(block.shape[1]):
            out[r, k] = block[rows[r], k]


@jit
def keep_members(block, rows, out):
    for r in range(len(rows)):
        for k in range(block.shape[1]):
            for s in range(block.shape[2]):
                out[r, k, s] = block[rows[r], k, s]


@jit
def copy_single(source, target):
    for s in range(len(source)):
        target[s] = F32(source[s])


@jit
def clear(target):
    for s in range(len(target)):
        target[s] = F32(0.0)


@jit
def start_tally(row, value):
    for s in range(len(row)):
        row[s] = value


@jit
def step_in(changes, year, S, D, F, G, T, M, W, X):
    """Apply the dated changes of a scenario: what ``reference.step_in`` does."""
    for c in range(len(changes)):
        if int(changes[c, 0]) != year:
            continue
        block, row = int(changes[c, 1]), int(changes[c, 2])
        a, b = int(changes[c, 3]), int(changes[c, 4])
        times, plus = changes[c, 5], changes[c, 6]
        if block == 0:
            S[row, a] = S[row, a] * times + plus
        elif block == 1:
            D[row, a] = F32(D[row, a] * times + plus)
        elif block == 2:
            F[row, a] = np.uint8(F[row, a] * times + plus)
        elif block == 3:
            G[row, 0] = G[row, 0] * times + plus
        elif block == 4:
            T[row, a] = T[row, a] * times + plus
        elif block == 5:
            M[row, a, b] = np.int8(M[row, a, b] * times + plus)
        elif block == 6:
            W[row, a] = W[row, a] * times + plus
        else:
            X[row, a, b] = np.int8(X[row, a, b] * times + plus)
