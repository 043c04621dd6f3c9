"""What runs inside compiled kernels beside the steps: the twins of ``maths`` and ``luck``."""

import zlib
from typing import Any

import numba as nb
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import impl_ret_borrowed
from numba.extending import intrinsic

from multipolar import luck, maths

F32, F64, U32, U64 = np.float32, np.float64, np.uint32, np.uint64
INSIDE: Any = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}
"""Options of functions that only compiled code calls."""
jit = nb.njit(**INSIDE)


def _cast(source: Any, target: Any, kind: Any) -> Any:
    @intrinsic
    def cast(typingctx: Any, x: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.bitcast(args[0], kind)

        return target(source), code

    return cast


_f64 = _cast(types.int64, types.float64, ir.DoubleType())
_i64 = _cast(types.float64, types.int64, ir.IntType(64))


@intrinsic
def _item(typingctx: Any, x: Any) -> Any:
    """Return ``maths.item``: a number with 64 bits, an array as it is."""
    if isinstance(x, types.Float):
        kind: Any = types.float64
    elif isinstance(x, types.Integer):
        kind = types.int64
    else:
        kind = x

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        if isinstance(x, types.Float | types.Integer):
            return context.cast(builder, args[0], x, kind)
        return impl_ret_borrowed(context, builder, x, args[0])

    return kind(x), code


def _horner(coefficients: tuple[float, ...]) -> Any:
    """Return a compiled polynomial, its coefficients written out.

    Each has a name of its own: functions of one name, kept on disk by processes
    that compiled them in another order, could be taken for one another.
    """
    lines = [f"    p = {coefficients[-1]!r}"]
    lines += [f"    p = p * x + {c!r}" for c in coefficients[-2::-1]]
    space: dict[str, Any] = {}
    name = f"horner_{zlib.crc32(repr(coefficients).encode()):08x}"
    exec(f"def {name}(x):\n" + "\n".join(lines) + "\n    return p", space)
    return jit(space[name])


_exp64, _log64 = _horner(maths.EXP64), _horner(maths.LOG64)
_ct, _cb = _horner(maths.CENTRE_TOP), _horner(maths.CENTRE_BELOW)
_mt, _mb = _horner(maths.MIDDLE_TOP), _horner(maths.MIDDLE_BELOW)
_ft, _fb = _horner(maths.FAR_TOP), _horner(maths.FAR_BELOW)
_HIGH, _LOW, _ROOT, _LOG2E = maths.LN2_HIGH, maths.LN2_LOW, maths.ROOT_HALF, maths.LOG2_E
_TINY, _TAIL, _ROUND = maths.TINY64, maths.TAIL, maths.ROUND64


@jit
def where(condition, a, b):
    return a if condition else b


@jit
def minimum(a, b):
    return b if b < a else a


@jit
def maximum(a, b):
    return b if b > a else a


@jit
def exp64(x):
    x = F64(x)
    x = -708.0 if x < -708.0 else x
    x = 708.0 if x > 708.0 else x
    t = x * _LOG2E + _ROUND
    k = t - _ROUND
    r = (x - k * _HIGH) - k * _LOW
    power = (_i64(t) << np.int64(52)) + np.int64(1023 << 52)
    return _exp64(r) * _f64(power)


@jit
def log64(x):
    x = F64(x)
    top = _TINY if x < _TINY else x
    if not top < np.inf:
        return top
    bits = _i64(top)
    e = (bits >> np.int64(52)) - np.int64(1022)
    m = _f64((bits & np.int64(0xFFFFFFFFFFFFF)) | np.int64(1022 << 52))
    small = m < _ROOT
    m = m + m if small else m
    k = F64(e - 1 if small else e)
    s = (m - 1.0) / (m + 1.0)
    return (k * _HIGH + (s + s) * _log64(s * s)) + k * _LOW


@jit
def logistic64(x):
    return 1.0 / (1.0 + exp64(-F64(x)))


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
def _total(x):
    s = 0.0
    for k in range(len(x)):
        s += x[k]
    return s


_M0, _M1 = (U64(m) for m in luck.MULTIPLY)
_W0, _W1 = (U64(w) for w in luck.WEYL)
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
        U64(member) & _LOW32, U64(member) >> _BY32, U64(year) & _LOW32, U64(0),
        U64(seed) & _LOW32, U64(seed) >> _BY32,
    )  # fmt: skip


@jit
def fill_streams(root, streams, keys):
    """Fill the keys of streams, shape ``(stream, 4)``."""
    for s in range(len(streams)):
        w = philox(streams[s, 0], streams[s, 1], root[0], root[1], root[2], root[3])
        for k in range(4):
            keys[s, k] = U32(w[k])


@jit
def fill_words(root, streams, keys, names, first, second):
    """Fill two random words for each stream and state, shape ``(stream, state)``."""
    fill_streams(root, streams, keys)
    for s in range(len(streams)):
        _philox_row(keys[s], names, first[s], second[s])  # type: ignore[call-arg]


@jit
def uniform(key, a, b=0):
    w = philox(U64(a) & _LOW32, U64(b) & _LOW32, U64(key[0]), U64(key[1]), U64(key[2]), U64(key[3]))
    return (F64(((w[0] << _BY32) | w[1]) >> U64(12)) + 0.5) * 2.0**-52


@intrinsic
def _philox_row(typingctx: Any, key: Any, names: Any, first: Any, second: Any) -> Any:
    """Return ``luck.state_words``, eight states at once; arrays have room for whole eights."""
    eight, narrow = ir.VectorType(ir.IntType(64), 8), ir.VectorType(ir.IntType(32), 8)

    def every(value: int) -> Any:
        return ir.Constant(eight, [value] * 8)

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        b = builder
        keys, ids, out, also = (
            context.make_array(t)(context, b, v) for t, v in zip(signature.args, args, strict=True)
        )
        low, by = every(luck.LOW), every(32)

        def spread(value: Any) -> Any:
            none = ir.Constant(eight, ir.Undefined)
            one = b.insert_element(none, b.zext(value, ir.IntType(64)), ir.IntType(32)(0))
            return b.shuffle_vector(one, none, ir.Constant(narrow, [0] * 8))

        words = [spread(b.load(b.gep(keys.data, [ir.IntType(64)(k)]))) for k in range(4)]
        (count,) = cgutils.unpack_tuple(b, ids.shape)
        zero, step = (ir.IntType(64)(k) for k in (0, 8))
        with cgutils.for_range_slice(b, zero, count, step) as (s, _):

            def vector(data: Any, s: Any = s) -> Any:
                return b.bitcast(b.gep(data, [s]), narrow.as_pointer())

            w = [b.zext(b.load(vector(ids.data), align=4), eight), every(0), words[0], words[1]]
            k0, k1 = words[2], words[3]
            for _ in range(10):
                left = b.mul(w[0], every(luck.MULTIPLY[0]))
                right = b.mul(w[2], every(luck.MULTIPLY[1]))
                w = [
                    b.xor(b.xor(b.lshr(right, by), w[1]), k0), b.and_(right, low),
                    b.xor(b.xor(b.lshr(left, by), w[3]), k1), b.and_(left, low),
                ]  # fmt: skip
                k0 = b.and_(b.add(k0, every(luck.WEYL[0])), low)
                k1 = b.and_(b.add(k1, every(luck.WEYL[1])), low)
            b.store(b.trunc(w[0], narrow), vector(out.data), align=4)
            b.store(b.trunc(w[1], narrow), vector(also.data), align=4)
        return context.get_dummy_value()

    return types.void(key, names, first, second), code


@jit
def pair(i, j):
    return i * (i - 1) // 2 + j if i > j else j * (j - 1) // 2 + i


@intrinsic
def _set_of_64(typingctx: Any, flags: Any, start: Any) -> Any:
    """Return which of 64 flags, from one on, are not 0: a bit for each, the first the lowest."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        kind = ir.VectorType(ir.IntType(8), 64)
        at = builder.bitcast(builder.gep(array.data, [args[1]]), kind.as_pointer())
        some = builder.icmp_unsigned("!=", builder.load(at, align=1), ir.Constant(kind, [0] * 64))
        return builder.bitcast(some, ir.IntType(64))

    return types.uint64(flags, start), code


@intrinsic
def _how_many(typingctx: Any, bits: Any) -> Any:
    """Return how many bits are set."""
    return types.int64(bits), lambda context, builder, signature, args: builder.ctpop(args[0])


@intrinsic
def _lowest(typingctx: Any, bits: Any) -> Any:
    """Return the place of the lowest bit that is set."""
    none = ir.Constant(ir.IntType(1), 1)
    return types.int64(bits), lambda context, builder, signature, args: builder.cttz(args[0], none)


@jit
def _list_marked(flags, out):
    """List the places of the flags that are not 0; return how many there are."""
    at, size = 0, len(flags)
    full = size // 64 * 64
    for start in range(0, full, 64):
        bits: Any = _set_of_64(flags, start)  # type: ignore[call-arg]
        while bits != 0:
            out[at] = start + _lowest(bits)
            at += 1
            bits &= bits - U64(1)
    if full < size and full > 0:
        rest: Any = _last_of_64(flags, full)
        while rest != 0:
            out[at] = full + _lowest(rest)  # type: ignore[call-arg]
            at += 1
            rest &= rest - U64(1)
    elif full < size:
        for p in range(size):
            if flags[p] != 0:
                out[at] = p
                at += 1
    return at


@jit
def _last_of_64(flags, full):
    """Return the set of the flags after the last whole 64, of an array that has some."""
    size = len(flags)
    return _set_of_64(flags, size - 64) >> U64(64 - (size - full))  # type: ignore[call-arg]


@jit
def marked(flags):
    """Return what ``maths.marked`` does, 64 flags at a time."""
    count, size = 0, len(flags)
    full = size // 64 * 64
    for start in range(0, full, 64):
        bits: Any = _set_of_64(flags, start)  # type: ignore[call-arg]
        count += _how_many(bits)
    if full < size and full > 0:
        rest: Any = _last_of_64(flags, full)
        count += _how_many(rest)  # type: ignore[call-arg]
    elif full < size:
        for p in range(size):
            count += 1 if flags[p] != 0 else 0
    out = np.empty(count, np.int64)
    if count > 0:
        _list_marked(flags, out)
    return out


@jit
def partners(flags, s, n):
    """Return what ``maths.partners`` does."""
    out = np.empty(n, np.int64)
    start = s * (s - 1) // 2
    count = _list_marked(flags[start : start + s], out)
    p = (s + 1) * s // 2 + s
    for k in range(s + 1, n):
        if flags[p] != 0:
            out[count] = k
            count += 1
        p += k
    return out[:count]


@jit
def bind(flags, places):
    """Do what ``maths.bind`` does; many at once as rows of flags."""
    count = len(places)
    if count < 8:
        for a in range(count):
            start = places[a] * (places[a] - 1) // 2
            for b in range(a):
                flags[start + places[b]] = 1
        return
    all_ = np.zeros(places[count - 1], np.uint8)
    for a in range(count):
        s = places[a]
        row = flags[s * (s - 1) // 2 : s * (s - 1) // 2 + s]
        for k in range(s):
            row[k] |= all_[k]
        if a < count - 1:
            all_[s] = 1


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
def start_tallies(tallies, values, S, D, F, G, T, M, W, X):
    """Give the tallies of a year their start values; a tally is a block and a row there."""
    for k in range(len(tallies)):
        block, row, value = tallies[k, 0], tallies[k, 1], values[k]
        if block == 0:
            S[row, :] = value
        elif block == 1:
            D[row, :] = value
        elif block == 2:
            F[row, :] = np.uint8(value)
        elif block == 3:
            G[row, :] = value
        elif block == 4:
            T[row, :] = value
        elif block == 5:
            M[row, :, :] = np.int8(value)
        elif block == 6:
            W[row, :] = value
        else:
            X[row, :, :] = np.int8(value)


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


@jit
def open_pairs(S, columns, sums, V, A):
    """Lay fields of states out for the steps of pairs; sums start at nothing."""
    V[0, :] = F32(0.0)
    for k in range(len(columns)):
        for s in range(S.shape[1]):
            V[k + 1, s] = F32(S[columns[k], s])
    for k in range(len(sums)):
        A[k, :] = F32(0.0)


@jit
def close_pairs(S, sums, A, R):
    """Add sums over partners to fields of states; a sum is a field, its row in R and in A."""
    for k in range(len(sums)):
        row, later, earlier = sums[k, 0], sums[k, 1], sums[k, 2]
        for s in range(S.shape[1]):
            if S[0, s] > 0.0:
                part = 0.0
                if later >= 0:
                    part += F64(R[later, s])
                if earlier >= 0:
                    part += F64(A[earlier, s])
                S[row, s] += part


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
def copy_names(ids, names):
    for s in range(len(ids)):
        names[s] = ids[s]
