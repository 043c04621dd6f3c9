"""Write one compiled kernel for a model, keep it on disk, and run members with it."""

import hashlib
import importlib.util
import inspect
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pooch

from multipolar import compiled, luck, maths
from multipolar.errors import RunError
from multipolar.files import write_whole
from multipolar.plan import BLOCKS, Argument, Bound, Group, Plan
from multipolar.sourcecode import Texts

LETTERS = dict(zip(BLOCKS, "SDFGTMWX", strict=True))
PRECISION = {"state": "f64", "pair": "f32", "whole": "whole"}


class Kernel:
    """The compiled kernel of a model.

    Parameters
    ----------
    plan
        From ``make_plan``.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.text = kernel_text(plan)
        self.name = _name(self.text)
        self.module = _module(self.name, self.text)

    def __getstate__(self) -> dict[str, str]:
        """Return what travels to another process: the text, which is compiled there anew."""
        return {"name": self.name, "text": self.text}

    def __setstate__(self, state: dict[str, str]) -> None:
        self.__dict__.update(state)
        if _name(self.text) != self.name:
            msg = (
                "this process would compile another kernel than the one that was sent: its "
                f"multipolar, numba ({numba.__version__}) or numpy ({np.__version__}) is of "
                "another version; install the same everywhere"
            )
            raise RunError(msg)
        self.module = _module(self.name, self.text)

    @property
    def cached(self) -> bool:
        """Whether it was compiled before, here."""
        folder = Path(str(self.module.__file__)).parent / "__pycache__"
        return any(folder.glob(f"{self.name}.future*.nbi")) if folder.is_dir() else False

    @property
    def future(self) -> Callable[..., Any]:
        """The compiled function; it is compiled when first called."""
        function: Callable[..., Any] = self.module.future
        return function

    def __call__(self, *arguments: Any) -> Any:
        """Run ``future``; see the text of the kernel for its arguments."""
        with compiled.distinct_arrays(), warnings.catch_warnings():
            warnings.simplefilter("ignore", numba.NumbaWarning)
            return self.future(*arguments)


def _name(text: str) -> str:
    """Return the name of a kernel: it tells the text and all that the compiled code hangs on."""
    parts = (text, numba.__version__, np.__version__,
             *(inspect.getsource(m) for m in (compiled, luck, maths)))  # fmt: skip
    return "multipolar_kernel_" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def kernel_folder() -> Path:
    """Return where compiled kernels are kept."""
    return Path(pooch.os_cache("multipolar")) / "kernels"


def _module(name: str, text: str) -> ModuleType:
    if name in sys.modules:
        return sys.modules[name]
    path = kernel_folder() / f"{name}.py"
    if not path.is_file() or path.read_text() != text:
        write_whole(path, text)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


HEAD = '''"""A kernel that multipolar wrote; it may be deleted at any time."""

import numba as nb
import numpy as np

from multipolar.compiled import (
    clear, copy_single, exp32, exp64, fill_stream, fill_uniform, fill_words, jit, keep,
    keep_members, lane_sum, log32, log64, logistic32, logistic64, maximum, minimum, pair,
    pair_uniform, quantile, record, root_key, start_tally, step_in, two_paths, uniform, where,
)

_f32, _f64, U32 = np.float32, np.float64, np.uint32
sqrt, floor, absolute = np.sqrt, np.floor, abs
'''

FUTURE = '''

@nb.njit(error_model="numpy", nogil=True, cache=True)
def future(S, D, F, G, T, M, W, X, P, ids, seed, member, first, years, every, events, changes,
           kept, outS, outD, outF, outG, outT, outM, outW, outX):
    """Run one member in place for some years; keep rows of the blocks every so many years."""
    n = len(ids)
    width = n + 16
    V = np.zeros(({vectors}, n), np.float32)
    A = np.zeros(({sums}, n), np.float32)
    B = np.zeros(({sums}, width), np.float32)
    K1 = np.zeros(({draws}, n), np.uint32)
    K2 = np.zeros(({draws}, n), np.uint32)
    U = np.zeros(({uniforms}, n), np.float64)
    L = np.zeros(({lucks}, 4), np.uint32)
    for t in range(1, years + 1):
        year = first + t
        root = root_key(seed, member, year)
{tallies}
        step_in(changes, year, S, D, F, G, T, M, W, X)
{calls}
        if t % every == 0:
            at = t // every
            keep(S, kept[0], outS[at])
            keep(D, kept[1], outD[at])
            keep(F, kept[2], outF[at])
            keep(G, kept[3], outG[at])
            keep(T, kept[4], outT[at])
            keep_members(M, kept[5], outM[at])
            keep(W, kept[6], outW[at])
            keep_members(X, kept[7], outX[at])
'''


def kernel_text(plan: Plan) -> str:
    """Return the text of the kernel of a plan."""
    writer = _Writer(plan)
    for k, group in enumerate(plan.groups):
        {"state": writer.states, "pair": writer.pairs, "whole": writer.whole}[group.over](k, group)
    tallies = [
        f"        start_tally({LETTERS[block]}[{row}], {plan.field(part).start!r})"
        for part, (block, row) in plan.parts.items()
        if plan.field(part).kind == "tally"
    ]
    body = FUTURE.format(
        vectors=writer.vectors, sums=writer.sums, draws=writer.draws, uniforms=writer.uniforms,
        lucks=writer.lucks, tallies="\n".join(tallies) or "        pass",
        calls="\n".join(f"        {line}" for line in writer.calls),
    )  # fmt: skip
    steps = "\n\n".join(f"@jit\n{text}" for text in writer.texts.functions.values())
    return HEAD + "\n\n" + steps + "\n\n" + "\n\n".join(writer.groups) + body


class _Writer:
    """Collects the functions of the groups and the calls to them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.texts = Texts()
        self.groups: list[str] = []
        self.calls: list[str] = []
        self.vectors = self.sums = self.draws = self.uniforms = self.lucks = 1

    def _function(self, bound: Bound) -> str:
        step = bound.step
        return self.texts.add(step.function, PRECISION[step.over], step.name)

    def _at(self, part: str) -> str:
        block, row = self.plan.parts[part]
        return f"{LETTERS[block]}[{row}]"

    def _scalar(self, a: Argument) -> str:
        if a.role == "param":
            return f"P[{self.plan.params.index(a.name)}]"
        return "year" if a.role == "year" else f"{self._at(a.name)}[0]"

    def _stream(self, bound: Bound, draw: str) -> str:
        low, high = luck.identity(bound.stream(draw))
        return f"{low}, {high}"

    def states(self, number: int, group: Group) -> None:
        """Write the loop over states of a group."""
        lines, drawn = [], 0
        for bound in group.steps:
            values = []
            for a in bound.arguments:
                if a.role == "draw":
                    self.calls.append(
                        f"fill_uniform(root, {self._stream(bound, a.name)}, ids, U[{drawn}])"
                    )
                    u = f"U[{drawn}, s]"
                    normal = bound.step.draws[a.name] == "normal"
                    values.append(f"quantile({u})" if normal else u)
                    drawn += 1
                elif a.role == "state":
                    values.append(self._at(a.name).replace("]", ", s]"))
                else:
                    values.append(f"_f64({self._scalar(a)})")
            names = [f"r{k}" for k in range(len(bound.writes))]
            lines.append(f"{', '.join(names)} = {self._function(bound)}({', '.join(values)})")
            for name, w in zip(names, bound.writes, strict=True):
                to = self._at(w.name).replace("]", ", s]")
                lines.append(f"{to} = {to} + {name}" if w.adds else f"{to} = {name}")
        self.uniforms = max(self.uniforms, drawn)
        body = "\n".join(f"            {line}" for line in lines)
        self.groups.append(
            f"@jit\ndef group_{number}(S, G, P, U, year):\n"
            f"    for s in range(S.shape[1]):\n        if S[0, s] > 0.0:\n{body}\n"
        )
        self.calls.append(f"group_{number}(S, G, P, U, year)")

    def pairs(self, number: int, group: Group) -> None:
        """Write the loop over the pairs of a row, and the loop over rows."""
        g = _Pairs()
        for bound in group.steps:
            self._pair_step(bound, g)
        self.vectors = max(self.vectors, len(g.columns) + 1)
        self.sums = max(self.sums, len(g.sums))
        self.draws = max(self.draws, len(g.streams))
        self.groups.append(self._row_function(number, g))
        self.groups.append(self._rows_function(number, g))
        for k, stream in enumerate(g.streams):
            self.calls.append(f"fill_words(root, {stream}, ids, K1[{k}], K2[{k}])")
        self.calls.append(f"group_{number}(S, D, F, G, P, V, A, B, K1, K2, year)")

    def _pair_step(self, bound: Bound, g: "_Pairs") -> None:
        values = []
        for a in bound.arguments:
            if a.role == "draw":
                k = len(g.streams)
                g.streams.append(self._stream(bound, a.name))
                values.append(f"pair_uniform(U32(a{k} + k1_{k}[j]), U32(b{k} + k2_{k}[j]))")
            elif a.role == "i":
                values.append(f"i{_place(g.rows, a.name)}")
            elif a.role == "j":
                values.append(f"v{_place(g.columns, a.name)}[j]")
            elif a.role == "dyad":
                values.append(f"x{_place(g.dyads, a.name)}")
            else:
                values.append(f"p{_place(g.scalars, self._scalar(a))}")
        names = [f"r{len(g.body)}_{k}" for k in range(len(bound.writes))]
        g.body.append(f"        {', '.join(names)} = {self._function(bound)}({', '.join(values)})")
        for name, w in zip(names, bound.writes, strict=True):
            if w.role == "dyad":
                k = _place(g.dyads, w.name)
                if w.name not in g.written:
                    g.written.append(w.name)
                if self.plan.parts[w.name][0] == "flag":
                    name = f"(_f32(1.0) if {name} > _f32(0.5) else _f32(0.0))"
                value = f"x{k} + {name}" if w.adds else name
                g.body.append(f"        x{k} = {value} if both else x{k}")
            else:
                key = w.name, w.role
                known = key in g.sums
                k = _place(g.sums, key)
                value = f"({name} if both else _f32(0.0))"
                g.body.append(
                    f"        t{k} = t{k} + {value}" if known else f"        t{k} = {value}"
                )

    def _row_function(self, number: int, g: "_Pairs") -> str:
        arguments = ["m", "here"]
        arguments += [f"d{k}" for k in range(len(g.dyads))]
        arguments += [f"v{k}" for k in range(len(g.columns))]
        arguments += [f"i{k}" for k in range(len(g.rows))]
        arguments += [f"p{k}" for k in range(len(g.scalars))]
        for k in range(len(g.streams)):
            arguments += [f"a{k}", f"b{k}", f"k1_{k}", f"k2_{k}"]
        arguments += [f"s{k}" for k in range(len(g.sums))]
        lines = ["        both = here[j] > _f32(0.0)"]
        lines += [f"        x{k} = _f32(d{k}[j])" for k in range(len(g.dyads))]
        lines += g.body
        for part in g.written:
            k = g.dyads.index(part)
            flag = self.plan.parts[part][0] == "flag"
            lines.append(f"        d{k}[j] = {f'np.uint8(x{k})' if flag else f'x{k}'}")
        lines += [
            f"        s{k}[j] = t{k}" if side == "i" else f"        s{k}[j] += t{k}"
            for k, (_, side) in enumerate(g.sums)
        ]
        body = "\n".join(lines)
        return f"@jit\ndef row_{number}({', '.join(arguments)}):\n    for j in range(m):\n{body}\n"

    def _rows_function(self, number: int, g: "_Pairs") -> str:
        lines = ["n = S.shape[1]", f"copy_single(S[0], V[{len(g.columns)}])"]
        lines += [f"copy_single({self._at(name)}, V[{k}])" for k, name in enumerate(g.columns)]
        lines += [f"p{k} = _f32({value})" for k, value in enumerate(g.scalars)]
        for k in range(len(g.sums)):
            lines += [f"clear(A[{k}])", f"clear(B[{k}])"]
        totals = list(dict.fromkeys(name for name, _ in g.sums))
        sides = {name: dict.fromkeys("ij", -1) for name in totals}
        for k, (name, side) in enumerate(g.sums):
            sides[name][side] = k
        rows = {name: sides[name]["i"] for name in totals if sides[name]["i"] >= 0}
        lines += [f"row_sum_{k} = np.zeros(n)" for k in rows.values()]
        arguments = ["m", f"V[{len(g.columns)}, :m]"]
        arguments += [self._at(part).replace("]", ", p:p + m]") for part in g.dyads]
        arguments += [f"V[{k}, :m]" for k in range(len(g.columns))]
        arguments += [f"_f32({self._at(name).replace(']', ', m]')})" for name in g.rows]
        arguments += [f"p{k}" for k in range(len(g.scalars))]
        for k in range(len(g.streams)):
            arguments += [f"K1[{k}, m]", f"K2[{k}, m]", f"K1[{k}, :m]", f"K2[{k}, :m]"]
        arguments += [
            f"{'B' if side == 'i' else 'A'}[{k}, :m]" for k, (_, side) in enumerate(g.sums)
        ]
        lines += ["p = 0", "for m in range(n):", "    if S[0, m] > 0.0:"]
        lines += [f"        row_{number}({', '.join(arguments)})"]
        lines += [f"        row_sum_{k}[m] = lane_sum(B[{k}], m)" for k in rows.values()]
        lines += ["    p += m"]
        for name in totals:
            at = self._at(name).replace("]", ", s]")
            terms = ["0.0"]
            if sides[name]["i"] >= 0:
                terms.append(f"row_sum_{sides[name]['i']}[s]")
            if sides[name]["j"] >= 0:
                terms.append(f"_f64(A[{sides[name]['j']}, s])")
            lines += ["for s in range(n):", "    if S[0, s] > 0.0:",
                      f"        {at} = {at} + ({' + '.join(terms)})"]  # fmt: skip
        body = "\n".join(f"    {line}" for line in lines)
        return f"@jit\ndef group_{number}(S, D, F, G, P, V, A, B, K1, K2, year):\n{body}\n"

    def whole(self, number: int, group: Group) -> None:
        """Write the call of a whole step."""
        del number
        (bound,) = group.steps
        values = []
        for a in bound.arguments:
            if a.role == "luck":
                self.calls.append(f"fill_stream(root, {self._stream(bound, 'luck')}, L[0])")
                values.append("L[0]")
            elif a.role in ("ids", "events"):
                values.append(a.role)
            elif a.role == "array":
                values.append(self._at(a.name))
            else:
                values.append(self._scalar(a))
        self.calls.append(f"{self._function(bound)}({', '.join(values)})")


class _Pairs:
    """What a group of pair steps reads and writes, in the order it was met."""

    def __init__(self) -> None:
        self.dyads: list[str] = []
        self.columns: list[str] = []
        self.rows: list[str] = []
        self.scalars: list[str] = []
        self.streams: list[str] = []
        self.sums: list[tuple[str, str]] = []
        self.written: list[str] = []
        self.body: list[str] = []


def _place(names: list[Any], name: Any) -> int:
    """Return where a name stands in a list, putting it there if need be."""
    if name not in names:
        names.append(name)
    return names.index(name)
