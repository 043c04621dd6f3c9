"""A claim: what somebody said, and the tests that say whether it is so, fixed beforehand."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from multipolar.claim_series import known_series
from multipolar.errors import DataError, MultipolarError, UnknownName, suggest
from multipolar.formcheck import check_form
from multipolar.placebo import CLAIMS
from multipolar.scenario_reading import read_scenario
from multipolar.scenario_schema import NAMES, TEXT, YEARS, Schema, table
from multipolar.tomlfile import Document, Place, parse_toml, read_toml

SPAN: Schema = {"type": "array", "items": YEARS, "minItems": 2, "maxItems": 2}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
WAY: Schema = {"type": "string", "enum": ["higher", "lower"]}
SERIES = TEXT | {"description": "a series by name; multipolar claims series lists them"}
MARGIN: Schema = {"type": "number", "minimum": 0, "maximum": 100,
                  "description": "least change, as a part of the value before"}  # fmt: skip
Z: Schema = {"type": "number", "minimum": 0, "maximum": 10,
             "description": "standard errors that a change must be away from nothing"}  # fmt: skip
MEMBERS: Schema = {"type": "integer", "minimum": 2, "maximum": 10**5}
TESTS: dict[str, tuple[tuple[str, ...], dict[str, Schema]]] = {
    "periods": (("series", "before", "after", "expects"),
                {"series": SERIES, "before": SPAN, "after": SPAN, "expects": WAY,
                 "margin": MARGIN, "z": Z}),
    "trend": (("series", "years", "expects"),
              {"series": SERIES, "years": SPAN, "expects": WAY, "margin": MARGIN, "z": Z}),
    "level": (("series", "year"),
              {"series": SERIES, "year": YEARS, "above": {"type": "number"},
               "below": {"type": "number"}}),
    "total": (("series", "years"),
              {"series": SERIES, "years": SPAN, "above": {"type": "number"},
               "below": {"type": "number"}}),
    "record": (("treaty",),
               {"treaty": TEXT, "has": {"type": "array", "items": TEXT},
                "lacks": {"type": "array", "items": TEXT}}),
    "forecast": (("scenario", "year", "event"),
                 {"scenario": TEXT, "year": YEARS, "members": MEMBERS, "likely": SHARE,
                  "event": {"type": "string", "enum": ["multipolar", "pole"]}, "state": TEXT}),
    "counterfactual": (("without", "with", "measure", "expects"),
                       {"without": TEXT, "with": TEXT, "measure": TEXT, "expects": WAY,
                        "until": YEARS, "members": MEMBERS, "z": Z,
                        "assumed": {"type": "string", "minLength": 1,
                                    "description": "the effect that the answer rests on"}}),
    "placebo": (("claim",), {"claim": {"type": "string", "enum": list(CLAIMS)}}),
}  # fmt: skip
"""Kind of test → what it needs, and what it takes."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement and its tests.

    Parameters
    ----------
    name
        By which it is called.
    quote, speaker, date, source
        What was said, shortly, by whom, when, and where it stands.
    reads
        What it is taken to say.
    tests
        Definitions to vary: each test is one of them.
    untestable
        Why it cannot be tested; empty if it can.
    agree
        The share of the claim's definitions that decides; those that are unclear, or need data
        that are not here, do not agree.
    """

    name: str
    quote: str
    speaker: str
    date: str
    source: str
    reads: str
    tests: tuple[Mapping[str, Any], ...]
    untestable: str
    agree: float


@dataclass(frozen=True, slots=True)
class Claims:
    """A file of claims."""

    name: str
    title: str
    claims: tuple[Claim, ...]


def claims_schema() -> Schema:
    """Return the JSON Schema of a file of claims."""
    kinds = {
        name: table({"test": {"const": name}, "says": TEXT} | form, ("test", *needed))
        for name, (needed, form) in TESTS.items()
    }
    test = {
        "type": "object", "required": ["test"],
        "properties": {"test": {"type": "string", "enum": list(TESTS)}},
        "allOf": [{"if": {"properties": {"test": {"const": n}}, "required": ["test"]},
                   "then": {"$ref": f"#/$defs/{n}"}} for n in TESTS],
    }  # fmt: skip
    claim = table(
        {
            "name": NAMES, "speaker": TEXT, "reads": TEXT, "untestable": TEXT, "source": TEXT,
            "date": {"type": "string", "pattern": r"^\d{4}(-\d\d){0,2}$"},
            "quote": {"type": "string", "minLength": 1, "maxLength": 300},
            "agree": {"type": "number", "minimum": 0.5, "maximum": 1,
                      "description": "the share of all its definitions that decides"},
            "test": {"type": "array", "items": test, "minItems": 1, "maxItems": 50},
        },
        ("name", "quote", "speaker", "date", "reads"),
    )  # fmt: skip
    whole = table(
        {"title": TEXT, "source": TEXT,
         "claim": {"type": "array", "items": claim, "minItems": 1, "maxItems": 500}},
        ("title", "claim"),
    )  # fmt: skip
    return {"$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "A file of claims of multipolar", **whole, "$defs": kinds}  # fmt: skip


def shipped_claims() -> list[str]:
    """Return the names of the files of claims that come with the package."""
    return sorted(p.name.removesuffix(".toml") for p in _folder().iterdir())


def shipped_file(name: str) -> Any:
    """Return a file of claims that comes with the package."""
    return _folder().joinpath(f"{name}.toml")


def _folder() -> Any:
    from importlib import resources

    return resources.files("multipolar").joinpath("data", "claims")


def read_claims(source: str | Path) -> Claims:
    """Return the claims of a file, checked.

    Parameters
    ----------
    source
        A path, or the name of a file that comes with the package.

    Raises
    ------
    DataError
        The file is wrong: every problem with its line.
    UnknownName
        No file of the package has that name.
    """
    text = str(source)
    if isinstance(source, str) and not (text.endswith(".toml") or Path(text).is_file()):
        if text not in shipped_claims():
            msg = f"no claims {text!r}{suggest(text, shipped_claims())} multipolar claims list"
            raise UnknownName(msg)
        document = read_toml(shipped_file(text))
    else:
        document = read_toml(Path(text))
    return claims_of(document)


def claims_text(text: str, name: str = "claims") -> Claims:
    """Return the claims of a text, checked; see ``read_claims``."""
    return claims_of(parse_toml(text, name))


def claims_of(document: Document) -> Claims:
    """Return the claims of a document, checked; see ``read_claims``."""
    check_form(document, claims_schema())
    document.check()
    value = document.value
    names = [c["name"] for c in value["claim"]]
    for k, c in enumerate(value["claim"]):
        place: Place = ("claim", k)
        if names.index(c["name"]) != k:
            told = f"{c['name']!r} is the name of claim {names.index(c['name']) + 1} already"
            document.wrong((*place, "name"), told)
        if ("test" in c) == ("untestable" in c):
            document.wrong(place, "needed either tests, or untestable with the reason")
        for t, test in enumerate(c.get("test", ())):
            _check_test(document, (*place, "test", t), test)
    document.check()
    short = document.name.replace("\\", "/").rpartition("/")[2].removesuffix(".toml")
    source = value.get("source", "")
    return Claims(short, value["title"], tuple(_claim(c, source) for c in value["claim"]))


def _claim(c: Mapping[str, Any], source: str) -> Claim:
    return Claim(
        name=c["name"],
        quote=c["quote"],
        speaker=c["speaker"],
        date=c["date"],
        source=c.get("source", source),
        reads=c["reads"],
        tests=tuple(c.get("test", ())),
        untestable=c.get("untestable", ""),
        agree=c.get("agree", 1.0),
    )


def _check_test(document: Document, place: Place, test: Mapping[str, Any]) -> None:
    """Note what of a test makes no sense."""
    if "series" in test:
        try:
            known_series(test["series"])
        except MultipolarError as error:
            document.wrong((*place, "series"), str(error))
    _check_spans(document, place, test)
    if test["test"] in ("level", "total") and ("above" in test) == ("below" in test):
        document.wrong(place, "needed either above or below")
    if test["test"] == "record" and not ("has" in test or "lacks" in test):
        document.wrong(place, "needed has or lacks")
    if test.get("event") == "pole" and "state" not in test:
        document.wrong(place, "needed state, of whom it is asked")
    _check_scenarios(document, place, test)
    if test["test"] == "record":
        _check_treaty(document, place, test)


def _check_spans(document: Document, place: Place, test: Mapping[str, Any]) -> None:
    for key in ("before", "after", "years"):
        if key in test and test[key][0] >= test[key][1]:
            document.wrong((*place, key), f"{test[key]}; needed a first year and a later one")
    if "before" in test and "after" in test and test["before"][1] >= test["after"][0]:
        document.wrong((*place, "after"), f"begins in {test['after'][0]}, before the other ended")


def _check_scenarios(document: Document, place: Place, test: Mapping[str, Any]) -> None:
    for key in ("scenario", "without", "with"):
        if key in test:
            try:
                read_scenario(test[key])
            except (DataError, UnknownName) as error:
                document.wrong((*place, key), str(error).split("\n")[0])


def _check_treaty(document: Document, place: Place, test: Mapping[str, Any]) -> None:
    from multipolar.commitments import OBLIGATIONS
    from multipolar.embedded import commitments

    known = {c.id: c for c in commitments()}
    if test["treaty"] not in known:
        hint = suggest(test["treaty"], known)
        document.wrong((*place, "treaty"), f"no treaty {test['treaty']!r}{hint}")
        return
    words = OBLIGATIONS[known[test["treaty"]].kind]
    for key in ("has", "lacks"):
        for k, word in enumerate(test.get(key, ())):
            if word not in words:
                document.wrong((*place, key, k), f"no obligation {word!r}{suggest(word, words)}")
