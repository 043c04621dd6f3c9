"""Turn the text of a step into the text that an evaluator runs.

Numbers written in the step become numbers of the precision it runs in, the
functions of ``maths`` become those of the evaluator, constants are written
out, and plain helper functions come along. So the text stands alone: it can be
kept on disk, and its hash says whether a compiled kernel is still right.
"""

import ast
import copy
import hashlib
import inspect
import textwrap
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from multipolar import luck, maths, steps
from multipolar.errors import ModelError
from multipolar.expressions import ARITHMETIC, COMPARISONS, LOGIC, Formulas, Kinds
from multipolar.plan import Bound

MATHS = (
    "exp", "log", "logistic", "quantile", "where", "sqrt", "floor", "minimum", "maximum",
    "absolute",
)  # fmt: skip
PRECISE = ("exp", "log", "logistic")
WHOLE = ("uniform", "record", "pair", "marked", "partners", "bind", "two_paths")
BUILTINS = ("range", "len", "int", "float", "abs", "min", "max", "round", "bool", "enumerate")
PRECISION = {"state": "f64", "pair": "f32", "whole": "whole"}


@dataclass
class Texts:
    """The functions of a kernel: ``name → text``, each once, those they use before them."""

    functions: dict[str, str] = field(default_factory=dict)
    trees: dict[str, ast.FunctionDef] = field(default_factory=dict)
    _called: dict[str, str] = field(default_factory=dict)
    _named: dict[tuple[int, str], str] = field(default_factory=dict)
    _kept: list[Any] = field(default_factory=list)

    def step(self, bound: Bound) -> str:
        """Add the function of a step; return its name.

        Raises
        ------
        ModelError
            It has what a step of its kind cannot have, or returns more or
            less than it says; the message has the line.
        """
        step = bound.step
        name = self.add(step.function, PRECISION[step.over], step.name)
        if step.over == "whole":
            return name
        kinds = Kinds(single=step.over == "pair")
        formulas = Formulas(self.trees, kinds, self._called)
        results = formulas.results(name, ["number"] * len(step.reads))
        if len(results) != len(step.writes):
            msg = (
                f"{bound.mechanism}.{step.name} returns {len(results)} values; it says that it "
                f"writes {len(step.writes)}: {', '.join(step.writes)}"
            )
            raise ModelError(msg)
        return name

    def add(self, function: Callable[..., Any], precision: str, called: str) -> str:
        """Add a function in one precision (``f32``, ``f64`` or ``whole``); return its name.

        The name tells the text: the same text has the same name in every model.
        """
        key = (id(function), precision)
        if key in self._named:
            if not self._named[key]:
                msg = f"{function.__name__} calls itself, which no step can"
                raise ModelError(msg)
            return self._named[key]
        self._named[key] = ""
        self._kept.append(function)
        tree = self._rewritten(function, precision, called)
        text = ast.unparse(tree)
        tree.name = f"{called}_{hashlib.sha256(text.encode()).hexdigest()[:12]}_{precision}"
        self._named[key] = tree.name
        self._called[tree.name] = function.__name__
        self.functions[tree.name] = ast.unparse(tree)
        self.trees[tree.name] = tree
        return tree.name

    def _rewritten(
        self, function: Callable[..., Any], precision: str, called: str
    ) -> ast.FunctionDef:
        """Return the text of a function as an evaluator runs it, parsed."""
        tree = _parsed(function)
        _check_arguments(tree, function.__name__)
        tree.name = called
        tree.decorator_list = []
        tree.returns = None
        for argument in tree.args.args:
            argument.annotation = None
        if ast.get_docstring(tree) is not None:
            tree.body = tree.body[1:] or [ast.Pass()]
        if precision == "whole":
            renamer: _Renamer = _WholeRenamer(self, function, precision, tree)
        else:
            renamer = _FormulaRenamer(self, function, precision, tree)
            renamer.check_lines(tree)
        tree.args.defaults = [renamer.default(v) for v in function.__defaults__ or ()]
        tree.body = [renamer.visit(node) for node in tree.body]
        return ast.fix_missing_locations(tree)


def _parsed(function: Callable[..., Any]) -> ast.FunctionDef:
    if hasattr(function, "__wrapped__"):
        msg = f"{function.__name__}: it is wrapped by a decorator, which would be left out"
        raise ModelError(msg)
    try:
        text = inspect.getsource(function)
    except (OSError, TypeError):
        msg = f"{function.__name__}: its source cannot be read; write it in a file or a notebook"
        raise ModelError(msg) from None
    indented = text[:1].isspace()
    try:
        tree = ast.parse("if True:\n" + text if indented else textwrap.dedent(text))
    except SyntaxError:  # a lambda in the middle of an expression, cut out by lines
        tree = ast.Module([], [])
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            if indented:
                ast.increment_lineno(node, -1)
            return node
    msg = f"{function.__name__}: a step is a function made with def, not a lambda"
    raise ModelError(msg)


def _closure(function: Callable[..., Any]) -> dict[str, Any]:
    """Return what a function uses of the functions around it."""
    try:
        return dict(inspect.getclosurevars(function).nonlocals)
    except ValueError:  # something there has no value yet
        return {}


def _check_arguments(tree: ast.FunctionDef, name: str) -> None:
    a = tree.args
    if a.vararg or a.kwarg or a.kwonlyargs:
        msg = f"{name}: it takes *, ** or arguments by name only; a step has plain arguments"
        raise ModelError(msg)
    a.args = [*a.posonlyargs, *a.args]
    a.posonlyargs = []


class _Renamer(ast.NodeTransformer):
    """Rewrite names and numbers of one function."""

    known: tuple[str, ...] = MATHS
    line = 0

    def __init__(
        self, texts: Texts, function: Callable[..., Any], precision: str, tree: ast.FunctionDef
    ) -> None:
        self.texts, self.precision = texts, precision
        self.where = function.__name__
        self.local = {a.arg for a in tree.args.args} | {
            n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        self.outer = {**function.__globals__, **_closure(function)}
        for name in self.local & set(RESERVED):
            msg = f"{self.where}: {name!r} cannot be a name in a step; call it something else"
            raise ModelError(msg)

    def visit(self, node: ast.AST) -> Any:
        self.line = getattr(node, "lineno", self.line)
        return super().visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.local or isinstance(node.ctx, ast.Store):
            return node
        value = self.outer.get(node.id)
        if isinstance(value, bool | np.bool_):
            return ast.copy_location(ast.Constant(bool(value)), node)
        if isinstance(value, int | float | np.number) and not isinstance(value, np.complexfloating):
            return ast.copy_location(self.number(value), node)
        if node.id in self.known and self._is(value, node.id):
            suffix = ("32" if self.precision == "f32" else "64") if node.id in PRECISE else ""
            return ast.copy_location(ast.Name(node.id + suffix, node.ctx), node)
        if node.id in WHOLE and self._is(value, node.id):
            return self.refuse(node, f"uses {node.id}, which is for whole steps")
        if isinstance(value, types.FunctionType):
            name = self.texts.add(value, self.precision, node.id)
            return ast.copy_location(ast.Name(name, node.ctx), node)
        return self.refuse(node, f"uses {node.id!r}")

    def _is(self, value: Any, name: str) -> bool:
        return any(value is getattr(m, name, 0) for m in (maths, luck, steps))

    def number(self, value: Any) -> ast.expr:
        """Return code for a number."""
        raise NotImplementedError

    def default(self, value: Any) -> ast.expr:
        """Return code for the default of an argument."""
        if isinstance(value, bool):
            return ast.Constant(value)
        if not isinstance(value, int | float | np.number):
            msg = f"{self.where}: the default {value!r} is no number"
            raise ModelError(msg)
        return self.number(value)

    def refuse(self, node: ast.AST, what: str) -> ast.AST:
        """Raise, saying what is wrong in which line and what may stand there."""
        msg = f"{self.where}, line {getattr(node, 'lineno', self.line)}, {what}; {self.may}"
        raise ModelError(msg)

    may = ""


class _FormulaRenamer(_Renamer):
    """Of a step of states or pairs, and what it calls."""

    may = (
        "a step of states or pairs is a formula of its arguments, numbers, functions of the same "
        f"kind and {', '.join(MATHS)}; for a choice write where(condition, a, b), and & or | for "
        "and, or"
    )

    def number(self, value: Any) -> ast.expr:
        name = "_f32" if self.precision == "f32" else "_f64"
        return ast.Call(ast.Name(name, ast.Load()), [ast.Constant(float(value))], [])

    def check_lines(self, tree: ast.FunctionDef) -> None:
        """Raise unless the text is assignments and one return."""
        for line in tree.body[:-1]:
            if isinstance(line, ast.Return):
                self.refuse(line, "returns before its end")
        if not isinstance(tree.body[-1], ast.Return) or tree.body[-1].value is None:
            self.refuse(tree.body[-1], "ends without returning anything")

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return self.refuse(node, "names a type and no value")
        plain = ast.Assign([node.target], node.value)
        return self.generic_visit(ast.copy_location(plain, node))

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            return node
        if isinstance(node.value, int | float):
            return ast.copy_location(self.number(node.value), node)
        return self.refuse(node, f"has {node.value!r}, which is no number")

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if not isinstance(node.func, ast.Name):
            return self.refuse(node, f"calls {ast.unparse(node.func)}")
        if node.keywords:
            return self.refuse(node, f"gives {node.func.id} an argument by name")
        if node.func.id in self.local:
            return self.refuse(node, f"calls its own {node.func.id!r}")
        node.func = self.visit(node.func)
        node.args = [self.visit(a) for a in node.args]
        self._fill_defaults(node)
        return node

    def _fill_defaults(self, node: ast.Call) -> None:
        """Write out the arguments that a formula has defaults for."""
        assert isinstance(node.func, ast.Name)
        tree = self.texts.trees.get(node.func.id)
        missing = len(tree.args.args) - len(node.args) if tree else 0
        if tree and 0 < missing <= len(tree.args.defaults):
            node.args += tree.args.defaults[len(tree.args.defaults) - missing :]

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            self.refuse(node, "compares twice (write (a < b) & (b < c))")
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            self.refuse(node, "has a del")
        if not isinstance(node, FORMULA):
            self.refuse(node, f"has {WORDS.get(type(node), f'a {type(node).__name__}')}")
        return super().generic_visit(node)


class _WholeRenamer(_Renamer):
    """Of a step of the whole system, and what it calls.

    A number taken out of an array has 64 bits, in NumPy as in a kernel.
    """

    known = MATHS + WHOLE
    may = (
        f"a whole step may use its arguments, {', '.join(BUILTINS)}, np, "
        f"{', '.join(MATHS + WHOLE)}, numbers and functions"
    )

    def number(self, value: Any) -> ast.expr:
        return ast.Constant(int(value) if isinstance(value, int | np.integer) else float(value))

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self.local:
            if node.id in BUILTINS and node.id not in self.outer:
                return node
            if node.id == "np" and self.outer.get("np") is np:
                return node
        return super().visit_Name(node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.ctx, ast.Load) and not any(
            isinstance(n, ast.Slice) for n in ast.walk(node.slice)
        ):
            return ast.copy_location(_call("_item", node), node)
        return node

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        self._check_operator(node, node.op)
        if not isinstance(node.target, ast.Subscript):
            return self.generic_visit(node)
        now = copy.deepcopy(node.target)
        now.ctx = ast.Load()
        whole = ast.Assign([node.target], ast.BinOp(now, node.op, node.value))
        return self.generic_visit(ast.copy_location(whole, node))

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self._check_operator(node, node.op)
        return self.generic_visit(node)

    def _check_operator(self, node: ast.AST, op: ast.operator) -> None:
        if isinstance(op, ast.Pow):
            self.refuse(node, "has a power (write x * x, sqrt(x) or exp(b * log(a)))")
        if isinstance(op, ast.MatMult):
            self.refuse(node, "has a matrix product, whose last bits differ")

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "sum":
            of_numpy = isinstance(node.func.value, ast.Name) and node.func.value.id == "np"
            what = node.args if of_numpy else [node.func.value, *node.args]
            if len(what) != 1 or node.keywords:
                self.refuse(node, "sums along a direction")
            return ast.copy_location(_call("_total", self.visit(what[0])), node)
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in NUMBERS:
            self._give_numbers(node, node.func.id)
        return node

    def _give_numbers(self, node: ast.Call, name: str) -> None:
        """Give a function of ours numbers of one kind, so that it is compiled once."""
        if node.keywords:
            self.refuse(node, f"gives {name} an argument by name")
        kind, count = NUMBERS[name]
        if name == "uniform" and len(node.args) == count - 1:
            node.args.append(ast.Constant(0))
        node.args[1:] = [_call(kind, a) for a in node.args[1:]]

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr in UNSTEADY:
            use = UNSTEADY[node.attr]
            self.refuse(node, f"uses .{node.attr}, whose last bits differ between machines; {use}")
        return self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, FORBIDDEN_WHOLE):
            self.refuse(node, f"has {WORDS.get(type(node), f'a {type(node).__name__}')}")
        return super().generic_visit(node)


NUMBERS = {"record": ("_f64", 6), "uniform": ("_i64", 3)}
"""Function → kind of number that all but its first argument are, and how many it has."""


def _call(name: str, argument: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


WORDS: dict[type, str] = {
    ast.If: "an if", ast.IfExp: "an if", ast.For: "a loop", ast.While: "a loop",
    ast.BoolOp: "an and or an or", ast.Not: "a not (write ~)", ast.ListComp: "a list",
    ast.List: "a list", ast.Dict: "a dictionary", ast.Attribute: "an attribute",
    ast.Lambda: "a lambda", ast.Try: "a try", ast.With: "a with",
    ast.Subscript: "a part of a thing",
    ast.Pow: "a power (write x * x, or exp and log)", ast.Mod: "a remainder",
    ast.FloorDiv: "a whole division", ast.AugAssign: "a += or the like", ast.Pass: "nothing",
    ast.FunctionDef: "a function within it", ast.ClassDef: "a class", ast.Import: "an import",
    ast.ImportFrom: "an import", ast.Global: "a global", ast.Nonlocal: "a nonlocal",
    ast.MatMult: "a matrix product", ast.In: "an in", ast.NotIn: "a not in", ast.Is: "an is",
    ast.IsNot: "an is not", ast.Expr: "a line that does nothing", ast.Assert: "an assert",
    ast.Raise: "a raise", ast.NamedExpr: "a := (write it on a line of its own)",
    ast.Starred: "a star", ast.JoinedStr: "a text", ast.LShift: "a shift", ast.RShift: "a shift",
    ast.Delete: "a del",
}  # fmt: skip
FORMULA = (
    ast.Assign, ast.Return, ast.Name, ast.Load, ast.Store, ast.BinOp, ast.UnaryOp, ast.USub,
    ast.UAdd, ast.Invert, ast.Compare, ast.Tuple, *ARITHMETIC, *LOGIC, *COMPARISONS,
)  # fmt: skip
FORBIDDEN_WHOLE = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.Import, ast.ImportFrom,
    ast.Global, ast.Nonlocal, ast.Try, ast.With, ast.Yield, ast.YieldFrom, ast.Await, ast.JoinedStr,
)  # fmt: skip
UNSTEADY = dict.fromkeys(
    ("exp", "expm1", "exp2", "log", "log2", "log10", "log1p"), "use exp and log of multipolar.maths"
) | dict.fromkeys(
    (
        "power", "float_power", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2",
        "sinh", "cosh", "tanh", "hypot", "cbrt", "random", "linalg", "argsort", "argpartition",
        "mean", "average", "std", "var", "median", "prod", "dot", "vdot", "inner", "matmul",
        "einsum", "convolve", "interp",
    ),
    "write a loop, so that the order is fixed",
)  # fmt: skip
RESERVED = (
    "_f32",
    "_f64",
    "_i64",
    "_item",
    "_total",
    *(m + bits for m in PRECISE for bits in ("32", "64")),
)
"""Names with a meaning of their own in the text of a kernel."""


def numpy_space() -> dict[str, Any]:
    """Return what the text of a step runs in when NumPy evaluates it."""
    return {
        "np": np, "_f32": np.float32, "_f64": np.float64, "_i64": np.int64,
        "_item": maths.item, "_total": maths.total,
        **{f"{m}32": getattr(maths, m) for m in PRECISE},
        **{f"{m}64": _in_64_bits(getattr(maths, m)) for m in PRECISE},
        **{m: getattr(maths, m) for m in MATHS if m not in PRECISE},
        "uniform": luck.uniform, "pair": steps.pair, "record": steps.record,
        "two_paths": maths.two_paths, "marked": maths.marked,
        "partners": maths.partners, "bind": maths.bind,
    }  # fmt: skip


def _in_64_bits(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda x: function(np.asarray(x, np.float64))
