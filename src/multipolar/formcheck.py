"""Hold a TOML file to a JSON Schema, and tell what is wrong in plain words, with its line."""

import datetime
import math
from collections.abc import Iterator, Mapping
from typing import Any

from multipolar.errors import suggest
from multipolar.tomlfile import Document, Place

KINDS = {
    "string": "text in quotes", "number": "a number", "integer": "a whole number",
    "array": "a list in [ ]", "object": "a table", "boolean": "true or false",
}  # fmt: skip


def check_form(document: Document, schema: Mapping[str, Any]) -> None:
    """Note whatever does not fit a schema among the problems of a document."""
    from jsonschema import Draft202012Validator

    for place, value in _leaves(document.value, ()):
        if isinstance(value, float) and not math.isfinite(value):
            document.wrong(place, f"{value}; needed a finite number")
    for error in Draft202012Validator(schema).iter_errors(document.value):
        place = tuple(error.absolute_path)
        tell = _TELL.get(error.validator, _other)
        for where, told in tell(error):
            document.wrong((*place, *where), told)


def _leaves(value: Any, place: Place) -> Iterator[tuple[Place, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*place, key))
    elif isinstance(value, list):
        for k, inner in enumerate(value):
            yield from _leaves(inner, (*place, k))
    else:
        yield place, value


def shown(value: Any) -> str:
    """Return a value as a message shows it: short, and on one line."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**15:
        return f"a number of {len(str(abs(value)))} digits" if abs(value) < 10**4000 else "a number"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, datetime.date | datetime.time):
        return f"the date {value}"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


Told = Iterator[tuple[Place, str]]


def _unknown_key(error: Any) -> Told:
    known = error.schema.get("properties", {})
    for key in error.instance:
        if key not in known:
            if not isinstance(error.validator_value, bool):
                continue
            hint = suggest(key, known)
            listed = f" Known here: {', '.join(known)}" if "mean" not in hint else ""
            yield (key,), f"no such key{hint}{listed}"


def _missing(error: Any) -> Told:
    for key in error.validator_value:
        if key not in error.instance:
            meaning = error.schema.get("properties", {}).get(key, {}).get("description", "")
            known = error.schema.get("properties", {})
            near = [k for k in error.instance if k not in known]
            hint = suggest(key, near)
            written = f" (you wrote {hint[15:-1]}?)" if "mean" in hint else ""
            yield (), f"{key!r} is missing{written}" + (f": {meaning}" if meaning else "")


def _type(error: Any) -> Told:
    kinds = [error.validator_value] if isinstance(error.validator_value, str) else list(
        error.validator_value)  # fmt: skip
    needed = " or ".join(KINDS[k] for k in kinds)
    if isinstance(error.instance, datetime.date) and "integer" in kinds:
        needed = f"{needed}: the model runs in years, type {error.instance.year}"
    yield (), f"{shown(error.instance)}; needed {needed}"


def _word(error: Any) -> Told:
    words = error.validator_value
    if isinstance(error.instance, str):
        yield (
            (),
            (
                f"{shown(error.instance)}{suggest(error.instance, words)} Needed one of "
                + ", ".join(words)
            ),
        )


def _bound(error: Any) -> Told:
    if isinstance(error.instance, bool) or not isinstance(error.instance, int | float):
        return
    low = error.schema.get("minimum", error.schema.get("exclusiveMinimum"))
    high = error.schema.get("maximum")
    span = f"{low:g} to {high:g}" if low is not None and high is not None else (
        f"at least {low:g}" if high is None else f"at most {high:g}")  # fmt: skip
    if isinstance(low, int) and isinstance(high, int):
        span = f"{low} to {high}" if high < 10**9 else f"{low} to {high:,}"
    yield (), f"{shown(error.instance)}; needed {span}"


def _pattern(error: Any) -> Told:
    yield (), f"{shown(error.instance)}; needed a name of small letters, digits, - and _"


def _few(error: Any) -> Told:
    yield (), f"{shown(error.instance)}; needed {error.validator_value} or more"


def _many(error: Any) -> Told:
    yield (), f"too long; needed at most {error.validator_value}"


def _twice(error: Any) -> Told:
    yield (), f"{shown(error.instance)}; something stands twice"


def _other(error: Any) -> Told:
    yield (), str(error.message)[:200]


_TELL = {
    "additionalProperties": _unknown_key, "required": _missing, "type": _type, "enum": _word,
    "minimum": _bound, "maximum": _bound, "exclusiveMinimum": _bound, "pattern": _pattern,
    "minItems": _few, "minLength": _few, "maxLength": _many, "maxItems": _many,
    "uniqueItems": _twice,
}  # fmt: skip
