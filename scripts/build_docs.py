"""Write the generated parts of the docs from the catalogues of sources and mechanisms.

Usage: ``python scripts/build_docs.py [--check]``

``docs/data.md`` has a table of all sources between two marks; ``docs/variables.md``,
``docs/mechanisms.md`` and ``docs/calibration.md`` are written whole.
``--check`` compares instead of writing; the exit status is 1 if anything differs.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from calibration_page import page

from multipolar.fields import FIELDS, Field
from multipolar.figures.year_of_the_model import year_of_the_model
from multipolar.mechanism import PHASES, Mechanism
from multipolar.model import default_model
from multipolar.posterior import shipped
from multipolar.source import KEYS, SourceSpec
from multipolar.sources import catalogue

DOCS = Path(__file__).resolve().parents[1] / "docs"
BEGIN, END = "<!-- sources: begin (scripts/build_docs.py) -->", "<!-- sources: end -->"
CODES = {
    "cow": "COW",
    "gw": "Gleditsch-Ward",
    "iso3": "public",
    "name": "names",
    "own": "own",
}


def specs() -> dict[str, SourceSpec]:
    """Return the facts of every source by name."""
    return {name: catalogue[name].spec for name in catalogue.names()}


def table() -> str:
    """Return the table of all sources."""
    head = ("source", "what", "versions", "grain", "codes", "missing row", "variables", "files",
            "terms")  # fmt: skip
    rows = [
        (
            f"[`{name}`](variables.md#{name})",
            spec.title,
            "; ".join(f"{v}: {_years(spec, v)}" for v in spec.versions),
            spec.grain,
            CODES[spec.codes],
            spec.absent,
            str(len(spec.columns)),
            _files(spec),
            spec.licence,
        )
        for name, spec in specs().items()
    ]
    return _markdown(head, rows)


def variables() -> str:
    """Return the page of all variables and traps, a section for each source."""
    count = sum(len(spec.columns) for spec in specs().values())
    parts = [
        "# Variables and traps, source by source",
        f"{count} variables of {len(specs())} sources, as declared by their readers; written by "
        "`scripts/build_docs.py`. The names are those that `panel` takes. Range is what a value "
        "must lie in, or the file is refused; empty where there is none. How sources are read and "
        "got: [data.md](data.md).",
        *(_section(name, spec) for name, spec in specs().items()),
    ]
    return "\n\n".join(parts) + "\n"


def _section(name: str, spec: SourceSpec) -> str:
    facts = (
        f"{spec.title}. Version {spec.version}, {_years(spec, spec.version)}; one row a "
        f"`{', '.join(KEYS[spec.grain])}`; a missing row is {spec.absent}. <{spec.page}>"
    )
    rows = [(f"`{c.name}`", c.meaning, c.unit, _range(c.low, c.high)) for c in spec.columns]
    traps = "\n".join(f"- {_text(note)}" for note in spec.notes)
    parts = [f"## {name}", facts, traps, _markdown(("variable", "meaning", "unit", "range"), rows)]
    return "\n\n".join(part for part in parts if part)


def _years(spec: SourceSpec, version: str) -> str:
    return "–".join(map(str, spec.coverage[version]))


def _files(spec: SourceSpec) -> str:
    """Return how the files of the newest version are had."""
    addresses = [file.url for file in spec.versions[spec.version]]
    return "fetch" if all(addresses) else "some by hand" if any(addresses) else "by hand"


def _range(low: float, high: float) -> str:
    if low == float("-inf") and high == float("inf"):
        return ""
    if high == float("inf"):
        return f"from {_number(low)}"
    if low == float("-inf"):
        return f"up to {_number(high)}"
    return f"{_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    """Return a number with commas, unless it may be a year."""
    return f"{value:.10g}" if abs(value) < 10_000 else f"{value:,.10g}"


def _text(cell: str) -> str:
    """Return text that Markdown leaves alone."""
    for mark in ("|", "*", "<"):
        cell = cell.replace(mark, "\\" + mark)
    return cell


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head)]
    lines += [[c if "`" in c else _text(c) for c in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def mechanisms() -> str:
    """Return the page of all mechanisms and of what a simulated world consists of."""
    model = default_model()
    parts = [
        "# Mechanisms",
        f"The {len(model.mechanisms)} mechanisms of the model and their {len(model.params)} "
        "parameters, in the order of a year; written by `scripts/build_docs.py` from what the "
        "mechanisms declare. The tables give what was believed of each parameter before the data; "
        "which are fitted to history, and what they became: [calibration.md](calibration.md). "
        "How a run works: "
        "[simulation.md](simulation.md). The works cited, and how far each reference was checked: "
        "[references.md](references.md).",
        "![A year of the model](pictures/year-of-the-model.png)",
    ]
    for number, phase in enumerate(PHASES, start=1):
        parts.append(f"## {number} {phase.capitalize()}")
        parts += [_mechanism(m) for m in model.mechanisms if m.phase == phase]
    rows = [_field(f) for f in FIELDS.values()]
    parts += [
        "## What a simulated world consists of",
        "A *stock* is carried from year to year, a *tally* begins every year at its start value, "
        "a *flag* is 0 or 1. Start is the value where the World that a run begins with does not "
        "know it. Fields of single mechanisms stand with them.",
        _markdown(("field", "meaning", "unit", "of", "kind", "start", "range"), rows),
    ]
    return "\n\n".join(parts) + "\n"


def _mechanism(m: Mechanism) -> str:
    steps = [f"- {step.name} ({step.over}): {line}" for step, line in
             zip(m.marked, m.doc.split("\n"), strict=True)]  # fmt: skip
    rows = [
        (f"`{name}`", p.meaning, p.unit, f"{p.value:g}", _range(p.low, p.high), str(p.belief))
        for name, p in m.params.items()
    ]
    own = [f"Its own field `{f.name}` ({f.dims}, {f.unit}): {f.meaning}." for f in m.fields]
    parts = [
        f"### {m.name}",
        f"{m.label}. " + _text(m.source),
        "\n".join(steps),
        f"Leaves out: {m.omits[0].lower()}{m.omits[1:]}" if m.omits else "",
        "\n".join(own),
        _markdown(("parameter", "meaning", "unit", "value", "range", "prior"), rows)
        if rows else "",
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _field(f: Field) -> tuple[str, ...]:
    return f"`{f.name}`", f.meaning, f.unit, f.dims, f.kind, f"{f.start:g}", _range(f.low, f.high)


def pages() -> dict[Path, str]:
    """Return the text of each page that has a generated part."""
    data = DOCS / "data.md"
    before, _, rest = data.read_text(encoding="utf-8").partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        msg = f"{data}: needed the marks {BEGIN} and {END}"
        raise SystemExit(msg)
    made = shipped()
    learned = {} if made is None else {DOCS / "calibration.md": page(made, _markdown)}
    return learned | {
        data: f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}",
        DOCS / "variables.md": variables(),
        DOCS / "mechanisms.md": mechanisms(),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status."""
    parser = argparse.ArgumentParser(description="Write or check the generated parts of the docs.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    status = 0
    for path, text in pages().items():
        same = path.is_file() and path.read_text(encoding="utf-8") == text
        if options.check:
            print(f"{path.name} is up to date" if same else f"{path.name} differs from a rebuild")
            status |= not same
        elif not same:
            path.write_text(text, encoding="utf-8")
            print(path)
    if not options.check:
        figure = year_of_the_model(default_model())
        print(figure.save(DOCS / "pictures" / "year-of-the-model.png"))
    return int(status)


if __name__ == "__main__":
    sys.exit(main())
