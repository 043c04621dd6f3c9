"""The order in which steps run and what each reads and writes, worked out once per model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from multipolar.errors import ModelError, suggest
from multipolar.fields import Field
from multipolar.mechanism import Mechanism
from multipolar.model import Model
from multipolar.steps import Step

Role = Literal[
    "state", "i", "j", "dyad", "system", "param", "draw", "year", "array", "luck", "ids", "events",
]  # fmt: skip
BLOCKS = ("state", "dyad", "flag", "system", "treaty", "treaty_state", "war", "war_state")


@dataclass(frozen=True, slots=True)
class Argument:
    """What one argument of a step is bound to: a role and the name there."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Write:
    """Where one result of a step goes."""

    role: Role
    name: str
    adds: bool


@dataclass(frozen=True, slots=True)
class Bound:
    """A step of a mechanism with its arguments and results bound."""

    mechanism: str
    step: Step
    arguments: tuple[Argument, ...]
    writes: tuple[Write, ...]

    def stream(self, draw: str) -> str:
        """Return the name of a stream of draws."""
        return f"{self.mechanism}.{self.step.name}.{draw}"


@dataclass(frozen=True, slots=True)
class Group:
    """Steps of one kind that run together."""

    over: str
    steps: tuple[Bound, ...]


@dataclass(frozen=True)
class Plan:
    """Everything an evaluator needs to know of a model.

    ``parts`` says for each array its block and its row there.
    """

    model: Model
    fields: Mapping[str, Field]
    parts: Mapping[str, tuple[str, int]]
    params: tuple[str, ...]
    groups: tuple[Group, ...]

    def rows(self, block: str) -> list[str]:
        """Return the arrays of a block, in order."""
        return [name for name, (home, _) in self.parts.items() if home == block]

    def field(self, part: str) -> Field:
        """Return the field that an array belongs to."""
        return self.fields[part] if part in self.fields else self.fields[part[:-3]]


def block_of(field: Field) -> str:
    """Return the block that a field is kept in."""
    if field.dims in ("dyad", "directed"):
        return "flag" if field.flag else "dyad"
    return field.dims


def make_plan(model: Model) -> Plan:
    """Work out the plan of a model.

    An argument is a draw, a parameter of its mechanism, the year or a field;
    the first that has the name.

    Raises
    ------
    ModelError
        A step reads or writes what there is not.
    """
    fields = model.fields
    count = dict.fromkeys(BLOCKS, 0)
    parts: dict[str, tuple[str, int]] = {}
    for f in fields.values():
        for part in f.parts:
            block = block_of(f)
            parts[part] = (block, count[block])
            count[block] += 1
    bound = [_bind(m, step, fields, parts) for m in model.running for step in m.marked]
    return Plan(model, fields, parts, tuple(model.params), tuple(_groups(bound)))


Parts = Mapping[str, tuple[str, int]]


def _bind(m: Mechanism, step: Step, fields: Mapping[str, Field], parts: Parts) -> Bound:
    role_of = {"state": _state_role, "pair": _pair_role, "whole": _whole_role}[step.over]
    _check_names(m, step)
    arguments = []
    for name in step.reads:
        if name in step.draws:
            arguments.append(Argument("draw", name))
        elif name in m.params:
            arguments.append(Argument("param", f"{m.name}.{name}"))
        elif name == "year":
            arguments.append(Argument("year", "year"))
        elif found := role_of(name, fields, parts):
            arguments.append(found)
        else:
            hint = suggest(name, [*m.params, *parts])
            msg = f"{m.name}.{step.name}: nothing to read is called {name!r}{hint}"
            raise ModelError(msg)
    writes = [_write(m, step, name, role_of(name, fields, parts), fields) for name in step.writes]
    return Bound(m.name, step, tuple(arguments), tuple(writes))


def _check_names(m: Mechanism, step: Step) -> None:
    """Raise if a name stands for two things, or a draw for none."""
    wrong = ""
    for name in step.draws:
        if name not in step.reads:
            wrong = f"it draws {name!r}, which is none of its arguments"
    for name in step.writes:
        if step.writes.count(name) > 1:
            wrong = f"it writes {name!r} twice"
    for name in step.reads:
        if (name in step.draws) + (name in m.params) + (name == "year") > 1:
            wrong = f"{name!r} is a parameter, a draw or the year at once; rename one"
    if wrong:
        msg = f"{m.name}.{step.name}: {wrong}"
        raise ModelError(msg)


def _write(
    m: Mechanism, step: Step, name: str, found: Argument | None, fields: Mapping[str, Field]
) -> Write:
    """Return where a result goes, or say why it cannot."""
    if found is None or found.role in ("luck", "ids", "events"):
        msg = f"{m.name}.{step.name}: no field to write is called {name!r}{suggest(name, fields)}"
        raise ModelError(msg)
    adds = name not in step.sets
    field = fields.get(found.name) or fields[found.name[:-3]]
    wrong = ""
    if step.over == "pair" and (found.role == "system" or (found.role in "ij" and not adds)):
        wrong = f"a step of pairs can only add to {name!r} as _i and _j"
    elif step.over == "state" and found.role == "system":
        wrong = f"a step of states cannot write {name!r}; use a whole step"
    elif field.kind.startswith("fixed"):
        wrong = f"{name!r} is fixed and cannot be written"
    elif adds and field.flag:
        wrong = f"{name!r} is 0 or 1; set it, do not add to it"
    if wrong:
        msg = f"{m.name}.{step.name}: {wrong}"
        raise ModelError(msg)
    return Write(found.role, found.name, adds)


def _state_role(name: str, fields: Mapping[str, Field], parts: Parts) -> Argument | None:
    del parts
    if name in fields and fields[name].dims in ("state", "system"):
        return Argument("state" if fields[name].dims == "state" else "system", name)
    return None


def _pair_role(name: str, fields: Mapping[str, Field], parts: Parts) -> Argument | None:
    if name in parts and parts[name][0] in ("dyad", "flag"):
        return Argument("dyad", name)
    if name in fields and fields[name].dims == "system":
        return Argument("system", name)
    for end, role in (("_i", "i"), ("_j", "j")):
        root = name.removesuffix(end)
        if root != name and root in fields and fields[root].dims == "state":
            return Argument(role, root)  # type: ignore[arg-type]
    return None


def _whole_role(name: str, fields: Mapping[str, Field], parts: Parts) -> Argument | None:
    del fields
    if name in ("luck", "ids", "events"):
        return Argument(name, name)  # type: ignore[arg-type]
    return Argument("array", name) if name in parts else None


def _groups(bound: list[Bound]) -> list[Group]:
    """Put steps of one kind together where one pass over the arrays gives the same result.

    A step joins the earliest group that it can be moved to: past steps that
    neither read nor write what it writes, nor write what it reads. A whole
    step runs alone, as early as that, so that it parts no others.
    """
    groups: list[list[Bound]] = []
    for b in bound:
        place, home = len(groups), -1
        for k in reversed(range(len(groups))):
            if b.step.over != "whole" and _fits(b, groups[k]):
                home = k
            if not all(_commute(b, other) for other in groups[k]):
                break
            place = k
        if home >= 0:
            groups[home].append(b)
        else:
            groups.insert(place if b.step.over == "whole" else len(groups), [b])
    return [Group(g[0].step.over, tuple(g)) for g in groups]


def _fits(b: Bound, group: list[Bound]) -> bool:
    """Say whether a step may run in one pass with others, after them."""
    if group[0].step.over != b.step.over or any("present" in _changed(x) for x in group):
        return False
    summed = {w.name for x in group for w in x.writes if w.role in ("i", "j")}
    return not any(a.role in ("i", "j") and a.name in summed for a in b.arguments)


def _commute(a: Bound, b: Bound) -> bool:
    """Say whether two steps give the same in either order."""
    one, other = _changed(a), _changed(b)
    return not (one & (other | _needed(b)) or other & _needed(a))


def _changed(b: Bound) -> set[str]:
    log = {"events"} if any(a.role == "events" for a in b.arguments) else set()
    return {w.name for w in b.writes} | log


def _needed(b: Bound) -> set[str]:
    scalars = ("param", "draw", "year", "luck", "ids")
    return {"present"} | {a.name for a in b.arguments if a.role not in scalars}
