"""Numbers in whole vectors: the twin of ``maths`` and ``luck`` in the language of the compiler.

No two operations are contracted or reordered, so that the bits are those of
NumPy, whatever the machine and the width of its vectors.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import codegen, config

from multipolar import luck, maths

F32, F64, I1, I8, I32, I64 = (
    ir.FloatType(), ir.DoubleType(), ir.IntType(1), ir.IntType(8), ir.IntType(32), ir.IntType(64)
)  # fmt: skip
Value = Any


def vector_bytes() -> int:
    """Return how many bytes the vectors hold that Numba compiles for: 64, 32 or 16."""
    chosen = config.CPU_FEATURES  # type: ignore[attr-defined]
    features = (codegen.get_host_cpu_features() if chosen is None else chosen).split(",")
    return 64 if "+avx512f" in features else 32 if "+avx" in features else 16


@cache
def _every(kind: ir.VectorType, value: int | str) -> ir.Constant:
    """Return a constant, made and written out once, with one value in every lane.

    A number comes as ``float.hex`` writes it, so that 0 and -0 are two.
    """
    one = float.fromhex(value) if isinstance(value, str) else value
    return ir.Constant(kind, [one] * kind.count)


class Lanes:
    """Operations on vectors of numbers (of 32 or 64 bits) and of truth values.

    Parameters
    ----------
    builder
        Where instructions go.
    bits
        32 or 64.
    width
        Numbers in a vector.
    """

    def __init__(self, builder: ir.IRBuilder, bits: int, width: int) -> None:
        self.b, self.bits, self.width = builder, bits, width
        self.real = ir.VectorType(F32 if bits == 32 else F64, width)
        self.whole = ir.VectorType(I32 if bits == 32 else I64, width)

    def number(self, value: float) -> Value:
        """Return a number in every lane."""
        return _every(self.real, float(value).hex())

    def count(self, value: int) -> Value:
        """Return a whole number in every lane, taken as signed."""
        half = 1 << (self.bits - 1)
        return _every(self.whole, (value + half) % (2 * half) - half)

    def spread(self, value: Value) -> Value:
        """Return one number in every lane."""
        kind = ir.VectorType(value.type, self.width)
        none = ir.Constant(kind, ir.Undefined)
        places = _every(ir.VectorType(I32, self.width), 0)
        return self.b.shuffle_vector(self.b.insert_element(none, value, I32(0)), none, places)

    def truth(self, value: object) -> Value:
        """Return a truth value in every lane."""
        return _every(ir.VectorType(I1, self.width), int(bool(value)))

    def as_number(self, value: Value) -> Value:
        """Return 1 for true and 0 for false; numbers as they are."""
        if value.type.element != I1:
            return value
        return self.b.select(value, self.number(1.0), self.number(0.0))

    def unary(self, sign: str, x: Value) -> Value:
        """Return ``-x`` or ``~x``."""
        return self.b.fneg(x) if sign == "-" else self.b.xor(x, self.truth(1))

    def binary(self, sign: str, a: Value, b: Value) -> Value:
        """Return a sum, difference, product, quotient or logical combination."""
        do = {
            "+": self.b.fadd, "-": self.b.fsub, "*": self.b.fmul, "/": self.b.fdiv,
            "&": self.b.and_, "|": self.b.or_, "^": self.b.xor,
        }[sign]  # fmt: skip
        return do(a, b)

    def compare(self, sign: str, a: Value, b: Value) -> Value:
        """Return whether a comparison holds; with NaN only ``!=`` does."""
        if sign == "!=":
            return self.b.fcmp_unordered(sign, a, b)
        return self.b.fcmp_ordered(sign, a, b)

    def known(self, name: str, values: Sequence[Value]) -> Value:
        """Return the result of a function of ``maths``."""
        do: Callable[..., Value] = getattr(self, f"_{name}")
        return do(*values)

    def _where(self, condition: Value, a: Value, b: Value) -> Value:
        return self.b.select(condition, a, b)

    def _minimum(self, a: Value, b: Value) -> Value:
        return self.b.select(self.compare("<", b, a), b, a)

    def _maximum(self, a: Value, b: Value) -> Value:
        return self.b.select(self.compare(">", b, a), b, a)

    def _built_in(self, name: str, x: Value) -> Value:
        full = f"llvm.{name}.v{self.width}f{self.bits}"
        function = self.b.module.globals.get(full)
        if function is None:
            kind = ir.FunctionType(self.real, [self.real])
            function = ir.Function(self.b.module, kind, full)
        return self.b.call(function, [x])

    def _sqrt(self, x: Value) -> Value:
        return self._built_in("sqrt", x)

    def _floor(self, x: Value) -> Value:
        return self._built_in("floor", x)

    def _absolute(self, x: Value) -> Value:
        return self._built_in("fabs", x)

    def _series(self, coefficients: Sequence[float], x: Value) -> Value:
        p = self.number(coefficients[-1])
        for c in coefficients[-2::-1]:
            p = self.b.fadd(self.b.fmul(p, x), self.number(c))
        return p

    def _exp(self, x: Value) -> Value:
        b, single = self.b, self.bits == 32
        top, bits, bias = (87.0, 23, 127) if single else (708.0, 52, 1023)
        rounding = self.number(maths.ROUND32 if single else maths.ROUND64)
        x = self._minimum(self._maximum(x, self.number(-top)), self.number(top))
        t = b.fadd(b.fmul(x, self.number(maths.LOG2_E)), rounding)
        k = b.fsub(t, rounding)
        r = b.fsub(x, b.fmul(k, self.number(maths.LN2_HIGH)))
        r = b.fsub(r, b.fmul(k, self.number(maths.LN2_LOW)))
        p = self._series(maths.EXP32 if single else maths.EXP64, r)
        power = b.add(b.shl(b.bitcast(t, self.whole), self.count(bits)), self.count(bias << bits))
        return b.fmul(p, b.bitcast(power, self.real))

    def _log(self, x: Value) -> Value:
        b, single = self.b, self.bits == 32
        tiny, bits, half = (maths.TINY32, 23, 126) if single else (maths.TINY64, 52, 1022)
        top = self._maximum(x, self.number(tiny))
        raw = b.bitcast(top, self.whole)
        part = b.and_(raw, self.count((1 << bits) - 1))
        m = b.bitcast(b.or_(part, self.count(half << bits)), self.real)
        small = self.compare("<", m, self.number(maths.ROOT_HALF))
        m = b.select(small, b.fadd(m, m), m)
        e = b.sub(b.ashr(raw, self.count(bits)), self.count(half))
        k = b.sitofp(b.select(small, b.sub(e, self.count(1)), e), self.real)
        one = self.number(1.0)
        s = b.fdiv(b.fsub(m, one), b.fadd(m, one))
        p = self._series(maths.LOG32 if single else maths.LOG64, b.fmul(s, s))
        value = b.fadd(b.fmul(k, self.number(maths.LN2_HIGH)), b.fmul(b.fadd(s, s), p))
        value = b.fadd(value, b.fmul(k, self.number(maths.LN2_LOW)))
        return b.select(self.compare("<", top, self.number(np.inf)), value, top)

    def _logistic(self, x: Value) -> Value:
        one = self.number(1.0)
        return self.b.fdiv(one, self.b.fadd(one, self._exp(self.b.fneg(x))))

    def _quantile(self, u: Value) -> Value:
        b = self.b
        q = b.fsub(u, self.number(0.5))
        z = b.fsub(self.number(0.180625), b.fmul(q, q))
        centre = b.fmul(q, self._ratio(maths.CENTRE_TOP, maths.CENTRE_BELOW, z))
        left = self.compare("<", q, self.number(0.0))
        outside = b.select(left, u, b.fsub(self.number(1.0), u))
        t = self._sqrt(b.fneg(self._log(outside)))
        middle = self._ratio(maths.MIDDLE_TOP, maths.MIDDLE_BELOW, b.fsub(t, self.number(1.6)))
        far = self._ratio(maths.FAR_TOP, maths.FAR_BELOW, b.fsub(t, self.number(5.0)))
        tail = b.select(self.compare("<=", t, self.number(5.0)), middle, far)
        tail = b.select(left, b.fneg(tail), tail)
        near = self.compare("<=", self._absolute(q), self.number(maths.TAIL))
        return b.select(near, centre, tail)

    def _ratio(self, top: Sequence[float], below: Sequence[float], x: Value) -> Value:
        return self.b.fdiv(self._series(top, x), self._series(below, x))

    def pair_uniform(self, first: Value, second: Value) -> Value:
        """Return what ``luck.pair_uniform`` does."""
        b = self.b

        def fold(x: Value, by: int) -> Value:
            return b.xor(x, b.lshr(x, self.count(by)))

        x = b.mul(fold(first, 16), self.count(luck.MIX[0]))
        x = b.mul(fold(b.add(x, second), 15), self.count(luck.MIX[1]))
        x = fold(b.mul(fold(x, 13), self.count(luck.MIX[2])), 16)
        return b.fmul(b.sitofp(b.lshr(x, self.count(8)), self.real), self.number(2.0**-24))

    def state_uniform(self, first: Value, second: Value) -> Value:
        """Return what ``luck.state_uniform`` does."""
        b = self.b
        high = b.shl(b.zext(first, self.whole), self.count(32))
        whole = b.lshr(b.or_(high, b.zext(second, self.whole)), self.count(12))
        middle = b.fadd(b.sitofp(whole, self.real), self.number(0.5))
        return b.fmul(middle, self.number(2.0**-52))
