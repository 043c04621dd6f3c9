"""The compiled kernel: the same bits as NumPy, kept on disk, whatever happens to the disk."""

import os
import pickle
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from simulated import get, run, tiny
from toys import POOL, scatter, toy

from multipolar import compiled
from multipolar import kernel as kernels
from multipolar.errors import ModelError, RunError
from multipolar.kernel import Kernel
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.plan import BLOCKS, make_plan
from multipolar.steps import each_pair, each_state, whole

EVERYTHING = toy(sorted(POOL))
ORDERS = [
    ["shock"],
    ["punish"],
    ["survey", "feel", "perish", "draw_near", "draw_near"],
    ["perish", "quarrel", "bleed", "count", "perish", "enlist", "turn", "rebel"],
]
few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
many = settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def same(model, opening, years=2, **options):
    """Run both evaluators; raise where a bit differs; return what came out."""
    with np.errstate(all="ignore"):
        wanted, told = run(model, opening, years, **options)
    found, said = run(model, opening, years, engine="kernel", **options)
    for name, values in wanted.items():
        assert values.dtype == found[name].dtype
        assert np.array_equal(values, found[name], equal_nan=True), name
    assert told == said
    return found


class TestSameBits:
    @few
    @given(
        n=st.integers(1, 6), room=st.integers(0, 2), seed=st.integers(0, 10**6),
        absent=st.sampled_from([0.0, 0.3, 1.0]), member=st.integers(0, 2**40),
    )  # fmt: skip
    def test_every_step_of_the_pool_in_random_worlds(self, n, room, seed, absent, member):
        opening = scatter(EVERYTHING, tiny(EVERYTHING, n, room=room), seed, absent=absent)
        params = EVERYTHING.draw([member], seed)[0]
        same(EVERYTHING, opening, 2, seed=seed, member=member, params=params)

    @pytest.mark.parametrize("n", [7, 8, 9, 15, 16, 17, 18, 31, 32, 33, 34, 49, 70])
    def test_any_number_of_states_fills_the_vectors_or_does_not(self, n):
        same(EVERYTHING, scatter(EVERYTHING, tiny(EVERYTHING, n, room=0), n), 2)

    @pytest.mark.parametrize("names", ORDERS, ids=" ".join)
    def test_some_orders_of_steps(self, names):
        model = toy(names)
        for seed in range(3):
            same(model, scatter(model, tiny(model, 6, room=1), seed), 2, seed=seed)

    @pytest.mark.slow
    @pytest.mark.usefixtures("folder")
    @many
    @given(st.lists(st.sampled_from(sorted(POOL)), min_size=1, max_size=8), st.integers(0, 10**6))
    def test_random_orders_of_steps(self, names, seed):
        model = toy(names)
        for n in (2, 5, 19):
            opening = scatter(model, tiny(model, n, room=1), seed)
            same(model, opening, 2, seed=seed, params=model.draw([n], seed)[0])

    @pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e38, -1e38, 0.0, -0.0])
    def test_what_is_no_number_or_too_large_spreads_in_the_same_way(self, value):
        opening = scatter(EVERYTHING, tiny(EVERYTHING, 9), 3, absent=0.1)
        plan = make_plan(EVERYTHING)
        for name in ("growth", "regime", "military_spending", "alignment", "grudge", "trade_ij"):
            array = get(plan, opening.blocks, name)
            array[: len(array) // 2] = value
        same(EVERYTHING, opening, 1)

    @pytest.mark.parametrize("year", [1816, 2000, 2150])
    def test_the_year_reaches_every_kind_of_step(self, year):
        model = toy(["turn", "trade", "count"])
        same(model, scatter(model, tiny(model, 5, year=year), 0), 2)

    def test_changes_of_a_scenario_are_stepped_in(self):
        opening = scatter(EVERYTHING, tiny(EVERYTHING, 5), 1)
        changes = []
        for k, block in enumerate(BLOCKS):
            places = (1, 2) if block in ("treaty_state", "war_state") else (0, 0)
            changes += [[2001, k, 0, *places, 0.0, 1.0], [2002, k, 0, *places, 1.0, 0.0]]
        changes += [[2002, BLOCKS.index("dyad"), 1, 3, 0, 0.3, 0.1], [1999, 0, 1, 0, 0, 0.0, 7.0]]
        same(EVERYTHING, opening, 3, changes=changes)

    def test_a_helper_may_be_given_one_array_twice(self):
        """Compiled code must not take it that two arrays of a helper never overlap."""
        model = Model((Mechanism("m", "growth", (mirror,)),))
        opening = tiny(model, 6, room=0)
        get(make_plan(model), opening.blocks, "growth")[:] = np.arange(6)
        found = same(model, opening, 1)
        assert found["growth"].tolist() == [0.0, 0.0, 1.0, 3.0, 6.0, 10.0]

    def test_a_year_begins_with_its_tallies_and_what_is_no_tally_stays(self):
        model = toy(["count"])
        opening = scatter(model, tiny(model, 4), 0)
        found = same(model, opening, 1)
        plan = make_plan(model)
        for part in plan.parts:
            if plan.field(part).kind == "tally" and part not in ("disputes",):
                assert (found[part] == plan.field(part).start).all(), part
        assert np.array_equal(found["regime"], get(plan, opening.blocks, "regime"))


def add_before(x, y):
    """Add to each number those before it in the other array."""
    for k in range(1, len(x)):
        x[k] = x[k - 1] + y[k - 1]


@whole(sets="growth")
def mirror(growth):
    add_before(growth, growth)
    for k in range(len(growth)):
        growth[k] = 0.0
    for k in range(1, len(growth)):
        growth[k] = growth[k - 1] + (k - 1)


class TestOneRun:
    def test_two_runs_one_after_the_other_are_one_run(self):
        opening = scatter(EVERYTHING, tiny(EVERYTHING, 7), 2)
        whole_run, _ = run(EVERYTHING, opening, 5, engine="kernel")
        first, _ = run(EVERYTHING, opening, 2, engine="kernel")
        blocks = {b: a.copy() for b, a in opening.blocks.items()}
        for name, values in first.items():
            get(make_plan(EVERYTHING), blocks, name)[...] = values
        rest, _ = run(EVERYTHING, replace(opening, year=2002, blocks=blocks), 3, engine="kernel")
        for name, values in whole_run.items():
            assert np.array_equal(values, rest[name], equal_nan=True), name

    def test_seed_and_member_change_what_is_drawn(self):
        opening = scatter(EVERYTHING, tiny(EVERYTHING, 7), 2, absent=0.0)
        base, other, seed = (
            run(EVERYTHING, opening, 1, engine="kernel", params=EVERYTHING.draw([0], 1)[0], **key)[
                0
            ]
            for key in ({}, {"member": 1}, {"seed": 2})
        )
        for changed in (other, seed):
            assert (changed["growth"] != base["growth"]).mean() > 0.5
            assert (changed["alignment"] != base["alignment"]).mean() > 0.5

    def test_members_run_side_by_side_in_threads(self):
        opening = scatter(EVERYTHING, tiny(EVERYTHING, 33), 6, absent=0.1)

        def future(member):
            final, events = run(EVERYTHING, opening, 20, member=member, engine="kernel")
            return b"".join(a.tobytes() for a in final.values()), events

        one_by_one = [future(member) for member in range(8)]
        with ThreadPoolExecutor(4) as threads:
            assert list(threads.map(future, range(8))) == one_by_one
        assert len({state for state, _ in one_by_one}) == 8

    @pytest.mark.parametrize("every", [1, 2, 3])
    def test_rows_are_kept_every_so_many_years(self, every):
        model, years = EVERYTHING, 6
        opening, plan = scatter(EVERYTHING, tiny(EVERYTHING, 6), 4), make_plan(EVERYTHING)
        rows = {b: np.arange(len(a))[:: max(len(a) // 3, 1)] for b, a in opening.blocks.items()}
        blocks = {b: a.copy() for b, a in opening.blocks.items()}
        outs = [
            np.zeros((years // every + 1, len(rows[b]), *blocks[b].shape[1:]), blocks[b].dtype)
            for b in BLOCKS
        ]
        Kernel(plan)(
            *(blocks[b] for b in BLOCKS), model.draw([0], 1, certain=True)[0], opening.ids, 1, 0,
            opening.year, years, every, np.zeros((9, 5)), np.zeros((0, 7)),
            tuple(rows[b] for b in BLOCKS), *outs,
        )  # fmt: skip
        for at in range(1, years // every + 1):
            final, _ = run(model, opening, at * every, engine="kernel")
            for block, out in zip(BLOCKS, outs, strict=True):
                names = plan.rows(block)
                for k, row in enumerate(rows[block]):
                    assert np.array_equal(out[at, k], final[names[row]], equal_nan=True)

    def test_absent_states_neither_change_nor_act(self):
        names = [
            name for name in sorted(POOL) if name not in ("perish", "count", "enlist", "survey")
        ]
        model = toy(names)
        opening = scatter(model, tiny(model, 8), 5, absent=0.5)
        plan = make_plan(model)
        there = opening.blocks["state"][0] > 0
        assert 0 < there.sum() < len(there)
        i, j = np.tril_indices(len(there), -1)
        final = same(model, opening, 3)
        for part, (block, _) in plan.parts.items():
            before = get(plan, opening.blocks, part).copy()
            if plan.field(part).kind == "tally":
                before[...] = plan.field(part).start
            if block == "state":
                assert np.array_equal(final[part][~there], before[~there])
            elif block in ("dyad", "flag"):
                gone = ~(there[i] & there[j])
                assert np.array_equal(final[part][gone], before[gone])
        changed = {k: b.copy() for k, b in opening.blocks.items()}
        changed["state"][1:, ~there] = 1.0
        changed["dyad"][:, ~(there[i] & there[j])] = 1.0
        other = same(model, replace(opening, blocks=changed), 3)
        for part, (block, _) in plan.parts.items():
            if block == "state":
                assert np.array_equal(final[part][there], other[part][there]), part


def small(name="still", factor=0.5):
    """Return a model that compiles fast; its kernel is of its own for each name and factor."""

    def helper(x):
        return x * factor

    @each_state(sets="growth")
    def still(growth, rate):
        return helper(growth) + rate

    return Model((Mechanism(name, "growth", (still,), {"rate": Param(0.0)}),))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Keep kernels in a folder of the test, and forget them afterwards."""
    before = set(sys.modules)
    monkeypatch.setattr(kernels, "kernel_folder", lambda: tmp_path / "kernels")
    yield tmp_path / "kernels"
    forget(set(sys.modules) - before)


def forget(names):
    for name in names:
        if name.startswith(("multipolar_kernel_", "multipolar_part_")):
            del sys.modules[name]


def use(model):
    """Run a kernel once; return it and the growth of the first state."""
    opening = tiny(model, 2, growth=0.5)
    forget(list(sys.modules))
    made = Kernel(make_plan(model))
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    kept = tuple(np.zeros(0, np.int64) for _ in BLOCKS)
    outs = [np.zeros((2, 0, *blocks[b].shape[1:]), blocks[b].dtype) for b in BLOCKS]
    made(
        *(blocks[b] for b in BLOCKS), model.draw([0], 1, certain=True)[0], opening.ids, 1, 0,
        opening.year, 1, 1, np.zeros((9, 5)), np.zeros((0, 7)), kept, *outs,
    )  # fmt: skip
    return made, get(make_plan(model), blocks, "growth")[0]


def loaded(made) -> bool:
    """Say whether a kernel was loaded rather than compiled."""
    return sum(made.module.future.stats.cache_hits.values()) == 1


class TestNames:
    def name(self, model):
        return Kernel(make_plan(model)).name

    def test_a_constant_of_a_helper_gives_another_name(self, folder):
        assert self.name(small(factor=0.5)) != self.name(small(factor=0.25))
        assert self.name(small()) == self.name(small())

    def test_values_of_parameters_do_not(self, folder):
        assert self.name(small()) == self.name(small().set({"still.rate": 0.125}))

    def test_the_name_of_a_mechanism_does_as_its_luck_hangs_on_it(self, folder):
        names = {self.name(toy(["shock"])), self.name(toy(["shock", "shock"]))}
        assert len(names) == 2

    def test_any_change_behind_the_kernel_does(self, folder, monkeypatch):
        names, texts = {kernels._name("kernel", "text")}, list(kernels._texts)
        for k in range(len(texts)):
            changed = [t + "# changed" if k == m else t for m, t in enumerate(texts)]
            monkeypatch.setattr(kernels, "_texts", changed)
            names.add(kernels._name("kernel", "text"))
        assert len(names) == 1 + len(kernels.BEHIND)
        behind = {m.__name__.removeprefix("multipolar.") for m in kernels.BEHIND}
        assert behind >= {"luck", "maths", "compiled", "loops", "vectors", "products"}

    @pytest.mark.parametrize("package", ["numba", "np"])
    def test_another_version_of_numba_or_numpy_does(self, folder, monkeypatch, package):
        before = kernels._name("kernel", "text")
        monkeypatch.setattr(getattr(kernels, package), "__version__", "0.0.1")
        assert kernels._name("kernel", "text") != before


class TestTheDisk:
    def test_what_was_compiled_is_loaded_the_next_time(self, folder):
        first, value = use(small())
        assert not loaded(first)
        assert first.cached
        assert value == 0.25
        second, value = use(small())
        assert loaded(second)
        assert value == 0.25

    def test_nothing_is_compiled_before_it_is_needed(self, folder):
        made = Kernel(make_plan(small("unused")))
        assert not made.cached
        assert (folder / f"{made.name}.py").read_text() == made.text

    @pytest.mark.parametrize("ending", ["nbi", "nbc"])
    @pytest.mark.parametrize("content", [b"", b"garbage", None], ids=["empty", "garbage", "half"])
    def test_a_file_that_cannot_be_read_is_made_again(self, folder, ending, content):
        use(small())
        (path,) = (folder / "__pycache__").glob(f"*.{ending}")
        path.write_bytes(path.read_bytes()[:-100] if content is None else content)
        made, value = use(small())
        assert not loaded(made)
        assert value == 0.25
        assert loaded(use(small())[0])

    def test_a_text_that_was_tampered_with_is_written_again(self, folder):
        made, _ = use(small())
        path = folder / f"{made.name}.py"
        path.write_text(made.text.replace("0.5", "0.75"))
        assert use(small())[1] == 0.25
        assert path.read_text() == made.text

    def test_a_folder_that_cannot_be_written_to_is_named_and_the_run_goes_on(
        self, tmp_path, monkeypatch
    ):
        (tmp_path / "file").write_text("in the way")
        monkeypatch.setattr(kernels, "kernel_folder", lambda: tmp_path / "file" / "kernels")
        with pytest.warns(
            RuntimeWarning, match="cannot be written.*compiled again in every process"
        ):
            made, value = use(small("nowhere"))
        assert value == 0.25
        assert str(tmp_path) not in made.module.__file__
        assert "multipolar-kernels-" in made.module.__file__
        forget([made.name])

    def test_a_disk_that_fills_up_while_compiling_does_not_stop_the_run(self, folder, monkeypatch):
        from numba.core.caching import IndexDataCacheFile

        def full(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(IndexDataCacheFile, "_save_data", full)
        made, value = use(small("full"))
        assert value == 0.25
        assert not loaded(made)

    def test_who_writes_the_text_again_does_not_outdate_what_is_compiled(self, folder):
        made, _ = use(small())
        (folder / f"{made.name}.py").unlink()
        assert loaded(use(small())[0])

    def test_a_kernel_travels_as_text(self, folder):
        made, _ = use(small())
        twin = pickle.loads(pickle.dumps(made))
        assert (twin.name, twin.text) == (made.name, made.text)
        assert twin.future is made.future

    def test_a_kernel_of_another_version_is_refused(self, folder, monkeypatch):
        sent = pickle.dumps(Kernel(make_plan(small())))
        monkeypatch.setattr(kernels.np, "__version__", "0.0.1")
        with pytest.raises(RunError, match="install the same everywhere"):
            pickle.loads(sent)

    def test_each_kind_of_processor_has_a_folder_of_its_own(self, monkeypatch):
        here = kernels.kernel_folder()
        assert kernels.kernel_folder() == here
        monkeypatch.setattr(kernels.config, "CPU_FEATURES", "+avx")
        assert kernels.kernel_folder() != here
        assert kernels.kernel_folder().parent == here.parent

    def test_polynomials_are_not_taken_for_one_another(self):
        made = [
            getattr(compiled, f"_{name}")
            for name in ["exp64", "log64", "ct", "cb", "mt", "mb", "ft", "fb"]
        ]
        assert len({f.__name__ for f in made}) == len(made)

    def test_a_whole_step_is_compiled_once_for_all_models_that_have_it(self, folder):
        first, _ = use(toy(["common", "count"]))
        second, _ = use(toy(["shock", "common", "count", "turn"]))
        assert not loaded(first)
        assert not loaded(second)
        steps = [p for p in second.parts if "cache=True" in p.text]
        assert sorted(p.name.split("_")[0] for p in steps) == ["common", "count"]
        for part in steps:
            module = sys.modules[kernels._name("part", part.text)]
            function = getattr(module, part.name)
            assert sum(function.stats.cache_hits.values()) == 1
            assert sum(function.stats.cache_misses.values()) == 0

    def test_a_compiled_step_that_cannot_be_read_is_made_again(self, folder):
        use(toy(["common"]))
        for path in (folder / "__pycache__").glob("multipolar_part_*.nbc"):
            path.write_bytes(b"garbage")
        made, _ = use(toy(["common", "shock"]))
        assert made.module.future.signatures
        use(toy(["common"]))

    def test_a_whole_step_that_cannot_be_compiled_is_a_clear_error(self, folder):
        @whole(sets="trust")
        def wrong(trust):
            trust[0] = trust.nothing_of_the_kind

        with pytest.raises(ModelError, match=r"cannot be compiled.*nothing_of_the_kind"):
            use(Model((Mechanism("m", "growth", (wrong,)),)))


def process(cache: Path, text: str, **options) -> subprocess.Popen:
    """Start a process that keeps its kernels in a folder."""
    tests = Path(__file__).resolve().parents[1]
    head = f"import sys; sys.path[:0] = [{str(tests)!r}, {str(tests / 'unit')!r}]\n"
    env = os.environ | {"XDG_CACHE_HOME": str(cache)} | options
    return subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(text)],
        env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(started: subprocess.Popen) -> str:
    out, error = started.communicate(timeout=300)
    assert started.returncode == 0, error
    assert error == ""
    return out.strip()


RUN = """
import hashlib
import numpy as np
from simulated import run, tiny
from toys import scatter, toy, POOL
model = toy(sorted(POOL))
final, events = run(model, scatter(model, tiny(model, 19), 0), 3, engine="kernel")
from simulated import _ready
kernel = _ready(model, "kernel")[1]
state = b"".join(a.tobytes() for a in final.values()) + np.array(events).tobytes()
hits = sum(kernel.module.future.stats.cache_hits.values())
print(hits, hashlib.sha256(state).hexdigest())
"""


@pytest.mark.slow
class TestProcesses:
    def test_two_processes_compile_at_once_and_a_third_loads(self, tmp_path):
        first, second = process(tmp_path, RUN), process(tmp_path, RUN)
        results = {said(first), said(second)}
        assert len({r.split()[1] for r in results}) == 1
        hits, state = said(process(tmp_path, RUN)).split()
        assert hits == "1"
        assert {state} == {r.split()[1] for r in results}

    def test_the_bits_do_not_hang_on_what_the_machine_can_do(self, tmp_path):
        """Vectors of 16, 32 and 64 bytes, with and without multiplying and adding in one."""
        kinds = [
            {},
            {"NUMBA_CPU_NAME": "generic", "NUMBA_CPU_FEATURES": ""},
            {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": "+avx,+avx2,+fma"},
            {"NUMBA_OPT": "1"},
        ]
        states = {said(process(tmp_path / str(k), RUN, **kind)) for k, kind in enumerate(kinds)}
        assert len(states) == 1


class TestSpread:
    """Sums over partners, whose order is part of what a kernel is."""

    @pytest.mark.parametrize("n", [2, 17, 40])
    def test_a_sum_over_partners_is_that_of_all_pairs(self, n):
        @each_pair(adds=("menace_i", "menace_j", "threat_i"))
        def weigh(log_distance, military_spending_i, military_spending_j):
            return log_distance * military_spending_j, log_distance * military_spending_i, 1.0

        model = Model((Mechanism("m", "growth", (weigh,)),))
        opening, plan = tiny(model, n, room=1), make_plan(model)
        rng = np.random.default_rng(n)
        distance = rng.uniform(6, 9, n * (n - 1) // 2).astype(np.float32)
        arms = rng.uniform(1, 100, n).astype(np.float32)
        get(plan, opening.blocks, "log_distance")[: len(distance)] = distance
        get(plan, opening.blocks, "military_spending")[:n] = arms
        get(plan, opening.blocks, "threat")[:] = 0.0
        final = same(model, opening, 1)
        dense = np.zeros((n, n))
        i, j = np.tril_indices(n, -1)
        dense[i, j] = dense[j, i] = distance
        assert np.allclose(final["menace"][:n], dense @ arms, rtol=1e-5)
        assert final["menace"][n] == 0.0
        assert np.array_equal(final["threat"][:n], np.arange(n))  # partners with a lower number
