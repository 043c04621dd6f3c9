"""Work a formula out with any kind of values: kinds of values, or instructions of the compiler.

A formula is the text of a step of states or pairs, as ``sourcecode`` leaves it:
assignments and one ``return``, with calls of known functions and of other
formulas. NumPy runs the text as it is.
"""

import ast
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from multipolar.errors import ModelError, Refused

ARITHMETIC: dict[type, str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
LOGIC: dict[type, str] = {ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^"}
COMPARISONS: dict[type, str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
}  # fmt: skip
Value = Any


class Operations(Protocol):
    """What values can do. A value is a number or a truth value."""

    def number(self, value: float) -> Value:
        """Return a written number."""

    def truth(self, value: object) -> Value:
        """Return ``True`` or ``False``."""

    def unary(self, sign: str, x: Value) -> Value:
        """Return ``-x`` or ``~x``."""

    def binary(self, sign: str, a: Value, b: Value) -> Value:
        """Return a sum, difference, product, quotient or logical combination."""

    def compare(self, sign: str, a: Value, b: Value) -> Value:
        """Return whether a comparison holds."""

    def known(self, name: str, values: Sequence[Value]) -> Value:
        """Return the result of a function of ``maths``."""


class Formulas:
    """Formulas that may call one another, over one kind of values.

    Parameters
    ----------
    trees
        ``name → its text, parsed``.
    operations
        What the values can do.
    called
        ``name → what people call it``, for messages.
    """

    def __init__(
        self, trees: Mapping[str, ast.FunctionDef], operations: Operations,
        called: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.trees, self.do, self.called = trees, operations, called or {}
        self._busy: list[str] = []

    def results(self, name: str, values: Sequence[Value]) -> tuple[Value, ...]:
        """Return what a formula gives for its arguments, always as a tuple.

        Raises
        ------
        ModelError
            A truth value stands where a number should, or the reverse.
        """
        result = self._call(name, values)
        return result if isinstance(result, tuple) else (result,)

    def _call(self, name: str, values: Sequence[Value]) -> Value:
        tree = self.trees[name]
        wanted = [a.arg for a in tree.args.args]
        if len(values) != len(wanted):
            msg = f"gives {self.called.get(name, name)} {len(values)} arguments of {len(wanted)}"
            raise Refused(msg)
        if name in self._busy:
            msg = f"calls {self.called.get(name, name)} within itself"
            raise Refused(msg)
        self._busy.append(name)
        local = dict(zip(wanted, values, strict=True))
        for line in tree.body:
            try:
                if isinstance(line, ast.Assign):
                    value = self._value(line.value, local)
                    for target in line.targets:
                        _assign(target, value, local)
                elif isinstance(line, ast.Return) and line.value is not None:
                    result = self._value(line.value, local)
            except Refused as why:
                msg = f"{self.called.get(name, name)}, line {line.lineno}, {why}"
                raise ModelError(msg) from None
        self._busy.pop()
        return result

    def _value(self, node: ast.expr, local: dict[str, Value]) -> Value:
        match node:
            case ast.Name(id=name):
                if name not in local:
                    msg = f"uses {name!r} before it has a value"
                    raise Refused(msg)
                return local[name]
            case ast.Constant(value=value):
                return self.do.truth(value)
            case ast.Tuple(elts=parts):
                return tuple(self._value(p, local) for p in parts)
            case ast.Call():
                return self._called(node, local)
        return self._combined(node, local)

    def _called(self, node: ast.Call, local: dict[str, Value]) -> Value:
        assert isinstance(node.func, ast.Name)
        name = node.func.id
        if name in ("_f32", "_f64"):
            (written,) = node.args
            assert isinstance(written, ast.Constant)
            return self.do.number(float(written.value))  # type: ignore[arg-type]
        values = [self._value(a, local) for a in node.args]
        if name in self.trees:
            return self._call(name, values)
        return self.do.known(name.removesuffix("32").removesuffix("64"), values)

    def _combined(self, node: ast.expr, local: dict[str, Value]) -> Value:
        match node:
            case ast.UnaryOp(op=ast.UAdd(), operand=x):
                return self._value(x, local)
            case ast.UnaryOp(op=op, operand=x):
                sign = "-" if isinstance(op, ast.USub) else "~"
                return self.do.unary(sign, self._value(x, local))
            case ast.BinOp(left=a, op=op, right=b):
                sign = {**ARITHMETIC, **LOGIC}[type(op)]
                return self.do.binary(sign, self._value(a, local), self._value(b, local))
            case ast.Compare(left=a, ops=[comparison], comparators=[b]):
                sign = COMPARISONS[type(comparison)]
                return self.do.compare(sign, self._value(a, local), self._value(b, local))
        msg = f"has {ast.unparse(node)!r}, which no formula can have"
        raise Refused(msg)


def _assign(target: ast.expr, value: Value, local: dict[str, Value]) -> None:
    if isinstance(target, ast.Name):
        local[target.id] = value
        return
    assert isinstance(target, ast.Tuple)
    if not isinstance(value, tuple) or len(value) != len(target.elts):
        have = len(value) if isinstance(value, tuple) else 1
        msg = f"takes {len(target.elts)} results where there are {have}"
        raise Refused(msg)
    for part, one in zip(target.elts, value, strict=True):
        _assign(part, one, local)


class Kinds:
    """Operations on kinds of values: ``number`` and ``truth value``."""

    ARGUMENTS: Mapping[str, int] = {
        "exp": 1, "log": 1, "logistic": 1, "quantile": 1, "sqrt": 1, "floor": 1, "absolute": 1,
        "minimum": 2, "maximum": 2, "where": 3,
    }  # fmt: skip

    def __init__(self, *, single: bool) -> None:
        self.single = single

    def number(self, value: float) -> str:
        """Return the kind of a written number."""
        del value
        return "number"

    def truth(self, value: object) -> str:
        """Return the kind of True and False."""
        if not isinstance(value, bool):
            msg = f"has {value!r}, which is neither a number nor a truth value"
            raise Refused(msg)
        return "truth value"

    def unary(self, sign: str, x: str) -> str:
        """Return the kind of ``-x`` or ``~x``."""
        return self._needs("truth value" if sign == "~" else "number", sign, x)

    def binary(self, sign: str, a: str, b: str) -> str:
        """Return the kind of a sum or a logical combination."""
        return self._needs("truth value" if sign in "&|^" else "number", sign, a, b)

    def compare(self, sign: str, a: str, b: str) -> str:
        """Return the kind of a comparison."""
        self._needs("number", sign, a, b)
        return "truth value"

    def known(self, name: str, values: Sequence[str]) -> str:
        """Return the kind of what a function of ``maths`` gives."""
        if len(values) != self.ARGUMENTS[name]:
            msg = f"gives {name} {len(values)} arguments of {self.ARGUMENTS[name]}"
            raise Refused(msg)
        if name == "quantile" and self.single:
            msg = "uses quantile, which needs a step of states: pairs have 32 bits"
            raise Refused(msg)
        if name != "where":
            return self._needs("number", name, *values)
        self._needs("truth value", "the choice of where", values[0])
        return self._needs(values[1], "where", *values[1:])

    def _needs(self, kind: str, by: str, *values: str) -> str:
        for value in values:
            if value != kind:
                found = "several results" if isinstance(value, tuple) else f"a {value}"
                hint = "; write where(condition, 1.0, 0.0)" if kind == "number" else ""
                msg = f"gives {by} {found} where it needs a {kind}{hint}"
                raise Refused(msg)
        return kind
