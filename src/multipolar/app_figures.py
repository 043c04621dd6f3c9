"""Figures of the explorer: those of the report, of today or of runs, drawn on this computer."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from multipolar import report_figures as drawing
from multipolar.app_cache import Kept
from multipolar.app_http import shown
from multipolar.app_worlds import summary_at, world_at
from multipolar.embedded import YEAR
from multipolar.ensemble import Ensemble
from multipolar.errors import Problem, suggest
from multipolar.figure import Figure
from multipolar.report import Named, Report, make_report

Draw = Callable[[Report], list[Figure]]
FIGURES: dict[str, tuple[Draw, int]] = {
    "bloc_map": (drawing.bloc_map, 0), "capability_map": (drawing.capability_map, 0),
    "verdicts": (drawing.verdicts, 0), "poles": (drawing.poles, 0),
    "two_centuries": (drawing.two_centuries, 0), "verdict_years": (drawing.verdict_years, 0),
    "turbulence": (drawing.turbulence, 0), "alliance_turnover": (drawing.alliance_turnover, 0),
    "alignment_network": (drawing.alignment_network, 0), "skill": (drawing.skill, 0),
    "share_fans": (drawing.share_fans, 1), "dispute_risk": (drawing.dispute_risk, 1),
    "war_risk": (drawing.war_risk, 1), "share_differences": (drawing.share_differences, 2),
    "hanging": (drawing.hanging, 2),
}  # fmt: skip
"""``name → what draws it, and how many runs it needs``."""
KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}


@dataclass(frozen=True)
class Shown:
    """Runs that figures are of, by what they are called and how far they are."""

    names: tuple[tuple[str, str, int], ...] = ()


class Figures:
    """Figures, a few of which are kept.

    Parameters
    ----------
    open_
        Returns the futures of a run by its name and how many are complete.
    """

    def __init__(self, open_: Callable[[tuple[str, int]], Ensemble]) -> None:
        self.open = open_
        self.reports: Kept[Shown, Report] = Kept(self._report, 4)
        self.figures: Kept[tuple[str, Shown, bool], Figure] = Kept(self._figure, 32)
        self.drawn: Kept[tuple[str, Shown, bool, str], bytes] = Kept(self._draw, 32)

    def _report(self, runs: Shown) -> Report:
        named = [Named(self.open((name, done)), name, title) for name, title, done in runs.names]
        return make_report(summary_at(YEAR), world_at(YEAR), named)

    def _figure(self, key: tuple[str, Shown, bool]) -> Figure:
        name, runs, narrow = key
        draw, needed = FIGURES[name]
        if len(runs.names) < needed:
            told = f"{name} needs {'a run' if needed == 1 else 'two runs'}: ?run=ID&other=ID"
            raise Problem(422, told, field="run")
        try:
            found = draw(self.reports(runs))
        except (IndexError, ValueError, KeyError) as error:
            raise Problem(409, f"{name}: there is nothing to draw ({error})") from None
        return found[-1 if narrow else 0]

    def _draw(self, key: tuple[str, Shown, bool, str]) -> bytes:
        *which, kind = key
        figure = self.figures((which[0], which[1], which[2]))  # type: ignore[arg-type]
        if kind == "drawing":
            return figure.drawing().encode()
        if kind == "svg":
            return figure.svg().encode()
        if kind == "png":
            return figure.png()
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(figure.header)
        writer.writerows(figure.rows)
        return text.getvalue().encode()

    def one(self, name: str, runs: Shown, *, narrow: bool) -> Any:
        """Return a figure with its words, or as a file where the name ends in a kind of one."""
        stem, dot, kind = name.partition(".")
        if stem not in FIGURES or (dot and kind not in KINDS):
            told = f"no figure {shown(name)}{suggest(stem, FIGURES)}"
            raise Problem(404, f"{told} There are: {', '.join(FIGURES)}; .svg, .png or .csv")
        if dot:
            raw = self.drawn((stem, runs, narrow, kind))
            headers = {"content-disposition": f'attachment; filename="{stem}.{kind}"'}
            return Response(raw, 200, headers | {"cache-control": "no-store"}, KINDS[kind])
        figure = self.figures((stem, runs, narrow))
        return {
            "name": stem, "title": figure.title, "subtitle": figure.subtitle,
            "caption": figure.caption, "legend_title": figure.legend_title,
            "legend": [list(entry) for entry in figure.legend], "header": list(figure.header),
            "rows": [list(row) for row in figure.rows],
            "svg": self.drawn((stem, runs, narrow, "drawing")).decode(),
        }  # fmt: skip


def listed() -> list[dict[str, Any]]:
    """Return every figure and how many runs it needs."""
    return [{"name": n, "runs": needed} for n, (_, needed) in FIGURES.items()]
