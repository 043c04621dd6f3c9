"""Write the pages about being right and wrong from a folder of forecasts.

Usage: ``python scripts/build_scoreboard.py FOLDER [--open WHY] [--docs FOLDER]``

``multipolar backtest --output FOLDER`` makes the forecasts. Written are ``docs/scoreboard.md``,
``docs/scoreboard.csv`` (and a copy for the report), ``docs/unforeseen.md`` and
``docs/pictures/scoreboard.svg``. ``--open`` scores the locked origins too and writes that down in
``docs/lockbox.csv``.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from multipolar.backtest import load
from multipolar.baseline import Archive
from multipolar.figures.scoreboard import scoreboard as draw
from multipolar.files import write_whole
from multipolar.lockbox import open_box
from multipolar.onestep import FLOORS
from multipolar.record import record
from multipolar.scoreboard import frame, scoreboard
from multipolar.scorepages import scoreboard_page, unforeseen_page
from multipolar.verification import verify

DOCS = Path(__file__).resolve().parents[1] / "docs"
DATA = DOCS.parent / "src" / "multipolar" / "data"
"""Where the report reads the scoreboard."""
DIGITS = 5


def onsets(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the section on disputes one year ahead, with the goals set before."""
    first, last = rows[0]["first"], rows[0]["last"]
    out = [
        f"\n## Disputes one year ahead, {first} to {last}\n",
        "The mechanism's own chance of a dispute, pair by pair, refitted every five years; skills "
        "are against the base rate of 20 years. Goals in brackets. Made by `multipolar onsets "
        f"--years {first}:{last} --output docs/onsets.json`.\n",
        "| pairs | method | AUC | average precision | Brier skill | log skill | slope | E/O |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        mine = row["method"] == "mechanism"
        goals = FLOORS[row["group"]] if mine else (None,) * 4
        names = ("auc_roc", "auc_pr", "brier_skill", "log_skill")
        cells = [
            f"{row[name]:.3f}" + ("" if goal is None else f" ({goal:g})")
            for name, goal in zip(names, goals, strict=True)
        ]
        rest = ["–" if row[k] is None else f"{row[k]:.2f}" for k in ("slope", "expected")]
        who = "**the mechanism**" if mine else f"`{row['method']}`"
        out.append(f"| {row['group']} | {who} | " + " | ".join([*cells, *rest]) + " |")
    return "\n".join(out) + "\n"


PACTS = {
    ("formed", 1948, 2018): {"auc_roc": (0.85, 0.90, 0.93), "log_skill": (0.15, 0.20, 0.25)},
    ("ended, book of 2 years before", 1948, 2017): {"log_skill": (0.0, 0.05, 0.15)},
}
"""Floor, goal and stretch of pacts one year ahead, set before the first run."""


def reached(row: Mapping[str, Any]) -> str:
    """Say which of the goals of a line are met."""
    goals = PACTS.get((row["what"], row["first"], row["last"]), {})
    words = ("floor missed", "floor met, goal missed", "goal met", "stretch met")
    names = {"auc_roc": "AUC", "log_skill": "log skill"}
    told = [
        f"{names[name]} {words[sum(row[name] >= mark for mark in marks)]} "
        f"({' / '.join(f'{mark:g}' for mark in marks)})"
        for name, marks in goals.items()
    ]
    return "; ".join(told) or "–"


def pacts(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the section on defence pacts one year ahead."""
    last = max(row["last"] for row in rows)
    out = [
        "\n## Defence pacts one year ahead\n",
        "The mechanisms' own chance that a pair gains a defence pact, and that one with a pact is "
        "gone, refitted every five years; skills are against the base rate of the 20 years before "
        "each refit. A pact of ATOP's dyads that is gone in a year ended in the year before, so "
        "the forecast of an end is that of the book of treaties **two** years before; from one "
        "year before the end is known already, and that line is no forecast. Ends are promised "
        "too often (*E/O*), most of all after 1990, when few pacts ended: the fits forget by half "
        "in 40 years, and the base rate, which is of 20, follows the fall sooner. Floor, goal and "
        "stretch stand where they were set. Made by `python scripts/score_alliances.py "
        f"{last} --output docs/pacts.json`.\n",
        "| what | years | rows | events | AUC | log skill | E/O | goals |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        out.append(
            f"| {row['what']} | {row['first']}–{row['last']} | {row['rows']:,} | {row['events']:,} "
            f"| {row['auc_roc']:.3f} | {row['log_skill']:+.3f} | {row['expected']:.2f} "
            f"| {reached(row)} |"
        )
    return "\n".join(out) + "\n"


PUBLISHED = (
    (
        "Gallop & Minhas (2021), Network Science",
        "1969–2008",
        "dispute of the pair, all pairs",
        "next year, rolling",
        ".93 to .94",
        "–",
    ),
    (
        "the same",
        "not told apart here",
        "the same",
        "thirty folds",
        ".89 base model, .97 with network layers",
        ".27, .50",
    ),
    (
        "Reiter & Stam (2003) in Minhas et al. (2022), PSRM",
        "1945–1995",
        "who begins a dispute, directed",
        "thirty folds",
        ".92 logit, .96 AME",
        ".08, .13",
    ),
    (
        "Weeks (2012) in the same",
        "1946–1999",
        "who begins a dispute, directed",
        "thirty folds",
        ".92 logit, .97 AME",
        ".09, .16",
    ),
    (
        "Gibler (2017) in the same",
        "1816–2008",
        "a dispute begins, undirected",
        "thirty folds",
        ".83 logit, .93 AME",
        ".05, .08",
    ),
)
"""Study, years, outcome, split, AUC and average precision as printed."""


def benchmarks(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return the section that puts disputes beside published figures."""
    out = [
        "\n## Disputes beside published figures\n",
        "What the field prints (taken over from the papers, not worked out again), and what the "
        "mechanism of disputes scores on the same years. "
        "Made by `python scripts/score_benchmarks.py --open WHY --output docs/benchmarks.json`.\n",
        "| study | years | outcome | split | AUC | average precision |",
        "|---|---|---|---|---|---|",
        *("| " + " | ".join(line) + " |" for line in PUBLISHED),
        "",
        "| this package | pairs | outcome | rows | events | AUC | average precision |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        out.append(
            f"| {row['split']}, {row['first']}–{row['last']} | {row['pairs']} | {row['outcome']} "
            f"| {row['rows']:,} | {row['events']:,} | {row['auc_roc']:.3f} | {row['auc_pr']:.3f} |"
        )
    same = {r["outcome"]: r["auc_roc"] for r in rows
            if (r["split"], r["pairs"], r["first"]) == ("one year ahead", "all", 1969)}  # fmt: skip
    if same:
        told = ", ".join(f"{value:.3f} ({outcome})" for outcome, value in same.items())
        out += [
            "",
            "On the years of the rolling forecasts of Gallop & Minhas, all pairs, a year ahead: "
            f"AUC {told}, beside their .93 to .94. Whether theirs are onsets or disputes under way "
            "could not be checked.",
        ]
    out += [
        "",
        "**What differs.** Their samples could not be rebuilt row by row: their rows leave out "
        "pairs with missing covariates, ours leave out none that were states in both years; two "
        "of the studies are of directed pairs, ours of pairs. Folds at random know later years, "
        "and other pairs of the same year and dispute, so they are no forecasts; one year ahead "
        "is harder, and the fairer claim. *On* counts a dispute again in every year that it "
        "lasts, which is easy to foretell: it compares with studies of disputes under way and not "
        "with those of onset. Average precision falls with the share of events, and compares only "
        "where that share does.",
    ]
    return "\n".join(out) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--open", default="", metavar="WHY")
    parser.add_argument("--docs", type=Path, default=DOCS)
    chosen = parser.parse_args(arguments)
    forecasts, archive = load(chosen.folder), Archive(record())
    locked = not chosen.open
    if chosen.open:
        open_box(chosen.docs, chosen.open, forecasts)
    lines = scoreboard(verify(forecasts, archive), locked=locked)
    table = frame(lines).with_columns(pl.selectors.float().round_sig_figs(DIGITS))
    write_whole(chosen.docs / "scoreboard.csv", table.write_csv())
    if chosen.docs == DOCS:
        write_whole(DATA / "scoreboard.csv", table.write_csv())
    page = scoreboard_page(lines, forecasts)
    if (chosen.docs / "onsets.json").is_file():
        page += onsets(json.loads((chosen.docs / "onsets.json").read_text(encoding="utf-8")))
    if (chosen.docs / "pacts.json").is_file():
        page += pacts(json.loads((chosen.docs / "pacts.json").read_text(encoding="utf-8")))
    if (chosen.docs / "benchmarks.json").is_file():
        known = (chosen.docs / "benchmarks.json").read_text(encoding="utf-8")
        page += benchmarks(json.loads(known))
    write_whole(chosen.docs / "scoreboard.md", page)
    write_whole(chosen.docs / "unforeseen.md", unforeseen_page(forecasts, archive, locked=locked))
    draw(lines).save(chosen.docs / "pictures" / "scoreboard.svg")


if __name__ == "__main__":
    main()
