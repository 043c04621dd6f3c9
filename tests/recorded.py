"""A small record of made-up history, for tests of targets, baselines and scores without files."""

import numpy as np

from multipolar.record import COMPONENTS, FIRST, LAST, PAIR, STATE, SYSTEM, TREATY, Record

STATES = (2, 200, 220, 255, 365, 710, 740, 750, 900, 920, 140, 160)
YEARS = LAST - FIRST + 1


def made_up(seed: int = 1, *, calm: bool = False) -> Record:
    """Return two centuries of twelve states; ``calm`` years are alike and independent."""
    rng = np.random.default_rng(seed)
    n, pairs = len(STATES), len(STATES) * (len(STATES) - 1) // 2
    size = np.exp(rng.normal(0, 1, n))
    steps = rng.normal(0, 0.0 if calm else 0.05, (YEARS, n)).cumsum(axis=0)
    level = size * np.exp(steps + rng.normal(0, 0.02, (YEARS, n)))
    share = level / level.sum(axis=1, keepdims=True)
    arrays = {name: share.astype(np.float32) for name in ("share", *COMPONENTS)}
    arrays["present"] = np.ones((YEARS, n), np.float32)
    arrays["major"] = np.tile(np.arange(n) < 5, (YEARS, 1)).astype(np.float32)
    arrays["regime"] = np.clip(rng.normal(0, 0.05, (YEARS, n)).cumsum(axis=0), -1, 1)
    arrays["conflict"] = (rng.random((YEARS, n)) < 0.2).astype(np.float32)
    arrays["conflict"][: 1946 - FIRST] = np.nan
    arrays["lat"] = arrays["lon"] = np.zeros((YEARS, n), np.float32)
    chance = np.full(pairs, 0.05) if calm else rng.beta(0.3, 5, pairs)
    arrays["onset"] = (rng.random((YEARS, pairs)) < chance).astype(np.uint8)
    arrays["ongoing"] = arrays["onset"].copy()
    arrays["contiguous"] = np.tile(rng.random(pairs) < 0.3, (YEARS, 1)).astype(np.uint8)
    tied = np.zeros((YEARS, pairs), np.uint8)
    for y in range(1, YEARS):
        tied[y] = np.where(rng.random(pairs) < 0.03, 1 - tied[y - 1], tied[y - 1])
    arrays["defence"] = tied
    for name in SYSTEM:
        arrays[name] = rng.poisson(3, YEARS).astype(np.float32)
    arrays["sanctioned"] = (rng.random((YEARS, pairs)) < 0.1).astype(np.uint8)
    arrays["sanction"] = np.maximum(arrays["sanctioned"], np.roll(arrays["sanctioned"], 1, axis=0))
    arrays |= _treaties(rng)
    assert set(arrays) == {*STATE, *PAIR, *TREATY, *SYSTEM}
    return Record(STATES, LAST, arrays, dict.fromkeys(arrays, LAST))


def _treaties(rng):
    """Return alliances that begin and end; two of three have a term of four years."""
    first = FIRST + np.arange(60) * 3
    last = first + rng.integers(3, 30, 60)
    year = FIRST + np.arange(YEARS)[:, None]
    alive = (year >= first) & (year < last)
    expires = np.where(alive & (np.arange(60) % 3 > 0), year + 4 - (year - first) % 4, 0)
    return {
        "treaty_number": np.tile(np.arange(60, dtype=np.float32), (YEARS, 1)),
        "treaty_alive": alive.astype(np.float32),
        "treaty_expires": expires.astype(np.float32),
        "treaty_automatic": np.tile((np.arange(60) % 2).astype(np.float32), (YEARS, 1)),
    }


def poisoned(record: Record, after: int, seed: int = 9) -> Record:
    """Return the record with every value after a year altered."""
    other = made_up(seed)
    arrays = {}
    for name, values in record.arrays.items():
        mixed = values.copy()
        cut = after - FIRST + 1
        later = other.arrays[name][cut:]
        mixed[cut:] = 1 - later if values.dtype == np.uint8 else later[::-1] * 0.7 + 0.1
        arrays[name] = mixed
    return Record(record.states, record.last, arrays, record.known)
