"""Write what the record can say of coordination and polarity: ``docs/identification.md``.

Usage: ``python scripts/build_identification.py [--docs FOLDER]``

Runs ``multipolar placebo``, every claim, with the default number of meaningless covariates.
Needs publishers' files (``MULTIPOLAR_DATA``) and half a minute.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from multipolar.errors import DataError
from multipolar.files import write_whole
from multipolar.model import default_model
from multipolar.placebo import Placebo, around_signature, placebo_all
from multipolar.posterior import shipped
from multipolar.quarrels import PACTS

TERMS = {"disputes.allies": "a defence pact", "disputes.pact": "a pact not to attack"}
DOCS = Path(__file__).resolve().parents[1] / "docs"
HEAD = """# What the record can say of coordination and polarity

Does coordination of states stabilise? Does multipolarity destabilise? The questions stand behind
the article that this package is held against. **The record of two centuries answers neither.**
This page has the designs that were tried and their numbers, all from

```shell
multipolar placebo            # every claim; multipolar placebo consultation for one
```

and written by `scripts/build_identification.py`. A check can refute an effect; passing it proves
none.

- **Coordination** is measured by pacts of ATOP (to consult, to defend, not to attack). Rows are
  pairs of states that border or hold a great power, by year, 1870 to 2010; the outcome is that a
  dispute begins; logit, errors clustered by pair. *Structure* is size, distance, borders, great
  powers, regimes and shared bodies; *history* is what past disputes of the pair and of both
  states foretell. The sources of this package have no summits or visits, so coordination beyond
  treaties is not asked.
- **Polarity** is concentration among the great powers (CON), their effective number, and their
  number. Rows are the years 1827 to 2010; the outcome is the count of disputes; negative
  binomial, errors robust to ten years of dependence; coefficients of one standard deviation.

Three designs put each to a test that a true effect would pass:

1. *Leads.* What comes five years later cannot be a cause. If it "works" as well as what is in
   force, who signs is different from who does not, and the pact in force may owe its coefficient
   to that too.
2. *Controls, denominators, eras.* An effect keeps its sign when the count is of all pairs or of
   those that could fight, with a trend, last year's count and the world wars beside it, and from
   era to era.
3. *Persistence.* Pacts dealt out to other pairs, and random series that remember as much as the
   true one, mean nothing and should be significant one time in twenty.
"""
MODEL = """
## What the model does with that

Coordination at summits has no direct effect on disputes (`summits.peace` is held at {peace:g}) and
no parameter stands for polarity. By a prior, not by data, coordination draws the alignment of a
pair together (`summits.bond`), and enmity makes disputes likelier: that path is assumed, and
holding `summits.bond` at 0 cuts it. A scenario that wants a direct effect must assume
it in its file, and what follows is then told as what was assumed: [scenarios.md](scenarios.md).
The chance of a dispute has terms for pacts in force because they were tried as predictors. They
are associations, fitted to the record, and say no more than the tables below: {terms} on the log
odds, with 90 % intervals. Whoever signs a pact in a scenario moves disputes by that much.
"""


def page(found: Sequence[Placebo]) -> str:
    """Return the page."""
    parts = [HEAD, "## In short\n", *_short(found), _model()]
    for one in found:
        parts += ["", f"## `{one.claim}`: {one.says}", "", *_section(one)]
    return "\n".join(parts) + "\n"


def _model() -> str:
    """Return what the model assumes and what it has fitted, from the posterior that ships."""
    known = shipped()
    if known is None:
        msg = "no posterior ships with the package; multipolar calibrate makes one"
        raise DataError(msg)
    fitted = known.facts["fits"]["disputes"]["params"]
    terms = [
        f"{label} {fitted[name]['peak']:+.2f} ({fitted[name]['low']:+.2f} to "
        f"{fitted[name]['high']:+.2f})"
        for name, label in TERMS.items()
    ]
    peace = default_model().param("summits.peace").value
    return MODEL.format(peace=peace, terms=", ".join(terms))


def _short(found: Sequence[Placebo]) -> Iterator[str]:
    yield "| claim | verdict | why |"
    yield "|---|---|---|"
    for one in found:
        verdict = "not identified" if one.against else "no check speaks against it"
        yield f"| `{one.claim}`: {one.says} | {verdict} | {'; '.join(one.against) or '–'} |"


def _section(one: Placebo) -> Iterator[str]:
    if one.claim in PACTS:
        around = around_signature(one.claim)
        yield "Disputes that began a year and pair, around the first signature:"
        yield ""
        yield "| years from signature | " + " | ".join(when for when, _, _ in around) + " |"
        yield "|---|" + "---|" * len(around)
        yield "| onsets | " + " | ".join(f"{rate:.3f}" for _, rate, _ in around) + " |"
        yield "| rows | " + " | ".join(f"{rows:,}" for _, _, rows in around) + " |"
        yield ""
    yield "| check | beside or in | covariate | estimate | error | z | rows |"
    yield "|---|---|---|---|---|---|---|"
    for li in one.lines:
        share = li.check == "persistence"
        value = f"{li.estimate:.0%} significant" if share else f"{li.estimate:+.2f}"
        z = "–" if share else f"{li.z:+.1f}"
        error = f"{li.error:.0%}" if share else f"{li.error:.2f}"
        yield (
            f"| {li.check} | {li.specification} | {li.covariate} | {value} | {error} | {z} "
            f"| {li.rows:,} |"
        )


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--docs", type=Path, default=DOCS)
    chosen = parser.parse_args(arguments)
    write_whole(chosen.docs / "identification.md", page(placebo_all()))


if __name__ == "__main__":
    main()
