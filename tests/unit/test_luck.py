"""Luck: known answers, independence of everything but its key, and tests of randomness."""

import hashlib

import numba as nb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from multipolar import compiled, luck

PAIR_STREAM, STATE_STREAM = (5, 6), (7, 8)
KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]
"""The known-answer tests of philox4x32-10 in Random123 (Salmon et al. 2011)."""
words32 = st.integers(0, 2**32 - 1)


def names(n: int) -> luck.Words:
    return np.array([luck.identity(f"S{k}")[0] for k in range(n)], np.uint32)


def states(member=0, year=2001, stream=STATE_STREAM, n=200, seed=1):
    return luck.state_uniform(
        luck.state_words(luck.stream_key(seed, member, year, stream), names(n))
    )


def pairs(member=0, year=2001, stream=PAIR_STREAM, n=203, seed=1):
    first, second = luck.state_words(luck.stream_key(seed, member, year, stream), names(n))
    i, j = np.tril_indices(n, -1)
    return luck.pair_uniform(first[i] + first[j], second[i] + second[j])


def chance_of(z: float) -> float:
    return 2.0 * float(stats.norm.sf(abs(z)))


def fits_uniform(u, bins=256) -> float:
    """Return the chance of so uneven counts."""
    counts = np.bincount((np.ravel(u) * bins).astype(int), minlength=bins)
    return float(stats.chisquare(counts).pvalue)


def correlation(a, b) -> float:
    """Return the chance of so strong a correlation."""
    a, b = np.ravel(a) - 0.5, np.ravel(b) - 0.5
    return chance_of(12.0 * float((a * b).sum()) / np.sqrt(a.size))


class TestKnownAnswers:
    @pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
    def test_philox_gives_the_numbers_of_its_authors(self, counter, key, answer):
        assert " ".join(f"{w:08x}" for w in luck.philox(counter, key)) == answer

    @pytest.mark.parametrize(("counter", "key", "answer"), KNOWN_ANSWERS)
    def test_the_compiled_philox_gives_them_too(self, counter, key, answer):
        compiled_philox = nb.njit(lambda c, k: compiled.philox(c[0], c[1], c[2], c[3], k[0], k[1]))
        found = compiled_philox(np.array(counter, np.uint64), np.array(key, np.uint64))
        assert " ".join(f"{int(w):08x}" for w in found) == answer

    def test_a_name_has_the_first_bytes_of_its_sha_256(self):
        raw = hashlib.sha256(b"RUS").digest()
        assert luck.identity("RUS") == tuple(
            int.from_bytes(raw[k : k + 4], "little") for k in (0, 4)
        )

    def test_an_array_of_states_has_the_numbers_of_philox_one_by_one(self):
        key = luck.stream_key(1, 2, 2003, STATE_STREAM)
        first, second = luck.state_words(key, names(20))
        for k, name in enumerate(names(20)):
            words = luck.philox(
                (int(name), 0, int(key[0]), int(key[1])), (int(key[2]), int(key[3]))
            )
            assert (first[k], second[k]) == words[:2]


class TestKeys:
    @given(words32, words32)
    def test_a_pair_has_the_same_luck_from_both_sides(self, a, b):
        ids = np.array([a, b], np.uint32)
        first, second = luck.state_words(np.arange(4, dtype=np.uint32), ids)
        there = luck.pair_uniform(first[:1] + first[1:], second[:1] + second[1:])
        back = luck.pair_uniform(first[1:] + first[:1], second[1:] + second[:1])
        assert there == back

    def test_order_of_states_does_not_matter(self):
        key, order = (
            luck.stream_key(1, 0, 2001, STATE_STREAM),
            np.random.default_rng(0).permutation(50),
        )
        plain, mixed = (luck.state_words(key, names(50)[o]) for o in (np.arange(50), order))
        assert np.array_equal(plain[0][order], mixed[0])
        assert np.array_equal(plain[1][order], mixed[1])

    def test_a_state_keeps_its_luck_when_others_come_and_go(self):
        key = luck.stream_key(1, 0, 2001, STATE_STREAM)
        assert luck.state_words(key, names(50))[0][7] == luck.state_words(key, names(8))[0][7]

    @pytest.mark.parametrize("change", ["seed", "member", "year", "stream"])
    def test_every_part_of_a_key_counts(self, change):
        usual = {"seed": 1, "member": 2, "year": 2003, "stream": (4, 5)}
        other = {"seed": 9, "member": 9, "year": 1999, "stream": (4, 6)}
        key = luck.stream_key(*usual.values())
        assert (key != luck.stream_key(*(usual | {change: other[change]}).values())).all()

    @pytest.mark.parametrize("part", ["seed", "member"])
    def test_the_high_32_bits_of_seeds_and_members_count(self, part):
        usual = {"seed": 1, "member": 2, "year": 2003, "stream": (4, 5)}
        high = usual | {part: usual[part] + 2**32}
        assert (luck.stream_key(*usual.values()) != luck.stream_key(*high.values())).all()

    def test_20_000_keys_are_all_different(self):
        keys = {
            luck.stream_key(1, member, year, (3, 4)).tobytes()
            for member in range(2_000) for year in range(2000, 2010)
        }  # fmt: skip
        assert len(keys) == 20_000

    def test_no_pair_of_100_000_draws_of_64_bits_is_the_same(self):
        key = luck.stream_key(1, 0, 2001, STATE_STREAM)
        first, second = luck.state_words(key, np.arange(100_000, dtype=np.uint32))
        whole = (first.astype(np.uint64) << np.uint64(32)) | second
        assert len(np.unique(whole)) == 100_000

    def test_a_draw_of_several_members_is_that_of_each(self):
        members = np.array([0, 1, 7, 2**32 + 7], np.uint64)
        several = luck.member_uniform(3, members, (5, 6))
        alone = [luck.uniform(luck.stream_key(3, int(m), 0, (5, 6)), 0) for m in members]
        assert several.tolist() == alone

    @given(st.integers(-(2**40), 2**40), st.integers(-(2**40), 2**40))
    def test_a_draw_for_two_numbers_looks_at_their_last_32_bits(self, a, b):
        key = np.arange(4, dtype=np.uint32)
        assert luck.uniform(key, a, b) == luck.uniform(key, a % 2**32, b % 2**32)


class TestEnds:
    def test_a_state_draw_is_never_0_or_1(self):
        least, most = (np.full(1, w, np.uint32) for w in (0, 0xFFFFFFFF))
        assert luck.state_uniform((least, least)) == 2.0**-53
        assert luck.state_uniform((most, most)) == 1.0 - 2.0**-53

    def test_a_pair_draw_is_a_multiple_of_a_2_to_the_24th_below_1(self):
        u = pairs()
        assert u.dtype == np.float32
        assert u.min() >= 0.0
        assert u.max() < 1.0
        assert np.array_equal(np.floor(u * 2.0**24), u * 2.0**24)

    def test_a_normal_draw_is_finite_at_both_ends(self):
        from multipolar.maths import quantile

        least, most = (np.full(1, w, np.uint32) for w in (0, 0xFFFFFFFF))
        ends = [quantile(luck.state_uniform((w, w)))[0] for w in (least, most)]
        assert -8.4 < ends[0] < -8.2
        assert 8.1 < ends[1] < 8.4


class TestRandomness:
    """Each asks how likely so odd a result is; one in 100,000 fails. Seeds are fixed."""

    def test_draws_of_states_are_uniform(self):
        u = np.array([states(member) for member in range(500)])
        assert fits_uniform(u) > 1e-5
        assert stats.kstest(u.ravel(), "uniform").pvalue > 1e-5

    def test_draws_of_pairs_are_uniform(self):
        u = np.array([pairs(member) for member in range(25)])
        assert fits_uniform(u, 1024) > 1e-5
        assert fits_uniform((u * 1024) % 1.0, 1024) > 1e-5  # the lower bits

    def test_draws_of_one_pair_over_members_and_of_one_member_over_years_are_uniform(self):
        members = np.array([pairs(m, n=12) for m in range(2_000)])
        years = np.array([pairs(year=y, n=12) for y in range(2_000)])
        for u in (members, years):
            chances = [fits_uniform(column, 16) for column in u.T]
            assert stats.kstest(chances, "uniform").pvalue > 1e-5

    @pytest.mark.parametrize("draw", [states, pairs])
    def test_neighbours_do_not_go_together(self, draw):
        base = np.array([draw(m) for m in range(40)])
        assert correlation(base[:, 1:], base[:, :-1]) > 1e-5  # states or pairs
        assert correlation(base[1:], base[:-1]) > 1e-5  # members
        later = np.array([draw(m, year=2002) for m in range(40)])
        assert correlation(base, later) > 1e-5
        other = np.array([draw(m, stream=(5, 7)) for m in range(40)])
        assert correlation(base, other) > 1e-5
        seeds = np.array([draw(m, seed=2) for m in range(40)])
        assert correlation(base, seeds) > 1e-5

    def test_pairs_that_share_a_state_do_not_go_together(self):
        n, z = 120, []
        i, j = np.tril_indices(n, -1)
        for member in range(60):
            dense = np.zeros((n, n))
            dense[i, j] = pairs(member, n=n) - 0.5
            dense += dense.T
            sums = dense.sum(axis=1)
            wedges = (sums**2 - (dense**2).sum(axis=1)).sum() / 2.0
            z.append(wedges * 12.0 / np.sqrt(n * (n - 1) * (n - 2) / 2))
        assert stats.kstest(z, "norm").pvalue > 1e-5

    def test_four_pairs_in_a_ring_do_not_go_together(self):
        """The words of pairs are sums: in a ring the alternate sums are equal. Not so the luck."""
        n, members = 100, 100
        i, j = np.tril_indices(n, -1)
        rings = 3 * n * (n - 1) * (n - 2) * (n - 3) / 24
        sums = np.zeros(25)
        for member in range(members):
            u = pairs(member, n=n)
            raw = (u * 2.0**24).astype(np.uint32)
            bits = [((raw >> np.uint32(b)) & np.uint32(1)) * 2.0 - 1.0 for b in range(24)]
            for k, values in enumerate([(u - 0.5) * np.sqrt(12.0), *bits]):
                dense = np.zeros((n, n))
                dense[i, j] = values
                dense += dense.T
                square = dense @ dense
                degenerate = 2.0 * ((dense**2).sum(axis=1) ** 2).sum() - (dense**4).sum()
                sums[k] += ((square**2).sum() - degenerate) / 8.0
        z = sums / np.sqrt(members * rings)
        assert stats.kstest(z, "norm").pvalue > 1e-5
        assert np.abs(z).max() < 4.5

    @pytest.mark.parametrize("draw", [states, pairs])
    def test_gaps_between_birthdays_repeat_as_often_as_they_should(self, draw):
        """Marsaglia's birthday spacings: 512 birthdays in a year of 2^24 days."""
        needed, u = 400 * 512, []
        member = 0
        while len(u) * len(u[0] if u else [1]) < needed:
            u.append(draw(member))
            member += 1
        days = (np.concatenate(u)[:needed].reshape(400, 512).astype(np.float64) * 2**24).astype(int)
        gaps = np.sort(np.diff(np.sort(days, axis=1), axis=1), axis=1)
        repeats = (np.diff(gaps, axis=1) == 0).sum(axis=1)
        expected = 512**3 / (4 * 2**24)
        counts = np.bincount(np.minimum(repeats, 6), minlength=7)
        chances = stats.poisson.pmf(np.arange(6), expected)
        chances = np.append(chances, 1.0 - chances.sum())
        assert stats.chisquare(counts, 400 * chances).pvalue > 1e-5

    def test_equal_draws_of_24_bits_turn_up_as_often_as_they_should(self):
        u = np.concatenate([pairs(m) for m in range(5)])
        raw = (u * 2.0**24).astype(np.int64)
        equal = len(raw) - len(np.unique(raw))
        expected = len(raw) ** 2 / 2 / 2**24
        assert abs(equal - expected) < 5 * np.sqrt(expected)

    def test_one_bit_of_a_name_turns_half_of_the_bits_of_the_luck_over(self):
        key, other = luck.stream_key(1, 0, 2001, PAIR_STREAM), np.uint32(12345)
        base = np.random.default_rng(0).integers(0, 2**32, 2_000, dtype=np.uint32)

        def raw(ids):
            a, b = luck.state_words(key, np.append(ids, other))
            u = luck.pair_uniform(a[:-1] + a[-1], b[:-1] + b[-1])
            return (u * 2.0**24).astype(np.uint32)

        for bit in range(32):
            turned = raw(base) ^ raw(base ^ np.uint32(1 << bit))
            shares = [((turned >> np.uint32(b)) & np.uint32(1)).mean() for b in range(24)]
            assert np.abs(np.array(shares) - 0.5).max() < 0.06

    @pytest.mark.parametrize("which", [0, 1])
    def test_one_bit_of_a_word_turns_half_of_the_bits_of_a_pair_over(self, which):
        rng = np.random.default_rng(which)
        pair = [rng.integers(0, 2**32, 4_000, dtype=np.uint32) for _ in "ab"]
        before = (luck.pair_uniform(*pair) * 2.0**24).astype(np.uint32)
        for bit in range(32):
            changed = list(pair)
            changed[which] = pair[which] ^ np.uint32(1 << bit)
            turned = before ^ (luck.pair_uniform(*changed) * 2.0**24).astype(np.uint32)
            shares = [((turned >> np.uint32(b)) & np.uint32(1)).mean() for b in range(24)]
            assert np.abs(np.array(shares) - 0.5).max() < 0.25
            assert abs(np.mean(shares) - 0.5) < 0.05

    def test_draws_for_two_numbers_are_uniform_and_independent(self):
        key = luck.stream_key(1, 0, 2001, (9, 9))
        u = np.array([[luck.uniform(key, a, b) for b in range(100)] for a in range(100)])
        assert fits_uniform(u, 64) > 1e-5
        assert correlation(u[1:], u[:-1]) > 1e-5
        assert correlation(u[:, 1:], u[:, :-1]) > 1e-5
        upper, lower = u[np.triu_indices(100, 1)], u.T[np.triu_indices(100, 1)]
        assert correlation(upper, lower) > 1e-5


@pytest.fixture(scope="module")
def compiled_draw():
    @nb.njit
    def draw(seed, member, year, streams, ids):
        root = compiled.root_key(seed, member, year)
        room = (len(ids) + 7) // 8 * 8
        keys = np.zeros((len(streams), 4), np.uint32)
        first = np.zeros((len(streams), room), np.uint32)
        second = np.zeros((len(streams), room), np.uint32)
        padded = np.zeros(room, np.uint32)
        for k in range(len(ids)):
            padded[k] = ids[k]
        compiled.fill_words(root, streams, keys, padded, first, second)
        return keys, first, second, compiled.uniform(keys[0], 3, -1)

    return draw


class TestCompiledTwins:
    @pytest.mark.parametrize("seed", [0, 1, 2**31, 2**40 + 3, 2**63 - 1])
    @pytest.mark.parametrize(("member", "year"), [(0, 1816), (7, 2001), (2**33, 2150), (1, -5)])
    def test_keys_words_and_numbers_are_the_same(self, compiled_draw, seed, member, year):
        streams = np.array([(1, 2), (0xFFFFFFFF, 0)], np.uint32)
        ids = names(21)
        keys, first, second, number = compiled_draw(seed, member, year, streams, ids)
        for k, stream in enumerate(streams.tolist()):
            key = luck.stream_key(seed, member, year, tuple(stream))
            assert np.array_equal(keys[k], key)
            words = luck.state_words(key, ids)
            assert np.array_equal(first[k, :21], words[0])
            assert np.array_equal(second[k, :21], words[1])
        assert number == luck.uniform(keys[0], 3, -1)
