"""Sanctions are imposed alone or by coalitions, answered, and lifted."""

from multipolar.events import RETALIATION, SANCTION, SANCTION_LIFTED
from multipolar.fields import Field
from multipolar.luck import uniform
from multipolar.maths import log, logistic, marked, maximum, minimum, partners, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_pair, ends, key, pair, record, whole

USUAL = 100.0
"""States in a usual year."""


@whole(sets=("choice",))
def survey(choice, present):
    """Count among how many states a sender chooses its targets."""
    there = 0.0
    for s in range(len(present)):
        there += 1.0 if present[s] > 0 else 0.0
    choice[0] = log(maximum(there, 1.0) / USUAL)


@each_pair(sets=("acts_ij", "acts_ji"), draws={"u": "uniform", "v": "uniform"})
def decide(
    alignment, dispute, war, sanction_ij, sanction_ji, capability_i, capability_j, regime_i,
    regime_j, regime_change_i, regime_change_j, insurgency_i, insurgency_j, choice, base, enmity,
    quarrel, strength, norms, attention, lifting, thaw, u, v,
):  # fmt: skip
    """Say who imposes or lifts sanctions on whom this year."""
    cold = maximum(-alignment, 0.0)
    edge = minimum(maximum(log((capability_i + 1e-5) / (capability_j + 1e-5)), -4.0), 4.0)
    common = base + enmity * cold + quarrel * maximum(dispute, war)
    common = common - attention * choice
    on_j = norms * 0.5 * (regime_i + 1.0) * minimum(regime_change_j + insurgency_j, 1.0)
    on_i = norms * 0.5 * (regime_j + 1.0) * minimum(regime_change_i + insurgency_i, 1.0)
    size_i = log((capability_i + 1e-5) / 0.005)
    size_j = log((capability_j + 1e-5) / 0.005)
    by_i = logistic(common + strength * (size_i + 0.3 * edge) + on_j)
    by_j = logistic(common + strength * (size_j - 0.3 * edge) + on_i)
    u_i = where(capability_i > capability_j, u, v)
    u_j = where(capability_i > capability_j, v, u)
    lift = lifting * (1.0 + thaw * maximum(alignment, 0.0)) * (1.0 - 0.7 * cold)
    return (
        where(u_i < where(sanction_ij > 0.5, lift, by_i), 1.0, 0.0),
        where(u_j < where(sanction_ji > 0.5, lift, by_j), 1.0, 0.0),
    )


@whole(sets=("sanction_ij", "sanction_ji"))
def act(
    acts_ij, acts_ji, sanction_ij, sanction_ji, defence, alignment, present, ids, luck, events,
    year, follow, answer,
):  # fmt: skip
    """Impose and lift; let allies of the sender follow and targets answer."""
    for p in marked(acts_ij | acts_ji):
        i, j = ends(p)
        if present[i] == 0 or present[j] == 0:
            continue
        for turn in range(2):
            a, b = (i, j) if turn == 0 else (j, i)
            mine = sanction_ij if turn == 0 else sanction_ji
            theirs = sanction_ji if turn == 0 else sanction_ij
            asked = acts_ij[p] if turn == 0 else acts_ji[p]
            other = acts_ji[p] if turn == 0 else acts_ij[p]
            if asked == 0:
                continue
            if mine[p] != 0:
                mine[p] = 0
                record(events, SANCTION_LIFTED, year, a, b, 0.0)
                continue
            mine[p] = 1
            record(events, SANCTION, year, a, b, 0.0)
            if theirs[p] == 0 and other == 0 and uniform(luck, ids[b], ids[a]) < answer:
                theirs[p] = 1
                record(events, RETALIATION, year, b, a, 0.0)
            for k in partners(defence, a, len(present)):
                if present[k] == 0 or k == b:
                    continue
                q, r = pair(a, k), pair(k, b)
                if defence[r] != 0 or alignment[r] > 0.1:
                    continue
                chance = follow * max(alignment[q], 0.0) * (0.3 + max(-alignment[r], 0.0))
                if uniform(luck, key(ids[k], 1), key(ids[b], 2) ^ ids[a]) < chance:
                    side = sanction_ij if k > b else sanction_ji
                    own = acts_ij if k > b else acts_ji
                    if side[r] == 0 and own[r] == 0:
                        side[r] = 1
                        record(events, SANCTION, year, k, b, 1.0)


sanctions = Mechanism(
    "sanctions",
    "commitments",
    (survey, decide, act),
    {
        "base": Param(-9.1, "1", -20, 3, normal(-9.0, 1.5),
            "log odds that a state of half a per cent of capability sanctions an indifferent one"),
        "enmity": Param(3.3, "1", -3, 10, normal(2.0, 1.5), "what full enmity adds"),
        "quarrel": Param(0.82, "1", -3, 8, normal(1.5, 1.0), "what a dispute or war adds"),
        "strength": Param(0.83, "1", -2, 4, normal(0.7, 0.5),
            "what a unit of log capability of the sender adds"),
        "norms": Param(1.4, "1", -3, 6, normal(1.0, 1.0),
            "what a coup or armed conflict in the target adds if the sender is a democracy"),
        "attention": Param(1.4, "1", -2, 4, normal(1.0, 0.5),
            "what a unit of log of the number of states takes: senders attend to so many targets, "
            "not to a share of all"),
        "lifting": Param(0.2, "1/year", 0, 0.5, lognormal(0.1, 0.7),
            "yearly chance that sanctions are lifted, at no alignment"),
        "thaw": Param(0.43, "1", 0, 20, lognormal(1.0, 0.8), "how alignment raises that chance"),
        "follow": Param(0.084, "1", 0, 3, lognormal(0.3, 0.8),
            "chance that a close ally hostile to the target follows, for each unit of both"),
        "answer": Param(0.15, "1", 0, 1, beta(6, 34), "chance that the target answers in kind"),
    },
    fields=(
        Field("acts", "directed", "1", "1 where sanctions are imposed or lifted", "flag"),
        Field("choice", "system", "1", "logarithm of the number of states over a hundred"),
    ),
    label="Sanctions",
    source="Morgan, Bapat & Kobayashi (2014), Conflict Management and Peace Science 31(5), for "
    "TIES; Drezner (2000), International Organization 54(1), on coalitions; Felbermayr et al. "
    "(2020), European Economic Review 129, for the GSDB.",
    omits="Threats without sanctions, kinds of sanctions, and the United Nations as a sender.",
)  # fmt: skip
