"""Run: python -m pytest benchmarks/test_*.py -q

What the compiler made of the formulas is read, not timed: a busy computer changes nothing.
"""

import platform
import re
import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from roofline import Runner, formulas_of
from workload import PairPass, StatePass

import multipolar as mp
from multipolar.kernel import Kernel
from multipolar.loops import SIDE_BY_SIDE
from multipolar.model import default_model
from multipolar.opening import open_world
from multipolar.plan import make_plan
from multipolar.vectors import vector_bytes

pytestmark = [
    pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="reads x86 code"),
    pytest.mark.filterwarnings("default"),
]
JUMP = re.compile(r"\bj\w+\s+(\.L\w+)")
MOVES = re.compile(r"v(mov(?!ddup)|broadcast|p?extr|p?insr|pbroadcast)|k")


@pytest.fixture(scope="module")
def kernel(tmp_path_factory):
    """A kernel of every formula, compiled here, so that its code can be read."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("kernels")
        patch.setattr("multipolar.kernel.kernel_folder", lambda: folder)
        model = formulas_of(default_model())
        made = Kernel(make_plan(model))
        Runner(made, open_world(made.plan, mp.today()), model.draw([0], 1, certain=True)[0])(0, 0)
    return made


def innermost(kernel):
    """Return ``group → instructions of its loop`` from the machine code."""
    (code,) = kernel.future.inspect_asm().values()
    bodies, lines = {}, []
    for line in code.splitlines():
        if line and not line[0].isspace() and not line.startswith("."):
            lines = bodies.setdefault(line.split(":")[0].strip('"'), [])
        lines.append(line)
    out = {}
    for name, body in bodies.items():
        if found := re.fullmatch(r".*group_(\d+)_vectors", name):
            labels = {x[:-1]: k for k, x in enumerate(body) if re.fullmatch(r"\.L\w+:", x)}
            ends = [
                (labels[m[1]], k) for k, x in enumerate(body)
                if (m := JUMP.search(x)) and labels.get(m[1], k) < k
            ]  # fmt: skip
            first, last = max(ends, key=lambda span: span[1] - span[0])
            inside = (x.split("#")[0].split() for x in body[first : last + 1])
            out[int(found[1])] = [x for x in inside if x and x[0][0].isalpha()]
    return out


def test_every_pass_is_one_loop_over_whole_vectors_without_calls(kernel):
    loops = innermost(kernel)
    passes = {k for k, g in enumerate(kernel.plan.groups) if g.over != "whole"}
    assert loops.keys() == passes
    for k, code in loops.items():
        named = [b.step.name for b in kernel.plan.groups[k].steps]
        single = [x for x in code if re.fullmatch(r"v\w+(ss|sd)", x[0])]
        assert not [x for x in code if x[0].startswith("call")], named
        assert len(single) <= 2, (named, single)


def test_the_machine_does_what_the_formulas_ask_and_little_more(kernel):
    registers = {64: "zmm", 32: "ymm", 16: "xmm"}[vector_bytes()]
    for k, code in innermost(kernel).items():
        group = kernel.plan.groups[k]
        if group.over == "pair":
            found = PairPass(kernel.plan, group).work()
            asked = SIDE_BY_SIDE * found["pair"].strict + found["state"].strict
        else:
            asked = StatePass(group).work()["state"].strict
        done = [x for x in code if x[0][0] == "v" and not MOVES.match(x[0])]
        wide = [x for x in done if any(registers in part for part in x[1:])]
        named = [b.step.name for b in group.steps]
        assert len(done) <= 1.2 * asked + 12, (named, len(done), asked)
        assert len(wide) >= 0.7 * len(done), (named, len(wide), len(done))


def test_no_formula_is_worked_out_in_64_bits_where_32_are_meant(kernel):
    loops = innermost(kernel)
    for k, group in enumerate(kernel.plan.groups):
        if group.over == "pair":
            doubled = [x for x in loops[k] if re.fullmatch(r"v(add|sub|mul|div)[ps]d", x[0])]
            assert not doubled, [b.step.name for b in group.steps]


def test_numbers_stay_finite_in_a_run_of_formulas_alone(kernel):
    model = kernel.plan.model
    runner = Runner(kernel, open_world(kernel.plan, mp.today()),
                    model.draw([0], 1, certain=True)[0])  # fmt: skip
    runner(0, 5)
    assert all(np.isfinite(a).all() for a in runner.blocks.values() if a.dtype.kind == "f")
