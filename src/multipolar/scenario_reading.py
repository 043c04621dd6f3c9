"""Read a scenario file: hold it to its form, then to what the words mean."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from multipolar.act import Argument
from multipolar.acts import catalogue
from multipolar.codes import members, resolve
from multipolar.commitments import Commitment
from multipolar.embedded import YEAR, commitments
from multipolar.errors import (
    DataError,
    MissingData,
    MultipolarError,
    UnknownName,
    UnknownState,
    suggest,
)
from multipolar.fields import Field
from multipolar.formcheck import check_form, shown
from multipolar.inputs import HORIZON
from multipolar.model import default_model
from multipolar.opening import KINDS
from multipolar.program import Order
from multipolar.scenario import Bloc, Scenario, is_path, shipped_file, shipped_names
from multipolar.scenario_schema import LONGEST, scenario_schema
from multipolar.tables import Readable
from multipolar.tomlfile import Document, Place, parse_toml, read_toml
from multipolar.units import in_unit

WORDS = {"world": "every state", "neighbours": "whoever borders on it"}
"""Words that stand for states."""
LOOKS_AT = ("field", "treaty", "after", "all", "any", "not")
"""What a condition can be: one of these."""
GOES_WITH = {
    "field": ("states", "above", "below", "times"), "treaty": ("in_force",), "after": ("years",),
    "all": (), "any": (), "not": (),
}  # fmt: skip


def read_scenario(source: str | Path | Readable) -> Scenario:
    """Return a scenario, checked.

    Parameters
    ----------
    source
        A path, or the name of one that comes with the package.

    Raises
    ------
    DataError
        The file is wrong: every problem with its line, what came and what was needed.
    UnknownName
        No scenario has that name.
    """
    if isinstance(source, str) and not is_path(source):
        if source not in shipped_names():
            hint = suggest(source, shipped_names())
            msg = f"no scenario {source!r}{hint} multipolar scenario list names them."
            raise UnknownName(msg)
        source = shipped_file(source)
    document = read_toml(Path(source) if isinstance(source, str) else source)
    name = document.name.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")
    return scenario_of(document, name)


def scenario_text(text: str, name: str = "scenario") -> Scenario:
    """Return the scenario of a text, checked; see ``read_scenario``."""
    return scenario_of(parse_toml(text, name), name)


def scenario_of(document: Document, name: str) -> Scenario:
    """Return the scenario of a document, checked; see ``read_scenario``."""
    check_form(document, _schema())
    document.check()
    found = _Reading(document).scenario(name)
    document.check()
    return found


@cache
def _schema() -> Mapping[str, Any]:
    return scenario_schema()


class _Reading:
    """Reads one document whose form is right, and notes what makes no sense."""

    def __init__(self, document: Document) -> None:
        self.document, self.value = document, document.value
        self.model, self.fields = default_model(), default_model().fields
        self.start = int(self.value.get("start", YEAR))
        self.until = int(self.value.get("until", self.start + HORIZON))
        self.date = f"{self.start:04d}-12-31"
        self.blocs: dict[str, Bloc] = {}
        self.part_of: dict[str, str] = {}
        self.signed: set[str] = set()
        self.notes: list[str] = []
        self.names: list[str] = []
        self.here: set[str] = set()

    def wrong(self, place: Place, told: object) -> None:
        self.document.wrong(place, str(told))

    def scenario(self, name: str) -> Scenario:
        if not self.start < self.until <= self.start + LONGEST:
            told = f"{self.until}; needed {self.start + 1} to {self.start + LONGEST}"
            self.wrong(("until",), told)
        self.here = set(members(self.start, "cow")) if self.start < YEAR else _today()
        self._read_blocs()
        off = self._off()
        values = self._assumptions(off)
        events = list(self.value.get("event", ()))
        self.names = [str(e.get("name", f"{e['act']}-{k + 1}")) for k, e in enumerate(events)]
        self.signed = {
            str(e["treaty"])
            for e in events
            if "treaty" in e and catalogue[e["act"]].spec.arguments["treaty"].kind == "word"
        }
        conditions = {
            key: self._condition(("condition", key), facts)
            for key, facts in self.value.get("condition", {}).items()
        }
        orders = tuple(self._order(k, e) for k, e in enumerate(events))
        self._check_circles(conditions, orders)
        return Scenario(
            name=name, title=self.value["title"], about=self.value.get("about", ""),
            start=self.start, until=self.until, members=self.value.get("members", 1000),
            seed=self.value.get("seed", 1), values=values, off=off, blocs=self.blocs,
            orders=orders, conditions=conditions, notes=tuple(self.notes),
        )  # fmt: skip

    # who

    def _read_blocs(self) -> None:
        blocs = self.value.get("bloc", {})
        for name in sorted(blocs, key=lambda name: not blocs[name].get("one_actor", False)):
            facts, place = blocs[name], ("bloc", name)
            if name in WORDS or self._is_state(name):
                self.wrong(
                    place, f"{name!r} means {WORDS.get(name, 'a state')}; choose another name"
                )
            if ("members" in facts) == ("body" in facts):
                self.wrong(place, "needed either members or body")
                continue
            codes = self._body((*place, "body"), facts["body"]) if "body" in facts else [
                c for k, text in enumerate(facts["members"])
                for c in self._state((*place, "members", k), text)
            ]  # fmt: skip
            one = facts.get("one_actor", False)
            self.blocs[name] = Bloc(tuple(dict.fromkeys(codes)), one)
            if one:
                self.part_of |= dict.fromkeys(codes, name)

    def _is_state(self, text: str) -> bool:
        try:
            resolve(text, self.date)
        except UnknownState:
            return False
        return True

    def _body(self, place: Place, body: str) -> list[str]:
        known = {c.id: c for c in commitments() if c.kind in ("body", "alliance")}
        if body not in known:
            alive = [c.id for c in known.values() if c.alive(self.date)]
            self.wrong(place, f"no body or alliance {body!r}{suggest(body, alive)}")
            return []
        codes = [s for s in known[body].members(self.date) if s in self.here]
        codes = [c for s in codes for c in self._state(place, s)]
        if not codes:
            self.wrong(place, f"{body!r} had no members at the end of {self.start}")
        return codes

    def _state(self, place: Place, text: str) -> list[str]:
        """Return the code of a state as a list, empty if it is none."""
        try:
            code = resolve(text, self.date)
        except UnknownState as error:
            near = suggest(text, [*self.blocs, *WORDS])
            self.wrong(place, f"{error}" + (near if "mean" in near else ""))
            return []
        if code not in self.here:
            self.wrong(place, f"{shown(text)} ({code}) is no member of the system in {self.start}")
            return []
        if code in self.part_of:
            told = f"{code} acts as part of {self.part_of[code]!r} here; name that"
            self.wrong(place, told)
            return []
        return [code]

    def _states(self, place: Place, raw: object) -> list[str]:
        """Return codes of what may be a state, a bloc, a word or a list of the first two."""
        if isinstance(raw, str):
            if raw in WORDS:
                return [raw]
            if raw in self.blocs:
                bloc = self.blocs[raw]
                return [raw.upper()] if bloc.one_actor else list(bloc.members)
            return self._state(place, raw)
        found: list[str] = []
        for k, text in enumerate(raw if isinstance(raw, list) else ()):
            if text in WORDS:
                self.wrong((*place, k), f"{text!r} stands alone, not in a list")
                continue
            found += self._states((*place, k), text)
        return list(dict.fromkeys(found))

    # how much

    def _number(
        self, place: Place, raw: Any, unit: str, bounds: tuple[float, float], *, bare: bool = True
    ) -> float:
        """Return a number in a unit, within bounds."""
        low, high = bounds
        if isinstance(raw, dict):
            try:
                value = in_unit(float(raw["value"]), raw["unit"], unit)
            except (DataError, OverflowError) as error:
                self.wrong((*place, "unit"), error)
                return low
        elif not bare and unit != "1":
            self.wrong(place, f"{shown(raw)} has no unit; type {{value = {raw}, unit = {unit!r}}}")
            return low
        else:
            try:
                value = float(raw)
            except OverflowError:
                value = float("inf")
        if not low <= value <= high or abs(value) == float("inf"):
            self.wrong(place, f"{shown(raw if isinstance(raw, int | float) else value)}; needed "
                       f"{low:g} to {high:g}" + (f" {unit}" if unit != "1" else ""))  # fmt: skip
            return low
        return value

    def _year(self, place: Place, year: int, low: int) -> int:
        if not low <= year <= self.until:
            self.wrong(place, f"{year}; needed {low} to {self.until}, the years of the scenario")
        return year

    # what is assumed

    def _off(self) -> tuple[str, ...]:
        names = [m.name for m in self.model.mechanisms]
        kept = [m.name for m in self.model.mechanisms if m.bookkeeping]
        off = tuple(self.value.get("off", ()))
        for k, name in enumerate(off):
            if name not in names:
                self.wrong(("off", k), f"no mechanism {name!r}{suggest(name, names)}")
            elif name in kept:
                self.wrong(("off", k), f"{name} keeps the accounts; it cannot be switched off")
        return off

    def _assumptions(self, off: Iterable[str]) -> dict[str, float]:
        values: dict[str, float] = {}
        for mechanism, own in self.value.get("assumptions", {}).items():
            for parameter, raw in own.items():
                name, place = f"{mechanism}.{parameter}", ("assumptions", mechanism, parameter)
                value = self._parameter(place, name, raw, bare=False)
                if value is not None:
                    values[name] = value
                    if mechanism in off:
                        self.wrong(place, f"{mechanism} is switched off: it would change nothing")
        return values

    def _parameter(self, place: Place, name: str, raw: Any, *, bare: bool) -> float | None:
        mechanism, _, own = name.partition(".")
        names = [m.name for m in self.model.mechanisms]
        if mechanism not in names:
            self.wrong(place, f"no mechanism {mechanism!r}{suggest(mechanism, names)}")
            return None
        known = self.model[mechanism].params
        if own not in known:
            listed = f" It has: {', '.join(known)}" if known else " It has none"
            self.wrong(place, f"{mechanism} has no parameter {own!r}{suggest(own, known)}{listed}")
            return None
        p = known[own]
        return self._number(place, raw, p.unit, (p.low, p.high), bare=bare)

    # what happens

    def _order(self, k: int, raw: Mapping[str, Any]) -> Order:
        place: Place = ("event", k)
        act, name = str(raw["act"]), self.names[k]
        if self.names.index(name) != k:
            told = f"{name!r} is the name of event {self.names.index(name) + 1} already"
            self.wrong((*place, "name"), told)
        spec = catalogue[act].spec
        arguments: dict[str, Any] = {}
        for key, a in spec.arguments.items():
            given = raw.get(key, a.default)
            arguments[key] = self._value((*place, key), a, given, raw, in_file=key in raw)
        conditions = self.value.get("condition", {})
        if ("year" in raw) == ("if" in raw):
            self.wrong(place, "needed either year, or if with the name of a condition")
        elif "if" in raw and raw["if"] not in conditions:
            hint = suggest(raw["if"], conditions)
            self.wrong((*place, "if"), f"no condition {raw['if']!r}{hint}")
        for key in ("from_year", "by_year", "delay"):
            if key in raw and "if" not in raw:
                self.wrong((*place, key), f"{key} goes with if, not with year")
        low = self.start + 1
        year = self._year((*place, "year"), raw["year"], low) if "year" in raw else 0
        first, last = raw.get("from_year", 0), raw.get("by_year", 9999)
        if "from_year" in raw:
            self._year((*place, "from_year"), first, self.start)
        if "by_year" in raw:
            self._year((*place, "by_year"), last, max(first, self.start))
        until = self._year((*place, "until"), raw["until"], max(year, low)) if "until" in raw else 0
        if act == "field_changes":
            self._check_field_change(place, raw, arguments)
        return Order(name, act, arguments, year, raw.get("if", ""), first, last,
                     raw.get("delay", 0), until)  # fmt: skip

    def _value(
        self, place: Place, a: Argument, given: Any, raw: Mapping[str, Any], *, in_file: bool
    ) -> Any:
        """Return the value of an argument."""
        if a.kind == "states":
            return self._states(place, given) if in_file else (
                [given] if isinstance(given, str) else list(given))  # fmt: skip
        if a.kind == "state":
            return self._one_state(place, given)
        if a.kind == "sides":
            return self._sides(place, given)
        if a.kind == "treaty":
            self._check_treaty(place, given)
        elif a.kind == "field":
            self._field(place, given)
        elif a.kind == "number":
            return self._amount(place, a, given, raw)
        elif a.kind == "parameter":
            parts = given.partition(".")
            if not parts[1]:
                self.wrong(place, f"{given!r}; needed mechanism.parameter, such as growth.trend")
        return given if not isinstance(given, tuple) else list(given)

    def _one_state(self, place: Place, given: str) -> str:
        found = self._states(place, given)
        if len(found) > 1 or found in (["world"], ["neighbours"]):
            self.wrong(place, f"{given!r} is not one state; needed one")
        return found[0] if found else ""

    def _amount(self, place: Place, a: Argument, given: Any, raw: Mapping[str, Any]) -> Any:
        if a.unit == "parameter":
            return self._parameter(place, str(raw.get("parameter", "")), given, bare=False)
        unit, bounds = a.unit, (a.low, a.high)
        if a.unit == "field":
            field = self.fields.get(str(raw.get("field", "")))
            unit = field.unit if field else "1"
        return self._number(place, given, unit, bounds)

    def _sides(self, place: Place, given: list[str]) -> list[list[str]]:
        sides = [self._states((*place, k), text) for k, text in enumerate(given)]
        for k, side in enumerate(sides):
            if side and side[0] in WORDS:
                self.wrong((*place, k), f"{side[0]!r} cannot stand here; name states or blocs")
            elif common := set(side) & {c for other in sides[:k] for c in other}:
                self.wrong((*place, k), f"{', '.join(sorted(common))} stands on two sides")
        return sides

    def _check_treaty(self, place: Place, name: str) -> None:
        if name in self.signed:
            return
        known = self._treaties()
        if known is None:
            return
        if name not in known:
            near = [*self.signed, *(c.id for c in known.values() if c.alive(self.date))]
            self.wrong(place, f"no treaty {name!r}{suggest(name, near)}")
        elif known[name].kind not in KINDS:
            told = f"{name!r} is a {known[name].kind}; needed one of {', '.join(KINDS)}"
            self.wrong(place, told)
        elif not known[name].alive(self.date):
            self.wrong(place, f"{name!r} is not in force at the end of {self.start}")

    def _treaties(self) -> dict[str, Commitment] | None:
        """Return the treaties known at the start; none where files are missing."""
        if self.start == YEAR:
            return {c.id: c for c in commitments()}
        from multipolar.history import at

        try:
            return {c.id: c for c in at(self.start).commitments}
        except MultipolarError as error:
            missing = isinstance(error, MissingData)
            why = "publishers' files are not here (MULTIPOLAR_DATA)" if missing else str(error)
            note = f"treaties of {self.start} were not checked: {why}"
            self.notes = list(dict.fromkeys([*self.notes, note]))
            return None

    def _field(self, place: Place, name: str) -> Field | None:
        if name not in self.fields:
            self.wrong(place, f"no field {name!r}{suggest(name, self.fields)}")
            return None
        if self.fields[name].dims not in _NEEDED:
            self.wrong(place, f"{name} is a field of {self.fields[name].dims}; none to name here")
            return None
        return self.fields[name]

    def _check_field_change(
        self, place: Place, raw: Mapping[str, Any], arguments: Mapping[str, Any]
    ) -> None:
        field = self.fields.get(raw["field"])
        if field is None or field.dims not in _NEEDED:
            return
        if field.kind.startswith("fixed") or field.name in ("present", "vacant"):
            self.wrong((*place, "field"), f"{field.name} cannot be changed so")
        if "times" not in raw and "plus" not in raw:
            self.wrong(place, "needed times or plus: it would change nothing")
        self._count((*place, "states"), field, arguments["states"])

    def _count(self, place: Place, field: Field, states: list[str]) -> None:
        """Note it if a field does not go with so many states."""
        needed = _NEEDED[field.dims]
        many = states == ["world"] or len(states) >= 1
        if (needed == 1 and not many) or (needed != 1 and len(states) != needed):
            words = {0: "no states", 1: "a state or more", 2: "two states"}[needed]
            self.wrong(place, f"{field.name} is a field of {field.dims}; needed {words}")

    # what it hangs on

    def _condition(self, place: Place, facts: Mapping[str, Any]) -> dict[str, Any]:
        kinds = [k for k in LOOKS_AT if k in facts]
        if len(kinds) != 1:
            told = f"needed one of {', '.join(LOOKS_AT)}" + (
                f"; it has {' and '.join(kinds)}" if kinds else "")  # fmt: skip
            self.wrong(place, told)
            return {}
        (kind,) = kinds
        for key in facts:
            if key not in (kind, "ever", "running", *GOES_WITH[kind]):
                self.wrong((*place, key), f"{key} does not go with {kind}")
        out = dict(facts)
        if kind == "field":
            self._compare(place, facts, out)
        elif kind == "treaty":
            self._check_treaty((*place, "treaty"), facts["treaty"])
        elif kind == "after" and facts["after"] not in self.names:
            hint = suggest(facts["after"], self.names)
            self.wrong((*place, "after"), f"no event {facts['after']!r}{hint}")
        others = facts[kind] if kind in ("all", "any") else [facts[kind]] if kind == "not" else []
        known = self.value["condition"]
        for k, other in enumerate(others):
            if other not in known:
                where = (*place, kind, k) if kind != "not" else (*place, kind)
                self.wrong(where, f"no condition {other!r}{suggest(other, known)}")
        return out

    def _compare(self, place: Place, facts: Mapping[str, Any], out: dict[str, Any]) -> None:
        field = self._field((*place, "field"), facts["field"])
        out["states"] = self._states((*place, "states"), facts.get("states", []))
        if field is not None:
            self._count((*place, "states"), field, out["states"])
        if ("above" in facts) == ("below" in facts):
            self.wrong(place, "needed either above or below")
            return
        word = "above" if "above" in facts else "below"
        if isinstance(facts[word], int | float):
            out[word] = self._number((*place, word), facts[word], "1", (-1e30, 1e30))
            return
        out[word] = self._states((*place, word), facts[word])
        if field is not None and field.dims != "state":
            told = f"{field.name} is a field of {field.dims}; needed a number"
            self.wrong((*place, word), told)

    def _check_circles(
        self, conditions: Mapping[str, Mapping[str, Any]], orders: Iterable[Order]
    ) -> None:
        """Note it if a condition hangs on itself, by way of others or of events."""
        of = {o.name: o.when for o in orders}
        ties: dict[str, list[str]] = {}
        for name, facts in conditions.items():
            one = [facts["not"]] if "not" in facts else []
            through = [of.get(facts["after"], "")] if "after" in facts else []
            parts = [*one, *facts.get("all", ()), *facts.get("any", ()), *through]
            ties[name] = [p for p in parts if p in conditions]
        clear: set[str] = set()

        def walk(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                circle = [*path[path.index(name) :], name]
                self.wrong(("condition", name), f"hangs on itself: {' → '.join(circle)}")
                return
            if name not in clear:
                for part in ties[name]:
                    walk(part, (*path, name))
                clear.add(name)

        for name in ties:
            walk(name, ())


_NEEDED = {"system": 0, "state": 1, "dyad": 2, "directed": 2}


@cache
def _today() -> set[str]:
    from multipolar.embedded import today

    return set(today().states)
