"""Seven steps of pairs, fused by hand into one Numba loop, against what the package generates.

Run: python benchmarks/fused_by_hand.py

The steps are those of pairs of five mechanisms: ideological affinity and schism, bandwagoning,
resistance to the leader, interdependence and shared threat; and the years of a pair, which the
accounts keep. The loop below was written from their
formulas by somebody who knows how to please the compiler: slices, casts, no branches, aliasing
checks allowed, and a layout of its own in which every row is filled up to whole vectors. It is
compiled twice: strictly, where it must give the bits of the generated loop, and with ``fastmath``,
where the compiler may fuse, reorder and approximate.
"""

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import llvmlite.binding as llvm
import numba as nb
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

import multipolar as mp
from multipolar import luck
from multipolar.kernel import Kernel
from multipolar.model import default_model
from multipolar.opening import Opening, open_world
from multipolar.plan import Plan, make_plan

MECHANISMS = ("affinity", "bandwagoning", "hegemony", "interdependence", "shared_threat")
F32, I32, U32 = np.float32, np.int32, np.uint32


def _bits(source: Any, target: Any, kind: Any) -> Any:
    @intrinsic
    def cast(typingctx: Any, x: Any) -> Any:
        return target(source), lambda context, b, signature, args: b.bitcast(args[0], kind)

    return cast


whole_of = _bits(types.float32, types.int32, ir.IntType(32))
number_of = _bits(types.int32, types.float32, ir.FloatType())


@nb.njit
def less(a, b):
    return b if b < a else a


@nb.njit
def more(a, b):
    return b if b > a else a


@nb.njit
def drawn(a, b):
    x = U32(U32(a ^ U32(a >> U32(16))) * U32(0x7FEB352D))
    x = U32(x + b)
    x = U32(U32(x ^ U32(x >> U32(15))) * U32(0x846CA68B))
    x = U32(U32(x ^ U32(x >> U32(13))) * U32(0x9E485565))
    x = U32(x ^ U32(x >> U32(16)))
    return F32(I32(x >> U32(8))) * F32(2.0**-24)


@nb.njit
def log(x):
    x = F32(1e-37) if F32(1e-37) > x else x
    raw = whole_of(x)
    m = number_of(I32(I32(raw & I32(0x7FFFFF)) | I32(126 << 23)))
    small = m < F32(0.7071067811865476)
    m = m + m if small else m
    e = I32(I32(raw >> I32(23)) - I32(126))
    k = F32(I32(e - I32(1)) if small else e)
    s = (m - F32(1.0)) / (m + F32(1.0))
    q = s * s
    p = F32(1 / 9)
    p = p * q + F32(1 / 7)
    p = p * q + F32(1 / 5)
    p = p * q + F32(1 / 3)
    p = p * q + F32(1.0)
    value = k * F32(0.693145751953125) + (s + s) * p
    value = value + k * F32(1.4286068203094172e-06)
    return value if x < F32(np.inf) else x


def rows(D, F, V, K, L, at, flags, present, p, n, times):
    """Work out all pairs, so many times: each state with those before it."""
    one, half = F32(1.0), F32(0.5)
    alignment, paths, trade, back, pull, pact_pull, onset_pull, age = (
        at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]
    )  # fmt: skip
    near, region, rivalry, defence = flags[0], flags[1], flags[2], flags[3]
    binding, tolerance, kin, pact, quarrel, hurt = p[0], p[1], p[2], p[3], p[4], p[5]
    giving, lead, balance, league = p[6], p[7], p[8], p[9]
    bonds, peace, fears, seeks = p[10], p[11], p[12], p[13]
    for _ in range(times):
        for i in range(1, n):
            if present[i] == 0:
                continue
            creed, kind, great, strong = V[0, i], V[1, i], V[2, i], V[3, i]
            first, rich, fear = V[4, i], V[5, i], V[6, i]
            k0, l0, k1, l1 = K[0, i], L[0, i], K[1, i], L[1, i]
            start = np.uint64(padded_start(i))
            for m in range((i + 15) // 16 * 16):
                j = np.uint64(m)
                q = start + j
                u = drawn(U32(k0 + K[0, j]), U32(l0 + L[0, j]))
                v = drawn(U32(k1 + K[1, j]), U32(l1 + L[1, j]))
                tie, allied, rivals = D[alignment, q], F32(F[defence, q]), F32(F[rivalry, q])
                apart = abs(creed - V[0, j])
                like = tolerance - (apart + half * abs(kind - V[1, j]))
                draws = binding * like + kin * F32(F[region, q]) + F32(0.01) * (u - half)
                bound = draws * (one - abs(tie))

                other = V[3, j]
                top = more(strong, other)
                same = (apart < F32(0.8)) & (kind < F32(-0.3)) & (V[1, j] < F32(-0.3))
                peers = (top < F32(8.0) * (strong + F32(1e-6))) & (
                    top < F32(8.0) * (other + F32(1e-6))
                )
                hit = same & peers & (tie > F32(0.2)) & (v < quarrel * great * V[2, j])
                blow = -hurt if hit else F32(0.0)

                ratio = abs(log((strong + F32(1e-5)) / (other + F32(1e-5))))
                gulf = less(more(ratio - F32(2.3), F32(0.0)) * F32(0.4), one)
                calm = (one - rivals) * (one - allied)
                weak = giving * F32(F[near, q]) * gulf * calm * (F32(0.3) - tie)

                facing = first * V[2, j] + V[4, j] * great
                others = great * V[2, j] * (one - first) * (one - V[4, j])
                unlike = half - half * kind * V[1, j]
                away = -(balance * facing * (one - allied) * (half + unlike))
                resist = lead * (away + league * others * (one - unlike))

                flow = D[trade, q] + D[back, q]
                by_i = less(flow / (rich + F32(1e6)), half)
                by_j = less(flow / (V[5, j] + F32(1e6)), half)
                bond = np.sqrt(less(by_i, by_j))

                both = np.sqrt(less(fear, one) * less(V[6, j], one))
                alike = less(more(D[paths, q], F32(0.0)) * F32(20.0), one)

                total = D[pull, q] + bound + blow + weak + resist
                total = total + bonds * bond * (one - tie) + fears * both * alike * (one - tie)
                asked = D[pact_pull, q] + pact * more(like, F32(-1.5)) + seeks * both * alike
                calmer = D[onset_pull, q] + -(peace * bond)
                there = present[j] > F32(0.0)
                D[pull, q] = total if there else D[pull, q]
                D[pact_pull, q] = asked if there else D[pact_pull, q]
                D[onset_pull, q] = calmer if there else D[onset_pull, q]
            for m in range((i + 15) // 16 * 16):  # one more row above would cost its vectors
                j = np.uint64(m)
                q = start + j
                D[age, q] = D[age, q] + one if present[j] > F32(0.0) else D[age, q]


@nb.njit
def padded_start(i):
    """Return where the row of a state starts, if rows before it fill whole sixteens."""
    q, r = (i - 1) // 16, (i - 1) % 16
    return 16 * (16 * q * (q + 1) // 2 + r * (q + 1)) if i > 0 else 0


def compiled(*, fast: bool) -> Callable[..., None]:
    """Return the loop, compiled strictly or with ``fastmath``."""
    llvm.set_option("", "-runtime-memory-check-threshold=1000")
    made: Callable[..., None] = nb.njit(error_model="numpy", fastmath=fast, nogil=True)(rows)
    return made


class Arrays(NamedTuple):
    """What both loops work on."""

    opening: Opening
    blocks: dict[str, Any]
    columns: Any
    words: tuple[Any, Any]


STATES = ("ideology", "regime", "major", "capability", "leader", "gdp_ppp", "threat")
TIES = (
    "alignment", "paths", "trade_ij", "trade_ji", "alignment_pull", "pact_pull", "onset_pull",
    "dyad_age",
)  # fmt: skip
FLAGS = ("contiguous", "same_region", "rivalry", "defence")
DRAWS = ("affinity.bind.u", "affinity.split.u")
PARAMS = (
    "affinity.binding", "affinity.tolerance", "affinity.region", "affinity.pact",
    "affinity.quarrel", "affinity.blow", "bandwagoning.strength", "lead", "hegemony.balance",
    "hegemony.league", "interdependence.strength", "interdependence.peace",
    "shared_threat.strength", "shared_threat.pact",
)  # fmt: skip


def arrays(plan: Plan, opening: Opening) -> Arrays:
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    for name in ("alignment_pull", "pact_pull", "onset_pull"):
        blocks["dyad"][plan.parts[name][1]] = 0.0
    blocks["system"][plan.parts["lead"][1]] = 0.1
    n, wide = len(opening.ids), len(opening.ids) + 16
    columns = np.zeros((len(STATES), wide), np.float32)
    for k, name in enumerate(STATES):
        columns[k, :n] = blocks["state"][plan.parts[name][1]]
    both = [np.zeros((len(DRAWS), wide), np.uint32) for _ in range(2)]
    for k, name in enumerate(DRAWS):
        key = luck.stream_key(1, 0, opening.year + 1, luck.identity(name))
        for out, drawn_ in zip(both, luck.state_words(key, opening.ids), strict=True):
            out[k, :n] = drawn_
    return Arrays(opening, blocks, columns, (both[0], both[1]))


def by_hand(plan: Plan, params: Any, *, fast: bool) -> Callable[[Arrays, int], float]:
    """Return what runs the loop by hand some times, and how long it took."""
    loop = compiled(fast=fast)
    at = np.array([plan.parts[name][1] for name in TIES])
    flags = np.array([plan.parts[name][1] for name in FLAGS])

    def run(x: Arrays, times: int) -> float:
        p = np.array([
            x.blocks["system"][plan.parts[name][1], 0] if name == "lead"
            else params[plan.params.index(name)] for name in PARAMS
        ], np.float32)  # fmt: skip
        n = len(x.opening.ids)
        present = np.zeros(len(x.columns[0]), np.float32)
        present[:n] = x.blocks["state"][0]
        place = np.concatenate([padded_start(i) + np.arange(i) for i in range(n)]).astype(np.intp)
        wide = {b: np.zeros((len(x.blocks[b]), padded_start(n)), x.blocks[b].dtype)
                for b in ("dyad", "flag")}  # fmt: skip
        for b, a in wide.items():
            a[:, place] = x.blocks[b]
        start = time.thread_time()
        loop(wide["dyad"], wide["flag"], x.columns, *x.words, at, flags, present, p, n, times)
        took = time.thread_time() - start
        x.blocks["dyad"][:] = wide["dyad"][:, place]
        return took

    return run


def generated(kernel: Kernel, params: Any) -> Callable[[Arrays, int], float]:
    """Return what runs the generated loop some times, and how long it took."""
    plan, module = kernel.plan, kernel.module
    (number,) = (k for k, g in enumerate(plan.groups) if g.over == "pair")
    bound = plan.groups[number].steps
    group = getattr(module, f"group_{number}")
    order: dict[str, None] = {}
    for b in bound:
        order.update(dict.fromkeys(a.name for a in b.arguments if a.role in ("i", "j")))
    if [f"{b.stream(d)}" for b in bound for d in b.step.draws] != list(DRAWS):
        sys.exit("the steps draw something else by now: write the loop by hand anew")

    @nb.njit(error_model="numpy", nogil=True)
    def drive(S, D, F, G, P, V, A, R, K, L, year, times):
        for _ in range(times):
            group(S, D, F, G, P, V, A, R, K, L, year)

    def run(x: Arrays, times: int) -> float:
        wide = x.columns.shape[1]
        V = np.zeros((len(order) + 1, wide), np.float32)
        for k, name in enumerate(order):
            V[k + 1] = x.columns[STATES.index(name)]
        none = np.zeros((1, wide), np.float32)
        b = x.blocks
        start = time.thread_time()
        drive(b["state"], b["dyad"], b["flag"], b["system"], params, V, none, none.copy(), *x.words,
              x.opening.year + 1, times)  # fmt: skip
        return time.thread_time() - start

    return run


class Found(NamedTuple):
    """Nanoseconds for a pair: generated, by hand with the same bits, by hand with fastmath."""

    generated: float
    strict: float
    fast: float


def compare(repeat: int = 15, times: int = 40) -> Found:
    """Check that the loops give the same, then time them in turn.

    Raises
    ------
    SystemExit
        They do not.
    """
    model = default_model().only(*MECHANISMS)
    plan = make_plan(model)
    params = model.draw([0], 1, certain=True)[0]
    opening = open_world(plan, mp.today())
    runs = {
        "generated": generated(Kernel(plan), params),
        "strict": by_hand(plan, params, fast=False),
        "fast": by_hand(plan, params, fast=True),
    }
    results = {}
    for name, run in runs.items():
        x = arrays(plan, opening)
        run(x, 1)
        results[name] = x.blocks["dyad"]
    if not np.array_equal(results["generated"], results["strict"]):
        sys.exit("the loop by hand gives other bits: the formulas changed, write it anew")
    if not np.allclose(results["generated"], results["fast"], rtol=1e-3, atol=1e-5):
        sys.exit("the loop by hand with fastmath is further off than rounding explains")
    here = int((opening.blocks["state"][0] > 0).sum())
    took: dict[str, list[float]] = {name: [] for name in runs}
    x = arrays(plan, opening)
    for _ in range(repeat):
        for name, run in runs.items():
            took[name].append(run(x, times) / times / (here * (here - 1) / 2) * 1e9)
    return Found(*(statistics.median(took[name]) for name in runs))


def main() -> None:
    found = compare()
    print("nanoseconds for a pair, seven steps")
    for name, value in found._asdict().items():
        print(f"  {name:<12}{value:8.2f}   generated at {value / found.generated:.0%} of its speed")


if __name__ == "__main__":
    main()
