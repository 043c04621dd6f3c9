"""Scenarios in the explorer: those that ship, those of the user, checked and put into words."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from starlette.responses import Response

from multipolar.acts import catalogue as acts
from multipolar.app_http import LARGEST, Asked, shown, words
from multipolar.embedded import YEAR, commitments
from multipolar.errors import DataError, MultipolarError, Problem
from multipolar.fields import Field
from multipolar.files import read_text, write_whole
from multipolar.inputs import HORIZON
from multipolar.model import default_model
from multipolar.opening import KINDS
from multipolar.scenario import Scenario, shipped_file, shipped_names
from multipolar.scenario_effects import changes, condition_text, describe
from multipolar.scenario_reading import WORDS, scenario_text
from multipolar.scenario_schema import COMMON, CONDITION, LONGEST, NAME, UNTIL
from multipolar.scenario_template import template
from multipolar.tomlfile import parse_toml

MOST = 200
"""Scenarios that a user may keep."""
WHERE = re.compile(
    r"(?P<name>[^\n]*?), line (?P<line>\d+)(?:, column (?P<column>\d+))?: (?P<told>.*)"
)
PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
ORDER = ("title", "about", "start", "until", "members", "seed", "off")
TABLES = ("assumptions", "bloc", "condition", "event")
DEEPEST = 6
"""Tables within tables that are written."""


class Scenarios:
    """The scenarios that ship, and those in a folder.

    Parameters
    ----------
    folder
        Of the user's own files.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def all(self, _: Asked) -> list[dict[str, Any]]:
        """Return name, title and frame of every scenario; the user's own come last."""
        shipped = [_in_short(n, _shipped(n), shipped=True) for n in shipped_names()]
        own = []
        for path in sorted(self.folder.glob("*.toml"))[:MOST]:
            try:
                found = scenario_text(_text_of(path), path.stem)
            except MultipolarError as error:
                own.append({"name": path.stem, "title": path.stem, "shipped": False, "ok": False,
                            "problem": str(error).split("\n")[0]})  # fmt: skip
            else:
                own.append(_in_short(path.stem, found, shipped=False))
        return shipped + own

    def text(self, name: str) -> str:
        """Return the text of a scenario.

        Raises
        ------
        Problem
            404: there is none of that name.
        """
        if name in shipped_names():
            return str(shipped_file(name).read_text(encoding="utf-8"))
        path = self._path(name)
        if not path.is_file():
            raise Problem(404, f"no scenario {shown(name)}")
        return _text_of(path)

    def one(self, asked: Asked) -> dict[str, Any]:
        """Return one scenario: its text, and what it means."""
        name = asked.path["name"]
        text = self.text(name)
        out = {"name": name, "shipped": name in shipped_names(), "text": text}
        return out | checked(text, name)

    def file(self, asked: Asked) -> Response:
        """Return one scenario as a file to keep or send."""
        name = asked.path["name"]
        return download(self.text(name), f"{name}.toml")

    def save(self, asked: Asked) -> dict[str, Any]:
        """Keep a user's scenario, also one that is not finished; say what is wrong with it."""
        asked.only("text")
        name = asked.path["name"]
        if name in shipped_names():
            told = f"{name} comes with the package; choose another name for your own"
            raise Problem(409, told, field="name")
        path = self._path(name)
        text = words("text", asked.body.get("text"), LARGEST)
        if not path.exists() and len(list(self.folder.glob("*.toml"))) >= MOST:
            raise Problem(409, f"{MOST} scenarios are kept; delete one first")
        try:
            write_whole(path, text)
        except DataError as error:
            raise Problem(503, str(error)) from None
        return {"name": name, "shipped": False, "text": text} | checked(text, name)

    def delete(self, asked: Asked) -> None:
        """Delete a user's scenario."""
        name = asked.path["name"]
        if name in shipped_names():
            raise Problem(409, f"{name} comes with the package; it stays")
        path = self._path(name)
        if not path.is_file():
            raise Problem(404, f"no scenario {shown(name)}")
        try:
            path.unlink()
        except OSError as error:
            told = f"{path}: cannot be deleted ({error.strerror or error})"
            raise Problem(503, told) from None

    def _path(self, name: str) -> Path:
        if not re.fullmatch(NAME, name):
            told = f"name {shown(name)}; needed small letters, digits, - and _, 40 at most"
            raise Problem(422, told, field="name")
        return self.folder / f"{name}.toml"


@cache
def _shipped(name: str) -> Scenario:
    return scenario_text(shipped_file(name).read_text(encoding="utf-8"), name)


def _text_of(path: Path) -> str:
    return read_text(path, path.name, most=LARGEST)


def _in_short(name: str, s: Scenario, *, shipped: bool) -> dict[str, Any]:
    return {"name": name, "title": s.title, "about": s.about, "shipped": shipped, "ok": True,
            "start": s.start, "until": s.until, "members": s.members, "seed": s.seed,
            "events": len(s.orders), "assumptions": len(s.values)}  # fmt: skip


def download(text: str, name: str) -> Response:
    """Return a text as a file to keep; the name is one of ours, plain letters."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text, 200, headers, "application/toml")


def check(asked: Asked) -> dict[str, Any]:
    """Check the text of a scenario, as it is typed."""
    asked.only("text")
    given = asked.body.get("text")
    if not isinstance(given, str):
        raise Problem(422, f"text: {shown(given)}; needed the text of a scenario", field="text")
    return checked(given, "scenario")


def checked(text: str, name: str) -> dict[str, Any]:
    """Return whether a text is a scenario, every problem with its line, and what it means.

    Returns
    -------
    dict
        ``ok``, ``problems`` (``line``, ``column``, ``message``), ``effects`` (sentences: what it
        changes against the baseline), ``parsed``, ``raw`` (what the file says, as ``write``
        takes it) and ``notes``.
    """
    try:
        found = scenario_text(text, name)
    except DataError as error:
        return {"ok": False, "problems": problems(str(error)), "effects": [], "parsed": None,
                "raw": _raw(text), "notes": []}  # fmt: skip
    return {"ok": True, "problems": [], "effects": effects_of(found), "parsed": parsed(found),
            "raw": _raw(text), "notes": list(found.notes)}  # fmt: skip


def problems(told: str) -> list[dict[str, Any]]:
    """Return the problems that an error tells of, each with its line.

    >>> problems("mine, line 3: until: 1900; needed 2026 to 2225")
    [{'line': 3, 'column': None, 'message': 'until: 1900; needed 2026 to 2225'}]
    """
    out = []
    for line in told.split("\n"):
        found = WHERE.fullmatch(line)
        if found:
            column = found["column"]
            out.append({"line": int(found["line"]), "column": int(column) if column else None,
                        "message": found["told"]})  # fmt: skip
        elif line:
            out.append({"line": 1, "column": None, "message": line})
    return out


def _raw(text: str) -> dict[str, Any] | None:
    """Return what a text says, if it is TOML."""
    try:
        value = dict(parse_toml(text).value)
        json.dumps(value)
    except (DataError, TypeError, ValueError):
        return None
    return value


def effects_of(found: Scenario) -> list[str]:
    """Return in sentences what a scenario changes against the baseline."""
    out = []
    for c in changes(Scenario(), found):
        if c.kind == "event":
            out.append(c.after)
        elif c.kind == "mechanism":
            out.append(f"The mechanism {c.name} is switched {c.after}.")
        else:
            was = f" instead of {c.before}" if c.before else ""
            out.append(f"{c.kind.capitalize()} {c.name}: {c.after or 'not there'}{was}.")
    return out


def parsed(found: Scenario) -> dict[str, Any]:
    """Return a scenario as records."""
    params = default_model().params
    return {
        "title": found.title, "about": found.about, "start": found.start, "until": found.until,
        "members": found.members, "seed": found.seed, "off": list(found.off),
        "assumptions": [{"name": n, "value": v, "unit": params[n].unit}
                        for n, v in found.values.items()],
        "blocs": {n: {"members": list(b.members), "one_actor": b.one_actor}
                  for n, b in found.blocs.items()},
        "conditions": {n: condition_text(f) for n, f in found.conditions.items()},
        "events": [{"name": o.name, "act": o.act, "label": acts[o.act].spec.label,
                    "year": o.year or None, "if": o.when or None, "until": o.until or None,
                    "said": describe(o)} for o in found.orders],
    }  # fmt: skip


def write(asked: Asked) -> dict[str, Any]:
    """Return the text of what was put together in a form, and what is wrong with it."""
    asked.only(*ORDER, *TABLES)
    text = written(asked.body)
    return {"text": text} | checked(text, "scenario")


def written(value: Mapping[str, Any]) -> str:
    """Return a scenario as TOML.

    >>> print(written({"title": "A try", "event": [{"act": "war_ends", "year": 2030}]}), end="")
    title = "A try"
    <BLANKLINE>
    [[event]]
    act = "war_ends"
    year = 2030
    """
    lines = [f"{k} = {_value(k, value[k])}" for k in ORDER if value.get(k) not in (None, "", [])]
    for name, own in _tables(value, "assumptions"):
        lines += ["", f"[assumptions.{_key(name)}]", *_pairs(name, own)]
    for kind in ("bloc", "condition"):
        for name, own in _tables(value, kind):
            lines += ["", f"[{kind}.{_key(name)}]", *_pairs(name, own)]
    events = value.get("event") or []
    if not isinstance(events, list):
        raise Problem(422, f"event: {shown(events)}; needed a list", field="event")
    for event in events:
        lines += ["", "[[event]]", *_pairs("event", event)]
    return "\n".join(lines) + "\n"


def _tables(value: Mapping[str, Any], kind: str) -> list[tuple[str, Any]]:
    own = value.get(kind) or {}
    if not isinstance(own, Mapping):
        raise Problem(422, f"{kind}: {shown(own)}; needed tables by name", field=kind)
    return list(own.items())


def _pairs(name: str, own: object) -> list[str]:
    if not isinstance(own, Mapping):
        raise Problem(422, f"{name}: {shown(own)}; needed a table", field=name)
    return [f"{_key(k)} = {_value(k, v)}" for k, v in own.items() if v not in (None, "", [])]


def _key(name: object) -> str:
    text = str(name)
    return text if PLAIN_KEY.fullmatch(text) else _string(text)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _value(name: str, value: Any, depth: int = 0) -> str:
    """Return a value as TOML, on one line."""
    if depth > DEEPEST:
        raise Problem(422, f"{name}: nested too deep", field=name)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(name, v, depth + 1) for v in value)}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(k)} = {_value(k, v, depth + 1)}" for k, v in value.items())
        return f"{{{inner}}}"
    raise Problem(422, f"{name}: {shown(value)} cannot stand in a scenario", field=name)


def forms(_: Asked) -> dict[str, Any]:
    """Return what the editor offers, from the schema and the model."""
    return _forms()


@cache
def _forms() -> dict[str, Any]:
    model = default_model()
    known = [c for c in commitments() if c.alive(f"{YEAR}-12-31")]
    return {
        "start": YEAR, "until": [YEAR + 1, YEAR + LONGEST], "horizon": HORIZON,
        "acts": {n: _act(n) for n in acts.names()},
        "common": {k: v["description"] for k, v in COMMON.items()},
        "until_said": UNTIL["description"],
        "mechanisms": [{"name": m.name, "label": m.label, "phase": m.phase,
                        "can_be_off": not m.bookkeeping, "omits": m.omits}
                       for m in model.mechanisms],
        "parameters": [{"name": n, "mechanism": n.partition(".")[0], "value": p.value,
                        "unit": p.unit, "low": p.low, "high": p.high, "belief": str(p.belief),
                        "meaning": p.meaning} for n, p in model.params.items()],
        "fields": [_field(f) for f in model.fields.values()
                   if f.dims in ("system", "state", "dyad", "directed")],
        "condition": {k: v.get("description", k) for k, v in CONDITION["properties"].items()},
        "treaties": [{"id": c.id, "name": c.name, "kind": c.kind} for c in known
                     if c.kind in KINDS],
        "bodies": [{"id": c.id, "name": c.name} for c in known if c.kind in ("body", "alliance")],
        "words": WORDS, "template": template(),
    }  # fmt: skip


def _act(name: str) -> dict[str, Any]:
    spec = acts[name].spec
    return {
        "label": spec.label, "lasting": spec.lasting,
        "arguments": {
            k: {"kind": a.kind, "meaning": a.meaning, "unit": a.unit, "low": a.low, "high": a.high,
                "default": list(a.default) if isinstance(a.default, tuple) else a.default,
                "choices": list(a.choices), "needed": a.default is None}
            for k, a in spec.arguments.items()
        },
    }  # fmt: skip


def _field(f: Field) -> dict[str, Any]:
    changeable = not f.kind.startswith("fixed") and f.name not in ("present", "vacant")
    return {"name": f.name, "dims": f.dims, "unit": f.unit, "meaning": f.meaning, "low": f.low,
            "high": f.high, "changeable": changeable}  # fmt: skip
