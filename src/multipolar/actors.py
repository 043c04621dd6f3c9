"""Whom a measure is about: all states, a list of great powers, the top few."""

import re
from collections.abc import Iterable

from multipolar.embedded import great_power_list, great_power_lists
from multipolar.errors import MeasureError, UnknownName, suggest
from multipolar.world import World

Among = str | Iterable[str]


def among(world: World, who: Among = "all") -> World:
    """Return the World of the actors a measure is about.

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
    world = world.members()
    if isinstance(who, str) and who == "all":
        return world
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
        codes = [s for s in dict.fromkeys(listed) if s in world.states]
    else:
        words = who.split(",") if isinstance(who, str) else list(who)
        codes = list(dict.fromkeys(world.states[world.index(w.strip())] for w in words))
    if not codes:
        msg = f"none of {who!r} is in this world ({world.year})"
        raise MeasureError(msg)
    return world.only(codes)
