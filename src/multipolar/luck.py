"""Random numbers that depend on what they are for, and on nothing else.

A draw is a function of (seed, member, year, mechanism, draw, state or pair). So
the order of computing, the number of threads and what other mechanisms draw
change nothing, and two scenarios share their luck.

Keys are made with Philox4x32-10 (Salmon et al. 2011), 64 bits and more at each
stage; a draw for a pair mixes 64 bits that are symmetric in its two states.

References
----------
.. [Salmon2011] Salmon, J. K., Moraes, M. A., Dror, R. O. & Shaw, D. E. (2011).
   Parallel random numbers: as easy as 1, 2, 3. SC '11. ACM.
"""

import hashlib

import numpy as np
import numpy.typing as npt

Words = npt.NDArray[np.uint32]
LOW = 0xFFFFFFFF
MULTIPLY = (0xD2511F53, 0xCD9E8D57)
WEYL = (0x9E3779B9, 0xBB67AE85)
MIX = (0x7FEB352D, 0x846CA68B, 0x9E485565)
"""Odd multipliers: the first two of Philox's tables are separate from these."""


def identity(text: str) -> tuple[int, int]:
    """Return two 32-bit words for a name, the same everywhere.

    >>> identity("USA") == identity("USA") != identity("RUS")
    True
    """
    raw = hashlib.sha256(text.encode()).digest()
    return int.from_bytes(raw[:4], "little"), int.from_bytes(raw[4:8], "little")


def philox(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return four random 32-bit words for a counter and a key (Philox4x32-10).

    The example is a known-answer test that the authors publish with Random123:

    >>> [f"{word:08x}" for word in philox((0, 0, 0, 0), (0, 0))]
    ['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']
    """
    a, b, c, d = counter
    k0, k1 = key
    for _ in range(10):
        left, right = MULTIPLY[0] * a, MULTIPLY[1] * c
        a, b, c, d = (right >> 32) ^ b ^ k0, right & LOW, (left >> 32) ^ d ^ k1, left & LOW
        k0, k1 = (k0 + WEYL[0]) & LOW, (k1 + WEYL[1]) & LOW
    return a, b, c, d


def stream_key(seed: int, member: int, year: int, stream: tuple[int, int]) -> Words:
    """Return the key of one stream of draws in one year of one member, shape ``(4,)``."""
    counter = (member & LOW, member >> 32 & LOW, year & LOW, 0)
    root = philox(counter, (seed & LOW, seed >> 32 & LOW))
    words = philox((*stream, root[0], root[1]), (root[2], root[3]))
    return np.array(words, np.uint32)


def state_words(key: Words, ids: Words) -> tuple[Words, Words]:
    """Return two random words for each state, shape ``(state,)`` each.

    Parameters
    ----------
    key
        From ``stream_key``.
    ids
        What names each state, shape ``(state,)``.
    """
    a = ids.astype(np.uint64)
    b, c, d = (np.full(a.shape, int(w), np.uint64) for w in (0, key[0], key[1]))
    k0, k1 = int(key[2]), int(key[3])
    low, by = np.uint64(LOW), np.uint64(32)
    for _ in range(10):
        left, right = np.uint64(MULTIPLY[0]) * a, np.uint64(MULTIPLY[1]) * c
        a, b = (right >> by) ^ b ^ np.uint64(k0), right & low
        c, d = (left >> by) ^ d ^ np.uint64(k1), left & low
        k0, k1 = (k0 + WEYL[0]) & LOW, (k1 + WEYL[1]) & LOW
    return a.astype(np.uint32), b.astype(np.uint32)


def state_uniform(words: tuple[Words, Words]) -> npt.NDArray[np.float64]:
    """Return uniform numbers in (0, 1), 52 bits, from two words each."""
    whole = (words[0].astype(np.uint64) << np.uint64(32)) | words[1]
    return ((whole >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def pair_uniform(first: Words, second: Words) -> npt.NDArray[np.float32]:
    """Return uniform numbers in [0, 1), 24 bits, from the sums of the words of two states."""
    x = first.copy()
    x ^= x >> np.uint32(16)
    x *= np.uint32(MIX[0])
    x += second
    x ^= x >> np.uint32(15)
    x *= np.uint32(MIX[1])
    x ^= x >> np.uint32(13)
    x *= np.uint32(MIX[2])
    x ^= x >> np.uint32(16)
    return (x >> np.uint32(8)).astype(np.float32) * np.float32(2.0**-24)


def uniform(luck: Words, a: int, b: int = 0) -> float:
    """Return one uniform number in (0, 1) of a stream, for two whole numbers.

    For a pair of states in which neither comes first, pass the smaller first.
    The last 32 bits of the numbers count.
    """
    words = philox(
        (int(a) & LOW, int(b) & LOW, int(luck[0]), int(luck[1])), (int(luck[2]), int(luck[3]))
    )
    return (((words[0] << 32 | words[1]) >> 12) + 0.5) * 2.0**-52


def member_uniform(
    seed: int, members: npt.NDArray[np.uint64], stream: tuple[int, int]
) -> npt.NDArray[np.float64]:
    """Return one uniform number in (0, 1) for each member: a draw of no year.

    It is ``uniform(stream_key(seed, member, 0, stream), 0)``, for all at once:

    >>> several = member_uniform(1, np.arange(3, dtype=np.uint64), (5, 6))
    >>> several[2] == uniform(stream_key(1, 2, 0, (5, 6)), 0)
    np.True_
    """
    low, by, none = np.uint64(LOW), np.uint64(32), np.zeros(len(members), np.uint64)
    root = philox((members & low, members >> by, none, none), (seed & LOW, seed >> 32 & LOW))  # type: ignore[arg-type]
    key = philox((stream[0] + none, stream[1] + none, root[0], root[1]), (root[2], root[3]))  # type: ignore[arg-type]
    words = philox((none, none, key[0], key[1]), (key[2], key[3]))  # type: ignore[arg-type]
    whole = np.asarray(words[0] << by | words[1])
    return ((whole >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
