"""The table of holders against the publishers' records of who held what.

The least shares are set a little below what was found when the tests were written, so that a
table that goes wrong is seen; docs/borders.md has the numbers and what the rest is about.
"""

from collections import Counter

import check_holdings
import pytest
from check_holdings import AGREES, OTHER

pytestmark = pytest.mark.usefixtures("published")


def share(found):
    count = Counter(f.verdict for f in found)
    return count[AGREES] / (count[AGREES] + count[OTHER])


@pytest.mark.parametrize(
    ("record", "names", "least", "cases"),
    [
        (check_holdings.changes, ["tc2018.csv"], 0.92, 250),
        (check_holdings.colonies, ["icow_coldata110.csv"], 0.96, 300),
        (check_holdings.dependencies, ["contcol.csv"], 0.88, 9000),
    ],
)
def test_dated_records_have_the_same_holders(published, record, names, least, cases):
    for name in names:
        if not list(published.rglob(name)):
            pytest.skip(f"no {name} in {published}")
    found = list(record())
    assert len(found) > cases
    assert share(found) > least


@pytest.mark.slow
@pytest.mark.parametrize("system", ["cow", "gw"])
def test_cshapes_has_the_same_holders(published, system):
    if not list(published.rglob(f"cshapes_2_{system}.topojson.xz")):
        pytest.skip(f"no CShapes 2.0 in {published}")
    ground = {}
    found = list(check_holdings.cshapes(system, ground))
    assert share(found) > 0.93
    assert min(ground.values()) > 0.7
    assert ground[2019] > 0.97
