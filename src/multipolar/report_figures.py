"""Which figures a report shows, and what their headlines say."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from multipolar.alignment import signed_ties
from multipolar.charts import HALF, NARROW, ONE, OTHER, STATES, VERDICTS, WIDE
from multipolar.figure import GREY, GROUPS, Figure
from multipolar.figures.bars import bars
from multipolar.figures.intervals import Interval, intervals
from multipolar.figures.lines import Line as Curve
from multipolar.figures.lines import lines
from multipolar.figures.network import network
from multipolar.figures.shares import shares
from multipolar.figures.world_map import world_map
from multipolar.power import power
from multipolar.report import PAIRS, Report, column, verdicts_by_year
from multipolar.report_html import percent, signed
from multipolar.scoreboard import MEAN
from multipolar.summary import name_of

Two = list[Figure]
IN_NETWORK = 44
LINES = 4
"""States that have a fan of their own."""
KINDS = {"better": GROUPS[0], "within chance": GREY, "worse": GROUPS[3]}
HORIZON = 10
BLOCS = 8


def both(draw: Callable[[int], Figure], wide: int = WIDE) -> Two:
    """Return a figure for a wide screen and for a telephone."""
    return [draw(wide), draw(NARROW)]


def bloc_colours(report: Report) -> tuple[dict[str, str], dict[str, str]]:
    """Return the bloc of each state and the colour of each bloc, as the map has them."""
    largest = sorted(report.summary.blocs, key=lambda b: -len(b.members))[:BLOCS]
    names = {s: f"{b.name} …" for b in largest for s in b.members}
    order = sorted(largest, key=lambda b: (-len(b.members), f"{b.name} …"))
    return names, {f"{b.name} …": tint for b, tint in zip(order, GROUPS, strict=False)}


def bloc_map(report: Report) -> Two:
    """Draw the map of blocs."""
    groups, _ = bloc_colours(report)
    s = report.summary
    return [world_map(
        groups=groups,
        title=f"{len(s.blocs)} blocs of allies, {s.unaligned} states in none",
        subtitle=f"Defence pacts and rivalries at the end of {s.year}; signed modularity, the "
        "majority over five resolutions. Named after the strongest members",
        caption="Source: multipolar, hand-compiled tables of commitments and rivalries.",
    )]  # fmt: skip


def capability_map(report: Report) -> Two:
    """Draw the map of capability."""
    ranked = power(report.world, "cinc").ranked()
    (first, top), (second, then) = ranked[:2]
    year = report.summary.year
    return [world_map(
        values={s: 100 * v for s, v in ranked},
        title=f"{name_of(first, year)} holds {percent(top)} of capability, "
        f"{name_of(second, year)} {percent(then)}",
        subtitle=f"Composite index of national capability (CINC): share of all states, per cent, "
        f"end of {year}",
        caption="Source: multipolar, from the World Factbook and hand-compiled tables.",
    )]  # fmt: skip


def verdicts(report: Report) -> Two:
    """Draw the verdicts over definitions."""
    found = report.summary.polarity
    rows = sorted(found.verdicts.items(), key=lambda v: -v[1])
    return both(lambda w: bars(
        rows, title=f"{percent(found.fragile)} of definitions would turn on one figure 10 % off",
        subtitle=f"Share of {len(found.definitions):,} definitions by verdict, {found.year}; each "
        "rule has equal weight",
        caption="A census of ways to look, not a probability.", colours=VERDICTS, width=w,
    ), HALF)  # fmt: skip


def poles(report: Report) -> Two:
    """Draw who is a pole."""
    found = report.summary.polarity
    rows = [(_name(c, found.year), v) for c, v in list(found.poles.items())[:8]]
    return both(lambda w: bars(
        rows, title=f"{rows[0][0]} is a pole by {percent(rows[0][1])} of definitions, "
        f"{rows[1][0]} by {percent(rows[1][1])}",
        subtitle="Share of definitions in which an actor is a pole",
        caption="The European Union counts as one actor in half of the definitions.", width=w,
    ), HALF)  # fmt: skip


def _name(code: str, year: int) -> str:
    return "European Union" if code == "EU" else name_of(code, year)


def two_centuries(report: Report) -> Two:
    """Draw the effective number of powers since 1816, today and in futures."""
    past = column(report.history, "effective_powers_all")
    future = report.futures[0].powers if report.futures else {}
    cinc = next((c for c in report.summary.concentration if c.index == "cinc"), None)
    points = [(report.summary.year, cinc.powers_all, "today")] if cinc else []
    low = min(past, key=lambda y: past[y])
    title = f"As if {points[0][1]:.1f} equal powers today" if points else "Concentration"
    title += f"; fewest in {low} ({past[low]:.1f})"
    if future:
        a, _, m, _, b = future[max(future)]
        title += f"; {max(future)}: {m:.1f} ({a:.1f} to {b:.1f})"
    return both(lambda w: lines(
        [Curve("Effective number of powers", past, future)], title=title,
        subtitle="Effective number of powers among all states: 1 over the sum of squared shares of "
        "capability (CINC). Bands: half and nine in ten of the futures",
        caption="To 2022: National Material Capabilities 7.0, our computation. Today and futures: "
        "the embedded world and the model, whose index has the same six components from other "
        "sources.",
        form=".0f", points=points,
        marks={report.summary.year: "simulated" if w > NARROW else ""} if future else {},
        width=w, height=340 if w > NARROW else 260,
    ))  # fmt: skip


def verdict_years(report: Report) -> Two:
    """Draw the verdicts over definitions through two centuries."""
    years = verdicts_by_year(report)
    most = {kind: sum(v[kind] for v in years.values()) / len(years) for kind in VERDICTS}
    kind = max(most, key=lambda k: most[k])
    top = max(years, key=lambda y: years[y]["unipolar"])
    return both(lambda w: shares(
        years, colours=VERDICTS,
        title=f"The most common verdict over two centuries is {kind}; most often unipolar in {top}",
        subtitle="Share of definitions by verdict, every year from 1816; the bar at the right is "
        f"{report.summary.year}",
        caption="How many definitions can be asked grows with the data: 132 in 1816, 600 in 2022, "
        f"{len(report.summary.polarity.definitions):,} today. A census, not a probability.",
        breaks=(report.summary.year,), width=w, height=280 if w > NARROW else 230,
    ))  # fmt: skip


def turbulence(report: Report) -> Two:
    """Draw how much shares and ranks turn over."""
    named = {"share_turnover": "Shares", "rank_mobility": "Ranks"}
    drawn = [Curve(label, column(report.history, name)) for name, label in named.items()]
    share = {y: v for y, v in drawn[0].past.items() if np.isfinite(v)}
    top, last = max(share, key=lambda y: share[y]), max(share)
    above = sum(v > share[last] for v in share.values()) / len(share)
    return both(lambda w: lines(
        drawn, title=f"Power turned over most in the five years to {top}; more than in those to "
        f"{last} in {percent(above)} of years",
        subtitle="Turnover of shares of capability, and mobility of ranks, over five years; 0 to 1",
        caption=f"National Material Capabilities 7.0, our computation, to {last}: there is no "
        "measured turbulence of today.",
        width=w, height=270,
    ), HALF)  # fmt: skip


def alliance_turnover(report: Report) -> Two:
    """Draw how much alliances turn over."""
    past = column(report.history, "alliance_turnover")
    known = {y: v for y, v in past.items() if np.isfinite(v)}
    last = max(known)
    above = sum(v > known[last] for v in known.values()) / len(known)
    return both(lambda w: lines(
        [Curve("Alliances", past, colour=GROUPS[2])],
        title=f"Alliances changed by {percent(known[last])} in the five years to {last}; by more "
        f"in {percent(above)} of years",
        subtitle="Share of allied pairs that were made or unmade within five years",
        caption=f"ATOP 5.1, any obligation, our computation, to {last}.",
        width=w, height=270,
    ), HALF)  # fmt: skip


def share_fans(report: Report) -> Two:
    """Draw the fans of shares of the leading states."""
    run = report.futures[0]
    leading = run.outlook.contenders[:LINES]
    first = leading[0]
    spread = first.share
    drawn = [Curve(c.name, {}, run.shares[c.code], STATES.get(c.code, "")) for c in leading]
    return both(lambda w: lines(
        drawn, title=f"{first.name} is the most capable state of {run.outlook.last} in "
        f"{percent(first.leads)} of {run.outlook.members:,} futures, with "
        f"{percent(spread.low)} to {percent(spread.high)}",
        subtitle="Share of capability of all states; dashed: median; bands: half and nine in ten "
        "of the futures",
        caption="What the assumptions of the model imply, not a measured probability; see how good "
        "the model is.",
        marks={run.outlook.first: "simulated"}, width=w, height=380 if w > NARROW else 320,
    ))  # fmt: skip


def alignment_network(report: Report) -> Two:
    """Draw who stands with whom."""
    world = report.world
    ranked = [(s, v) for s, v in power(world, "cinc").ranked() if s in world.states][:IN_NETWORK]
    groups, colours = bloc_colours(report)
    ties = signed_ties(world)
    at = {s: world.index(s) for s, _ in ranked}
    pairs = [(a, b) for a in at for b in at if at[a] < at[b]]
    friends = [(a, b) for a, b in pairs if ties[at[a], at[b]] > 0]
    foes = [(a, b) for a, b in pairs if ties[at[a], at[b]] < 0]
    across = sum(groups.get(a, a) != groups.get(b, b) for a, b in friends)
    shown = {b: c for b, c in colours.items() if any(groups.get(s) == b for s in at)}
    return both(lambda w: network(
        dict(ranked), groups, friends, foes, colours=shown,
        title=f"{len(friends)} pacts and {len(foes)} rivalries among the {len(at)} most capable "
        f"states; {across} pacts cross blocs",
        subtitle="Area: share of capability. Lines: defence pacts. Dashed: rivalries",
        caption="Places are worked out from blocs and say nothing by themselves. Source: "
        "multipolar, hand-compiled tables of commitments and rivalries.",
        width=w, height=540 if w > NARROW else 470,
    ))  # fmt: skip


def _tints(report: Report) -> dict[str, str]:
    return dict(zip([f.name for f in report.futures], (ONE, OTHER), strict=False))


def dispute_risk(report: Report) -> Two:
    """Draw the risk of a dispute between each two great powers."""
    chosen = report.risks[:PAIRS]
    rows = [Interval(r.names, f.name, c.low, c.share, c.high)
            for r in chosen for f, c in zip(report.futures, r.chances, strict=True)]  # fmt: skip
    first = report.futures[0].outlook
    top = chosen[0]
    c = top.chances[0]
    return both(lambda w: intervals(
        rows, colours=_tints(report), beside=True,
        title=f"{top.names}: a militarized dispute by {first.last} in {percent(c.share)} of "
        f"{first.members:,} futures ({percent(c.low)} to {percent(c.high)})",
        subtitle=f"Share of futures with one dispute or more by {first.last}; the {len(chosen)} "
        "pairs of great powers with the most. Bars: 90 % intervals that so many futures leave",
        caption="Great powers: those of the Correlates of War at the start. A dispute is a threat, "
        "a display or a use of force; few become wars. The bars do not hold what the model gets "
        "wrong.",
        domain=(0.0, max(r.high for r in rows) * 1.03), width=w,
    ))  # fmt: skip


def war_risk(report: Report) -> Two:
    """Draw the risk of a war between great powers, year by year."""
    tints = _tints(report)
    drawn = [
        Curve(f.name, {}, {y: (c.low, c.share, c.share, c.share, c.high)
                           for y, c in f.wars.items()}, tints[f.name])
        for f in report.futures if f.wars
    ]  # fmt: skip
    first = report.futures[0]
    c = first.wars[max(first.wars)]
    return both(lambda w: lines(
        drawn, title=f"A war between two great powers by {max(first.wars)}: {percent(c.share)} of "
        f"futures ({percent(c.low)} to {percent(c.high)})",
        subtitle="Share of futures in which two great powers have fought on opposite sides by each "
        "year. Bands: 90 % intervals that so many futures leave",
        caption="Begun against each other, or joined. The band does not hold what the model gets "
        "wrong.",
        width=w, height=320 if w > NARROW else 270,
    ))  # fmt: skip


def share_differences(report: Report) -> Two:
    """Draw what the scenario changes in the shares of the leading states."""
    found = report.comparison
    assert found is not None
    year = report.summary.year
    rows = []
    for d in found.differences:
        if d.measure == "capability" and len(d.last):
            low, high = (100 * float(v) for v in np.quantile(d.last, (0.05, 0.95)))
            rows.append(Interval(name_of(d.of, year), found.other, low, 100 * d.mean, high))
    rows.sort(key=lambda r: -abs(r.middle))
    top = rows[0]
    last = found.differences[0].years[-1]
    return both(lambda w: intervals(
        rows, colours={found.other: OTHER},
        title=f"{top.name}: {signed(top.middle)} percentage points of capability in {last} "
        f"({signed(top.low)} to {signed(top.high)})",
        subtitle=f"{found.other} less {found.one}, percentage points; futures share their luck. "
        "Point: mean; bar: nine in ten of the futures",
        form="+.1f", width=w,
    ))  # fmt: skip


def carried(report: Report) -> Two:
    """Draw what of the headline difference goes with each mechanism."""
    d = report.headline
    assert d is not None
    rows = [Interval(c.mechanism.replace("_", " "), "carried", c.carried - 1.645 * c.error,
                     c.carried, c.carried + 1.645 * c.error) for c in report.carried]  # fmt: skip
    return both(lambda w: intervals(
        rows, colours={"carried": OTHER},
        title=f"{rows[0].name} carries most of the difference in {d.measure} {d.of}".strip(),
        subtitle=f"What of the mean difference ({signed(d.mean)}) goes when a mechanism is "
        "switched off in both. Bars: 90 % intervals",
        caption="Parts do not add up: mechanisms work through one another.",
        form="+.3g", width=w,
    ))  # fmt: skip


def hanging(report: Report) -> Two:
    """Draw by mechanism how far its parameters make the headline difference vary."""
    d = report.headline
    assert d is not None
    parts: dict[str, float] = {}
    for h in report.holds:
        name = h.parameter.partition(".")[0].replace("_", " ")
        parts[name] = parts.get(name, 0.0) + h.share
    rows = sorted(parts.items(), key=lambda r: -r[1])[:8]
    return both(lambda w: bars(
        rows, title=f"It hangs most on the parameters of {rows[0][0]}: {percent(rows[0][1])} of "
        "what varies from future to future",
        subtitle="First-order part of the variance of the difference, summed over the parameters "
        "of a mechanism; only those beyond what chance reaches once in twenty",
        width=w,
    ))  # fmt: skip


def skill(report: Report) -> Two:
    """Draw how good such forecasts have been."""
    chosen = [x for x in report.scoreboard if x.horizon == HORIZON and x.era == "all origins"
              and x.horizon != MEAN and np.isfinite(x.skill)]  # fmt: skip
    rows = []
    for x in chosen:
        kind = "better" if x.low > 0 else "worse" if x.high < 0 else "within chance"
        group = "" if x.group == "all" else f", {x.group}"
        ends = (x.low, x.high) if np.isfinite(x.low) else (x.skill, x.skill)
        rows.append(Interval(f"{x.label}{group}", kind, ends[0], x.skill, ends[1]))
    count: Mapping[str, int] = {k: sum(r.series == k for r in rows) for k in KINDS}
    return both(lambda w: intervals(
        rows, colours=KINDS,
        title=f"{HORIZON} years ahead: better than the baseline in {count['better']} of "
        f"{len(rows)} questions, worse in {count['worse']}",
        subtitle="Share of the baseline's error that is saved, with 90 % intervals. Left of 0: "
        "worse. Cut at −1",
        domain=(-1.0, 1.0), form="+.1f", width=w,
    ))  # fmt: skip


def all_figures(report: Report) -> dict[str, Two]:
    """Return every figure that the report has the numbers for, by name."""
    out = {
        "map-blocs": bloc_map(report), "map-capability": capability_map(report),
        "verdicts": verdicts(report), "poles": poles(report),
        "two-centuries": two_centuries(report), "verdicts-by-year": verdict_years(report),
        "turbulence": turbulence(report),
        "alliance-turnover": alliance_turnover(report), "network": alignment_network(report),
    }  # fmt: skip
    wanted: Sequence[tuple[str, object, Callable[[Report], Two]]] = (
        ("shares", report.futures and report.futures[0].shares, share_fans),
        ("disputes", report.risks, dispute_risk),
        ("wars", report.futures and report.futures[0].wars, war_risk),
        ("scenario-shares", _compared(report), share_differences),
        ("carried", report.headline and report.carried, carried),
        ("hangs-on", report.headline and report.holds, hanging),
        ("skill", report.scoreboard, skill),
    )
    return out | {key: draw(report) for key, there, draw in wanted if there}


def _compared(report: Report) -> bool:
    found = report.comparison
    return found is not None and any(d.measure == "capability" for d in found.differences)
