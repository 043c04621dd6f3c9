"""Whom a measure is about: all states, a list of great powers, the top few."""

import re
from collections.abc import Iterable

from multipolar.embedded import great_power_list, great_power_lists
from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.world import World

Among = str | Iterable[str]


def among(world: World, who: Among = "all") -> World:
    """Return the World of the actors a measure is about: see :func:`actor_codes`."""
    return world.members() if who == "all" else world.only(actor_codes(world, who))


def actor_codes(world: World, who: Among = "all") -> tuple[str, ...]:
    """Return the actors a measure is about.

    Parameters
    ----------
    world
        Absent states are left out. Where a state is part of a merged actor
        (the EU), the actor stands in for it.
    who
        ``"all"``; a list of great powers by name (``"cow_majors"``, ``"p5"``);
        states separated by commas, or a sequence of them.

    Raises
    ------
    UnknownName
        No list and no state has that name.
    MeasureError
        Nobody is left.
    """
    here = {s for s, present in zip(world.states, world.mask, strict=True) if present}
    if isinstance(who, str) and who == "all":
        return tuple(s for s in world.states if s in here)
    if isinstance(who, str) and re.fullmatch(r"[a-z][a-z0-9_]*", who) and who not in world.states:
        lists = great_power_lists()
        if who not in lists:
            words = ["all", *lists]
            msg = (
                f"no set of actors is called {who!r}{suggest(who, words)} "
                f"Type one of {', '.join(words)}, or codes such as USA,CHN,RUS"
            )
            raise UnknownName(msg)
        actor_of = {m: actor for actor, members in world.merged.items() for m in members}
        listed = (actor_of.get(s, s) for s in great_power_list(who, world.year))
        codes = [s for s in dict.fromkeys(listed) if s in here]
    else:
        codes = list(dict.fromkeys(world.states[world.index(w)] for w in _words(who)))
        codes = [s for s in codes if s in here]
    if not codes:
        msg = f"none of {who!r} is in this world ({world.year})"
        raise MeasureError(msg)
    return tuple(codes)


def merge_bodies(world: World, bodies: Iterable[str]) -> World:
    """Return a World in which the members of each body named act as one.

    Parameters
    ----------
    world
        Any World with commitments.
    bodies
        Identifiers of bodies or alliances, such as ``"eu"``; the actor is
        called by the identifier in capitals.

    Raises
    ------
    UnknownName
        No body has that identifier, or nobody was in it at that date.
    """
    known = {c.id: c for c in world.commitments if c.kind in ("body", "alliance")}
    for body in bodies:
        if body.lower() not in known:
            hint = suggest(body, known)
            msg = f"no body is called {body!r}{hint} See multipolar list commitments"
            raise UnknownName(msg)
        inside = [s for s in known[body.lower()].members(world.date) if s in world.states]
        if not inside:
            msg = f"nobody in this world ({world.year}) was in {body!r}"
            raise UnknownName(msg)
        world = world.merge({body.upper(): inside})
    return world


def _words(who: Among) -> list[object]:
    if isinstance(who, str):
        return [word.strip() for word in who.split(",")]
    if not isinstance(who, Iterable):
        msg = f"actors {who!r}: needed 'all', a list of great powers, or codes such as USA,CHN,RUS"
        raise MeasureError(msg)
    return [word.strip() if isinstance(word, str) else word for word in who]
