"""Who is a state when, and under which code.

ISO 3166, the Correlates of War project (COW) and Gleditsch and Ward (GW) name
the same states differently, and each changes with time. The dates stand in
``registry.csv`` and ``aliases.csv``; ``docs/codes.md`` tells the choices and
the traps. A bare number is always a COW number: ``gw:970`` is not ``cow:970``.

A date is a year (any day of it counts, the latest first), ``YYYY-MM``,
``YYYY-MM-DD`` or a `datetime.date`; without one, the end of 2025.

>>> resolve("Germany"), resolve(260, 1980), resolve("gw:260", 2010)
('DEU', 'DEU', 'DEU')
>>> resolve("Russia", 1914), resolve(365, 1950), convert("SUN", "cow", 1950)
('RUS', 'SUN', 365)
"""

import datetime
import operator
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Literal, NamedTuple, get_args, overload

from multipolar.errors import UnknownName, UnknownState, suggest
from multipolar.registry import HELP, Number, Period, same_actor, shown, spells, states
from multipolar.tables import DATE, Row, packaged, read_table, whole_date

NOW = "2025-12-31"
When = int | str | datetime.date | None
Word = Literal["cowc", "gwc", "iso3", "iso2", "name"]
System = Literal["cow", "gw", "world"]
Rule = Literal["any", "jan1", "dec31"]


def resolve(text: object, date: When = None) -> str:
    """Return the public code of the state that a code, number or name means at a date.

    Parameters
    ----------
    text
        ISO alpha-3 or alpha-2 code, COW number (255, "255", "cow:255"), GW
        number ("gw:260"), COW or GW abbreviation, or English name. Letters
        that are also an ISO code are read as ISO at every date, unless both
        readings are one actor; "cowc:SWZ" and "gwc:YEM" ask for the other.
    date
        When; see the module.

    Returns
    -------
    str
        ISO 3166-1 alpha-3; for states that are gone ISO 3166-3, COW's or GW's letters.

    Raises
    ------
    UnknownState
        None or several states answer at that date. The message says when the
        state existed, what it became, or which states may be meant.

    Examples
    --------
    >>> [resolve(t, 1985) for t in ("Burma", "usa", 678, "East Germany", "gw:678")]
    ['MMR', 'USA', 'YAR', 'DDR', 'YAR']
    """
    period, keys = _period(date), _keys(text)
    windows = _index()[keys[0]] if keys else ()
    found = _latest(windows, period)
    if not found:
        own = {w.code for w in windows}
        other = [w for key in keys[1:] for w in _index()[key]]
        kin = [w for w in other if any(same_actor(w.code, code) for code in own)]
        found = _latest(kin, period)
    if len(found) == 1:
        return found[0]
    if found:
        msg = f"{shown(text)} at {period} may be {_named(found)}; type the code you mean"
    elif windows:
        told = _history(windows, period) + _hint(keys, period)
        msg = f"{shown(text)} is no state at {period}: {told}"
    else:
        msg = f"no state {shown(text)}{_near(text)} {HELP}"
    raise UnknownState(msg)


def resolve_ever(text: object) -> str:
    """Return the public code that a text means today, or else the one it last meant.

    >>> resolve_ever("SUN"), resolve_ever("Czechoslovakia"), resolve_ever("France")
    ('SUN', 'CSK', 'FRA')
    """
    try:
        return resolve(text)
    except UnknownState:
        windows = [w for key in _keys(text)[:1] for w in _index()[key]]
        if not windows:
            raise
        return max(windows, key=lambda w: w.period.last).code


@overload
def convert(code: object, to: Number = "cow", date: When = None) -> int: ...
@overload
def convert(code: object, to: Word, date: When = None) -> str: ...
def convert(code: object, to: Number | Word = "cow", date: When = None) -> int | str:
    """Return the number, code or name that a system gives a state at a date.

    Parameters
    ----------
    code
        A public code, or anything that `resolve` takes.
    to
        "cow", "gw" (numbers), "cowc", "gwc" (abbreviations), "iso3", "iso2" or "name".
    date
        When; see the module.

    Raises
    ------
    UnknownState
        The state is unknown, or that system does not list it at that date.

    Examples
    --------
    >>> convert("DEU", "cow"), convert("DEU", "gw"), convert("KIR", "cow"), convert("KIR", "gw")
    (255, 260, 946, 970)
    """
    _offered("code system", to, (*get_args(Number), *get_args(Word)))
    public, period = resolve(code, date), _period(date)
    system = to[: -len("c")] if to.endswith("c") else to
    lists = system in get_args(Number)
    mine = [s for s in reversed(spells(public)) if s.period.meets(period)]
    for state in mine:
        listed = state.listed(system) if lists else state.period
        if listed and listed.meets(period) and getattr(state, to):
            value: int | str = getattr(state, to)
            return value
    when = _joined(p for s in spells(public) if lists and (p := s.listed(system)))
    told = f"it is listed {', '.join(map(str, when))}" if when else "it has none"
    msg = f"{public} ({mine[0].name}) has no {to} code at {period}: {told}"
    raise UnknownState(msg)


def members(date: When = None, system: System = "cow", rule: Rule = "dec31") -> list[str]:
    """List the public codes of the states in a system at a date, sorted.

    Parameters
    ----------
    date
        When; see the module.
    system
        "cow", "gw" (microstates included), or "world": COW's members and the
        two United Nations observer states that neither lists, PSE and VAT.
    rule
        What a year means: its last day, its first day, or any day of it.

    Examples
    --------
    >>> [len(members(year)) for year in (1816, 1914, 2025)], len(members(2025, "world"))
    ([23, 45, 195], 197)
    """
    _offered("system", system, get_args(System))
    _offered("rule", rule, get_args(Rule))
    whole = _period(date)
    asked = whole if rule == "any" else Period(*[whole[rule == "dec31"]] * 2)
    found = set()
    for s in states():
        listed = s.listed("gw" if system == "gw" else "cow")
        if system == "world" and s.cow is None and s.gw is None:
            listed = s.period
        if listed and listed.meets(asked):
            found.add(s.code)
    return sorted(found)


class _Window(NamedTuple):
    period: Period
    code: str


@cache
def _index() -> dict[str, list[_Window]]:
    """Map "cow:255", "iso3:DEU", "name:germany" and the like to what they mean when."""
    index: dict[str, list[_Window]] = {}
    for s in states():
        for system in get_args(Number):
            if listed := s.listed(system):
                for key in (system, f"{system}c"):
                    index.setdefault(f"{key}:{getattr(s, key)}", []).append(_Window(listed, s.code))
        name = f"name:{plain_name(s.name)}"
        for key in {f"iso3:{s.code}", f"iso3:{s.iso3}", f"iso2:{s.iso2}", name}:
            index.setdefault(key, []).append(_Window(s.period, s.code))
    for row in _aliases():
        period = Period(
            whole_date(row.date("since") or "0001"),
            whole_date(row.date("until") or "9999", late=True),
        )
        for s in spells(row["code"]):
            if s.period.meets(period):
                both = Period(max(period.first, s.since), min(period.last, s.period.last))
                alias = f"name:{plain_name(row['alias'])}"
                index.setdefault(alias, []).append(_Window(both, s.code))
    return {key: windows for key, windows in index.items() if not key.endswith(":")}


@cache
def _aliases() -> tuple[Row, ...]:
    return tuple(read_table(packaged("aliases.csv"), ("alias", "code", "since", "until")))


@cache
def plain_names() -> frozenset[str]:
    """Return every name of a state at any time, in plain form."""
    return frozenset(k.removeprefix("name:") for k in _index() if k.startswith("name:"))


def plain_name(text: str) -> str:
    """Drop case, accents, punctuation and articles: 'The Gambia' is 'gambia'."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    bare = "".join(c for c in letters if not unicodedata.combining(c) and c not in ".'’‘`")
    words = re.sub(r"[\W_]+", " ", bare).split()
    return " ".join("saint" if w == "st" else w for w in words if w != "the")


def _keys(text: object) -> list[str]:
    """List the readings of a text that the index knows, the preferred first."""
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    if not isinstance(text, str):
        try:
            text = "" if isinstance(text, bool) else str(operator.index(text))  # type: ignore[arg-type]
        except (TypeError, ValueError):
            return []
    system, colon, word = (part.strip() for part in text.partition(":"))
    if not colon:
        system, word = ("cow" if system.isdecimal() else ""), system
    if system.casefold() in ("cow", "gw", "cowc", "gwc", "iso3", "iso2"):
        keys = [f"{system.casefold()}:{word.lstrip('0').upper()}"]
    else:
        head, _, tail = text.partition(",")
        keys = [f"{k}:{text.strip().upper()}" for k in ("iso3", "iso2", "cowc", "gwc")]
        keys += [f"name:{plain_name(text)}", f"name:{plain_name(f'{tail} {head}')}"]
    return [key for key in keys if key in _index()]


def _period(date: When) -> Period:
    text = NOW if date is None else str(date)[:10] if isinstance(date, datetime.date) else date
    if not isinstance(text, str):
        try:
            text = "" if isinstance(text, bool) else f"{operator.index(text):04d}"
        except (TypeError, ValueError):
            text = ""
    if not DATE.fullmatch(text):
        msg = f"no date {shown(date)}; type a year (1990), '1990-10' or '1990-10-03'"
        raise UnknownState(msg)
    return Period(whole_date(text), whole_date(text, late=True))


def _latest(windows: Iterable[_Window], period: Period) -> list[str]:
    """Return the codes in force on the last day of a period, or else the last before it."""
    met = [w for w in windows if w.period.meets(period)]
    end = max((min(w.period.last, period.last) for w in met), default="")
    return sorted({w.code for w in met if w.period.last >= end})


def _offered(kind: str, word: str, allowed: tuple[str, ...]) -> None:
    if word not in allowed:
        msg = f"no {kind} {shown(word)}{suggest(word, allowed)} On offer: {', '.join(allowed)}"
        raise UnknownName(msg)


def _named(codes: Iterable[str]) -> str:
    return " or ".join(f"{code} ({spells(code)[-1].name})" for code in codes)


def _history(windows: Iterable[_Window], period: Period) -> str:
    """Tell when a code or name stood for whom, and what was before and after."""
    told = []
    for code in dict.fromkeys(w.code for w in windows):
        when = _joined(w.period for w in windows if w.code == code)
        text = f"{_named([code])} is {', '.join(map(str, when))}"
        before = [s for s in spells(code) if s.period.last < period.first]
        after = [s for s in spells(code) if s.since > period.last]
        here = [s for s in spells(code) if s.period.meets(period)]
        if here:
            text += f"; at that date {code} is {here[-1].name}"
        elif before and before[-1].successor:
            text += f"; after {before[-1].until} {', '.join(before[-1].successor)}"
        if not here and after and after[0].predecessor:
            text += f"; before {after[0].since} {', '.join(after[0].predecessor)}"
        told.append(text)
    return "; ".join(told)


def _joined(periods: Iterable[Period]) -> list[Period]:
    """Merge periods that overlap or follow one another without a gap."""
    merged: list[Period] = []
    for period in sorted(periods):
        eve = datetime.date.fromisoformat(period.first) - datetime.timedelta(days=1)
        if merged and merged[-1].last >= eve.isoformat():
            merged[-1] = Period(merged[-1].first, max(merged[-1].last, period.last))
        else:
            merged.append(period)
    return merged


def _hint(keys: list[str], period: Period) -> str:
    other = {_named(_latest(_index()[key], period)): key for key in reversed(keys[1:])}
    return "".join(f"; {key!r} is {named}" for named, key in other.items() if named)


def _near(text: object) -> str:
    if key := next((k for k in _keys(f"gw:{text}")), ""):
        return f" by COW number; {key!r} is {_named(sorted({w.code for w in _index()[key]}))}."
    words = [word for s in states() for word in (s.code, s.name)]
    words += [row["alias"] for row in _aliases()]
    return suggest(text[:60], words) if isinstance(text, str) else "."
