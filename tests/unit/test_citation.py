"""What to cite: every leaf and every source has a reference."""

import re

import pytest

import multipolar
from multipolar.citation import cite, references
from multipolar.embedded import sources
from multipolar.errors import UnknownName
from multipolar.indices import catalogue as indices
from multipolar.measures import catalogue as measures
from multipolar.rules import catalogue as rules

LEAVES = [*measures.names(), *indices.names(), *rules.names()]


def test_the_package_stands_first():
    assert multipolar.__version__ in cite()[0]
    assert len(cite()) == 1
    assert cite("con")[0] == cite()[0]


@pytest.mark.parametrize("name", LEAVES)
def test_every_leaf_has_references(name):
    found = list(references(name))
    assert found
    for entry in found:
        assert re.search(r"\(\d{4}\)", entry), entry
        assert entry.endswith(".")
        assert "  " not in entry
        assert "*" not in entry


def test_every_source_has_a_reference():
    for key in sources():
        (entry,) = references(key)
        assert sources()[key].title in entry


def test_nothing_is_repeated():
    both = cite("con", "mansfield", "con")
    assert len(both) == len(set(both))
    assert sum("Mansfield" in entry for entry in both) == 1


@pytest.mark.parametrize("name", ["", "cno", "nobody et al. 1999", "con\n", "☃"])
def test_unknown_names_are_refused(name):
    with pytest.raises(UnknownName, match="nothing to cite"):
        cite("con", name)
