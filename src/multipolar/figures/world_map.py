"""World map by bloc or by a number."""

import functools
import itertools
import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from multipolar.errors import FigureError, UnknownState, suggest
from multipolar.figure import (
    BLUES,
    FAINT,
    GREY,
    GROUPS,
    MUTED,
    OCEAN,
    UNKNOWN,
    Figure,
    config,
)
from multipolar.tables import packaged
from multipolar.typesetting import balance, columns, readable, wrap

WIDTH, HEIGHT = 960, 424
SCALE = 177.0
"""Equal Earth is 5.41 times as wide as its scale."""
TOP = 1.318
"""Where the pole lies above the equator, in units of the scale."""
NO_BLOC, NO_DATA, OUTSIDE = "In no bloc", "No data", "Disputed or unassigned"
BORDERS = (
    "Equal Earth projection. Boundaries: Natural Earth 1:50m, mostly de facto, with the changes of "
    "Visionscarto (Crimea in Ukraine, Western Sahara apart), simplified; not an endorsement. "
    "Dots: states under 4,000 km². Dependent territories take the fill of their state."
)
_NICE = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Fill:
    """Which colour class each state falls in, and what to say of it."""

    of: Mapping[str, str]
    said: Mapping[str, str]
    colours: Mapping[str, str]


def world_map(
    values: Mapping[str, float] | None = None,
    groups: Mapping[str, str] | None = None,
    *,
    title: str,
    subtitle: str = "",
    caption: str = "",
    legend_title: str = "",
    labels: Mapping[str, str] | None = None,
) -> Figure:
    """Draw the 197 states of today, filled by a number or by bloc.

    Parameters
    ----------
    values
        A number for each state (ISO 3166-1 alpha-3). Steps are even in the number, or in its
        square root where most states lie far below the largest. NaN, or a state left out, is
        drawn hatched as "No data".
    groups
        The bloc of each state, instead of ``values``; at most eight blocs, coloured in order of
        size. A state left out is grey, "In no bloc".
    title
        The headline: the finding, as a sentence.
    subtitle
        What is shown: measure, unit, year.
    caption
        The source of the numbers; a sentence on the boundaries drawn follows it.
    legend_title
        Name and unit of the number, or of the grouping.
    labels
        What the tooltip of a state says after its name, in place of the number or bloc.

    Returns
    -------
    Figure
        Save it as PNG, SVG, HTML or JSON.

    Notes
    -----
    Dependent territories take the fill of the state that administers them. Territory that two
    states claim, or that no state of the 197 holds, stays light grey.

    Examples
    --------
    >>> figure = world_map({"USA": 13.4, "CHN": 23.9}, title="Two states lead")
    >>> figure.rows[0]
    ('China', 'CHN', '23.9')
    """
    if (values is None) == (groups is None):
        msg = "world_map draws either values or groups; give exactly one of them"
        raise FigureError(msg)
    for given in (values, groups, labels):
        _check(given or {})
    fill = _by_number(values) if values is not None else _by_bloc(groups or {})
    said = {**fill.said, **(labels or {})}
    kind = "Value" if values is not None else "Bloc"
    names = _names()
    if values is not None:
        order = sorted(names, key=lambda s: (-_number(values, s, -math.inf), names[s]))
    else:
        order = sorted(names, key=lambda s: (list(fill.colours).index(fill.of[s]), names[s]))
    extra = ("Note",) if labels else ()
    caption = f"{caption} {BORDERS}".strip()
    return Figure(
        title=title,
        subtitle=subtitle,
        caption=caption,
        legend_title=legend_title,
        legend=tuple(fill.colours.items()),
        spec=_spec(fill, said, title, subtitle, caption, legend_title),
        header=("State", "ISO 3166", legend_title or kind, *extra),
        rows=tuple(
            (names[s], s, fill.said[s], *((labels.get(s, ""),) if labels else ())) for s in order
        ),
    )


@functools.cache
def _map() -> dict[str, Any]:
    topology: dict[str, Any] = json.loads(packaged("map.json").read_bytes())
    return topology


def _shapes() -> list[dict[str, Any]]:
    shapes: list[dict[str, Any]] = _map()["objects"]["states"]["geometries"]
    return shapes


@functools.cache
def _names() -> dict[str, str]:
    """Return the states; every other shape takes its fill from one of them, or from none."""
    named = {shape["id"]: shape["properties"] for shape in _shapes()}
    return {code: facts["name"] for code, facts in named.items() if facts["fill"] == code}


def _check(given: Mapping[str, object]) -> None:
    names = _names()
    for state in given:
        if state not in names:
            codes = {name.lower(): code for code, name in names.items()}
            code = codes.get(str(state).lower())
            hint = f"; did you mean {code!r}?" if code else suggest(state, names)
            msg = f"no state {state!r} on the map{hint} Write states in ISO 3166-1 alpha-3: 'DEU'"
            raise UnknownState(msg)


def _number(values: Mapping[str, float], state: str, absent: float) -> float:
    value = float(values.get(state, math.nan))
    if math.isinf(value):
        msg = f"world_map cannot draw {value} for {state!r}; needed a finite number or NaN"
        raise FigureError(msg)
    return absent if math.isnan(value) else value


def breaks(numbers: Sequence[float], classes: int = len(BLUES)) -> list[float]:
    """Return round numbers that divide others into classes for colouring.

    Even steps in the number, or in its square root where most numbers lie far below the largest.

    >>> breaks([0.0, 0.1, 0.1, 0.3, 13.4, 23.9])
    [0.6, 2.5, 6.0, 10.0, 15.0]
    """
    low, high = min(numbers), max(numbers)
    if low == high:
        return []
    if low >= 0 and sorted(numbers)[len(numbers) // 2] < high / 4:
        cuts = [_nearest(low + (high - low) * (i / classes) ** 2) for i in range(1, classes)]
    else:
        step = _nearest((high - low) / classes, above=True)
        cuts = [step * i for i in range(math.floor(low / step), math.ceil(high / step))]
    return sorted({round(cut, 12) for cut in cuts if low < cut <= high})


def _nearest(number: float, *, above: bool = False) -> float:
    """Return the round number nearest to a positive one, or the next above it."""
    unit = 10.0 ** math.floor(math.log10(number))
    if above:
        return next(nice for nice in _STEPS if nice * unit >= number * (1 - 1e-9)) * unit
    return min(_NICE, key=lambda nice: abs(nice - number / unit)) * unit


def _by_number(values: Mapping[str, float]) -> Fill:
    names = _names()
    known = {s: v for s in names if not math.isnan(v := _number(values, s, math.nan))}
    if not known:
        msg = f"world_map got no number to draw ({len(values)} states given, all without a value)"
        raise FigureError(msg)
    cuts = breaks(list(known.values()))
    marks = [readable(cut, 12) for cut in cuts]
    if cuts:
        between = [f"{a} to {b}" for a, b in itertools.pairwise(marks)]
        ends = [f"under {marks[0]}", *between, f"{marks[-1]} and over"]
    else:
        ends = [readable(next(iter(known.values())))]
    shades = [BLUES[round(i * (len(BLUES) - 1) / max(1, len(ends) - 1))] for i in range(len(ends))]
    of = {s: ends[sum(v >= cut for cut in cuts)] for s, v in known.items()}
    absent = {s: NO_DATA for s in names if s not in known}
    return Fill(
        of=of | absent,
        said={s: readable(known[s]) if s in known else NO_DATA for s in names},
        colours=dict(zip(ends, shades, strict=True))
        | ({NO_DATA: UNKNOWN} if absent else {})
        | {OUTSIDE: FAINT},
    )


def _by_bloc(groups: Mapping[str, str]) -> Fill:
    names = _names()
    size = Counter(bloc for bloc in groups.values() if bloc)
    if not size:
        msg = f"world_map got no bloc to draw ({len(groups)} states given, all without a bloc)"
        raise FigureError(msg)
    blocs = sorted(size, key=lambda bloc: (-size[bloc], bloc))
    if len(blocs) > len(GROUPS):
        msg = (
            f"world_map got {len(blocs)} blocs and has {len(GROUPS)} colours; "
            f"join or leave out the smallest ({', '.join(blocs[len(GROUPS) - 1 :])})"
        )
        raise FigureError(msg)
    entry = {bloc: f"{bloc} ({size[bloc]})" for bloc in blocs}
    outside = len(names) - sum(size.values())
    alone = f"{NO_BLOC} ({outside})"
    return Fill(
        of={s: entry.get(groups.get(s, ""), alone) for s in names},
        said={s: groups.get(s) or NO_BLOC for s in names},
        colours={entry[bloc]: colour for bloc, colour in zip(blocs, GROUPS, strict=False)}
        | ({alone: GREY} if outside else {})
        | {OUTSIDE: FAINT},
    )


def _rows(fill: Fill, said: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give each shape its colour class and its tooltip; a shape without a row is not drawn."""
    names, rows = _names(), []
    for shape in _shapes():
        state, name = shape["properties"]["fill"], shape["properties"]["name"]
        where = name if state in ("", shape["id"]) else f"{name} ({names[state]})"
        what = f"{where}: {said[state]}" if state else where
        at = dict(zip(("lon", "lat"), shape["properties"].get("dot", ()), strict=False))
        kind = fill.of[state] if state else OUTSIDE
        rows.append({"id": shape["id"], "kind": kind, "text": f"{shape['id']}|{what}", **at})
    return rows


def _spec(
    fill: Fill, said: Mapping[str, str], title: str, subtitle: str, caption: str, legend: str
) -> dict[str, Any]:
    import altair as alt

    entries = list(fill.colours)
    colour = alt.Color(
        "kind:N",
        title=legend or None,
        scale=alt.Scale(domain=entries, range=list(fill.colours.values())),
        legend=alt.Legend(columns=columns(entries, WIDTH)),
    )
    land = alt.NamedData("map", format=alt.TopoDataFormat(feature="states", type="topojson"))
    looked_up = alt.LookupData(alt.NamedData("rows"), "id", ["kind", "text"])
    layers = (
        alt.Chart(alt.sphere()).mark_geoshape(fill=OCEAN, stroke=None, aria=False),
        alt.Chart(land)
        .mark_geoshape(stroke="white", strokeWidth=0.5, strokeJoin="round")
        .transform_lookup("id", looked_up)
        .encode(color=colour, description="text:N"),
        alt.Chart(alt.NamedData("rows"))
        .transform_filter("isValid(datum.lon)")
        .mark_circle(size=24, opacity=1, stroke=MUTED, strokeWidth=0.5)
        .encode(longitude="lon:Q", latitude="lat:Q", color=colour, description="text:N"),
    )
    below = alt.TitleParams(
        wrap(caption, 11, WIDTH), orient="bottom", anchor="start", fontSize=11, fontWeight=400,
        color=MUTED, lineHeight=15, offset=10,
    )  # fmt: skip
    above = alt.TitleParams(
        balance(title, 22, WIDTH, 600), subtitle=wrap(subtitle, 14, WIDTH) if subtitle else []
    )
    drawing = (
        alt.layer(*layers)
        .project(
            "equalEarth",
            scale=SCALE,
            translate=[WIDTH / 2, TOP * SCALE],
            clipExtent=[[0, 0], [WIDTH, HEIGHT]],
        )
        .properties(width=WIDTH, height=HEIGHT, title=below)
    )
    spec: dict[str, Any] = alt.vconcat(drawing).properties(title=above).to_dict()
    spec["config"] = config()
    spec["datasets"] = {"map": _map(), "rows": _rows(fill, said)}
    return spec
