"""What the tests of runs share: a way to run the toy model, and to compare two runs to the bit."""

import numpy as np
import pytest
from toymodel import TOY, toy_world

from multipolar.simulation import simulate


@pytest.fixture(scope="session")
def toy():
    """Run the toy model: 6 states, 12 years, a few members, unless told otherwise."""

    def run(world=None, model=None, **options):
        options = {"years": 12, "members": 6, "seed": 5} | options
        return simulate(world or toy_world(), model or TOY, **options)

    return run


@pytest.fixture(scope="session")
def same():
    """Assert that two ensembles are equal to the last bit: values, events, parameters, the end."""

    def compare(a, b, *, names=None):
        assert a.members == b.members
        for name in names or a.run.kept:
            np.testing.assert_array_equal(a.run.take(name), b.run.take(name), err_msg=name)
        if names is None:
            np.testing.assert_array_equal(a.run.take("fingerprint"), b.run.take("fingerprint"))
            assert a.parameters.equals(b.parameters)
        if a.attrs["events"] and b.attrs["events"]:
            assert a.events.collect().equals(b.events.collect())

    return compare
