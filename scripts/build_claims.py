"""Write the verdicts on the claims that ship, with their evidence: ``docs/claims-2021.md``.

Usage: ``python scripts/build_claims.py [--check]``

Needs publishers' files (``MULTIPOLAR_DATA``) and some minutes: forecasts and counterfactuals are
run. ``--check`` runs no futures and writes nothing: it holds the page against the file of claims,
and every number that needs no futures against what is worked out now (those that need publishers'
files only where the files are); the exit status is 1 if anything differs.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from multipolar.claim import Claim, Claims, read_claims, shipped_file
from multipolar.claim_check import Outcome, Verdict, check_claims, outcome

NAME = "joint-statement-2021"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "claims-2021.md"
FUTURES = ("forecast", "counterfactual")
SLOW = (*FUTURES, "placebo")


def digest() -> str:
    """Return a mark of the file of claims as it stands."""
    return hashlib.sha256(shipped_file(NAME).read_bytes()).hexdigest()[:16]


def page(claims: Claims, verdicts: list[Verdict]) -> str:
    """Return the page."""
    unseen = sum(o.answer == "unseen" for v in verdicts for o in v.outcomes)
    parts = [
        f"# {claims.title}",
        f"<!-- claims: {digest()} -->",
        f"Written by `scripts/build_claims.py` from `multipolar check {NAME}`. Quotations, "
        "readings, tests and thresholds stand in "
        f"`src/multipolar/data/claims/{NAME}.toml`; [claims.md](claims.md) says how a verdict is "
        "reached.",
        "**How to read it.** A verdict is about the tests, by the reading given, and not about who "
        "spoke or why. *Supported* says that the reading holds by these tests, not that what the "
        "speaker meant by it does; *contradicted* says that the reading fails by them, and no more "
        "of what was meant. Motives, causes and what is rightful are not asked. Some counts are "
        "counts of the tables that this package carries, largely unverified: a trend may be one "
        "of the tables, and where they are known to lack what has ended, a rise decides nothing. "
        "Other lists end before 2021, and are asked for the years that they have. Agreements in "
        "force and exits from organizations are a thin reading of a legal framework, and armed "
        "conflicts one of terrorism. Forecasts are "
        "what the model's assumptions imply, by the definitions that a simulated world can be "
        "judged by: output at market rates is not simulated.",
        f"{unseen} of {sum(len(v.outcomes) for v in verdicts)} tests need data that are not there.",
        _table(
            ("claim", "read as", "verdict", "why"),
            [(f"[{v.claim.name}](#{v.claim.name})", v.claim.reads, v.verdict, v.why)
             for v in verdicts],
        ),
        *(_section(v) for v in verdicts),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _section(v: Verdict) -> str:
    why = v.why.removesuffix(".")
    head = [f"## {v.claim.name}", quotation(v.claim),
            f"Read as: {v.claim.reads}. **{v.verdict.capitalize()}**: {why}."]  # fmt: skip
    if v.outcomes:
        rows = [row(o) for o in v.outcomes]
        head.append(_table(("definition", "answer", "found", "would decide", "source"), rows))
    return "\n\n".join(head)


def quotation(claim: Claim) -> str:
    """Return what was said, by whom, when and where."""
    return f"> {claim.quote}\n>\n> {claim.speaker}, {claim.date} ({claim.source})"


def row(o: Outcome) -> tuple[str, ...]:
    """Return an outcome as a row of the page."""
    return o.test, o.answer, o.numbers, o.would_decide, o.source


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(line(cells) for cells in lines)


def line(cells: tuple[str, ...]) -> str:
    """Return a row of a Markdown table."""
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def problems(text: str, claims: Claims) -> Iterator[str]:
    """Yield in what a page differs from its file of claims and from what is worked out now."""
    if digest() not in text:
        yield "the file of claims has changed since the page was written"
    for claim in claims.claims:
        if quotation(claim) not in text:
            yield f"{claim.name}: its quotation is not on the page"
        for test in claim.tests:
            if test["test"] in SLOW:
                continue
            found = outcome(test)
            if found.answer == "unseen" and "MULTIPOLAR_DATA" in found.would_decide:
                continue
            if line(row(found)) not in text:
                yield f"{claim.name}: now {found.answer}, {found.numbers} ({found.test})"


def main() -> int:
    """Write or check the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    claims = read_claims(NAME)
    if parser.parse_args().check:
        found = list(problems(PAGE.read_text(encoding="utf-8"), claims))
        print("\n".join(found) or f"{PAGE.name}: as worked out now", file=sys.stderr)
        return int(bool(found))
    verdicts = check_claims(claims, progress=lambda name: print(name, file=sys.stderr, flush=True))
    PAGE.write_text(page(claims, verdicts), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
