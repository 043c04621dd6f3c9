"""The product of a symmetric matrix with itself, in tiles that stay in registers."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
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


@jit
def two_paths(ties, out):
    """Fill ``out`` as ``maths.two_paths`` does."""
    n = int((1.0 + np.sqrt(1.0 + 8.0 * len(ties))) / 2.0)
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
