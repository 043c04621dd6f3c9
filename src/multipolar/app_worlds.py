"""What the explorer tells of a year, a state, two states, blocs, commitments and polarity."""

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from multipolar.alignment import signed_ties
from multipolar.app_cache import Kept
from multipolar.app_data import CAPABILITIES, missing
from multipolar.app_http import Asked, number, shown, words
from multipolar.app_years import named_spells
from multipolar.codes import convert, members, resolve, resolve_ever
from multipolar.commitments import KINDS as COMMITMENTS
from multipolar.commitments import Commitment, in_force
from multipolar.definitions import SETS, PolarityFindings, polarity
from multipolar.embedded import YEAR, great_power_lists, sources, today
from multipolar.embedded import commitments as embedded_commitments
from multipolar.errors import MeasureError, MissingData, MultipolarError, Problem, UnknownState
from multipolar.grains import yearly
from multipolar.history import at
from multipolar.indices import catalogue as indices
from multipolar.output import plain
from multipolar.pairs import pair_series, story
from multipolar.power import power
from multipolar.profiles import state_profile
from multipolar.registry import predecessors, spells, successors
from multipolar.results import results
from multipolar.rule import KINDS
from multipolar.rules import catalogue as rules
from multipolar.skeleton import FIRST
from multipolar.summary import Summary, name_of, summarise
from multipolar.variables import VARIABLES
from multipolar.world import World

MOST = 400
"""Commitments in one answer."""


def world_at(year: int) -> World:
    """Return the World of a year, without arrays of which nothing is known.

    Raises
    ------
    MissingData
        It needs publishers' files, and none is here.
    """
    return _worlds(year)


def _world(year: int) -> World:
    if year != YEAR and (told := missing()):
        raise MissingData(told)
    world = today() if year == YEAR else at(year)
    arrays = {n: a for n, a in world.arrays.items() if np.isfinite(a).any()}
    if len(arrays) == len(world.arrays):
        return world
    known = {n: p for n, p in world.provenance.items() if n in arrays}
    return replace(world, arrays=arrays, provenance=known)


def _summary(year: int) -> Summary:
    return summarise(world_at(year))


def _story(pair: tuple[str, str]) -> dict[str, Any]:
    series = {}
    if missing() is None:
        frame = pair_series(*pair)
        series = {name: frame[name].to_list() for name in frame.columns}
    return {"story": plain(story(*pair)), "series": series}


_worlds: Kept[int, World] = Kept(_world, 8)
_summaries: Kept[int, Summary] = Kept(_summary, 32)
_verdicts_of: Kept[int, PolarityFindings] = Kept(lambda when: polarity(world_at(when)), 32)
_stories: Kept[tuple[str, str], dict[str, Any]] = Kept(_story, 64)


def summary_at(year: int) -> Summary:
    """Return the measures of a year; see ``world_at``."""
    return _summaries(year)


def year(asked: Asked) -> dict[str, Any]:
    """Return the system of a year: leading states, shares, polarity, blocs, commitments."""
    when = _year(asked.path["year"])
    reason: MultipolarError
    for tell in (_measured, _powers_alone):
        try:
            return tell(when)
        except (MissingData, MeasureError) as error:
            reason = error
    return _carried(when, reason)


def _year(text: object) -> int:
    from multipolar.app_http import whole

    return whole("year", text, FIRST, YEAR)


def _measured(when: int) -> dict[str, Any]:
    world, found = world_at(when), _summaries(when)
    names = list(found.leaders[0].shares)
    return {
        "year": when, "data": True, "missing": None, "states": found.states,
        "headline": found.headline,
        "indices": [_index(n) for n in names],
        "shares": {n: dict(power(world, n).ranked()) for n in names},
        "leaders": plain(found.leaders),
        "concentration": plain(found.concentration),
        "polarity": _verdicts(found.polarity),
        "blocs": [_bloc(b) for b in found.blocs],
        "modularity": found.modularity, "unaligned": found.unaligned,
        "balance": {"triads": plain(found.triads), "line_index": plain(found.line_index),
                    "weak_line_index": plain(found.weak_line_index),
                    "walk_balance": found.walk_balance},
        "commitments": found.commitments,
        "uncertainty": plain(found.uncertainty),
        "great_powers": _on_lists(when),
        "measures": _row(when),
    }  # fmt: skip


def _powers_alone(when: int) -> dict[str, Any]:
    """Return the powers of a year whose alliances are not known: sources end in other years."""
    world, found = world_at(when), _verdicts_of(when)
    shares = {n: r for n in indices.names() if (r := _ranked(world, n))}
    first = dict(next(iter(shares.values())))
    leaders = [
        {"code": s, "name": _named(s, when), "pole": found.poles.get(s, 0.0),
         "shares": {n: dict(r).get(s) for n, r in shares.items()}}
        for s in list(first)[:12]
    ]  # fmt: skip
    try:
        _summaries(when)
        told = None
    except MeasureError as error:
        told = f"Blocs and balance are not told: {error}."
    return _nothing(when) | {
        "data": True, "missing": told, "states": len(world.states),
        "indices": [_index(n) for n in shares], "shares": {n: dict(r) for n, r in shares.items()},
        "leaders": leaders, "polarity": _verdicts(found),
        "commitments": {k: sum(1 for _ in in_force(world.commitments, world.date, kind=k))
                        for k in COMMITMENTS},
    }  # fmt: skip


def _nothing(when: int) -> dict[str, Any]:
    """Return the answer on a year of which nothing is known beside lists and results."""
    return {
        "year": when, "data": False, "missing": None, "states": None, "headline": None,
        "indices": [], "shares": {}, "leaders": [], "concentration": [], "polarity": None,
        "blocs": [], "modularity": None, "unaligned": None, "balance": None, "commitments": {},
        "uncertainty": None, "great_powers": _on_lists(when), "measures": _row(when),
    }  # fmt: skip


def _ranked(world: World, index: str) -> list[tuple[str, float]]:
    """Return shares by an index, the largest first; nothing where it is not known of any."""
    try:
        return power(world, index).ranked()
    except MultipolarError:
        return []


def _carried(when: int, error: MultipolarError) -> dict[str, Any]:
    """Return what the package itself carries of a year, and what is missing for more."""
    row = _row(when)
    leaders = []
    for place in ("leader", "second", "third"):
        code = row.get(place)
        if code:
            share = row[f"{place}_share"]
            leaders.append({"code": code, "name": _named(code, when), "shares": {"cinc": share},
                            "pole": None})  # fmt: skip
    told = str(error)
    if not row:
        return _nothing(when) | {"missing": told}
    verdicts = {kind: row.get(kind) for kind in KINDS}
    poles = dict.fromkeys(str(row.get("poles") or "").split())
    return _nothing(when) | {
        "missing": told, "states": row["states"], "indices": [_index("cinc")],
        "shares": {"cinc": {x["code"]: x["shares"]["cinc"] for x in leaders}},
        "leaders": leaders, "modularity": row["modularity"],
        "polarity": {"verdicts": verdicts, "poles": poles, "definitions": row["definitions"],
                     "fragile": None, "influence": {}},
    }  # fmt: skip


def _row(when: int) -> dict[str, Any]:
    """Return the row of a year in the table of results; empty if there is none."""
    rows = results().filter(results()["year"] == when).to_dicts()
    return rows[0] if rows else {}


def _on_lists(when: int) -> dict[str, list[str]]:
    from multipolar.embedded import great_power_list

    return {name: list(great_power_list(name, when)) for name in great_power_lists()}


def _index(name: str) -> dict[str, str]:
    spec = indices[name].spec
    return {"name": name, "label": spec.label, "source": spec.source}


def _verdicts(found: PolarityFindings) -> dict[str, Any]:
    return {
        "verdicts": found.verdicts, "poles": found.poles, "definitions": len(found.definitions),
        "fragile": found.fragile, "influence": found.influence,
    }  # fmt: skip


def _bloc(b: Any) -> dict[str, Any]:
    return {"name": b.name, "alliance": b.alliance, "members": list(b.members), "shares": b.shares}


def _named(code: str, when: int) -> str:
    named = name_of(code, when)
    return _names().get(code, named) if named == code else named


@cache
def _names() -> dict[str, str]:
    return {s["code"]: s["name"] for s in named_spells()}


def shares(_: Asked) -> dict[str, Any]:
    """Return the share of capability (CINC) of every state in every year that is known.

    Returns
    -------
    dict
        ``index``, ``years``, ``shares`` (``code → a value for each year``, unknown is null) and
        ``missing``. Without publishers' files: today alone, and the three leading states.
    """
    return _shares()


@cache
def _shares() -> dict[str, Any]:
    by_year: dict[int, dict[str, float]] = {}
    absent = missing()
    if absent is None:
        for code, when, value in _published_shares():
            by_year.setdefault(when, {})[code] = value
    else:
        for row in results().iter_rows(named=True):
            by_year[row["year"]] = {row[p]: row[f"{p}_share"]
                                    for p in ("leader", "second", "third") if row[p]}  # fmt: skip
    by_year[YEAR] = dict(power(world_at(YEAR), "cinc").ranked())
    codes = sorted({c for shares in by_year.values() for c in shares})
    when_ = sorted(by_year)
    return {
        "index": "cinc", "years": when_, "missing": absent,
        "shares": {c: [_short(by_year[y].get(c)) for y in when_] for c in codes},
    }  # fmt: skip


def _short(value: float | None) -> float | None:
    return None if value is None else float(f"{value:.5g}")


def _published_shares() -> Iterator[tuple[str, int, float]]:
    """Yield code, year and CINC as published, of the members of the system."""
    frame = yearly(CAPABILITIES, ["cinc"], "cow").drop_nulls("cinc")
    codes: dict[int, dict[int, str]] = {}
    for number_, when, value in frame.select("state", "year", "cinc").iter_rows():
        if when not in codes:
            codes[when] = {convert(c, "cow", f"{when}-12-31"): c for c in members(when, "cow")}
        if number_ in codes[when]:
            yield codes[when][number_], when, value


def state(asked: Asked) -> dict[str, Any]:
    """Return one state: figures with their sources, ties, commitments, what came of it."""
    when = asked.year(FIRST, YEAR)
    code = _state(asked.path["code"], when)
    out: dict[str, Any] = {
        "code": code, "name": _named(code, when), "year": when,
        "spells": next((s["spells"] for s in named_spells() if s["code"] == code), []),
        "predecessors": _kin(predecessors(code)), "successors": _kin(successors(code)),
        "lists": {name: _on_list(name, code) for name in great_power_lists()},
        "events": _events_of(code), "present": False, "missing": None,
    }  # fmt: skip
    try:
        world = world_at(when)
    except MissingData as error:
        return out | {"missing": str(error)}
    if code not in world.states:
        return out
    profile = state_profile(world, code)
    out |= {
        "present": True,
        "power": {n: {"share": s, "rank": r} for n, (s, r) in _power(world, code).items()},
        "figures": [_figure(f) for f in profile.figures if f.rank is not None],
        "unknown": [f.origin.variable for f in profile.figures if f.rank is None],
        "neighbours": [{"code": c, "name": _named(c, when), "km": km}
                       for c, km in profile.neighbours.items()],
        "partners": [plain(p) | {"name": _named(p.code, when)} for p in profile.partners],
        "commitments": [_commitment(c, world.date, when) for c in profile.commitments],
        "sources": _sources(f.origin.source for f in profile.figures),
    }  # fmt: skip
    ties = ("allies", "rivals", "sanctions_sent", "sanctions_received")
    return out | {name: _kin(getattr(profile, name)) for name in ties}


def _state(text: str, when: int) -> str:
    """Return the code of a state as it was at the time, or ever."""
    try:
        return resolve(text, when)
    except UnknownState:
        return resolve_ever(text)


def _kin(codes: Sequence[str]) -> list[dict[str, str]]:
    return [{"code": c, "name": _names().get(c, c)} for c in codes]


def _power(world: World, code: str) -> dict[str, tuple[float, int]]:
    """Return share and rank by index; indices of which nothing is known are left out."""
    out = {}
    for name in indices.names():
        for k, (s, share) in enumerate(_ranked(world, name)):
            if s == code:
                out[name] = (share, k + 1)
    return out


def _figure(figure: Any) -> dict[str, Any]:
    origin = figure.origin
    return plain(origin) | {  # type: ignore[no-any-return]
        "meaning": VARIABLES[origin.variable].meaning, "rank": figure.rank, "known": figure.known,
    }  # fmt: skip


def _sources(keys: Any) -> dict[str, dict[str, str]]:
    known = sources()
    return {
        k: {n: getattr(known[k], n) for n in ("title", "publisher", "year", "licence")}
        for k in dict.fromkeys(keys) if k in known
    }  # fmt: skip


def _on_list(name: str, code: str) -> list[list[int]]:
    from multipolar.app_years import years

    found: list[list[int]] = years()["great_powers"][name].get(code, [])
    return found


def _events_of(code: str) -> list[dict[str, str]]:
    """Return what the tables of the package tell of a state, dated, oldest first."""
    out = []
    for line in spells(code):
        if line.since > f"{FIRST}-01-01":
            out.append(_event(line.since, "statehood", "becomes a state", "registry"))
        if line.until:
            became = ", ".join(_names().get(c, c) for c in line.successor)
            ends = f"ends; {became}" if became else "ends"
            out.append(_event(line.until, "statehood", ends, "registry"))
    for c in embedded_commitments():
        own = [p for p in c.parties if p.state == code and p.role not in ("observer", "suspended")]
        for p in own:
            role = {"sender": "imposes", "target": "is under"}.get(p.role, "joins")
            since = max(p.since, c.signed or c.in_force)
            if since:
                out.append(_event(since, c.kind, f"{role} {c.name}", p.source or c.source))
            if until := p.until or c.ended:
                why = c.end_kind if until == c.ended and c.end_kind else "leaves"
                out.append(_event(until, c.kind, f"{c.name}: {why}", p.source or c.source))
    return sorted(out, key=lambda e: (e["date"], e["kind"], e["what"]))


def _event(date: str, kind: str, what: str, source: str) -> dict[str, str]:
    return {"date": date, "kind": kind.replace("_", " "), "what": what, "source": source}


def pair(asked: Asked) -> dict[str, Any]:
    """Return two states: their story, what is known of them by year, and their ties of a year."""
    when = asked.year(FIRST, YEAR)
    a, b = (_state(asked.path[k], when) for k in ("a", "b"))
    told = _stories((a, b))
    out = {"a": a, "b": b, "names": [_named(a, when), _named(b, when)], "year": when,
           "ties": {}, "missing": None, **told}  # fmt: skip
    try:
        world = world_at(when)
    except MissingData as error:
        return out | {"missing": str(error)}
    if a in world.states and b in world.states:
        i, j = world.index(a), world.index(b)
        out["ties"] = {
            name: {"there": float(array[i, j]), "back": float(array[j, i]),
                   "directed": VARIABLES[name].directed, "unit": VARIABLES[name].unit,
                   "meaning": VARIABLES[name].meaning}
            for name, array in world.arrays.items() if VARIABLES[name].dims == "dyad"
        }  # fmt: skip
    return out


def blocs(asked: Asked) -> dict[str, Any]:
    """Return the blocs of a year and the signed ties among the most capable states."""
    when = asked.year(FIRST, YEAR)
    world, found = world_at(when), _summaries(when)
    ranked = dict(power(world, "cinc").ranked()) if "population" in world else {}
    ties = signed_ties(world)
    top = [s for s in ranked if s in world.states][:60]
    at_ = {s: world.index(s) for s in top}
    pairs = [(a, b) for k, a in enumerate(top) for b in top[k + 1 :]]
    in_bloc = {s: k for k, b in enumerate(found.blocs) for s in b.members}
    return {
        "year": when, "blocs": [_bloc(b) for b in found.blocs], "modularity": found.modularity,
        "unaligned": found.unaligned,
        "nodes": [{"code": s, "name": _named(s, when), "share": ranked[s], "bloc": in_bloc.get(s)}
                  for s in top],
        "friends": [[a, b] for a, b in pairs if ties[at_[a], at_[b]] > 0],
        "foes": [[a, b] for a, b in pairs if ties[at_[a], at_[b]] < 0],
        "together": [[*k, v] for k, v in found.together.items()],
        "note": "Defence pacts and rivalries; signed modularity, the majority over five "
                "resolutions. Who is in no bloc has neither ally nor rival, or is torn.",
    }  # fmt: skip


def commitments(asked: Asked) -> dict[str, Any]:
    """Return the commitments in force at the end of a year, of a kind, with a state as party."""
    when = asked.year(FIRST, YEAR)
    kind, who = asked.query.get("kind"), asked.query.get("state")
    if kind is not None and kind not in COMMITMENTS:
        told = f"kind: {shown(kind)}; needed one of {', '.join(COMMITMENTS)}"
        raise Problem(422, told, field="kind")
    code = _state(who, when) if who else None
    date = f"{when:04d}-12-31"
    absent = None
    known: Sequence[Commitment] = embedded_commitments()
    if when != YEAR:
        try:
            known = (*world_at(when).commitments, *(c for c in known if c.kind != "alliance"))
        except MissingData as error:
            absent = str(error)
    rows = [
        c for c in in_force(known, date, kind=kind)
        if code is None or any(code in c.members(date, r) for r in ("party", "target", "sender"))
    ]  # fmt: skip
    rows.sort(key=lambda c: (COMMITMENTS.index(c.kind), c.signed or c.in_force, c.name))
    counts = {k: sum(c.kind == k for c in rows) for k in COMMITMENTS}
    return {
        "year": when, "counts": counts, "total": len(rows), "missing": absent,
        "commitments": [_commitment(c, date, when) for c in rows[:MOST]],
    }  # fmt: skip


def commitment(asked: Asked) -> dict[str, Any]:
    """Return one commitment, an ended one too, with every spell of every party."""
    when = asked.year(FIRST, YEAR)
    name = asked.path["id"]
    found = next((c for c in embedded_commitments() if c.id == name), None)
    if found is None and when != YEAR:
        found = next((c for c in world_at(when).commitments if c.id == name), None)
    if found is None:
        raise Problem(404, f"no commitment {shown(name)} at the end of {when}")
    out = _commitment(found, f"{when:04d}-12-31", when)
    return out | {
        "year": when,
        "spells": [
            {"state": p.state, "name": _names().get(p.state, p.state), "since": p.since,
             "until": p.until, "role": p.role, "status": p.status, "source": p.source,
             "note": p.note}
            for p in found.parties
        ],
    }  # fmt: skip


def _commitment(c: Commitment, date: str, when: int) -> dict[str, Any]:
    roles = {r: list(c.members(date, r)) for r in ("party", "sender", "target", "observer")}
    return {
        "id": c.id, "name": c.name, "kind": c.kind, "obligations": list(c.obligations),
        "signed": c.signed, "in_force": c.in_force, "term_years": c.term_years,
        "renewal": c.renewal, "renewal_years": c.renewal_years, "expires": c.expires,
        "ended": c.ended, "end_kind": c.end_kind, "source": c.source, "status": c.status,
        "note": c.note, "members": {r: m for r, m in roles.items() if m},
    }  # fmt: skip


def polarity_forms(_: Asked) -> dict[str, Any]:
    """Return what the calculator of polarity offers: indices, sets of actors, rules, thresholds."""
    variables = [n for n, v in VARIABLES.items() if v.merge == "sum" and v.dims == "state"]
    return {
        "indices": [_index(n) for n in indices.names()],
        "variables": [{"name": n, "label": VARIABLES[n].meaning} for n in variables],
        "sets": list(SETS), "union": ["members", "one actor"],
        "rules": [_rule(n) for n in rules.names()], "kinds": list(KINDS),
    }  # fmt: skip


def _rule(name: str) -> dict[str, Any]:
    rule = rules[name]
    _, *keys = inspect.signature(rule).parameters.values()
    return {
        "name": name, "label": rule.spec.label, "source": rule.spec.source,
        "great_powers_only": rule.spec.great_powers_only,
        "settings": [dict(s) for s in rule.spec.settings],
        "thresholds": {p.name: p.default for p in keys},
    }  # fmt: skip


def judge(asked: Asked) -> dict[str, Any]:
    """Return polarity by the definitions that were asked for.

    The body may have ``year``, ``indices`` (names), ``weights`` (``index or variable → weight``,
    one more index), ``sets``, ``union``, ``rules`` (``rule → thresholds``, or none for those of
    the catalogue) and ``definitions`` (whether to list each).
    """
    asked.only("year", "indices", "weights", "sets", "union", "rules", "definitions")
    body = asked.body
    when = _year(body.get("year", YEAR))
    chosen, settings = _asked_rules(body.get("rules"))
    names = [*_names_in("indices", body.get("indices", [])), *_weighed(body.get("weights"))]
    found = polarity(
        world_at(when),
        indices=names or None,
        sets=_names_in("sets", body.get("sets", [])) or SETS,
        union=_names_in("union", body.get("union", [])) or ("members", "one actor"),
        rules=chosen or None,
        settings=settings,
    )
    out = {"year": when, **_verdicts(found), "most_common": found.most_common,
           "given": {f: found.given(f) for f in ("index", "union", "actors", "rule")},
           "names": {c: "European Union" if c == "EU" else _named(c, when) for c in found.poles},
           }  # fmt: skip
    if body.get("definitions"):
        out["list"] = [
            {"index": d.index, "union": d.union, "actors": d.actors, "rule": d.rule,
             "setting": d.setting, "kind": d.kind, "poles": list(d.poles), "weight": d.weight,
             "fragile": d.fragile, "source": d.source}
            for d in found.definitions
        ]  # fmt: skip
    return out


def _names_in(field: str, given: object) -> list[str]:
    if not isinstance(given, list) or len(given) > 20:
        raise Problem(422, f"{field}: {shown(given)}; needed a list of names", field=field)
    return [words(field, name, 200) for name in given]


def _weighed(given: object) -> list[str]:
    """Return weights of indices as the name of one."""
    if not given:
        return []
    if not isinstance(given, Mapping) or len(given) > 20:
        told = f"weights: {shown(given)}; needed index → weight"
        raise Problem(422, told, field="weights")
    pairs = [f"{words('weights', k, 60)}={number(f'weights.{k}', v, 0, 1e6):g}"
             for k, v in given.items()]  # fmt: skip
    return [",".join(pairs)]


def _asked_rules(
    given: object,
) -> tuple[list[str], dict[str, list[Mapping[str, float]]]]:
    """Return names of rules, and the thresholds that are given for some."""
    if given is None:
        return [], {}
    if not isinstance(given, Mapping) or len(given) > 20:
        told = f"rules: {shown(given)}; needed rule → thresholds"
        raise Problem(422, told, field="rules")
    settings: dict[str, list[Mapping[str, float]]] = {}
    for name, own in given.items():
        rule = rules[name]
        if not own:
            continue
        known = list(inspect.signature(rule).parameters)[1:]
        if not isinstance(own, Mapping):
            told = f"rules.{name}: {shown(own)}; needed threshold → number"
            raise Problem(422, told, field=f"rules.{name}")
        for key in own:
            if key not in known:
                told = f"rules.{name}.{key}: no such threshold; needed {', '.join(known) or 'none'}"
                raise Problem(422, told, field=f"rules.{name}.{key}")
        settings[name] = [{k: number(f"rules.{name}.{k}", v, -1e6, 1e6) for k, v in own.items()}]
    return list(given), settings
