"""The page of a report: one HTML file that asks nothing of any network. No science in here."""

import base64
import hashlib
import string
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import numpy as np

from multipolar.citation import cite
from multipolar.comparison import Difference
from multipolar.comparison import summary as differences
from multipolar.embedded import YEAR, sources
from multipolar.figure import Figure, font_faces
from multipolar.files import write_whole
from multipolar.indices import catalogue as indices
from multipolar.report import TOLD, Report
from multipolar.report_figures import all_figures
from multipolar.report_html import (
    facts,
    figure,
    number,
    percent,
    section,
    signed,
    span_bar,
    table,
    text,
    tiles,
)
from multipolar.scoreboard import tally
from multipolar.summary import name_of
from multipolar.tables import packaged

Drawn = Mapping[str, list[Figure]]
LABELS = {
    "concentration": "Concentration of capability (HHI)", "lead": "Lead of the strongest state",
    "trust": "Trust in common institutions", "states": "States",
    "disputes": "Disputes that begin, a year", "wars": "Wars that begin, a year",
    "battle_deaths": "Battle deaths a year", "treaty events": "Treaties signed, a year",
    "lapse events": "Treaties that lapse, a year", "violation events": "Treaties broken, a year",
    "sanction events": "Sanctions imposed, a year", "rivalry events": "Rivalries begun, a year",
    "regime_change events": "Changes of regime, a year",
    "insurgency events": "Insurgencies begun, a year", "capability": "Share of capability",
}  # fmt: skip
MEASURES = ("con", "effective_powers", "blocs")
"""What is cited beside indices and data."""
SHOWN_LEADERS = 10
CROWDED = 0.05
"""The share of futures without room for something from which the page warns."""
CHOICES = {"setting": "the threshold of the rule", "rule": "the rule for what a pole is",
           "index": "the index of power", "union": "how the European Union counts",
           "actors": "who is counted"}  # fmt: skip


def write_report(report: Report, path: Path) -> Path:
    """Write a report as one HTML file, whole or not at all.

    Returns
    -------
    Path
        The file written.
    """
    return write_whole(path, page(report))


def page(report: Report) -> str:
    """Return a report as one HTML page that needs no network."""
    drawn = all_figures(report)
    parts = [
        _powers(report, drawn), _where(report, drawn), _polarity(report, drawn),
        _centuries(report, drawn), _futures(report, drawn), _disputes(report, drawn),
        _scenario(report, drawn), _claims(report), _skill(report, drawn), _method(report),
    ]  # fmt: skip
    there = [p for p in parts if p]
    script = packaged("report/report.js").read_bytes().decode()
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    template = string.Template(packaged("report/report.html").read_bytes().decode())
    return template.substitute(
        title=text(f"multipolar: {headline(report)}"),
        script_hash=f"sha256-{hashed}",
        version=text(version("multipolar")),
        fonts=font_faces(),
        style=packaged("report/report.css").read_bytes().decode(),
        headline=text(headline(report)),
        meta=_meta(report),
        deck=_deck(report) + _tiles(report),
        contents="".join(f'<li><a href="#{key}">{text(name)}</a></li>' for key, name, _ in there),
        body="\n".join(body for _, _, body in there),
        script=script,
    )


Part = tuple[str, str, str] | None


def headline(report: Report) -> str:
    """Return the finding with its uncertainty: the shares of definitions."""
    said = sorted(report.summary.polarity.verdicts.items(), key=lambda v: -v[1])
    shown = [(kind, share) for kind, share in said if share >= 0.05]
    first, *others = [f"{kind} by {percent(share)}" for kind, share in shown]
    return f"{first} of definitions".capitalize() + "".join(f", {o}" for o in others)


def _deck(report: Report) -> str:
    s = report.summary
    said = (
        f"At the end of {s.year}, {len(s.polarity.definitions):,} definitions of polarity were "
        f"asked of {s.states} states; {percent(s.polarity.fragile)} of them would answer otherwise "
        "if one leading figure were 10 % off."
    )
    if report.futures and report.futures[0].outlook.contenders:
        run = report.futures[0].outlook
        c = run.contenders[0]
        said += (
            f" In {run.members:,} simulated futures, {c.name} is the most capable state of "
            f"{run.last} in {percent(c.leads)}, with a median of {percent(c.share.median, 1)} of "
            f"capability; nine in ten futures lie between {percent(c.share.low, 1)} and "
            f"{percent(c.share.high, 1)} ({percent(c.share.now, 1)} today)."
        )
    out = f'<p class="deck">{text(said)}</p>'
    if report.comparison is not None:
        out += f'<p class="deck">{text(_what_changes(report))}</p>'
    if report.futures:
        out += f'<p class="deck small">{text(_trust(report))}</p>'
    return out


def _what_changes(report: Report) -> str:
    found, d = report.comparison, report.headline
    assert found is not None
    title = report.futures[1].title or found.other
    if found.identical == 1.0:
        return f"{title}: every future is the same to the last bit."
    if d is None:
        return f"{title}: no difference stands out from chance in {found.members:,} futures."
    return (
        f"{title}: what stands out most from chance is {_label(d.measure, d.of)}, {_said(d)} "
        f"({found.one}: {number(d.before)})."
    )


def _said(d: Difference) -> str:
    """Say a difference with its spread."""
    low, high = np.quantile(d.last, (0.05, 0.95))
    return (
        f"{signed(d.mean)} on average by {d.years[-1]}, between {signed(low)} and {signed(high)} "
        f"in nine of ten futures"
    )


def _label(measure: str, of: str) -> str:
    plain = LABELS.get(measure, measure.replace("_", " ").removesuffix(" events"))
    if not of:
        return plain[0].lower() + plain[1:]
    if "-" in of or ">" in of:
        return f"{plain[0].lower()}{plain[1:]} of {of}"
    return f"{plain[0].lower()}{plain[1:]} of {name_of(of, YEAR)}"


def _trust(report: Report) -> str:
    if not report.scoreboard:
        return (
            "No backtest comes with this version of the package: read the spread of futures as "
            "what the assumptions imply, not as a forecast."
        )
    n = tally(report.scoreboard)
    every = n["better"] + n["worse"] + n["within chance"] + n["no interval"]
    return (
        f"Asked of years it did not know, the model is better than a baseline that costs nothing "
        f"in {n['better']} of {every} lines of the scoreboard, worse in {n['worse']}, and within "
        f"chance or without an interval in {n['within chance'] + n['no interval']}."
    )


def _meta(report: Report) -> str:
    rows = [("World", f"end of {report.summary.year}")]
    if report.futures:
        a = report.futures[0]
        rows += [("Scenarios", " · ".join(f.name for f in report.futures)),
                 ("Futures", f"{_counts(report)}, to {a.outlook.last}"),
                 ("Seed", str(a.outlook.seed)),
                 ("Made", a.attrs["created"][:10])]  # fmt: skip
    rows.append(("Version", version("multipolar")))
    return "".join(f"<dt>{text(k)}</dt><dd>{text(v)}</dd>" for k, v in rows)


def _counts(report: Report) -> str:
    """Say how many futures each run has."""
    counts = [f"{f.outlook.members:,}" for f in report.futures]
    if len(counts) > 1 and len(set(counts)) == 1:
        return f"{counts[0]} each"
    return " and ".join(counts)


def _tiles(report: Report) -> str:
    s = report.summary
    cinc = next((c for c in s.concentration if c.index == "cinc"), s.concentration[0])
    entries = [
        ("Effective number of powers", f"{cinc.powers_all:.1f}",
         f"among all states; {cinc.powers_majors:.1f} among the major powers"),
        ("Share of the most capable state", percent(cinc.leader_share),
         f"{name_of(cinc.leader, s.year)}; next: {name_of(cinc.runner_up, s.year)}, "
         f"{percent(cinc.leader_share * cinc.parity)}"),
    ]  # fmt: skip
    if report.futures:
        f = report.futures[0]
        if f.powers:
            a, _, m, _, b = f.powers[f.outlook.last]
            entries.append((f"Effective number of powers, {f.outlook.last}", f"{m:.1f}",
                            f"nine in ten futures: {a:.1f} to {b:.1f}"))  # fmt: skip
        if f.wars:
            c = f.wars[max(f.wars)]
            entries.append(
                (
                    f"War between two great powers by {max(f.wars)}",
                    percent(c.share),
                    f"of {f.outlook.members:,} futures ({percent(c.low)} to {percent(c.high)})",
                )
            )
    else:
        top = next(iter(s.polarity.poles.items()))
        entries += [("Most often a pole", name_of(top[0], s.year),
                     f"by {percent(top[1])} of definitions"),
                    ("Treaties and bodies in force", f"{sum(s.commitments.values()):,}",
                     f"{s.commitments['alliance']} alliances, {s.commitments['sanction']} "
                     "sanctions")]  # fmt: skip
    return tiles(entries)


def _powers(report: Report, drawn: Drawn) -> Part:
    s = report.summary
    names = list(s.leaders[0].shares)
    head = ("State", *(_short(n) for n in names), "A pole in")
    rows = [
        (x.name, *(f"{100 * x.shares[n]:.1f}" if np.isfinite(x.shares[n]) else "–" for n in names),
         percent(x.pole))
        for x in s.leaders[:SHOWN_LEADERS]
    ]  # fmt: skip
    body = '<div class="card">' + table(
        head, rows, numbers=range(1, len(head)),
        caption=f"Share of all {s.states} states by index of power, per cent, end of {s.year}; "
        "and the share of definitions by which the state is a pole",
    )  # fmt: skip
    if report.futures and report.futures[0].outlook.contenders:
        body += '</div><div class="card">' + _contenders(report)
    body += "</div>"
    first, second = s.leaders[0], s.leaders[1]
    heading = (
        f"{first.name} leads by {_leads(report, first.code)} of {len(names)} indices of power, "
        f"{second.name} by {_leads(report, second.code)}"
    )
    lead = "Who leads depends on what power is taken to be. Ordered by mean rank over the indices."
    return "powers", "Powers", section("powers", "Who the powers are", heading, lead, body)


def _leads(report: Report, code: str) -> int:
    return sum(c.leader == code for c in report.summary.concentration)


def _short(name: str) -> str:
    return {"cinc": "CINC", "gdp": "GDP", "gdp_and_military": "GDP + mil.", "gdp_ppp": "GDP PPP",
            "military_spending": "Military", "military_spending_ppp": "Military PPP",
            "net_resources": "Net resources"}.get(name, name.replace("_", " "))  # fmt: skip


def _contenders(report: Report) -> str:
    run = report.futures[0].outlook
    most = max(c.share.high for c in run.contenders) * 1.05
    rows = [
        (c.name, percent(c.share.now, 1), percent(c.share.median, 1),
         f"{100 * c.share.low:.1f}–{100 * c.share.high:.1f}",
         span_bar(c.share.low, c.share.median, c.share.high, most, c.share.now),
         percent(c.leads), percent(c.gone))
        for c in run.contenders
    ]  # fmt: skip
    return table(
        ("State", str(run.first), f"{run.last}, median", "Nine in ten", f"0 to {percent(most)}",
         "Leads", "Gone"),
        rows, numbers=(1, 2, 3, 5, 6), raw=(4,),
        caption=f"Share of capability in {run.members:,} futures of the {report.futures[0].name} "
        f"scenario. Bar: nine in ten futures; stroke: median; mark: {run.first}",
    )  # fmt: skip


def _where(report: Report, drawn: Drawn) -> Part:
    s = report.summary
    body = figure("map-blocs", drawn["map-blocs"], alone=True)
    body += figure("network", drawn["network"])
    body += figure("map-capability", drawn["map-capability"], alone=True)
    b = s.blocs[0]
    share = b.shares.get("cinc", float("nan"))
    heading = f"The strongest of {len(s.blocs)} blocs, around {b.name}, holds {percent(share)}"
    lead = (
        f"Blocs are groups of states with pacts of defence within and rivalries between; share of "
        f"capability (CINC). {s.unaligned} states are in none. Where the five "
        "resolutions disagree, the majority is shown."
    )
    return "blocs", "Blocs", section("blocs", "Who stands with whom", heading, lead, body)


def _polarity(report: Report, drawn: Drawn) -> Part:
    found = report.summary.polarity
    factor, part = next(iter(found.influence.items()))
    body = (
        '<div class="pair">'
        + figure("verdicts", drawn["verdicts"])
        + figure("poles", drawn["poles"])
        + "</div>"
    )
    heading = headline(report)
    lead = (
        f"{len(found.definitions):,} definitions: an index of power, a set of actors, a rule for "
        f"what a pole is, its threshold, and how the European Union counts. The choice that "
        f"decides most is {CHOICES.get(factor, factor)}: it takes away {percent(part)} of what is "
        "open."
    )
    return "polarity", "Polarity", section("polarity", "By which definition", heading, lead, body)


def _centuries(report: Report, drawn: Drawn) -> Part:
    body = figure("two-centuries", drawn["two-centuries"])
    body += figure("verdicts-by-year", drawn["verdicts-by-year"])
    body += '<div class="pair">' + figure("turbulence", drawn["turbulence"])
    body += figure("alliance-turnover", drawn["alliance-turnover"]) + "</div>"
    past = [v for v in report.history["effective_powers_all"].to_list() if v is not None]
    cinc = next((c for c in report.summary.concentration if c.index == "cinc"), None)
    now = cinc.powers_all if cinc else past[-1]
    below = sum(p < now for p in past) / len(past)
    heading = f"Capability is spread more evenly than in {percent(below)} of the years since 1816"
    lead = "The same measures for every year since 1816, with today beside them."
    return "history", "Two centuries", section("history", "Two centuries", heading, lead, body)


def _futures(report: Report, drawn: Drawn) -> Part:
    if "shares" not in drawn:
        return None
    run = report.futures[0].outlook
    body = figure("shares", drawn["shares"])
    if run.crowded > CROWDED:
        body = (
            f'<div class="warn"><p>In {percent(run.crowded)} of futures a state, a treaty or a war '
            "found no place in the run and did not come to be: what follows of treaties and wars "
            "is too little in these.</p></div>"
        ) + body
    rows = [(x.what, number(x.now), number(x.median), number(x.low), number(x.high))
            for x in run.system]  # fmt: skip
    body += '<div class="card">' + table(
        ("The system", str(run.first), f"{run.last}, median", "5 %", "95 %"), rows,
        numbers=(1, 2, 3, 4), caption=f"Numbers a year are means over the years to {run.last}",
    ) + "</div>"  # fmt: skip
    overtaken = 1 - run.contenders[0].leads
    heading = (
        f"{run.contenders[0].name} is overtaken, or behind, in {percent(overtaken)} of "
        f"{run.members:,} futures by {run.last}"
    )
    lead = (
        "Every state and pair of states, year by year. The spread holds luck and what is not known "
        "of the parameters; it does not hold what the model leaves out."
    )
    return "futures", "Futures", section("futures", "Where it could go", heading, lead, body)


def _disputes(report: Report, drawn: Drawn) -> Part:
    if "disputes" not in drawn:
        return None
    body = figure("disputes", drawn["disputes"])
    if "wars" in drawn:
        body += figure("wars", drawn["wars"])
    c = report.risks[0].chances[0]
    heading = (
        f"Most at risk of a dispute among the great powers: {report.risks[0].names}, "
        f"{percent(c.share)} ({percent(c.low)} to {percent(c.high)})"
    )
    lead = (
        "Events are counted in the futures themselves. How often such things were foreseen in the "
        "past is in the section on how good the model is."
    )
    return "disputes", "Disputes", section(
        "disputes", "Disputes of the great powers", heading, lead, body)  # fmt: skip


def _scenario(report: Report, drawn: Drawn) -> Part:
    found = report.comparison
    if found is None:
        return None
    other = report.futures[1]
    body = f"<p>{text(other.about)}</p>" if other.about else ""
    if report.changes:
        body += '<ul class="changes">' + "".join(
            f"<li>{text(c.kind)} <b>{text(c.name)}</b>: {text(c.after or 'not there')}"
            + (f" (else {text(c.before)})" if c.before and c.kind != "event" else "") + "</li>"
            for c in report.changes) + "</ul>"  # fmt: skip
    if "scenario-shares" in drawn:
        body += figure("scenario-shares", drawn["scenario-shares"])
    records = [r for r in differences(found) if r["measure"] in TOLD and not r["of"]]
    rows = [
        (LABELS.get(r["measure"], r["measure"]), number(r["one"]), signed(r["difference"]),
         number(r["mc_error"]), f"{signed(r['q05'])} to {signed(r['q95'])}", percent(r["higher"]),
         "yes" if r["clear"] else "no")
        for r in records
    ]  # fmt: skip
    body += '<div class="card">' + table(
        ("The system", found.one, "Difference", "Error", "Nine in ten", "Higher in", "Clear"),
        rows, numbers=range(1, 7),
        caption=f"{found.other} less {found.one}, {found.differences[0].years[-1]}, future by "
        "future with shared luck. Error: of the mean, which more futures make smaller. Clear: the "
        "mean is off nothing by more than twice that",
    ) + "</div>" + _why(report, drawn)  # fmt: skip
    d = report.headline
    heading = f"{found.members:,} pairs of futures: nothing stands out from chance"
    if d is not None:
        named = _label(d.measure, d.of)
        heading = f"{named[0].upper()}{named[1:]}: {_said(d)}"
    lead = (
        f"{found.members:,} pairs of futures with the same luck; {percent(found.identical)} are "
        f"the same to the last bit"
        + (f", and they part from {found.first} on." if found.first else ".")
    )
    return "scenario", "Scenario", section(
        "scenario", f"What changes if: {other.title or other.name}", heading, lead, body
    )  # fmt: skip


def _why(report: Report, drawn: Drawn) -> str:
    d = report.headline
    if d is None:
        return ""
    what = _label(d.measure, d.of)
    out = f"<h3>What carries the difference in {text(what)}</h3>"
    if "carried" in drawn:
        out += figure("carried", drawn["carried"])
    if "hangs-on" in drawn:
        out += figure("hangs-on", drawn["hangs-on"])
    elif not report.holds:
        out += (
            '<p class="note">No single parameter makes it vary by more than chance would in so '
            "many futures.</p>"
        )
    if "carried" not in drawn:
        names = f"{report.comparison.one} {report.comparison.other}" if report.comparison else ""
        out += (
            '<p class="note">Which mechanism carries it takes runs without each: <code>multipolar '
            f"explain {text(names)} --help</code>, or <code>multipolar --explain MECHANISM</code>."
            "</p>"
        )
    return out


def _claims(report: Report) -> Part:
    if not report.claims:
        return None
    rows = [(f"“{v.claim.quote}”", f"{v.claim.speaker}, {v.claim.date}", v.verdict, v.why)
            for v in report.claims]  # fmt: skip
    count: dict[str, int] = {}
    for v in report.claims:
        count[v.verdict] = count.get(v.verdict, 0) + 1
    said = ", ".join(f"{n} {k}" for k, n in sorted(count.items(), key=lambda c: -c[1]))
    body = '<div class="card">' + table(("Claim", "Who", "Verdict", "Why"), rows) + "</div>"
    lead = (
        "Tests and thresholds were fixed in a file before they were run. A verdict is about the "
        "tests in it, not about who spoke."
    )
    heading = f"{len(report.claims)} claim{'s' * (len(report.claims) != 1)}: {said}"
    return "claims", "Claims", section("claims", "What is said about it", heading, lead, body)


def _skill(report: Report, drawn: Drawn) -> Part:
    if not report.scoreboard:
        body = (
            '<div class="warn"><p>No scoreboard comes with this version. Nothing here says how '
            "often the model was right about years that it did not know.</p></div>"
        )
        return "skill", "How good", section(
            "skill", "How good the model is", "The forecasts of this version were not scored", "",
            body)  # fmt: skip
    body = figure("skill", drawn["skill"]) if "skill" in drawn else ""
    rows = [
        (x.label + ("" if x.group == "all" else f", {x.group}"), f"{x.horizon} years"
         if x.horizon else "mean", x.era, f"{x.skill:+.2f}",
         f"{x.low:+.2f} to {x.high:+.2f}" if np.isfinite(x.low) else "–",
         percent(x.inside90) if np.isfinite(x.inside90) else "–", x.verdict)
        for x in report.scoreboard if np.isfinite(x.skill)
    ]  # fmt: skip
    body += (
        f"<details class='card'><summary>The whole scoreboard ({len(rows)} lines)</summary>"
        + table(("Question", "Ahead", "Origins", "Skill", "90 %", "Inside 90 %", "Verdict"), rows,
                numbers=(3, 4, 5)) + "</details>"
    )  # fmt: skip
    return "skill", "How good", section(
        "skill", "How good the model is", _trust(report),
        "Forecasts from origins in history, scored against what came, beside baselines that cost "
        "nothing. About seven stretches of 20 years are independent: intervals are wide.", body,
    )  # fmt: skip


def _method(report: Report) -> Part:
    s, u = report.summary, report.summary.uncertainty
    rows = [
        ("World", f"{s.states} states at the end of {s.year}; values observed "
         f"{u.by_status.get('observed', 0):,}, imputed {u.by_status.get('imputed', 0):,}, "
         f"unverified {u.by_status.get('unverified', 0):,}"),
        ("Commitments", f"{u.unverified_parties:,} of {u.parties:,} entries of parties are "
         "unverified: written from memory and not yet checked"),
        ("Without imputed values", f"{percent(u.moved)} of definitions give another verdict"),
    ]  # fmt: skip
    for f in report.futures:
        a = f.attrs
        rows.append((f"Run: {f.name}", f"{f.outlook.members:,} of {f.outlook.total:,} futures, "
                     f"seed {a['seed']}, {len(a['mechanisms'])} mechanisms, "
                     f"{len(a['parameters'])} parameters, model {a['model_hash'][:12]}, world "
                     f"{a['world_hash'][:12]}; multipolar {a['multipolar']}, numba {a['numba']}, "
                     f"numpy {a['numpy']}, {a['created'][:19]}"))  # fmt: skip
        if f.outlook.crowded:
            rows.append((f"Room: {f.name}", f"in {percent(f.outlook.crowded)} of futures a state, "
                         "a treaty or a war found no place and did not come to be"))  # fmt: skip
    names = [n for n in s.leaders[0].shares if n in indices]
    cited = cite(*names, *MEASURES, *sources())
    references = "".join(f"<li>{text(c)}</li>" for c in cited)
    body = (
        f"<p>The same report, to the last bit of the futures:</p><pre>{text(report.command)}</pre>"
        f'<div class="card">{facts(rows)}</div>'
        f'<details class="card"><summary>References and data ({len(cited)})</summary>'
        f'<ul class="refs">{references}</ul></details>'
        '<p class="note">It measures; it does not argue, and takes no side on borders, names or '
        "conflicts. Every value has a year, a source and a status: multipolar state CODE shows "
        "them.</p>"
    )
    return "method", "Sources", section(
        "method", "Data, versions, sources", f"{u.by_status.get('imputed', 0):,} values are "
        f"imputed and {u.unverified_parties:,} entries of commitments unverified", "", body
    )  # fmt: skip
