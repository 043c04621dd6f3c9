"""The vocabulary of a simulated world."""

import pytest

from multipolar.fields import DIMS, FIELDS, KINDS, Field
from multipolar.mechanism import Mechanism
from multipolar.model import Model
from multipolar.plan import BLOCKS, block_of, make_plan
from multipolar.steps import each_state


@each_state(sets="growth")
def still(growth):
    return growth


every_field = pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))


@every_field
def test_a_field_starts_within_its_range(field):
    assert field.low <= field.start <= field.high


@every_field
def test_a_field_says_its_unit_and_meaning(field):
    assert field.unit
    assert field.meaning
    assert field.dims in DIMS
    assert field.kind in KINDS


@every_field
def test_a_name_is_one_that_a_step_can_have_and_no_part_of_a_pair(field):
    assert field.name.isidentifier()
    assert not field.name.endswith(("_i", "_j", "_ij", "_ji"))
    assert field.name not in ("year", "ids", "luck", "events")


@every_field
def test_flags_are_ties_kept_in_one_byte(field):
    if field.flag:
        assert field.dims in ("dyad", "directed")
        assert (field.low, field.high) == (0.0, 1.0)
        assert block_of(field) == "flag"
    else:
        assert block_of(field) in BLOCKS


def test_presence_comes_first_since_kernels_look_for_it_there():
    assert next(iter(FIELDS)) == "present"
    plan = make_plan(Model((Mechanism("m", "growth", (still,)),)))
    assert plan.parts["present"] == ("state", 0)


def test_a_directed_field_is_kept_in_two_arrays():
    assert Field("aid", "directed").parts == ("aid_ij", "aid_ji")
    assert Field("aid", "dyad").parts == ("aid",)
