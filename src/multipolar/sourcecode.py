"""Turn the text of a step into the text that a kernel is made of.

Numbers written in the step become numbers of the precision it runs in, the
functions of ``maths`` become those of the evaluator, constants are written
out, and plain helper functions come along. So the text stands alone: it can be
kept on disk, and its hash says whether a compiled kernel is still right.
"""

import ast
import inspect
import textwrap
import types
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from multipolar import luck, maths, steps
from multipolar.errors import ModelError

MATHS = (
    "exp", "log", "logistic", "quantile", "where", "sqrt", "floor", "minimum", "maximum",
    "absolute",
)  # fmt: skip
WHOLE = ("uniform", "record", "pair", "two_paths")
BUILTINS = ("range", "len", "int", "float", "abs", "min", "max", "round", "bool", "enumerate")


@dataclass
class Texts:
    """The functions of a kernel: ``name → text``, each once, those they use before them."""

    single: str = "single"
    functions: dict[str, str] = field(default_factory=dict)
    _named: dict[tuple[int, str], str] = field(default_factory=dict)
    _kept: list[Any] = field(default_factory=list)

    def add(self, function: Callable[..., Any], precision: str, called: str) -> str:
        """Add a function in one precision (``f32``, ``f64`` or ``whole``); return its name."""
        key = (id(function), precision)
        if key in self._named:
            return self._named[key]
        name = f"{called}_{len(self._named)}_{precision}"
        self._named[key] = name
        self._kept.append(function)
        tree = _parsed(function)
        local = _Locals().of(tree)
        renamer = _Renamer(self, function, precision, local)
        tree.name = name
        tree.decorator_list = []
        tree.returns = None
        for argument in tree.args.args:
            argument.annotation = None
        if ast.get_docstring(tree) is not None:
            tree.body = tree.body[1:] or [ast.Pass()]
        tree.body = [renamer.visit(node) for node in tree.body]
        ast.fix_missing_locations(tree)
        self.functions[name] = ast.unparse(tree)
        return name


def _parsed(function: Callable[..., Any]) -> ast.FunctionDef:
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except (OSError, TypeError):
        msg = f"{function.__name__}: its source cannot be read; write it in a file or a notebook"
        raise ModelError(msg) from None
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name == function.__name__:
            return node
    msg = f"{function.__name__}: a step is a function made with def, not a lambda"
    raise ModelError(msg)


class _Locals(ast.NodeVisitor):
    def of(self, tree: ast.FunctionDef) -> set[str]:
        self.names = {a.arg for a in tree.args.args}
        self.visit(tree)
        return self.names

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.names.add(node.id)


class _Renamer(ast.NodeTransformer):
    """Rewrite names and numbers of one function."""

    def __init__(
        self, texts: Texts, function: Callable[..., Any], precision: str, local: set[str]
    ) -> None:
        self.texts, self.precision, self.local = texts, precision, local
        self.where = function.__name__
        closure = inspect.getclosurevars(function)
        self.outer = {**function.__globals__, **closure.nonlocals}

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        real = self.precision != "whole"
        if real and isinstance(node.value, int | float) and not isinstance(node.value, bool):
            return _number(float(node.value), self.precision)
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        if self.precision != "whole":
            self._refuse(node, "takes parts of things; a step of states or pairs cannot")
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.local or isinstance(node.ctx, ast.Store):
            return node
        if node.id in BUILTINS and self.precision == "whole" and node.id not in self.outer:
            return node
        value = self.outer.get(node.id)
        if isinstance(value, bool | int | float | np.number):
            if self.precision == "whole":
                return ast.Constant(value if isinstance(value, bool | int) else float(value))
            return _number(float(value), self.precision)
        known = MATHS + (WHOLE if self.precision == "whole" else ())
        if node.id in known and any(value is getattr(m, node.id, 0) for m in (maths, luck, steps)):
            suffix = "32" if self.precision == "f32" else "64"
            return ast.Name(f"{node.id}{suffix}" if node.id in PRECISE else node.id, node.ctx)
        if node.id == "np" and self.precision == "whole":
            return node
        if isinstance(value, types.FunctionType):
            return ast.Name(self.texts.add(value, self.precision, node.id), node.ctx)
        return self._refuse(node, f"uses {node.id!r}")

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if self.precision != "whole" and isinstance(node, FORBIDDEN):
            self._refuse(node, f"has {FORBIDDEN_WORDS[type(node)]}")
        return super().generic_visit(node)

    def _refuse(self, node: ast.AST, what: str) -> ast.AST:
        line = getattr(node, "lineno", 0)
        if self.precision == "whole":
            may = f"{', '.join(BUILTINS)}, np, {', '.join(MATHS + WHOLE)}, numbers and functions"
            msg = f"{self.where}, line {line}, {what}; a step may use its arguments, {may}"
        else:
            msg = (
                f"{self.where}, line {line}, {what}; a step of states or pairs is a formula of its "
                f"arguments, numbers, functions of the same kind and {', '.join(MATHS)}; for a "
                "choice write where(condition, a, b), and & or | for and, or"
            )
        raise ModelError(msg)


PRECISE = ("exp", "log", "logistic")
FORBIDDEN_WORDS: dict[type, str] = {
    ast.If: "an if", ast.IfExp: "an if", ast.For: "a loop", ast.While: "a loop",
    ast.BoolOp: "an and or an or", ast.Not: "a not", ast.ListComp: "a list",
    ast.Dict: "a dictionary", ast.Attribute: "an attribute", ast.Lambda: "a lambda",
    ast.Try: "a try", ast.With: "a with", ast.Pow: "a power (write x * x, or exp and log)",
    ast.Mod: "a remainder", ast.FloorDiv: "a whole division", ast.AugAssign: "a += or the like",
}  # fmt: skip
FORBIDDEN = tuple(FORBIDDEN_WORDS)


def _number(value: float, precision: str) -> ast.AST:
    """Return code for a number in the precision of the step."""
    name = "_f32" if precision == "f32" else "_f64"
    return ast.Call(ast.Name(name, ast.Load()), [ast.Constant(value)], [])


def numpy_space() -> dict[str, Any]:
    """Return what the text of a step runs in when NumPy evaluates it."""
    return {
        "np": np, "_f32": np.float32, "_f64": np.float64,
        "exp32": maths.exp, "exp64": maths.exp, "log32": maths.log, "log64": maths.log,
        "logistic32": maths.logistic, "logistic64": maths.logistic, "quantile": maths.quantile,
        "where": np.where, "sqrt": np.sqrt, "floor": np.floor, "minimum": np.minimum,
        "maximum": np.maximum, "absolute": np.absolute, "uniform": luck.uniform,
        "pair": steps.pair, "record": steps.record, "two_paths": maths.two_paths,
    }  # fmt: skip
