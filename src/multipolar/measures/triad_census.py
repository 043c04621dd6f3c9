"""Triad census of a signed network."""

from dataclasses import dataclass

from multipolar.alignment import Both, signed_ties
from multipolar.formulas import signed
from multipolar.measure import measure
from multipolar.world import World


@dataclass(frozen=True, slots=True)
class TriadCensus:
    """Triangles by signs, and the balanced share of them (``value``)."""

    value: float
    ppp: int
    ppm: int
    pmm: int
    mmm: int


@measure(label="Balanced triads", reads=("defence", "rivalry"), unit="share", low=0.0, high=1.0)
def triad_census(
    world: World,
    *,
    positive: str = "defence",
    negative: str = "rivalry",
    both: Both = "negative",
) -> TriadCensus:
    """Triad census: triangles of allies and rivals by their signs.

    A triangle is balanced if its signs multiply to +1: all friends (+++), or
    two friends with a common foe (+−−) [CartwrightHarary1956]_. One large
    alliance makes almost every triangle +++: read the counts, not the share
    alone.

    Parameters
    ----------
    world
        Reads the ties named.
    positive, negative
        Dyad variables that make a tie friendly or hostile.
    both
        Sign of a pair that has both.

    Returns
    -------
    TriadCensus
        Counts ``ppp`` (+++), ``ppm`` (++−), ``pmm`` (+−−), ``mmm`` (−−−), and
        ``value``, the balanced share; NaN without triangles.

    References
    ----------
    .. [CartwrightHarary1956] Cartwright, D. & Harary, F. (1956). Structural
       balance: a generalization of Heider's theory. *Psychological Review*
       63(5), 277–293.

    Examples
    --------
    A and B are allies and both rivals of C:

    >>> world = World(1900, ("A", "B", "C"), {
    ...     "defence": [[0, 1, 0], [1, 0, 0], [0, 0, 0]],
    ...     "rivalry": [[0, 0, 1], [0, 0, 1], [1, 1, 0]]})
    >>> triad_census(world)
    TriadCensus(value=1.0, ppp=0, ppm=0, pmm=1, mmm=0)
    """
    found = signed.triads(signed_ties(world, positive, negative, both))
    return TriadCensus(found.balanced_share, found.ppp, found.ppm, found.pmm, found.mmm)
