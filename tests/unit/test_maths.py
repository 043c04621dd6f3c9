"""Elementary functions: how far they are off, what they give at the ends, and their twins."""

import numba as nb
import numpy as np
import pytest
from scipy import special

from multipolar import compiled, maths, products
from multipolar.loops import pair_loop, state_loop

EXACT = np.longdouble
NUMBERS = {32: np.float32, 64: np.float64}
ONE = ("exp", "log", "logistic", "sqrt", "floor", "absolute")
TWO = ("minimum", "maximum")


def ulps(found, wanted):
    """Return how many units in the last place numbers are off."""
    size = np.spacing(np.abs(wanted.astype(found.dtype))).astype(EXACT)
    return float((np.abs(found.astype(EXACT) - wanted) / size).max())


def spread(bits, seed=0, n=400_000):
    """Return numbers of all sizes that are no extremes."""
    rng, top = np.random.default_rng(seed), 86.0 if bits == 32 else 700.0
    parts = [rng.uniform(-top, top, n), rng.normal(0.0, 1.0, n), rng.normal(0.0, 1e-3, n)]
    return np.concatenate(parts).astype(NUMBERS[bits])


def extremes(bits):
    """Return every number that is in some way the last of its kind, and some in between."""
    real = NUMBERS[bits]
    form = np.finfo(real)
    limits = (87.0, 88.8, 104.0) if bits == 32 else (708.0, 709.8, 745.2)
    some = [0.0, form.tiny, form.smallest_subnormal, form.eps, form.max, np.inf, 0.5, 1.0, 2.0,
            maths.TINY32, maths.TINY64, 0.7071067811865476, 2.0**23, 2.0**31, 2.0**52, 2.0**63,
            *limits]  # fmt: skip
    with np.errstate(over="ignore", under="ignore"):
        near = np.array(some, EXACT).astype(real)
        ends = [real(0), real(np.inf)]
        around = np.concatenate([near, *(np.nextafter(near, e) for e in ends)])
    return np.unique(np.concatenate([around, -around, [real(np.nan), -real(0.0)]]))


@pytest.mark.skipif(np.finfo(EXACT).nmant < 63, reason="no longer numbers to compare with here")
class TestAccuracy:
    """Against the 64 bits after the point of an extended double."""

    @pytest.mark.parametrize("bits", [32, 64])
    def test_exp_is_off_by_less_than_2_units_in_the_last_place(self, bits):
        x = spread(bits)
        assert ulps(maths.exp(x), np.exp(x.astype(EXACT))) < 1.5

    @pytest.mark.parametrize("bits", [32, 64])
    def test_log_is_off_by_less_than_3_units_in_the_last_place(self, bits):
        x = np.exp(np.maximum(spread(bits), -84.0))
        assert ulps(maths.log(x), np.log(x.astype(EXACT))) < 3.0

    @pytest.mark.parametrize("bits", [32, 64])
    def test_logistic_is_off_by_less_than_3_units_in_the_last_place(self, bits):
        x = spread(bits)
        assert ulps(maths.logistic(x), 1 / (1 + np.exp(-x.astype(EXACT)))) < 3.0

    def test_quantile_is_that_of_scipy_to_15_digits(self):
        u = np.concatenate([np.linspace(0.0, 1.0, 200_001)[1:-1], 2.0 ** -np.arange(2.0, 53.0)])
        wanted = special.ndtri(u)
        assert np.abs(maths.quantile(u) - wanted).max() < 2e-15 * np.abs(wanted).max()
        middle = np.abs(u - 0.5) < 0.4
        assert np.allclose(maths.quantile(u)[middle], wanted[middle], rtol=1e-14, atol=1e-15)


class TestExactValues:
    @pytest.mark.parametrize("real", NUMBERS.values())
    def test_values_on_which_off_switches_rely_are_exact(self, real):
        assert maths.exp(real(0.0)) == 1.0
        assert maths.log(real(1.0)) == 0.0
        assert maths.logistic(real(0.0)) == 0.5
        assert maths.quantile(0.5) == 0.0

    @pytest.mark.parametrize("real", NUMBERS.values())
    def test_the_kind_of_number_stays(self, real):
        for name in ONE:
            assert getattr(maths, name)(np.ones(3, real)).dtype == real
        assert maths.where(np.array([True]), real(1.0), real(2.0)).dtype == real

    def test_quantile_is_odd(self):
        u = np.random.default_rng(0).random(10_000) * 0.5
        u = np.floor(u * 2.0**52) * 2.0**-52  # so that 1 - u is exact
        assert np.array_equal(maths.quantile(u), -maths.quantile(1.0 - u))

    def test_exp_and_logistic_never_fall(self):
        for real, top in ((np.float32, 90.0), (np.float64, 720.0)):
            x = np.linspace(-top, top, 300_001).astype(real)
            assert (np.diff(maths.exp(x)) >= 0).all()
            assert (np.diff(maths.logistic(x)) >= 0).all()

    @pytest.mark.parametrize("real", NUMBERS.values())
    def test_beyond_its_limits_exp_stays_where_it_is(self, real):
        top = real(87.0 if real is np.float32 else 708.0)
        assert maths.exp(real(np.inf)) == maths.exp(top) < np.inf
        assert maths.exp(real(-np.inf)) == maths.exp(-top) > 0.0

    @pytest.mark.parametrize("real", NUMBERS.values())
    def test_log_takes_nothing_and_less_as_the_smallest_number(self, real):
        least = maths.log(real(maths.TINY32 if real is np.float32 else maths.TINY64))
        assert np.isfinite(least)
        for x in (0.0, -1.0, -np.inf):
            assert maths.log(real(x)) == least
        assert maths.log(real(np.inf)) == np.inf

    @pytest.mark.parametrize("name", ["exp", "log", "logistic", "sqrt", "floor", "absolute"])
    @pytest.mark.parametrize("real", NUMBERS.values())
    def test_nan_stays_nan(self, name, real):
        assert np.isnan(getattr(maths, name)(real(np.nan)))

    def test_minimum_and_maximum_keep_the_first_of_equals_and_of_nan(self):
        one, nan = np.float32(1.0), np.float32(np.nan)
        for function in (maths.minimum, maths.maximum):
            assert np.isnan(function(nan, one))
            assert function(one, nan) == 1.0
            assert np.signbit(function(np.float32(-0.0), np.float32(0.0)))
            assert not np.signbit(function(np.float32(0.0), np.float32(-0.0)))

    def test_items_have_64_bits_and_arrays_stay(self):
        array = np.ones(2, np.float32)
        assert maths.item(array) is array
        assert type(maths.item(np.float32(0.1))) is np.float64
        assert type(maths.item(np.uint8(200))) is np.int64
        assert maths.item(3) == 3

    def test_a_total_is_added_up_from_the_first_to_the_last(self):
        x = np.random.default_rng(0).normal(0.0, 1e10, 999).astype(np.float32)
        step_by_step = 0.0
        for value in x.tolist():
            step_by_step += value
        assert maths.total(x) == step_by_step
        assert maths.total(x[:0]) == 0.0

    def test_lanes_are_summed_in_16_and_then_in_halves(self):
        row = np.random.default_rng(0).normal(size=(1, 48)).astype(np.float32)
        lanes = (row[0, :16] + row[0, 16:32]) + row[0, 32:]
        for half in (8, 4, 2, 1):
            lanes = lanes[:half] + lanes[half : 2 * half]
        assert maths.lane_sums(row)[0] == lanes[0]


def texts(bits):
    """Return a formula of each function, and where the loop reads and writes."""
    block, suffix = ("S", "_f64") if bits == 64 else ("D", "_f32")
    one = (*ONE, "quantile") if bits == 64 else ONE
    functions, steps = [], []
    for k, name in enumerate((*one, *TWO, "where")):
        called = f"{name}{bits}" if name in ("exp", "log", "logistic") else name
        arguments = "x, y" if name in TWO else "x"
        text = "where(x < y, x, y)" if name == "where" else f"{called}({arguments})"
        functions.append(f"def {name}{suffix}(x, y):\n    return {text}")
        steps.append((f"{name}{suffix}", [f"{block}1", f"{block}2"], [f"={block}{k + 3}"]))
    return functions, steps


def reference(name, x, y):
    with np.errstate(all="ignore"):
        if name in TWO:
            return getattr(maths, name)(x, y)
        return maths.where(x < y, x, y) if name == "where" else getattr(maths, name)(x)


@pytest.fixture(scope="module")
def vectors():
    """Return ``bits → what applies every function in vectors of a compiled loop``."""
    out = {}
    for bits, make in ((64, state_loop), (32, pair_loop)):
        functions, steps = texts(bits)
        loop = make(f"twins_{bits}", functions, steps)

        @nb.njit
        def run(state, dyad, flag, system, params, v, a, r, first, second, loop=loop):
            loop(state, dyad, flag, system, params, v, a, r, first, second, 2000)

        out[bits] = run, [step[0].split("_")[0] for step in steps]
    return out


def in_vectors(vectors, bits, x, y):
    """Apply every function to many numbers at once; return ``name → results``."""
    run, names = vectors[bits]
    if bits == 64:
        n, pairs = len(x), 1
    else:
        n = int(np.ceil((1 + np.sqrt(1 + 8 * len(x))) / 2))
        pairs = n * (n - 1) // 2
    rows, width = len(names) + 3, n + 16
    single, flags = np.zeros((rows, pairs), np.float32), np.zeros((1, pairs), np.uint8)
    double = np.ones((rows, n))
    block = double if bits == 64 else single
    block[1, : len(x)], block[2, : len(y)] = x, y
    scratch = [np.zeros((1, width), kind) for kind in ("f4", "f4", "f4", "u4", "u4")]
    run(double, single, flags, np.zeros((1, 1)), np.zeros(1), *scratch)
    return {name: block[k + 3, : len(x)] for k, name in enumerate(names)}


def same_bits(a, b):
    """Say whether numbers are equal to the last bit, the sign of zero included; NaN is NaN."""
    assert a.dtype == b.dtype
    nan = np.isnan(a) & np.isnan(b)
    return bool(((a.view(f"i{a.itemsize}") == b.view(f"i{a.itemsize}")) | nan).all())


class TestVectorTwins:
    @pytest.mark.parametrize("bits", [32, 64])
    @pytest.mark.parametrize("numbers", [spread, extremes])
    def test_every_function_gives_the_same_bits(self, vectors, bits, numbers):
        x = numbers(bits)
        if numbers is extremes:
            x, y = (a.ravel() for a in np.meshgrid(x, x))
        else:
            y = np.roll(x, 7)
        for name, found in in_vectors(vectors, bits, x, y).items():
            wanted = np.asarray(reference(name, x, y))
            assert same_bits(found, wanted), name

    def test_quantile_gives_the_same_bits_where_it_matters(self, vectors):
        u = np.random.default_rng(0).random(300_000)
        u[:100] = 2.0 ** -np.arange(1.0, 101.0)
        u[100:150] = 1.0 - 2.0 ** -np.arange(2.0, 52.0)
        found = in_vectors(vectors, 64, u, u)["quantile"]
        assert same_bits(found, maths.quantile(u))

    @pytest.mark.parametrize("n", [1, 2, 7, 8, 9, 15, 16, 17, 100])
    def test_any_count_of_states_or_pairs_is_done_to_its_end(self, vectors, n):
        for bits in (32, 64):
            x = spread(bits, seed=n)[:n]
            found = in_vectors(vectors, bits, x, x)["exp"]
            assert same_bits(found, maths.exp(x))


@pytest.fixture(scope="module")
def scalars():
    """Return ``name → the function of whole steps, over many numbers``."""
    out = {}
    for name in ("exp64", "log64", "logistic64", "quantile"):
        function = getattr(compiled, name)

        @nb.njit
        def over(x, y, function=function):
            for k in range(len(x)):
                y[k] = function(x[k])

        out[name.removesuffix("64")] = over
    return out


class TestTwinsOfWholeSteps:
    @pytest.mark.parametrize("name", ["exp", "log", "logistic", "quantile"])
    @pytest.mark.parametrize("numbers", [spread, extremes])
    def test_every_function_gives_the_same_bits(self, scalars, name, numbers):
        x = numbers(64)
        found = np.empty_like(x)
        scalars[name](x, found)
        assert same_bits(found, np.asarray(reference(name, x, x)))

    def test_a_function_takes_numbers_of_any_kind(self, scalars):
        for kind in (np.float32, np.int64, np.uint8):
            x = np.arange(1, 20).astype(kind)
            found = np.empty(19)
            scalars["exp"](x, found)
            assert same_bits(found, maths.exp(x.astype(np.float64)))

    def test_items_and_totals_are_the_same(self):
        @nb.njit
        def take(x):
            return compiled._item(x[0]), compiled._item(x)[1], compiled._total(x)

        for kind in (np.float32, np.float64, np.uint8, np.int8, np.uint32):
            x = (np.random.default_rng(0).random(501) * 100).astype(kind)
            one, two, total = take(x)
            assert (one, two, total) == (maths.item(x[0]), x[1], maths.total(x))
            assert isinstance(one, float) == (x.dtype.kind == "f")


class TestMarked:
    @pytest.mark.parametrize("n", [0, 1, 63, 64, 65, 1000])
    @pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 1.0])
    def test_the_places_of_flags_are_found_in_order(self, n, share):
        find = _compiled("marked", lambda flags: compiled.marked(flags))
        flags = (np.random.default_rng(n).random(n) < share).astype(np.uint8)
        assert find(flags).tolist() == maths.marked(flags).tolist() == flags.nonzero()[0].tolist()


class TestTiesOfStates:
    @pytest.mark.parametrize("n", [2, 3, 64, 70, 209])
    def test_partners_are_those_whose_pair_is_flagged(self, n):
        find = _compiled("partners", lambda flags, s, n: compiled.partners(flags, s, n))
        rng = np.random.default_rng(n)
        dense = np.tril(rng.random((n, n)) < 0.2, -1)
        flags = dense[np.tril_indices(n, -1)].astype(np.uint8)
        dense |= dense.T
        for s in range(n):
            wanted = np.flatnonzero(dense[s]).tolist()
            assert maths.partners(flags, s, n).tolist() == find(flags, s, n).tolist() == wanted

    @pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 9, 40, 130])
    def test_each_pair_of_some_is_bound_and_no_other(self, count):
        do = _compiled("bind", lambda flags, places: compiled.bind(flags, places))
        rng, n = np.random.default_rng(count), 130
        before = (rng.random(n * (n - 1) // 2) < 0.1).astype(np.uint8)
        places = np.sort(rng.permutation(n)[:count])
        one, two = before.copy(), before.copy()
        maths.bind(one, places)
        do(two, places)
        i, j = np.tril_indices(n, -1)
        wanted = (before != 0) | (np.isin(i, places) & np.isin(j, places))
        assert np.array_equal(one, wanted)
        assert np.array_equal(two, wanted)


class TestTwoPaths:
    def test_it_is_the_sum_of_products_over_third_states(self):
        rng, n = np.random.default_rng(0), 9
        dense = np.round(rng.uniform(-1, 1, (n, n)) * 127) / 127
        dense = np.tril(dense, -1) + np.tril(dense, -1).T
        i, j = np.tril_indices(n, -1)
        out = np.zeros(len(i), np.float32)
        maths.two_paths(dense[i, j].astype(np.float32), out)
        assert np.allclose(out, (dense @ dense)[i, j], rtol=1e-6, atol=1e-8)

    @pytest.mark.parametrize(
        "n", [1, 2, 3, 4, 5, 15, 16, 17, 18, 31, 32, 33, 64, 100, 203, 205, 257]
    )
    @pytest.mark.parametrize("ties", ["random", "all friends", "all enemies", "nobody"])
    def test_the_compiled_product_gives_the_same_bits(self, n, ties):
        count = n * (n - 1) // 2
        kinds = {"all friends": 1.0, "all enemies": -1.0, "nobody": 0.0}
        x = np.random.default_rng(n).uniform(-1, 1, count).astype(np.float32)
        if ties in kinds:
            x[:] = kinds[ties]
        wanted, found = np.zeros(count, np.float32), np.ones(count, np.float32)
        maths.two_paths(x, wanted)
        paths()(x, found)
        assert np.array_equal(wanted, found)

    @pytest.mark.parametrize("n", [2, 17, 64, 203])
    @pytest.mark.parametrize("most", [1.0, 1.003, 1.3, 3.0])
    def test_ties_that_no_byte_holds_give_the_same_bits_too(self, n, most):
        x = np.random.default_rng(n).uniform(-most, most, n * (n - 1) // 2).astype(np.float32)
        x[-1] = -most
        wanted, found, other = (np.full(len(x), v, np.float32) for v in (0.0, 1.0, 2.0))
        maths.two_paths(x, wanted)
        paths()(x, found)
        _compiled("in_floats", lambda ties, out: products.in_floats(ties, out))(x, other)
        assert np.array_equal(wanted, found)
        assert np.array_equal(wanted, other)

    def test_sums_stay_exact_where_all_of_1024_states_are_friends(self):
        assert 1024 * 127 * 127 < 2**24
        assert maths.EXACT == 1024

    @pytest.mark.slow
    @pytest.mark.parametrize("n", [800, 1024, 1025, 1040, 2100])
    def test_the_compiled_product_gives_the_same_bits_for_many_states(self, n):
        x = np.random.default_rng(n).uniform(-1, 1, n * (n - 1) // 2).astype(np.float32)
        x[: n // 2] = 1.0
        wanted, found = np.zeros_like(x), np.ones_like(x)
        maths.two_paths(x, wanted)
        paths()(x, found)
        assert np.array_equal(wanted, found)

    def test_the_order_of_states_does_not_matter(self):
        n, rng = 40, np.random.default_rng(0)
        dense = np.tril(rng.uniform(-1, 1, (n, n)).astype(np.float32), -1)
        dense += dense.T
        order, (i, j) = rng.permutation(n), np.tril_indices(n, -1)
        plain, mixed = np.zeros((2, len(i)), np.float32)
        paths()(dense[i, j], plain)
        paths()(dense[np.ix_(order, order)][i, j], mixed)
        back = np.zeros((n, n), np.float32)
        back[i, j] = back[j, i] = plain
        assert np.array_equal(back[np.ix_(order, order)][i, j], mixed)


_kept = {}


def _compiled(name, function):
    """Return a compiled function, made once."""
    if name not in _kept:
        _kept[name] = nb.njit(function)
    return _kept[name]


def paths():
    return _compiled("two_paths", lambda ties, out: products.two_paths(ties, out))
