"""A guarantor is bound to each party of a treaty, and never to another guarantor."""

from dataclasses import replace

import numpy as np

from multipolar.commitments import Commitment, Party, read_commitments
from multipolar.tables import packaged
from multipolar.ties import commitment_ties

STATES = ["GBR", "RUS", "UKR", "USA"]
PAIRS = {("GBR", "UKR"), ("RUS", "UKR"), ("UKR", "USA")}


def party(state, role="party", until=""):
    return Party(state, "", until, role, "test", "observed")


TREATY = Commitment(
    "treaty",
    "Treaty",
    "partnership",
    ("nonaggression", "consultation"),
    (party("UKR"), *(party(state, "guarantor") for state in ("GBR", "RUS", "USA"))),
    in_force="1994-12-05",
)


def pairs(array, states=STATES):
    assert (array == array.T).all()
    return {(states[i], states[j]) for i, j in zip(*np.nonzero(np.triu(array)), strict=True)}


def test_each_guarantor_is_paired_with_each_party_for_the_obligations_of_the_treaty():
    ties = commitment_ties([TREATY], STATES, "2025-12-31")
    assert pairs(ties["nonaggression"]) == pairs(ties["consultation"]) == PAIRS
    assert not any(ties[name].any() for name in ("defence", "offence", "neutrality"))


def test_parties_are_still_paired_with_one_another():
    both = replace(TREATY, parties=(*TREATY.parties, party("POL")))
    ties = commitment_ties([both], [*STATES, "POL"], "2025-12-31")
    assert len(pairs(ties["nonaggression"], [*STATES, "POL"])) == 1 + 2 * 3


def test_a_guarantor_that_is_a_party_too_is_not_tied_to_itself():
    both = replace(TREATY, parties=(*TREATY.parties, party("RUS")))
    ties = commitment_ties([both], STATES, "2025-12-31")
    assert pairs(ties["nonaggression"]) == PAIRS | {("GBR", "RUS"), ("RUS", "USA")}


def test_a_guarantee_holds_while_the_treaty_and_the_guarantor_do():
    left = replace(TREATY, parties=(party("UKR"), party("RUS", "guarantor", "2014-03-18")))
    assert pairs(commitment_ties([left], STATES, "2014-01-01")["nonaggression"])
    assert not commitment_ties([left], STATES, "2015-01-01")["nonaggression"].any()
    assert not commitment_ties([TREATY], STATES, "1994-12-04")["nonaggression"].any()


def test_a_guarantor_shares_no_body():
    body = replace(TREATY, kind="body")
    assert not commitment_ties([body], STATES, "2025-12-31")["shared_bodies"].any()


def test_the_budapest_memoranda_bind_their_guarantors():
    tables = packaged("alliances.csv"), packaged("alliances_parties.csv")
    known = [c for c in read_commitments(*tables) if c.id == "budapest-ukraine-1994"]
    ties = commitment_ties(known, STATES, "2025-12-31")
    assert pairs(ties["nonaggression"]) == pairs(ties["consultation"]) == PAIRS
