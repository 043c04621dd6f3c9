"""Loops over states and pairs, written for the compiler in whole vectors.

A formula becomes vector instructions one by one: no step can lose the vectors,
slip into another precision or be bound by a check.

Reading and writing run past the end of a row to whole vectors. There the mask
of present states is zero, and what was read is written back. Where that would
leave the array, the rest is worked out in a margin.

Where there are registers enough, the pairs of two states are worked out side
by side: the one fills the time in which the other waits for its own results,
and what hangs on their partner alone is worked out once.
"""

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial, reduce
from itertools import product
from typing import Any, NamedTuple

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from multipolar.expressions import Formulas
from multipolar.maths import LANES
from multipolar.vectors import F32, F64, I8, I32, I64, Lanes, Value, vector_bytes

ELEMENTS = {
    "S": F64, "D": F32, "F": I8, "G": F64, "P": F64, "V": F32, "A": F32, "R": F32, "K": I32,
    "L": I32,
}  # fmt: skip
"""Array → type of its numbers. K and L hold the two words of a draw."""
ARRAYS = "".join(ELEMENTS)
SIDE_BY_SIDE = 2 if vector_bytes() == 64 else 1
"""How many states, each with those before it, a loop over pairs works on at once."""
BYTES = {"S": 8, "D": 4, "F": 1, "V": 4, "K": 4, "L": 4}
Steps = Sequence[tuple[str, Sequence[str], Sequence[str]]]
"""Of each step: its formula, where its arguments come from and where its results go.

``D3`` is row 3 of a block, ``i4`` and ``j4`` column 4 of the states of a pair,
``P7`` a parameter, ``G2`` a field of the system, ``y`` the year, ``u0`` a
uniform draw and ``z0`` a normal one. ``=D3`` is set, ``+D3`` added to; ``+i2``
and ``+j2`` are sums.
"""


class Block(NamedTuple):
    """Rows of numbers in memory: where they begin and how many numbers there are in one."""

    start: Value
    stride: Value

    def at(self, b: ir.IRBuilder, row: Value | int, place: Value) -> Value:
        """Return the address of a number."""
        row = I64(row) if isinstance(row, int) else row
        return b.gep(self.start, [b.add(b.mul(row, self.stride), place)])


class _Body(Lanes):
    """What is done with one vector of states or pairs.

    Parameters
    ----------
    blocks
        Arrays by letter.
    place
        Where the vector is in the vectors of draws and columns.
    shift
        What to add to that for the blocks of the world.
    year
        The year, as a number.
    """

    def __init__(
        self, builder: ir.IRBuilder, bits: int, width: int, blocks: Mapping[str, Block],
        places: tuple[Value, Value, Value],
    ) -> None:  # fmt: skip
        super().__init__(builder, bits, width)
        self.blocks, (self.place, self.shift, self.year) = blocks, places
        self.now: dict[str, Value] = {}
        self.old: dict[str, Value] = {}
        self.written: dict[str, None] = {}
        self.there: Value = None

    def vector(self, letter: str, row: int, place: Value) -> Value:
        """Return the address of a vector."""
        address = self.blocks[letter].at(self.b, row, place)
        return self.b.bitcast(address, ir.VectorType(ELEMENTS[letter], self.width).as_pointer())

    def load(self, letter: str, row: int, place: Value) -> Value:
        """Return a vector from memory."""
        return self.b.load(self.vector(letter, row, place), align=BYTES[letter])

    def single(self, letter: str, row: int, place: Value) -> Value:
        """Return one number from memory in every lane, read before the loop."""
        with self.b.goto_entry_block():
            value = self.b.load(self.blocks[letter].at(self.b, row, place))
            return self.spread(self._narrow(value))

    def _narrow(self, value: Value) -> Value:
        if value.type == F64 and self.bits == 32:
            return self.b.fptrunc(value, F32)
        return value

    def run(self, formulas: Formulas, steps: Steps) -> None:
        """Do the steps, then write what they changed."""
        for name, reads, writes in steps:
            results = formulas.results(name, [self.read(code) for code in reads])
            for value, code in zip(results, writes, strict=True):
                self.write(code, self.as_number(value))
        for code in self.written:
            self.store(code)

    def read(self, code: str) -> Value:
        """Return an argument by its code."""
        if code not in self.now:
            self.now[code] = self.fetch(code)
        return self.now[code]

    def fetch(self, code: str) -> Value:
        """Return an argument that was not read before."""
        letter, row = code[0], int(code[1:] or 0)
        match letter:
            case "P":
                return self.single("P", 0, I64(row))
            case "G":
                return self.single("G", row, I64(0))
            case "y":
                with self.b.goto_entry_block():
                    return self.spread(self._narrow(self.b.sitofp(self.year, F64)))
            case "z":
                return self._quantile(self.read(f"u{row}"))
            case "u":
                return self.draw(row)
        self.old[code] = value = self.load(letter, row, self.b.add(self.place, self.shift))
        return self.b.uitofp(value, self.real) if letter == "F" else value

    def draw(self, row: int) -> Value:
        """Return a uniform draw."""
        raise NotImplementedError

    def write(self, code: str, value: Value) -> None:
        """Set a field or add to it."""
        name = code[1:]
        old = self.read(name)
        if name[0] == "F":
            value = self.as_number(self.compare(">", value, self.number(0.5)))
        elif code[0] == "+":
            value = self.binary("+", old, value)
        self.now[name] = self.known("where", (self.there, value, old))
        self.written[name] = None

    def store(self, name: str) -> None:
        """Write the vector of a field back."""
        self._put(name, self.now[name], self.old[name], self.there, self.shift)

    def _put(self, name: str, value: Value, old: Value, there: Value, shift: Value) -> None:
        letter, row = name[0], int(name[1:])
        if letter == "F":
            half = ir.Constant(self.real, [0.5] * self.width)
            flags = self.b.zext(self.b.fcmp_ordered(">", value, half), old.type)
            value = self.b.select(there, flags, old)
        at = self.vector(letter, row, self.b.add(self.place, shift))
        self.b.store(value, at, align=BYTES[letter])


class _StateBody(_Body):
    def begin(self) -> None:
        self.there = self.compare(">", self.read("S0"), self.number(0.0))

    def draw(self, row: int) -> Value:
        words = (self.load(letter, row, self.place) for letter in "KL")
        return self.state_uniform(*words)


class _PairBody(_Body):
    """Of the pairs of some states with the states before them.

    A value is one vector, if it is the same for all of these states, or a
    list with one for each of them.

    Parameters
    ----------
    rows
        Of each of these states its place, what to add to the place of a
        partner for the blocks of the world, and how many partners there are.
    """

    lanes: Block

    def __init__(
        self, builder: ir.IRBuilder, width: int, blocks: Mapping[str, Block], place: Value,
        year: Value, rows: Sequence[tuple[Value, Value, Value]],
    ) -> None:  # fmt: skip
        super().__init__(builder, 32, width, blocks, (place, rows[0][1], year))
        self.rows = rows

    def _each(self, do: Callable[..., Value], *values: Value) -> Value:
        """Do something with values: once, if they are the same for all of the states."""
        if not any(isinstance(v, list) for v in values):
            return do(*values)
        return [
            do(*(v[k] if isinstance(v, list) else v for v in values)) for k in range(len(self.rows))
        ]

    def as_number(self, value: Value) -> Value:
        return self._each(super().as_number, value)

    def unary(self, sign: str, x: Value) -> Value:
        return self._each(partial(super().unary, sign), x)

    def binary(self, sign: str, a: Value, b: Value) -> Value:
        return self._each(partial(super().binary, sign), a, b)

    def compare(self, sign: str, a: Value, b: Value) -> Value:
        return self._each(partial(super().compare, sign), a, b)

    def known(self, name: str, values: Sequence[Value]) -> Value:
        return self._each(getattr(self, f"_{name}"), *values)

    def begin(self) -> None:
        b = self.b
        present = self.compare(">", self.load("V", 0, self.place), self.number(0.0))
        kind = ir.VectorType(I32, self.width)
        partner = b.add(
            self.spread(b.trunc(self.place, I32)), ir.Constant(kind, list(range(self.width)))
        )
        self.there = [
            b.and_(present, b.icmp_signed("<", partner, self.spread(b.trunc(count, I32))))
            for _, _, count in self.rows
        ]

    def fetch(self, code: str) -> Value:
        letter, row = code[0], int(code[1:] or 0)
        if letter == "i":
            return [self.single("V", row, m) for m, _, _ in self.rows]
        if letter == "j":
            return self.load("V", row, self.place)
        if letter not in "DF":
            return super().fetch(code)
        places = [self.b.add(self.place, shift) for _, shift, _ in self.rows]
        self.old[code] = value = [self.load(letter, row, place) for place in places]
        return value if letter == "D" else [self.b.uitofp(x, self.real) for x in value]

    def draw(self, row: int) -> Value:
        words = [
            self._each(
                self.b.add,
                [self.single(letter, row, m) for m, _, _ in self.rows],
                self.load(letter, row, self.place),
            )
            for letter in "KL"
        ]
        return self._each(self.pair_uniform, *words)

    def write(self, code: str, value: Value) -> None:
        if code[1] not in "ij":
            super().write(code, value)
            return
        b, row = self.b, int(code[2:])
        values = self.known("where", (self.there, value, self.number(0.0)))
        inside = b.and_(self.place, I64(LANES - 1))
        for k, part in enumerate(values):
            block, place = self.blocks["A"], self.place
            if code[1] == "i":
                block, place = self.lanes, b.add(inside, I64(k * LANES))
            at = b.bitcast(block.at(b, row, place), self.real.as_pointer())
            b.store(b.fadd(b.load(at, align=4), part), at, align=4)

    def store(self, name: str) -> None:
        values = (self.now[name], self.old[name], self.there)
        for k, (_, shift, _) in enumerate(self.rows):
            value, old, there = (v[k] if isinstance(v, list) else v for v in values)
            self._put(name, value, old, there, shift)


def parsed(functions: Sequence[str]) -> dict[str, ast.FunctionDef]:
    """Return the trees of formulas by name."""
    trees = [ast.parse(text).body[0] for text in functions]
    return {tree.name: tree for tree in trees if isinstance(tree, ast.FunctionDef)}


def _function(
    module: ir.Module, name: str, kinds: Sequence[Any]
) -> tuple[ir.Function, ir.IRBuilder]:
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), kinds), name)
    function.linkage = "internal"
    function.attributes.add("noinline")
    function.attributes.add("nounwind")
    return function, ir.IRBuilder(function.append_basic_block("entry"))


def _kinds(letters: str) -> list[Any]:
    return [kind for c in letters for kind in (ELEMENTS[c].as_pointer(), I64)]


def _blocks(letters: str, values: Sequence[Value]) -> dict[str, Block]:
    return {c: Block(*values[2 * k : 2 * k + 2]) for k, c in enumerate(letters)}


def _flat(letters: str, blocks: Mapping[str, Block]) -> list[Value]:
    return [value for c in letters for value in blocks[c]]


@contextmanager
def _loop(b: ir.IRBuilder, start: Value, stop: Value, step: int) -> Iterator[Value]:
    with cgutils.for_range_slice(b, start, stop, I64(step)) as (index, _):
        yield index


def _highest(steps: Steps, letter: str) -> int:
    """Return how many rows of a block a margin needs."""
    codes = [c for _, reads, writes in steps for c in (*reads, *(w[1:] for w in writes))]
    return max([0, *(int(c[1:]) for c in codes if c[0] == letter)]) + 1


def _touched(steps: Steps, letter: str) -> list[int]:
    codes = [c for _, reads, writes in steps for c in (*reads, *(w[1:] for w in writes))]
    extra = [0] if letter == "S" else []
    return sorted({*extra, *(int(c[1:]) for c in codes if c[0] == letter)})


class _Margin:
    """Room for the vectors at the end of an array, where there are too few numbers to fill them."""

    def __init__(self, b: ir.IRBuilder, letters: str, steps: Steps, width: int) -> None:
        self.b, self.width = b, width
        self.rows = {c: _touched(steps, c) for c in letters}
        self.blocks = {}
        for c in letters:
            room = cgutils.alloca_once(b, ELEMENTS[c], size=_highest(steps, c) * width)
            cgutils.memset(b, room, I64(_highest(steps, c) * width * BYTES[c]), 0)
            self.blocks[c] = Block(room, I64(width))

    def copy(
        self, blocks: Mapping[str, Block], first: Value, count: Value, *, back: bool, to: int = 0
    ) -> None:
        """Copy the last numbers of each row in, or back; ``to`` is their place in the margin."""
        for c, rows in self.rows.items():
            for row in rows:
                there = blocks[c].at(self.b, row, first)
                here = self.blocks[c].at(self.b, row, I64(to))
                target, source = (there, here) if back else (here, there)
                cgutils.raw_memcpy(self.b, target, source, count, BYTES[c])


def state_loop(name: str, functions: Sequence[str], steps: Steps) -> Any:
    """Return what runs steps of states, called with all arrays and the year.

    Parameters
    ----------
    name
        What it is called in the machine code.
    functions
        Texts of the formulas.
    steps
        Which formulas to run on what.
    """
    trees = parsed(functions)
    width = max(vector_bytes() // 8, 2)

    def vectors(module: ir.Module) -> ir.Function:
        kinds = [*_kinds(ARRAYS), I64, I64, I64, I64]
        function, b = _function(module, f"{name}_vectors", kinds)
        year, shift, start, stop = function.args[-4:]
        after = b.append_basic_block("loop")
        b.branch(after)
        b.position_at_end(after)
        with _loop(b, start, stop, width) as s:
            body = _StateBody(b, 64, width, _blocks(ARRAYS, function.args), (s, shift, year))
            body.begin()
            body.run(Formulas(trees, body), steps)
        b.ret_void()
        return function

    def states(module: ir.Module) -> ir.Function:
        inner = vectors(module)
        function, b = _function(module, name, [*_kinds(ARRAYS), I64])
        blocks = _blocks(ARRAYS, function.args)
        year = function.args[-1]
        n = blocks["S"].stride
        full = b.and_(n, I64(-width))
        margin = _Margin(b, "S", steps, width)
        b.call(inner, [*_flat(ARRAYS, blocks), year, I64(0), I64(0), full])
        rest = b.sub(n, full)
        with b.if_then(b.icmp_signed(">", rest, I64(0))):
            margin.copy(blocks, full, rest, back=False)
            inside = {**blocks, **margin.blocks}
            shift = b.neg(full)
            b.call(inner, [*_flat(ARRAYS, inside), year, shift, full, b.add(full, I64(width))])
            margin.copy(blocks, full, rest, back=True)
        b.ret_void()
        return function

    return _called(name, states)


def pair_loop(name: str, functions: Sequence[str], steps: Steps) -> Any:
    """Return what runs steps of pairs, called with all arrays and the year.

    Parameters
    ----------
    name, functions, steps
        As ``state_loop`` takes them.

    Notes
    -----
    Columns of state fields are in rows 1 and up of ``V``, which has room for
    whole vectors; row 0 is its own. Sums over partners end in ``R`` for the
    later state of a pair and are added to ``A`` for the earlier one.
    """
    trees = parsed(functions)
    width = max(vector_bytes() // 4, 4)
    summed = sorted({int(w[2:]) for _, _, writes in steps for w in writes if w[1] == "i"})
    many = SIDE_BY_SIDE

    def row(module: ir.Module) -> ir.Function:
        kinds = [*_kinds(ARRAYS), F32.as_pointer(), *[I64] * (3 + 3 * many)]
        function, b = _function(module, f"{name}_vectors", kinds)
        lanes, year, start, stop, *told = function.args[2 * len(ARRAYS) :]
        after = b.append_basic_block("loop")
        b.branch(after)
        b.position_at_end(after)
        with _loop(b, start, stop, width) as j:
            each = [tuple(told[3 * k : 3 * k + 3]) for k in range(many)]
            body = _PairBody(b, width, _blocks(ARRAYS, function.args), j, year, each)
            body.lanes = Block(lanes, I64(LANES * many))
            body.begin()
            body.run(Formulas(trees, body), steps)
        b.ret_void()
        return function

    def rows(module: ir.Module) -> ir.Function:
        inner = row(module)
        function, b = _function(module, name, [*_kinds(ARRAYS), I64])
        blocks = _blocks(ARRAYS, function.args)
        year = function.args[-1]
        room = (max([0, *summed]) + 1) * LANES * many
        lanes = Block(cgutils.alloca_once(b, F32, size=room), I64(LANES * many))
        margin = _Margin(b, "DF", steps, width * many)
        n, size = blocks["S"].stride, blocks["D"].stride
        with _loop(b, I64(0), n, 1) as s:
            here = b.fcmp_ordered(">", b.load(blocks["S"].at(b, 0, s)), F64(0.0))
            b.store(b.select(here, F32(1.0), F32(0.0)), blocks["V"].at(b, 0, s))
        with _loop(b, I64(1), n, many) as first:
            states, starts, counts = _side_by_side(b, blocks["V"], first, n)
            some = reduce(b.or_, counts)
            with b.if_then(b.icmp_signed(">", some, I64(0))):
                cgutils.memset(b, lanes.start, I64(room * 4), 0)
                last = states[-1]
                up = b.and_(b.add(last, I64(width - 1)), I64(-width))
                fits = b.icmp_signed("<=", b.add(starts[-1], up), size)
                stop = b.select(fits, up, b.and_(last, I64(-width)))
                told = [x for row in zip(states, starts, counts, strict=True) for x in row]
                b.call(inner, [*_flat(ARRAYS, blocks), lanes.start, year, I64(0), stop, *told])
                with b.if_then(b.icmp_signed("<", stop, last)):
                    parts = [
                        (b.add(start, stop), b.sub(m, stop), width * k)
                        for k, (m, start) in enumerate(zip(states, starts, strict=True))
                    ]
                    for begin, count, to in parts:
                        margin.copy(blocks, begin, count, back=False, to=to)
                    inside = {**blocks, **margin.blocks}
                    shifts = [b.sub(I64(to), stop) for *_, to in parts]
                    told = [x for row in zip(states, shifts, counts, strict=True) for x in row]
                    b.call(inner, [*_flat(ARRAYS, inside), lanes.start, year, stop,
                                   b.add(stop, I64(width)), *told])  # fmt: skip
                    for begin, count, to in parts:
                        margin.copy(blocks, begin, count, back=True, to=to)
                for k, (part, m) in product(summed, enumerate(states)):
                    total = _lane_sum(b, lanes.at(b, k, I64(part * LANES)))
                    b.store(total, blocks["R"].at(b, k, m))
        b.ret_void()
        return function

    return _called(name, rows)


def _side_by_side(
    b: ir.IRBuilder, present: Block, first: Value, n: Value
) -> tuple[list[Value], list[Value], list[Value]]:
    """Return states to work on at once, where their pairs begin, and how many of them there are.

    Where the last state has no other beside it, it comes twice and counts once.
    """
    states = [first]
    if SIDE_BY_SIDE == 2:
        second = b.add(first, I64(1))
        states.append(b.select(b.icmp_signed("<", second, n), second, first))
    starts = [b.lshr(b.mul(m, b.sub(m, I64(1))), I64(1)) for m in states]
    counts = []
    for m in states:
        counted = b.fcmp_ordered(">", b.load(present.at(b, 0, m)), F32(0.0))
        if m is not states[-1]:
            counted = b.and_(counted, b.icmp_signed("<", m, states[-1]))
        counts.append(b.select(counted, m, I64(0)))
    return states, starts, counts


def _lane_sum(b: ir.IRBuilder, address: Value) -> Value:
    """Return the sum of 16 lanes: halves are added until one number is left."""
    lanes = b.load(b.bitcast(address, ir.VectorType(F32, LANES).as_pointer()), align=4)
    half = LANES // 2
    while half:
        kind = ir.VectorType(I32, half)
        low, high = (ir.Constant(kind, list(range(k, k + half))) for k in (0, half))
        none = ir.Constant(lanes.type, ir.Undefined)
        lanes = b.fadd(b.shuffle_vector(lanes, none, low), b.shuffle_vector(lanes, none, high))
        half //= 2
    return b.extract_element(lanes, I32(0))


def _called(name: str, make: Callable[[ir.Module], ir.Function]) -> Any:
    """Return a function that compiled code can call with arrays and the year."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        function = builder.module.globals.get(name) or make(builder.module)
        values = []
        for kind, value in zip(signature.args[:-1], args[:-1], strict=True):
            array = context.make_array(kind)(context, builder, value)
            shape = cgutils.unpack_tuple(builder, array.shape)
            values += [array.data, shape[-1]]
        builder.call(function, [*values, args[-1]])
        return context.get_dummy_value()

    def typed(
        _: Any, S: Any, D: Any, F: Any, G: Any, P: Any, V: Any, A: Any, R: Any, K: Any, L: Any,
        year: Any,
    ) -> Any:  # fmt: skip
        return types.void(S, D, F, G, P, V, A, R, K, L, year), emit

    return intrinsic(typed)
