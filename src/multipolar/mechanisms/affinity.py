"""Like ideas and like regimes bind; the quarrel over one creed can split those who share it."""

from multipolar.maths import absolute, maximum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import lognormal, normal
from multipolar.steps import each_pair


@each_pair(adds=("alignment_pull", "pact_pull"), draws={"u": "uniform"})
def bind(
    ideology_i, ideology_j, regime_i, regime_j, same_region, alignment, binding, tolerance, region,
    pact, u,
):  # fmt: skip
    """Draw the like-minded together and the unlike apart."""
    distance = absolute(ideology_i - ideology_j) + 0.5 * absolute(regime_i - regime_j)
    near = tolerance - distance
    pull = binding * near + region * same_region + 0.01 * (u - 0.5)
    return pull * (1.0 - absolute(alignment)), pact * maximum(near, -1.5)


@each_pair(adds="alignment_pull", draws={"u": "uniform"})
def split(
    ideology_i, ideology_j, regime_i, regime_j, major_i, major_j, capability_i, capability_j,
    alignment, quarrel, blow, u,
):  # fmt: skip
    """Let two great powers of one closed creed quarrel over who leads it."""
    same = (absolute(ideology_i - ideology_j) < 0.8) & (regime_i < -0.3) & (regime_j < -0.3)
    peers = maximum(capability_i, capability_j) < 8.0 * (capability_i + 1e-6)
    peers = peers & (maximum(capability_i, capability_j) < 8.0 * (capability_j + 1e-6))
    risk = quarrel * major_i * major_j
    hit = same & peers & (alignment > 0.2) & (u < risk)
    return where(hit, -blow, 0.0)


affinity = Mechanism(
    "affinity",
    "alignment",
    (bind, split),
    {
        "binding": Param(0.012, "1/year", 0, 1, lognormal(0.012, 0.4),
            "yearly move of a pair for each unit by which they are nearer than tolerance"),
        "tolerance": Param(1.1, "1", 0, 6, normal(1.1, 0.2),
            "ideological distance (plus half that of regimes) that neither binds nor divides"),
        "region": Param(0.004, "1/year", -0.5, 0.5, normal(0.004, 0.002),
            "yearly move together of states in one region"),
        "pact": Param(0.45, "1", -2, 4, normal(0.45, 0.15),
            "log odds of seeking a pact for each unit by which they are nearer"),
        "quarrel": Param(0.01, "1/year", 0, 1, lognormal(0.01, 0.8),
            "yearly risk that aligned great powers of one closed creed quarrel (one case: 1960)"),
        "blow": Param(0.6, "1", 0, 2, lognormal(0.6, 0.3), "how far the quarrel throws them apart"),
    },
    label="Ideological affinity and schism",
    source="Haas (2005), The Ideological Origins of Great Power Politics; Walt (1987), chapter 6, "
    "on creeds that divide; Lüthi (2008), The Sino-Soviet Split; Lai & Reiter (2000), JCR 44(2).",
    omits="What the quarrel is about.",
)  # fmt: skip
