"""The product of a symmetric matrix with itself, in tiles that stay in registers.

Rounded ties are whole numbers up to 127, so that sums of their products are
exact in whatever way they are taken: as floats of 32 bits or, where the
processor multiplies and adds bytes in fours (AVX-512 VNNI), as those.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, codegen, config, types
from numba.extending import intrinsic

from multipolar import maths
from multipolar.compiled import F32, jit
from multipolar.vectors import vector_bytes

PANEL = maths.LANES
"""Columns of the matrix that lie together."""
TILE = 16 if vector_bytes() == 64 else 4
"""Rows of a tile: its sums fill half of the registers."""
FEW = 4
"""Rows of the tiles at the end, where there are fewer than that."""
EXACT = maths.EXACT


def in_fours() -> bool:
    """Say whether the processor that Numba compiles for has VNNI."""
    chosen = config.CPU_FEATURES  # type: ignore[attr-defined]
    features = (codegen.get_host_cpu_features() if chosen is None else chosen).split(",")
    return vector_bytes() == 64 and "+avx512vnni" in features


@jit
def _size(ties):
    return int((1.0 + np.sqrt(1.0 + 8.0 * len(ties))) / 2.0)


@jit
def in_floats(ties, out):
    """Fill ``out`` as ``maths.two_paths`` does."""
    n = _size(ties)
    panels = np.zeros(((n + PANEL - 1) // PANEL, n, PANEL), np.float32)
    _lay_out(ties, panels)
    scale = F32(1.0 / (127.0 * 127.0))
    tile = np.empty((TILE, PANEL), np.float32)
    full = n - n % TILE
    for first in range(0, n, EXACT):
        last = min(first + EXACT, n)
        for i in range(0, full, TILE):
            for j in range(0, i + TILE, PANEL):
                _fill_tile(panels, i, j // PANEL, first, last, tile)
                _put_tile(tile, i, i + TILE, j, first > 0, out)
        for i in range(full, n, FEW):
            for j in range(0, i + FEW, PANEL):
                _fill_few(panels, i, j // PANEL, first, last, tile)
                _put_tile(tile, i, min(i + FEW, n), j, first > 0, out)
    for p in range(len(out)):
        out[p] *= scale


@jit
def _lay_out(ties, panels):
    """Lay rounded ties out, both triangles, in panels of 16 columns."""
    p = 0
    for i in range(panels.shape[1]):
        home, at = i // PANEL, i % PANEL
        for j in range(i):
            tie = np.floor(ties[p + j] * F32(127.0) + F32(0.5))
            panels[j // PANEL, i, j % PANEL] = tie
            panels[home, j, at] = tie
        p += i


@jit
def _put_tile(tile, i, stop, j, more, out):
    """Put the part of a tile below the diagonal where it belongs, or add it to what is there."""
    for r in range(i, stop):
        p = r * (r - 1) // 2 + j
        if more or r - j < PANEL:
            for c in range(min(r - j, PANEL)):
                out[p + c] = out[p + c] + tile[r - i, c] if more else tile[r - i, c]
        else:
            for c in range(PANEL):
                out[p + c] = tile[r - i, c]


def _filling(height: int) -> Any:
    """Return what sums products over some third states, for rows from i and one panel.

    Sums are whole numbers, so that it does not matter whether the machine
    multiplies and adds in one.
    """
    lanes, i64 = ir.VectorType(ir.FloatType(), PANEL), ir.IntType(64)
    none = ir.Constant(lanes, ir.Undefined)
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), PANEL), [0] * PANEL)

    def code(context: Any, b: Any, signature: Any, args: Any) -> Any:
        matrix = context.make_array(signature.args[0])(context, b, args[0])
        result = context.make_array(signature.args[5])(context, b, args[5])
        _, row, column, start, stop, _ = args
        size = b.mul(cgutils.unpack_tuple(b, matrix.shape)[1], i64(PANEL))
        home = b.add(b.mul(b.lshr(row, i64(4)), size), b.and_(row, i64(PANEL - 1)))
        left = b.gep(matrix.data, [home])
        right = b.gep(matrix.data, [b.mul(column, size)])
        before, loop, after = b.basic_block, b.append_basic_block(), b.append_basic_block()
        b.branch(loop)
        b.position_at_end(loop)
        k = b.phi(i64)
        sums = [b.phi(lanes) for _ in range(height)]
        at = b.mul(k, i64(PANEL))
        vector = b.load(b.bitcast(b.gep(right, [at]), lanes.as_pointer()), align=4)
        new = []
        for r, old in enumerate(sums):
            one = b.load(b.gep(left, [b.add(at, i64(r))]))
            many = b.shuffle_vector(b.insert_element(none, one, i64(0)), none, everywhere)
            product = b.fmul(many, vector, flags=("contract",))
            new.append(b.fadd(old, product, flags=("contract",)))
        following = b.add(k, i64(1))
        b.cbranch(b.icmp_signed("<", following, stop), loop, after)
        k.add_incoming(start, before)
        k.add_incoming(following, loop)
        for phi, value in zip(sums, new, strict=True):
            phi.add_incoming(ir.Constant(lanes, [0.0] * PANEL), before)
            phi.add_incoming(value, loop)
        b.position_at_end(after)
        for r, value in enumerate(new):
            place = b.gep(result.data, [i64(r * PANEL)])
            b.store(value, b.bitcast(place, lanes.as_pointer()), align=4)
        return context.get_dummy_value()

    def fill(
        typingctx: Any, panels: Any, i: Any, panel: Any, first: Any, last: Any, tile: Any
    ) -> Any:
        return types.void(panels, i, panel, first, last, tile), code

    return intrinsic(fill)


_fill_tile, _fill_few = _filling(TILE), _filling(FEW)


@jit
def in_bytes(ties, out):
    """Fill ``out`` as ``maths.two_paths`` does; bytes in fours, where all ties go into them."""
    n = _size(ties)
    rows = np.zeros((n, (n + 3) // 4 * 4), np.int8)
    if n > EXACT or not _round_off(ties, rows):
        in_floats(ties, out)
        return
    sums = np.zeros((n + PANEL - 1) // PANEL * PANEL, np.int32)
    panels = np.zeros(((n + PANEL - 1) // PANEL, rows.shape[1] // 4, PANEL), np.int32)
    fours = rows.view(np.int32)
    for i in range(n):
        row, four, panel, at = rows[i], fours[i], panels[i // PANEL], i % PANEL
        total = np.int32(0)
        for k in range(len(row)):
            total += np.int32(row[k])
        sums[i] = total
        for k in range(len(four)):
            panel[k, at] = four[k]
    tile = np.empty((PANEL, PANEL), np.float32)
    for i in range(0, n, PANEL):
        for j in range(0, i + PANEL, PANEL):
            _fill_of_fours(panels, sums, i, j // PANEL, tile)  # type: ignore[call-arg]
            _put_tile(tile, i, min(i + PANEL, n), j, i < 0, out)
    scale = F32(1.0 / (127.0 * 127.0))
    for p in range(len(out)):
        out[p] *= scale


@jit
def _round_off(ties, rows):
    """Round ties to whole numbers, both triangles; say whether each goes into a byte."""
    p, wide = 0, np.int32(0)
    for i in range(len(rows)):
        some, row = ties[p : p + i], rows[i]
        for j in range(i):
            tie = np.floor(some[j] * F32(127.0) + F32(0.5))
            fits = abs(tie) <= F32(127.0)
            wide |= np.int32(0) if fits else np.int32(1)
            row[j] = np.int8(np.int32(tie if fits else F32(0.0)))
        p += i
    for j in range(len(rows)):
        row = rows[j]
        for i in range(j + 1, len(rows)):
            row[i] = rows[i, j]
    return wide == 0


@intrinsic
def _fill_of_fours(typingctx: Any, panels: Any, sums: Any, i: Any, panel: Any, tile: Any) -> Any:
    """Sum products over all third states, for 16 rows from i and one panel, in four bytes at once.

    The instruction multiplies bytes without a sign with bytes with one. So 128
    is added to those of the panel, and as many times the sum of the row taken away.
    """
    lanes, i32, i64 = ir.VectorType(ir.IntType(32), PANEL), ir.IntType(32), ir.IntType(64)
    everywhere = ir.Constant(lanes, [0] * PANEL)
    single = ir.VectorType(ir.FloatType(), PANEL)

    def code(context: Any, b: Any, signature: Any, args: Any) -> Any:
        given = (0, 1, 4)
        matrix, total, result = (
            context.make_array(signature.args[k])(context, b, args[k]) for k in given
        )
        many = cgutils.unpack_tuple(b, matrix.shape)[1]
        size = b.mul(many, i64(PANEL))
        left = b.gep(matrix.data, [b.mul(b.lshr(args[2], i64(4)), size)])
        right = b.gep(matrix.data, [b.mul(args[3], size)])
        name = "llvm.x86.avx512.vpdpbusd.512"
        function = b.module.globals.get(name)
        if function is None:
            function = ir.Function(b.module, ir.FunctionType(lanes, [lanes] * 3), name)

        def spread(one: Any) -> Any:
            none = ir.Constant(lanes, ir.Undefined)
            return b.shuffle_vector(b.insert_element(none, one, i64(0)), none, everywhere)

        starts = []
        for r in range(PANEL):
            whole = b.load(b.gep(total.data, [b.add(args[2], i64(r))]))
            starts.append(spread(b.mul(whole, i32(-128))))
        before, loop, after = b.basic_block, b.append_basic_block(), b.append_basic_block()
        b.branch(loop)
        b.position_at_end(loop)
        k = b.phi(i64)
        old = [b.phi(lanes) for _ in range(PANEL)]
        at = b.mul(k, i64(PANEL))
        vector = b.load(b.bitcast(b.gep(right, [at]), lanes.as_pointer()), align=4)
        vector = b.xor(vector, ir.Constant(lanes, [0x80808080 - (1 << 32)] * PANEL))
        new = [
            b.call(function, [old[r], vector, spread(b.load(b.gep(left, [b.add(at, i64(r))])))])
            for r in range(PANEL)
        ]
        following = b.add(k, i64(1))
        b.cbranch(b.icmp_signed("<", following, many), loop, after)
        k.add_incoming(i64(0), before)
        k.add_incoming(following, loop)
        for phi, start, value in zip(old, starts, new, strict=True):
            phi.add_incoming(start, before)
            phi.add_incoming(value, loop)
        b.position_at_end(after)
        for r, value in enumerate(new):
            place = b.gep(result.data, [i64(r * PANEL)])
            b.store(b.sitofp(value, single), b.bitcast(place, single.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.void(panels, sums, i, panel, tile), code


two_paths = in_bytes if in_fours() else in_floats
