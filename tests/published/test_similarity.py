"""S, tau-b, kappa and pi on the published dyad, and on COW alliances where the user has them.

Signorino, C. S. & Ritter, J. M. (1999). Tau-b or not tau-b. *International Studies Quarterly*
43(1), 115-144, Table 6: Germany and Russia in 1914, 20 European states. P20 to P26 of the
validation list.
"""

import numpy as np
import pytest

from multipolar.formulas.rank_similarity import tau_b_pair
from multipolar.formulas.similarity import cohen_kappa, s_score_pair, scott_pi


@pytest.fixture(scope="module")
def table6(table):
    rows = table("validation/signorino_ritter_table6_gmy_rus_1914.csv")
    assert len(rows) == 20
    return {name: np.array([float(r[name]) for r in rows]) for name in ("syscap", "gmy", "rus")}


def test_tau_b(table6) -> None:
    """P20."""
    assert tau_b_pair(table6["gmy"], table6["rus"]) == pytest.approx(0.03031695, abs=1e-7)


def test_s(table6) -> None:
    """P21 and P22: unweighted and weighted by capabilities."""
    pair = table6["gmy"], table6["rus"]
    assert s_score_pair(*pair, d_max=3) == pytest.approx(0.4, abs=1e-12)
    weighted = s_score_pair(*pair, d_max=3, weights=table6["syscap"])
    assert weighted == pytest.approx(-0.46, abs=1e-12)


def test_kappa_and_pi(table6) -> None:
    rows = np.stack([table6["gmy"], table6["rus"]])
    assert cohen_kappa(rows, metric="nominal")[0, 1] == pytest.approx(-0.029412, abs=1e-6)
    assert cohen_kappa(rows, metric="squared")[0, 1] == pytest.approx(-0.077586, abs=1e-6)
    assert scott_pi(rows, metric="nominal")[0, 1] == pytest.approx(-0.044776, abs=1e-6)


@pytest.mark.parametrize("row", ["P23", "P24", "P25", "P26"])
def test_whole_systems_of_alliances(row: str) -> None:
    pytest.skip(
        f"{row} needs COW Formal Alliances 4.1, which is not redistributed at its maintainers' "
        "request and is not among the data here"
    )
