"""Leaders come and go; each brings ideas of his or her own."""

from multipolar.maths import exp, maximum, minimum, where
from multipolar.mechanism import Mechanism, Param
from multipolar.priors import beta, lognormal, normal
from multipolar.steps import each_state


@each_state(sets=("tenure", "leader_change", "ideology"), draws={"u": "uniform", "z": "normal"})
def replace(
    tenure, ideology, regime, growth, defeat, open_rate, closed_rate, limit_years, limit_rate,
    crisis, shift, u, z,
):  # fmt: skip
    """Replace leaders, oftener where power is contested and after bad years."""
    free = 0.5 * (regime + 1.0)
    limit = where(tenure >= limit_years, limit_rate * free, 0.0)
    usual = closed_rate + (open_rate - closed_rate) * free + limit
    bad = minimum(maximum(-growth, 0.0), 0.3) * 10.0 + 2.0 * defeat
    goes = u < minimum(usual * exp(crisis * bad), 0.95)
    moved = ideology + shift * (0.5 + 0.5 * free) * z
    return (
        where(goes, 0.0, tenure + 1.0),
        where(goes, 1.0, 0.0),
        where(goes, maximum(minimum(moved, 4.0), -4.0), ideology),
    )


leaders = Mechanism(
    "leaders",
    "regime",
    (replace,),
    {
        "open_rate": Param(0.24, "1/year", 0, 1, beta(4, 14),
            "yearly chance of a new leader in a full democracy"),
        "closed_rate": Param(0.07, "1/year", 0, 1, beta(2, 16),
            "yearly chance of a new leader in a full autocracy"),
        "limit_years": Param(8, "year", 1, 50, normal(8, 1), "years after which terms run out"),
        "limit_rate": Param(0.02, "1/year", 0, 1, beta(2, 12),
            "what limits of terms add after that in a democracy"),
        "crisis": Param(0.3, "1", 0, 3, lognormal(0.2, 0.7),
            "log of what a year of -10 % growth multiplies the chance by; twice that for defeat"),
        "shift": Param(0.10, "1", 0, 2, lognormal(0.10, 0.3),
            "standard deviation of the change of ideology with a leader, in a democracy"),
    },
    label="Turnover of leaders",
    source="Goemans, Gleditsch & Chiozza (2009), Journal of Peace Research 46(2); Bueno de "
    "Mesquita et al. (2003), The Logic of Political Survival; Chiozza & Goemans (2004), AJPS "
    "48(3).",
    omits="Who the leader is, elections on their dates, and death by age.",
)  # fmt: skip
