"""The text of steps: what becomes of it, and what is refused, with its line."""

import ast
import functools
import linecache
import math
import re

import numpy as np
import pytest

from multipolar import maths
from multipolar.errors import ModelError
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import exp, log, maximum, minimum, quantile, where
from multipolar.mechanism import Mechanism, Param
from multipolar.model import Model
from multipolar.plan import make_plan
from multipolar.sourcecode import Texts, numpy_space
from multipolar.steps import each_pair, each_state, pair, record, whole

HALF, COUNT, YES = 0.5, 3, True


def text_of(function, precision="f64"):
    """Return the text of a function, and of all that it calls."""
    texts = Texts()
    texts.add(function, precision, function.__name__)
    return "\n".join(texts.functions.values())


def bound(function, **params):
    """Return a step of a mechanism of its own, bound."""
    mechanism = Mechanism("m", "growth", (function,), {k: Param(v) for k, v in params.items()})
    return make_plan(Model((mechanism,))).groups[0].steps[0]


def compute(function, *values, precision="f64"):
    """Run the text of a function in NumPy."""
    texts, space = Texts(), numpy_space()
    name = texts.add(function, precision, function.__name__)
    for text in texts.functions.values():
        exec(text, space)
    return space[name](*values)


def notebook(text, name, **around):
    """Run text as IPython runs a cell: it is in no file, but linecache knows it."""
    cell = f"<ipython-input-{len(linecache.cache)}-0>"
    linecache.cache[cell] = (len(text), None, text.splitlines(keepends=True), cell)
    space = dict(around)
    exec(compile(text, cell, "exec"), space)
    return space[name]


def clip(x, low, high):
    """Keep a number between two."""
    return maximum(minimum(x, high), low)


def clip_to_one(x):
    return clip(x, -1.0, 1.0)


def with_default(x, factor=2.0, more=HALF):
    return x * factor + more


class TestWhatBecomesOfAFormula:
    def test_numbers_take_the_precision_of_the_step(self):
        def f(x):
            return x * 2 + HALF

        assert "x * _f32(2.0) + _f32(0.5)" in text_of(f, "f32")
        assert "x * _f64(2.0) + _f64(0.5)" in text_of(f, "f64")

    def test_functions_of_maths_become_those_of_the_precision(self):
        def f(x):
            return exp(log(x)) + maximum(x, 0.0)

        assert "exp32(log32(x)) + maximum(x, _f32(0.0))" in text_of(f, "f32")
        assert "exp64(log64(x)) + maximum(x, _f64(0.0))" in text_of(f, "f64")

    def test_helpers_come_along_once_and_before_those_who_call_them(self):
        def f(x, y):
            return clip_to_one(x) + clip(y, 0.0, 1.0)

        texts = Texts()
        texts.add(f, "f64", "f")
        order = [name.split("_")[0] for name in texts.functions]
        assert sorted(name.rsplit("_", 2)[0] for name in texts.functions) == [
            "clip",
            "clip_to_one",
            "f",
        ]
        assert order[-1] == "f"
        assert next(iter(texts.functions)).startswith("clip_")
        assert compute(f, np.float64(3.0), np.float64(-1.0)) == 1.0

    def test_two_steps_share_a_helper(self):
        def f(x):
            return clip(x, 0.0, 1.0)

        def g(x):
            return clip(x, 0.0, 2.0)

        texts = Texts()
        texts.add(f, "f64", "f")
        texts.add(g, "f64", "g")
        assert len(texts.functions) == 3
        assert texts.add(f, "f32", "f") != texts.add(f, "f64", "f")

    def test_what_a_function_encloses_is_written_out(self):
        def make(rate):
            def f(x):
                return x * rate

            return f

        assert "x * _f64(0.125)" in text_of(make(0.125))
        assert compute(make(3), np.float64(2.0)) == 6.0

    def test_a_helper_may_be_enclosed_too(self):
        def double(x):
            return x + x

        def f(x):
            return double(double(x))

        assert compute(f, np.float64(1.5)) == 6.0

    def test_defaults_of_helpers_are_written_out(self):
        def f(x):
            return with_default(x) + with_default(x, 10.0)

        assert compute(f, np.float64(1.0)) == 1.0 * 2.0 + 0.5 + 10.0 + 0.5

    def test_docstrings_comments_and_annotations_fall_away(self):
        def f(x: float, y: float) -> float:
            """Add."""
            z: float = x + y  # and nothing else
            return z

        first, *lines = text_of(f).splitlines()
        assert re.fullmatch(r"def f_[0-9a-f]{12}_f64\(x, y\):", first)
        assert lines == ["    z = x + y", "    return z"]

    def test_a_step_deep_within_text_at_the_margin_is_read(self):
        def f(x):
            """Say
something at the margin."""  # fmt: skip
            return x + 1.0

        assert compute(f, np.float64(1.0)) == 2.0

    def test_several_results_and_tuples_work(self):
        def both(x, y):
            return x + y, x - y

        def f(x, y):
            a, b = both(x, y)
            c = d = a * b
            return c, d, b

        assert compute(f, np.float64(3.0), np.float64(2.0)) == (5.0, 5.0, 1.0)

    def test_truth_values_combine(self):
        def f(x, y):
            inside = (x > 0) & ~(x > 1) | (y == 3) ^ YES
            return where(inside, 1.0, 0.0)

        for x, y in ((0.5, 3.0), (2.0, 3.0), (2.0, 1.0), (-1.0, 3.0)):
            wanted = ((x > 0) and not (x > 1)) or ((y == 3) != True)  # noqa: E712
            assert compute(f, np.float64(x), np.float64(y)) == float(wanted)

    def test_a_formula_of_a_notebook_is_read(self):
        cell = "from multipolar.maths import exp\nK = 3.0\ndef helper(x):\n    return x * K\n"
        cell += "\n\ndef f(x):\n    return helper(exp(x))\n"
        f = notebook(cell, "f")
        assert compute(f, np.float64(0.0)) == 3.0

    def test_a_whole_step_of_a_notebook_with_its_decorator_is_read(self):
        cell = "@whole(sets='trust')\ndef f(trust, k):\n    trust[0] = k * trust[0]\n"
        f = notebook(cell, "f", whole=whole)
        assert "trust[0] = k * _item(trust[0])" in text_of(f, "whole")

    def test_a_name_tells_the_text(self):
        def make(rate):
            def f(x):
                return clip(x, 0.0, rate)

            return f

        names = [Texts().add(make(rate), "f64", "f") for rate in (0.5, 0.5, 0.25)]
        assert names[0] == names[1] != names[2]

    def test_the_text_alone_says_everything(self):
        """Nothing of the place where a function stands is left in its text."""

        def f(x):
            return clip(exp(x), HALF, COUNT)

        known = set(numpy_space())
        texts = Texts()
        texts.add(f, "f64", "f")
        for text in texts.functions.values():
            tree = ast.parse(text).body[0]
            own = {a.arg for a in tree.args.args}
            used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
            assert used <= known | own | set(texts.functions)


class TestWhatBecomesOfAWholeStep:
    def test_a_number_out_of_an_array_has_64_bits(self):
        def f(x, k):
            return x[k] * 0.1

        x = np.array([0.1], np.float32)
        assert compute(f, x, 0, precision="whole") == float(x[0]) * 0.1

    def test_small_whole_numbers_do_not_run_over(self):
        def f(x):
            return x[0] + x[1], -x[0], x[0] * x[1]

        x = np.array([200, 100], np.uint8)
        assert compute(f, x, precision="whole") == (300, -200, 20_000)

    def test_adding_to_an_array_works_in_64_bits(self):
        def f(x, i):
            x[i[0]] += 0.1
            x[1] *= 3

        x, wanted = np.array([0.7, 0.3], np.float32), np.zeros(2, np.float32)
        wanted[0], wanted[1] = float(x[0]) + 0.1, float(x[1]) * 3
        compute(f, x, np.array([0]), precision="whole")
        assert np.array_equal(x, wanted)

    def test_parts_of_arrays_stay_arrays(self):
        def f(x):
            x[1:] = 0.0
            row = x[0]
            row[1] = 5.0
            return x[0, :]

        x = np.ones((2, 2))
        assert compute(f, x, precision="whole").tolist() == [1.0, 5.0]
        assert x.tolist() == [[1.0, 5.0], [0.0, 0.0]]

    def test_a_sum_is_added_up_in_order(self):
        def f(x):
            return x.sum() + np.sum(x)

        x = np.random.default_rng(0).normal(0, 1e8, 1000).astype(np.float32)
        assert compute(f, x, precision="whole") == 2 * maths.total(x)

    def test_events_and_draws_get_numbers_of_one_kind(self):
        def f(events, luck, year):
            record(events, 3, year, 1, 2, uniform(luck, 5))

        text = text_of(f, "whole")
        assert "record(events, _f64(3), _f64(year), _f64(1), _f64(2), _f64(uniform(" in text
        assert "uniform(luck, _i64(5), _i64(0))" in text

    def test_loops_choices_and_helpers_are_allowed(self):
        def f(x):
            total = 0.0
            for k in range(len(x)):
                if x[k] > 0 and not (k == 1 or k == 2):
                    total += clip(x[k], 0.0, HALF)
            while total > 1.0:
                total = total - 1.0
            return total

        assert compute(f, np.ones(5), precision="whole") == 0.5

    def test_constants_are_written_out_as_they_are(self):
        def f(x):
            return x[COUNT] if YES else HALF

        assert "_item(x[3]) if True else 0.5" in text_of(f, "whole")


MODULE = np
LIST = [1.0, 2.0]


def refused_if(x):
    if x > 0:
        x = 0.0
    return x


def refused_choice(x):
    return x if x > 0 else 0.0


def refused_loop(x):
    for _ in range(3):
        x = x + x
    return x


def refused_while(x):
    while x > 0:
        x = x - 1.0
    return x


def refused_and(x):
    return where(x > 0 and x < 1, 1.0, 0.0)


def refused_not(x):
    return where(not x > 0, 1.0, 0.0)


def refused_chain(x):
    y = x + 1.0
    return where(0 < x < y, 1.0, 0.0)


def refused_power(x):
    return x**2


def refused_remainder(x):
    return x % 2


def refused_whole_division(x):
    return x // 2


def refused_augmented(x):
    y = x
    y += 1.0
    return y


def refused_part(x):
    return x[0]


def refused_attribute(x):
    return x.real


def refused_module(x):
    return np.exp(x)


def refused_other_module(x):
    return math.exp(x)


def refused_list(x):
    return sum([x, x])


def refused_global(x):
    return x * LIST


def refused_builtin(x):
    return abs(x)


def refused_lambda(x):
    g = lambda y: y  # noqa: E731
    return g(x)


def refused_inner(x):
    def inner(y):
        return y

    return inner(x)


def refused_text(x):
    return where(x > 0, "one", "other")


def refused_nothing(x):
    return where(x > 0, None, 0.0)


def refused_early_return(x):
    return x
    return x + 1.0


def refused_no_return(x):
    y = x  # noqa: F841


def refused_empty_return(x):
    return


def refused_bare_line(x):
    exp(x)
    return x


def refused_import(x):
    import math  # noqa: F401

    return x


def refused_assert(x):
    assert x is not None
    return x


def refused_walrus(x):
    return (y := x) + y


def refused_star(x):
    return clip(*(x, x, x))


def refused_by_name(x):
    return clip(x, low=0.0, high=1.0)


def refused_type_alone(x):
    y: float
    y = x
    return y


def refused_in(x):
    return where(x in (1.0, 2.0), 1.0, 0.0)


def refused_is(x):
    return where(x is None, 1.0, 0.0)


def refused_shift(x):
    return x << 2


def refused_matrix_product(x):
    return x @ x


def refused_uniform(x):
    return x + uniform(x, 1)


def refused_own_function(x):
    f = x
    return f(x)


def refused_pair(x):
    return pair(x, x)


REFUSED = [
    (refused_if, 2, "an if"),
    (refused_choice, 2, "an if"),
    (refused_loop, 2, "a loop"),
    (refused_while, 2, "a loop"),
    (refused_and, 2, "an and or an or"),
    (refused_not, 2, "a not"),
    (refused_chain, 3, "compares twice"),
    (refused_power, 2, "a power"),
    (refused_remainder, 2, "a remainder"),
    (refused_whole_division, 2, "a whole division"),
    (refused_augmented, 3, r"a \+= or the like"),
    (refused_part, 2, "a part of a thing"),
    (refused_attribute, 2, "an attribute"),
    (refused_module, 2, "calls np.exp"),
    (refused_other_module, 2, "calls math.exp"),
    (refused_list, 2, "uses 'sum'"),
    (refused_global, 2, "uses 'LIST'"),
    (refused_builtin, 2, "uses 'abs'"),
    (refused_lambda, 2, "a lambda"),
    (refused_inner, 2, "a function within it"),
    (refused_text, 2, "has 'one', which is no number"),
    (refused_nothing, 2, "has None, which is no number"),
    (refused_early_return, 2, "returns before its end"),
    (refused_no_return, 2, "ends without returning anything"),
    (refused_empty_return, 2, "ends without returning anything"),
    (refused_bare_line, 2, "a line that does nothing"),
    (refused_import, 2, "an import"),
    (refused_assert, 2, "an assert"),
    (refused_walrus, 2, "a :="),
    (refused_star, 2, "a star"),
    (refused_by_name, 2, "gives clip an argument by name"),
    (refused_type_alone, 2, "names a type and no value"),
    (refused_in, 2, "an in"),
    (refused_is, 2, "an is"),
    (refused_shift, 2, "a shift"),
    (refused_matrix_product, 2, "a matrix product"),
    (refused_uniform, 2, "uses uniform, which is for whole steps"),
    (refused_pair, 2, "uses pair, which is for whole steps"),
    (refused_own_function, 3, "calls its own 'f'"),
]


class TestRefusedFormulas:
    @pytest.mark.parametrize("precision", ["f32", "f64"])
    @pytest.mark.parametrize(("function", "line", "what"), REFUSED)
    def test_the_message_names_the_function_the_line_and_what_is_wrong(
        self, function, line, what, precision
    ):
        with pytest.raises(
            ModelError, match=rf"^{function.__name__}, line {line}, .*{what}"
        ) as error:
            text_of(function, precision)
        assert "where(condition, a, b)" in str(error.value)

    def test_a_helper_is_named_where_the_helper_is_wrong(self):
        def f(x):
            return refused_chain(x)

        with pytest.raises(ModelError, match="refused_chain, line 3, compares twice"):
            text_of(f)

    @pytest.mark.parametrize("name", ["_f32", "_f64", "_item", "exp64"])
    def test_names_of_the_kernel_are_not_for_steps(self, name):
        f = notebook(f"def f(x):\n    {name} = x\n    return {name}\n", "f")
        with pytest.raises(ModelError, match=f"'{name}' cannot be a name in a step"):
            text_of(f)

    def test_a_function_without_source_is_refused(self):
        space = {}
        exec("def f(x):\n    return x", space)
        with pytest.raises(ModelError, match="its source cannot be read"):
            text_of(space["f"])

    def test_a_lambda_is_refused(self):
        with pytest.raises(ModelError, match="made with def, not a lambda"):
            text_of(lambda x: x)

    def test_a_wrapped_helper_is_refused_since_its_wrapper_would_be_lost(self):
        def twice(function):
            @functools.wraps(function)
            def outer(x):
                return 2.0 * function(x)

            return outer

        @twice
        def helper(x):
            return x

        def f(x):
            return helper(x)

        with pytest.raises(ModelError, match="helper: it is wrapped by a decorator"):
            text_of(f)

    def test_arguments_with_stars_or_by_name_only_are_refused(self):
        def star(*x):
            return x

        def named(x, *, y):
            return x + y

        for function in (star, named):
            with pytest.raises(ModelError, match="a step has plain arguments"):
                text_of(function)

    def test_a_default_that_is_no_number_is_refused(self):
        def f(x, way="up"):
            return x

        with pytest.raises(ModelError, match="the default 'up' is no number"):
            text_of(f)


class TestRefusedSteps:
    """What is wrong only when a formula is read as a step of states or pairs."""

    def refuse(self, function, match, **params):
        with pytest.raises(ModelError, match=match):
            Texts().step(bound(function, **params))

    def test_a_truth_value_in_a_sum(self):
        @each_state(sets="growth")
        def f(growth):
            y = growth + 1.0
            return (y > 0) * growth

        self.refuse(f, r"f, line 4, gives \* a truth value where it needs a number; write where")

    def test_a_truth_value_for_a_function(self):
        @each_state(sets="growth")
        def f(growth):
            return exp(growth > 0)

        self.refuse(f, "gives exp a truth value")

    def test_a_number_for_a_choice(self):
        @each_state(sets="growth")
        def f(growth):
            return where(growth, 1.0, 0.0)

        self.refuse(f, "gives the choice of where a number where it needs a truth value")

    def test_a_number_combined_with_a_truth_value(self):
        @each_state(sets="growth")
        def f(growth):
            return where((growth > 0) & growth, 1.0, 0.0)

        self.refuse(f, "gives & a number where it needs a truth value")

    def test_a_choice_between_a_number_and_a_truth_value(self):
        @each_state(sets="growth")
        def f(growth):
            return where(growth > 0, 1.0, growth > 1)

        self.refuse(f, "gives where a truth value where it needs a number")

    def test_a_name_before_it_has_a_value(self):
        @each_state(sets="growth")
        def f(growth):
            y = z + growth  # noqa: F821
            z = growth  # noqa: F841
            return y

        self.refuse(f, "f, line 3, uses 'z' before it has a value")

    @pytest.mark.parametrize("results", ["x, x", "x, x, x, x"])
    def test_more_or_fewer_results_than_it_writes(self, results):
        text = "@each_state(sets=('growth', 'steel'), adds='energy')\n"
        text += f"def f(growth):\n    x = growth\n    return {results}\n"
        self.refuse(
            notebook(text, "f", each_state=each_state),
            f"m.f returns {len(results.split(','))} values; .* writes 3: growth, steel, energy",
        )

    def test_a_wrong_count_of_arguments(self):
        @each_state(sets="growth")
        def f(growth):
            return clip(growth, 0.0)

        self.refuse(f, "f, line 3, gives clip 2 arguments of 3")

    def test_a_wrong_count_of_arguments_of_a_known_function(self):
        @each_state(sets="growth")
        def f(growth):
            return maximum(growth)

        self.refuse(f, "gives maximum 1 arguments of 2")

    def test_a_wrong_count_of_results_of_a_helper(self):
        @each_state(sets="growth")
        def f(growth):
            a, b = clip_to_one(growth)
            return a + b

        self.refuse(f, "f, line 3, takes 2 results where there are 1")

    def test_several_results_where_one_is_needed(self):
        def both(x):
            return x, x

        @each_state(sets="growth")
        def f(growth):
            return exp(both(growth))

        self.refuse(f, "gives exp several results")

    def test_a_formula_within_itself(self):
        self.refuse(recursive, "recursive calls itself, which no step can")

    def test_quantile_in_a_step_of_pairs(self):
        @each_pair(sets="alignment")
        def f(alignment):
            return quantile(alignment)

        self.refuse(f, "needs a step of states")

    def test_a_truth_value_as_a_result_is_fine(self):
        @each_pair(sets=("rivalry", "alignment"))
        def f(alignment):
            return alignment < 0, alignment > 0

        assert Texts().step(bound(f)).endswith("_f32")


@each_state(sets="growth")
def recursive(growth):
    return recursive(growth) + 1.0


class TestRefusedWholeSteps:
    @pytest.mark.parametrize(
        ("line", "what"),
        [
            ("trust[0] = trust[0] ** 0.5", r"a power \(write x \* x, sqrt"),
            ("trust[0] **= 2", "a power"),
            ("trust[:] = trust @ trust", "a matrix product"),
            ("trust[0] = np.exp(trust[0])", "uses .exp, whose last bits differ.*use exp and log"),
            ("trust[0] = np.dot(trust, trust)", "uses .dot, whose last bits differ"),
            ("trust[0] = trust.mean()", "uses .mean"),
            ("trust[0] = np.random.random()", "uses .random"),
            ("trust[0] = trust.sum(axis=0)", "sums along a direction"),
            ("trust[0] = sum(trust)", "uses 'sum'"),
            ("import math", "an import"),
            ("f2 = lambda x: x", "a lambda"),
            ("trust[0] = open('x')", "uses 'open'"),
            ("trust[0] = uniform(luck, a=1)", "gives uniform an argument by name"),
            ("trust[0] = LIST[0]", "uses 'LIST'"),
        ],
    )
    def test_the_message_names_the_line(self, line, what):
        text = f"def f(trust, luck):\n    x = 1.0\n    {line}\n"
        f = notebook(text, "f", np=np, uniform=uniform, LIST=LIST)
        with pytest.raises(ModelError, match=rf"f, line 3, .*{what}"):
            text_of(f, "whole")


class TestFieldsOfMechanisms:
    def test_a_step_may_use_fields_of_its_own_mechanism(self):
        @each_state(sets="mood")
        def f(mood, growth):
            return 0.5 * (mood + growth)

        m = Mechanism("m", "growth", (f,), fields=(Field("mood", "state"),))
        (step,) = make_plan(Model((m,))).groups[0].steps
        assert re.fullmatch("f_[0-9a-f]{12}_f64", Texts().step(step))
