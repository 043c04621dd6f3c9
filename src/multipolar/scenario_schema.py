"""The form of a scenario file, as a JSON Schema: for editors, and for the first of two checks.

What the words mean (whether there is such a state, such a treaty) no schema
can say; ``scenario_checks`` does.
"""

from collections.abc import Mapping
from typing import Any

from multipolar.act import Argument
from multipolar.acts import catalogue
from multipolar.embedded import YEAR

Schema = dict[str, Any]
FIRST_START = 1816
LONGEST = 200
"""Years that a scenario may run."""
NAME = "^[a-z][a-z0-9_-]{0,39}$"
SEED = 2**63 - 1
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 4000}
NAMES: Schema = {"type": "string", "pattern": NAME}
STATE: Schema = {"type": "string", "minLength": 1, "maxLength": 60}
STATES: Schema = {"type": ["string", "array"], "items": STATE, "minItems": 1, "minLength": 1}
YEARS: Schema = {"type": "integer", "minimum": FIRST_START, "maximum": 9999}
NUMBER: Schema = {
    "type": ["number", "object"],
    "properties": {"value": {"type": "number"}, "unit": TEXT},
    "required": ["value", "unit"],
    "additionalProperties": False,
}


def table(properties: Mapping[str, Schema], required: tuple[str, ...] = ()) -> Schema:
    """Return the schema of a table that has nothing else."""
    out: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    return out | ({"required": list(required)} if required else {})


def _argument(a: Argument) -> Schema:
    """Return the schema of an argument of an act."""
    shown = f"{a.meaning} ({a.unit})" if a.kind == "number" and a.unit != "1" else a.meaning
    form: Schema = {
        "state": STATE, "states": STATES, "number": NUMBER, "word": NAMES,
        "treaty": TEXT, "field": TEXT, "parameter": TEXT,
        "sides": {"type": "array", "items": STATE, "minItems": 2},
        "choice": {"type": "string", "enum": list(a.choices)},
        "choices": {"type": "array", "minItems": 1, "uniqueItems": True,
                    "items": {"type": "string", "enum": list(a.choices)}},
    }[a.kind]  # fmt: skip
    if a.kind == "number":
        bounds = {"minimum": a.low, "maximum": a.high}
        form = form | {k: v for k, v in bounds.items() if abs(v) != float("inf")}
    return form | {"description": shown}


COMMON: dict[str, Schema] = {
    "act": {"type": "string", "description": "what happens"},
    "name": NAMES | {"description": "by which conditions call the event"},
    "note": TEXT | {"description": "for people"},
    "year": YEARS | {"description": "the year at whose start it happens"},
    "if": NAMES | {"description": "the condition it hangs on, instead of a year"},
    "from_year": YEARS | {"description": "the first year-end at which the condition is looked at"},
    "by_year": YEARS | {"description": "the last year-end at which the condition is looked at"},
    "delay": {"type": "integer", "minimum": 0, "maximum": LONGEST,
              "description": "years between the condition coming true and the event, beyond one"},
}  # fmt: skip
UNTIL = YEARS | {"description": "done again at the start of every year to this one"}


def _event(name: str) -> Schema:
    spec = catalogue[name].spec
    own = {k: _argument(a) for k, a in spec.arguments.items()}
    needed = tuple(
        k for k, a in spec.arguments.items() if a.default is None and a.kind != "choices"
    )
    needed += tuple(k for k, a in spec.arguments.items() if a.kind == "choices")
    common = COMMON | ({"until": UNTIL} if spec.lasting else {})
    return table(common | own, ("act", *needed)) | {"title": spec.label}


CONDITION = table(
    {
        "field": TEXT | {"description": "a field of the system, of states (summed) or of a pair"},
        "states": STATES | {"description": "whose"},
        "above": {"type": ["number", "string", "array"], "items": STATE, "minItems": 1,
                  "description": "a number, or states of whom the same is taken"},
        "below": {"type": ["number", "string", "array"], "items": STATE, "minItems": 1,
                  "description": "a number, or states of whom the same is taken"},
        "times": {"type": "number", "exclusiveMinimum": 0, "maximum": 1e6,
                  "description": "factor of what it is held against"},
        "treaty": TEXT | {"description": "a treaty by name"},
        "in_force": {"type": "boolean", "description": "whether it must be in force"},
        "after": NAMES | {"description": "an event by name"},
        "years": {"type": "integer", "minimum": 0, "maximum": LONGEST,
                  "description": "how many years after it"},
        "all": {"type": "array", "items": NAMES, "minItems": 1,
                "description": "conditions that must all hold"},
        "any": {"type": "array", "items": NAMES, "minItems": 1,
                "description": "conditions of which one must hold"},
        "not": NAMES | {"description": "a condition that must not hold"},
        "ever": {"type": "boolean", "description": "whether it counts that it has once held"},
        "running": {"type": "integer", "minimum": 1, "maximum": LONGEST,
                    "description": "year-ends in a row at which it must hold"},
    }
)  # fmt: skip
BLOC = table(
    {
        "members": {"type": "array", "items": STATE, "minItems": 1, "uniqueItems": True},
        "body": TEXT | {"description": "a body or alliance, for its members at the start"},
        "one_actor": {"type": "boolean",
                      "description": "counted as one state from the start, under its name"},
        "note": TEXT,
    }
)  # fmt: skip


def scenario_schema() -> Schema:
    """Return the schema of a scenario file."""
    names = catalogue.names()
    chosen = [
        {"if": {"properties": {"act": {"const": n}}, "required": ["act"]},
         "then": {"$ref": f"#/$defs/{n}"}}
        for n in names
    ]  # fmt: skip
    event = {
        "type": "object", "required": ["act"],
        "properties": {"act": {"type": "string", "enum": names}}, "allOf": chosen,
    }  # fmt: skip
    named = {"propertyNames": {"pattern": NAME}}
    whole = table(
        {
            "title": TEXT | {"description": "one line"},
            "about": TEXT | {"description": "what is asked, and what is assumed"},
            "start": {"type": "integer", "minimum": FIRST_START, "maximum": YEAR,
                      "description": "the year at whose end it starts"},
            "until": YEARS | {"description": "the last year"},
            "members": {"type": "integer", "minimum": 1, "maximum": 10**6,
                        "description": "how many futures"},
            "seed": {"type": "integer", "minimum": 0, "maximum": SEED,
                     "description": "of all luck"},
            "off": {"type": "array", "items": TEXT, "uniqueItems": True,
                    "description": "mechanisms that are switched off"},
            "assumptions": {"type": "object", "additionalProperties": {
                "type": "object", "additionalProperties": NUMBER},
                "description": "parameters held: mechanism.parameter = {value, unit}"},
            "bloc": {"type": "object", "additionalProperties": BLOC, **named},
            "condition": {"type": "object", "additionalProperties": CONDITION, **named},
            "event": {"type": "array", "items": event, "maxItems": 500},
        },
        ("title",),
    )  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A scenario of multipolar",
        **whole,
        "$defs": {name: _event(name) for name in names},
    }
