"""The machine code of kernels: whole vectors of single precision, and nothing that slows them.

``faults`` is the gate. It is shown the code of every loop over states and pairs,
and code with each known fault in it, to see that it notices.
"""

import platform
import re

import numba as nb
import numpy as np
import pytest
from toys import POOL, toy

from multipolar import products
from multipolar.kernel import Kernel
from multipolar.loops import SIDE_BY_SIDE, pair_loop, state_loop
from multipolar.model import default_model
from multipolar.plan import make_plan
from multipolar.vectors import vector_bytes

pytestmark = pytest.mark.skipif(
    platform.machine().lower() not in ("x86_64", "amd64") or vector_bytes() < 32,
    reason="reads the code of x86 with AVX",
)
ARITHMETIC = "add|sub|mul|div|min|max|sqrt|fmadd231|fmadd213|fmadd132"
KINDS = {
    "one number at a time": rf"v?(?:{ARITHMETIC})s[sd]",
    "a call": r"call[ql]?",
    "a change of precision": r"v?cvt(?:ps2pd|pd2ps|ss2sd|sd2ss)",
    "whole numbers of 64 bits": r"v?p(?:mullq|muludq|srlq|sraq|sllq)|vcvtu?qq2p[sd]|imulq",
    "numbers of 64 bits": rf"v?(?:{ARITHMETIC})pd",
}
REGISTERS = {64: "zmm", 32: "ymm", 16: "xmm"}


def code_of(function, name):
    """Return the lines of one function, by its name in the machine code."""
    (signature,) = function.signatures
    text = function.inspect_asm(signature)
    start = re.search(rf"^{re.escape(name)}:", text, re.M)
    assert start is not None, f"no function {name} in the code"
    end = re.search(r"^\s*\.size\s|^\.Lfunc_end", text[start.end() :], re.M)
    return text[start.end() : start.end() + end.start()].splitlines()


def loops_of(lines):
    """Return the lines from each label to the last jump back to it, innermost loops only."""
    labels = {m[1]: k for k, line in enumerate(lines) if (m := re.match(r"(\.?\w+):", line))}
    spans = {}
    for k, line in enumerate(lines):
        jump = re.match(r"\s+j\w+\s+(\.?\w+)", line)
        if jump and labels.get(jump[1], k) < k:
            spans[labels[jump[1]]] = k
    inner = [
        (a, b) for a, b in spans.items()
        if not any(a <= c and d <= b and (a, b) != (c, d) for c, d in spans.items())
    ]  # fmt: skip
    return [lines[a : b + 1] for a, b in inner]


def count(lines, pattern):
    return sum(bool(re.match(rf"\s+(?:{pattern})\s", line + " ")) for line in lines)


def faults(lines, bits=32):
    """Return what slows the loop with the most vectors, or else the most arithmetic."""
    packed = rf"v?(?:{ARITHMETIC})p[sd]"
    any_float = rf"v?(?:{ARITHMETIC})[ps][sd]"
    loop = max(
        loops_of(lines), key=lambda part: (count(part, packed), count(part, any_float)), default=[]
    )
    found = [] if count(loop, packed) else ["no vectors"]
    kinds = dict(KINDS)
    if bits == 64:
        for name in ("numbers of 64 bits", "whole numbers of 64 bits"):
            del kinds[name]
    found += [name for name, pattern in kinds.items() if count(loop, pattern)]
    if count(loop, r"j\w+") > 1:
        found.append("a check")
    return found


def called(loop):
    """Return a compiled function that calls a loop of a kernel."""

    @nb.njit
    def run(s, d, f, g, p, v, a, r, k, low, year):
        loop(s, d, f, g, p, v, a, r, k, low, year)

    kinds = "f8[:,::1] f4[:,::1] u1[:,::1] f8[:,::1] f8[::1] f4[:,::1] f4[:,::1] f4[:,::1]"
    arrays = [nb.types.Array(*_kind(kind)) for kind in kinds.split()]
    words = nb.types.Array(nb.uint32, 2, "C")
    run.compile((*arrays, words, words, nb.int64))
    return run


def _kind(text):
    number = {"f8": nb.float64, "f4": nb.float32, "u1": nb.uint8}[text[:2]]
    return number, text.count(":") - 1, "C"


def loops_in(model):
    """Return ``group → its loop, its kind and how many lines of a formula there are``."""
    plan = make_plan(model)
    module = Kernel(plan).module
    return {
        f"group_{k}": (getattr(module, f"group_{k}"), group.over)
        for k, group in enumerate(plan.groups)
        if group.over != "whole"
    }


def check(model):
    for name, (loop, over) in loops_in(model).items():
        lines = code_of(called(loop), f"{name}_vectors")
        assert faults(lines, 32 if over == "pair" else 64) == [], name
        wide = [line for line in lines if re.match(rf"\s+v?(?:{ARITHMETIC})p[sd]\s", line)]
        assert all(REGISTERS[vector_bytes()] in line for line in wide), name


class TestLoopsOfSteps:
    @pytest.mark.parametrize("name", sorted(n for n in POOL if POOL[n].step.over != "whole"))
    def test_each_kind_of_step_runs_in_whole_vectors(self, name):
        check(toy([name]))

    @pytest.mark.slow
    def test_every_loop_of_the_default_model_runs_in_whole_vectors(self):
        assert len(loops_in(default_model())) > 5
        check(default_model())

    def test_flags_and_draws_do_not_break_the_vectors(self):
        text = "def f_f32(war, u, v):\n    return where(u < v, _f32(1.0), war)"
        lines = code_of(
            called(pair_loop("flags", [text], [("f_f32", ["F0", "u0", "u1"], ["=F0"])])),
            "flags_vectors",
        )
        (loop,) = loops_of(lines)
        assert count(loop, r"v?pmulld") >= 6 * SIDE_BY_SIDE  # two draws of three products
        assert count(loop, r"v?pextr\w|v?pinsr\w") == 0
        assert count(loop, r"movb|movzbl") == 0  # no flag one at a time

    def test_a_formula_takes_no_more_instructions_than_it_has_operations(self):
        """exp has 20 sums and products and two limits; so has the loop, for each of its states."""
        text = "def f_f32(x):\n    return exp32(x)"
        lines = code_of(
            called(pair_loop("bare", [text], [("f_f32", ["D0"], ["=D0"])])), "bare_vectors"
        )
        (loop,) = loops_of(lines)
        assert count(loop, r"v?(?:add|sub|mul)ps") == 20 * SIDE_BY_SIDE
        assert count(loop, r"v?(?:min|max)ps") == 2 * SIDE_BY_SIDE

    def test_state_loops_work_in_64_bits(self):
        text = "def f_f64(x):\n    return log64(x) + _f64(1.0)"
        lines = code_of(
            called(state_loop("wide", [text], [("f_f64", ["S1"], ["=S1"])])), "wide_vectors"
        )
        assert faults(lines, 64) == []


class TestTwoPaths:
    def test_the_product_multiplies_whole_vectors_and_does_nothing_else(self):
        run = nb.njit(lambda ties, out: products.two_paths(ties, out))
        run.compile((nb.float32[::1], nb.float32[::1]))
        (signature,) = run.signatures
        loops = loops_of(run.inspect_asm(signature).splitlines())
        product = r"v?fmadd\w+ps|v?mulps"
        tile = max(loops, key=lambda part: count(part, product))
        vectors = max(64 // vector_bytes(), 1)
        assert count(tile, product) == products.TILE * vectors
        assert count(tile, r"j\w+") == 1
        assert count(tile, r"call[ql]?") == 0
        if vector_bytes() == 64:
            assert len(tile) < 2.5 * products.TILE

    @pytest.mark.skipif(not products.in_fours(), reason="no AVX-512 VNNI here")
    def test_bytes_are_multiplied_in_fours_from_memory(self):
        run = nb.njit(lambda ties, out: products.two_paths(ties, out))
        run.compile((nb.float32[::1], nb.float32[::1]))
        (signature,) = run.signatures
        loops = loops_of(run.inspect_asm(signature).splitlines())
        tile = max(loops, key=lambda part: count(part, "vpdpbusd"))
        assert count(tile, "vpdpbusd") in (products.PANEL, 2 * products.PANEL)
        assert count(tile, r"j\w+") == 1
        assert len(tile) < 1.5 * count(tile, "vpdpbusd")


def lines_of(function, *kinds):
    """Return the code of a loop that Numba makes by itself."""
    compiled = nb.njit(error_model="numpy")(function)
    compiled.compile(kinds)
    (signature,) = compiled.signatures
    return compiled.inspect_asm(signature).splitlines()


SINGLE, WHOLE = nb.float32[::1], nb.uint32[::1]


class TestTheGate:
    """The faults that a loop can have: each is planted, and noticed."""

    def test_a_loop_without_faults_has_none(self):
        def good(x, y):
            for j in range(len(x)):
                x[j] = x[j] * y[j] + y[j]

        assert faults(lines_of(good, SINGLE, SINGLE)) == []

    def test_the_exponential_of_numpy_is_a_call(self):
        def scalar(x, y):
            for j in range(len(x)):
                x[j] = np.exp(y[j]) + y[j]

        assert "a call" in faults(lines_of(scalar, SINGLE, SINGLE))

    def test_a_power_is_a_call(self):
        def power(x, y):
            for j in range(len(x)):
                x[j] = y[j] ** np.float32(1.7) + y[j]

        assert "a call" in faults(lines_of(power, SINGLE, SINGLE))

    def test_a_number_of_64_bits_slips_in(self):
        def slip(x, y):
            for j in range(len(x)):
                x[j] = x[j] * 0.1 + y[j]

        found = faults(lines_of(slip, SINGLE, SINGLE))
        assert {"a change of precision", "numbers of 64 bits"} <= set(found)

    def test_whole_numbers_become_numbers_of_64_bits(self):
        def promote(x, y):
            for j in range(len(x)):
                mixed = (y[j] ^ (y[j] >> 16)) * 2146121005
                x[j] = x[j] + np.float32(mixed >> 8) * np.float32(2.0**-24)

        assert "whole numbers of 64 bits" in faults(lines_of(promote, SINGLE, WHOLE))

    def test_a_sum_in_order_cannot_be_a_vector(self):
        def add(x, y):
            total = np.float32(0.0)
            for j in range(len(x)):
                total += x[j] * y[j]
            y[0] = total

        assert "one number at a time" in faults(lines_of(add, SINGLE, SINGLE))

    def test_a_jump_within_the_loop_is_a_check(self):
        def jump(x, y):
            for j in range(len(x)):
                if y[j] > 0:
                    y[j] = x[int(y[j])] * x[j]

        assert "a check" in faults(lines_of(jump, SINGLE, SINGLE))
