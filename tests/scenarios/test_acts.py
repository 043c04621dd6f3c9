"""Every act does what it says to the fields it names, and to nobody else."""

import numpy as np
import pytest
from simulated import at, get, sign, tiny

from multipolar.act import Scene
from multipolar.acts import catalogue
from multipolar.model import default_model
from multipolar.plan import make_plan

MODEL = default_model()
PLAN = make_plan(MODEL)
ROOM = 40


@pytest.fixture
def scene():
    """Four states A, B, C, D at the start of 2001; a defence pact of A, B and C called pact."""
    return make()


def make(**fields) -> Scene:
    opening = tiny(MODEL, 4, room=3, **fields)
    sign(MODEL, opening, (0, 1, 2), slot=1, kind=1, terms=17, since=1990, expires=2005, term=5)
    blocks = {b: a.copy() for b, a in opening.blocks.items()}
    params = MODEL.draw([0], 1, certain=True)[0]
    return Scene(
        PLAN, opening, blocks, params, params.copy(), np.zeros((ROOM, 5)), 2001, {"pact": (1, 1990)}
    )


def do(scene: Scene, name: str, **arguments) -> Scene:
    spec = catalogue[name].spec
    full = {k: a.default for k, a in spec.arguments.items()} | arguments
    catalogue[name](scene, **full)
    return scene


def told(scene: Scene) -> list[int]:
    return [int(e[0]) for e in scene.events[1 : int(scene.events[0, 0]) + 1]]


def other_fields_stay(before: Scene, after: Scene, *names: str) -> None:
    for part in PLAN.parts:
        if part not in names:
            np.testing.assert_array_equal(before[part], after[part], err_msg=part)


def test_a_treaty_lapses_and_no_other(scene):
    sign(MODEL, scene.opening, (0, 3), slot=2)
    do(scene, "treaty_lapses", treaty="pact")
    assert scene["treaty_kind"][1] == 0
    assert not scene["treaty_member"][1].any()
    assert told(scene) == [13]
    other_fields_stay(make(), scene, "treaty_kind", "treaty_member")


def test_a_slot_that_another_treaty_took_is_left_alone(scene):
    scene["treaty_since"][1] = 1999
    do(scene, "treaty_lapses", treaty="pact")
    assert scene["treaty_kind"][1] == 1
    assert told(scene) == []


def test_a_treaty_is_extended_from_the_end_of_its_term(scene):
    do(scene, "treaty_extended", treaty="pact", years=7.0)
    assert scene["treaty_expires"][1] == 2012


def test_a_treaty_without_a_term_has_none_to_extend(scene):
    scene["treaty_expires"][1] = 0
    do(scene, "treaty_extended", treaty="pact", years=7.0)
    assert scene["treaty_expires"][1] == 0


def test_a_treaty_is_signed_found_by_name_and_left(scene):
    do(
        scene,
        "treaty_signed",
        parties=["A", "D"],
        obligations=["defence", "neutrality"],
        years=10.0,
        treaty="new",
    )
    slot = scene.slot("new")
    assert slot == len(scene["treaty_kind"]) - 1
    assert scene["treaty_terms"][slot] == 1 + 4
    assert scene["treaty_expires"][slot] == 2011
    assert scene.parties(slot) == [0, 3] or scene.parties(slot) == [3, 0]
    do(scene, "treaty_left", treaty="new", by=["D"])
    assert scene.slot("new") == -1


def test_parties_leave_a_treaty_that_goes_on_without_them(scene):
    do(scene, "alliances_left", by=["A"])
    assert scene["treaty_member"][1].tolist()[:4] == [0, 1, 1, 0]
    assert scene["treaty_kind"][1] == 1


def test_treaties_of_two_end_and_those_of_three_stay(scene):
    slot = scene.sign([0, 1], 2.0, 16, 0, renews=True)
    do(scene, "treaties_end", between=[["A"], ["B"]])
    assert scene["treaty_kind"][slot] == 0
    assert scene["treaty_kind"][1] == 1


def test_arms_control_is_agreed_and_ends(scene):
    do(scene, "arms_control_agreed", parties=["A", "B", "C"], treaty="cap")
    assert scene["treaty_terms"][scene.slot("cap")] == 32
    do(scene, "arms_control_ends", between=[["A"], ["C"]])
    assert scene.slot("cap") == -1
    assert scene.slot("pact") == 1


def test_sanctions_have_a_direction(scene):
    do(scene, "sanctions_imposed", by=["A", "C"], on=["B"])
    assert scene["sanction_ji"][at(0, 1)] == 1  # A < B: from the lesser place to the greater
    assert scene["sanction_ij"][at(2, 1)] == 1
    assert scene["sanction_ij"].sum() + scene["sanction_ji"].sum() == 2
    do(scene, "sanctions_lifted", by=["A"], on=["B"])
    assert scene["sanction_ij"].sum() + scene["sanction_ji"].sum() == 1
    assert told(scene) == [20, 20, 21]


def test_a_bloc_does_not_sanction_itself(scene):
    do(scene, "sanctions_imposed", by=["A", "B"], on=["A", "B"])
    assert scene["sanction_ij"].sum() + scene["sanction_ji"].sum() == 2


def test_a_collapse_takes_its_share(scene):
    before = scene["gdp_ppp"][1]
    do(scene, "collapse", states=["B"], loss=0.25, separatism="yes")
    assert scene["gdp_ppp"][1] == 0.75 * before
    assert scene["growth_regime"][1] == -1
    assert scene["separatism"][1] == 1
    assert scene["gdp_ppp"][0] == before


def test_a_split_conserves_stocks_and_trade(scene):
    scene["trade_ij"][:6] = np.arange(1.0, 7.0)
    scene["trade_ji"][:6] = np.arange(11.0, 17.0)
    people, traded = scene["population"].sum(), _trade_with(scene, 0, [1])
    do(scene, "state_splits", state="B", share=0.3)
    new = int(np.flatnonzero(scene["present"])[-1])
    assert new >= 4
    assert scene["vacant"][new] == 0
    assert scene["population"][new] / (scene["population"][new] + scene["population"][1]) == (
        pytest.approx(0.3)
    )
    assert scene["population"][scene["present"] > 0].sum() <= people * (1 + 1e-12)
    assert _trade_with(scene, 0, [1, new]) == pytest.approx(traded)
    assert scene["contiguous"][at(1, new)] == 1
    assert told(scene) == [43]


def _trade_with(scene: Scene, state: int, others: list[int]) -> list[float]:
    sums = [0.0, 0.0]
    for k in others:
        for n, (a, b) in enumerate(((state, k), (k, state))):
            flows, p = scene.side("trade", a, b)
            sums[n] += float(flows[p])
    return sums


def test_a_split_without_a_free_place_is_counted(scene):
    scene["vacant"][:] = 0
    do(scene, "state_splits", state="B", share=0.3)
    assert scene["crowded"][0] == 1
    assert scene["present"].sum() == 4


def test_a_union_adds_up(scene):
    scene["trade_ij"][:6] = np.arange(1.0, 7.0)
    scene["trade_ji"][:6] = np.arange(11.0, 17.0)
    before = _trade_with(scene, 3, [0, 1])
    total = scene["gdp_ppp"][:2].sum()
    do(scene, "states_merge", state="B", into="A")
    assert scene["gdp_ppp"][0] == total
    assert scene["present"].tolist()[:4] == [1, 0, 1, 1]
    assert _trade_with(scene, 3, [0]) == pytest.approx(before)


def test_shocks_to_growth_are_rows_for_their_years(scene):
    do(scene, "growth_shock", states=["world"], size=-0.05, years=2.0)
    assert sorted({(int(r[0]), int(r[3])) for r in scene.rows}) == [
        (y, k) for y in (2001, 2002) for k in range(4)
    ]
    assert {r[6] for r in scene.rows} == {-0.05}
    other_fields_stay(make(), scene)


@pytest.mark.parametrize(
    ("name", "arguments", "field", "place", "value"),
    [
        ("regime_changes", {"state": "B", "to": 0.5}, "regime", 1, 0.5),
        ("ideology_moves", {"states": ["B"], "by": 9.0}, "ideology", 1, 4.0),
        ("summit", {"between": [["A"], ["B"]], "warmth": 0.25}, "alignment", at(0, 1), 0.25),
        ("alignment_moves", {"between": [["A"], ["B"]], "by": -2.0}, "alignment", at(0, 1), -1.0),
        (
            "coordination_begins",
            {"between": [["A"], ["C"]], "level": 0.5},
            "coordination",
            at(0, 2),
            0.5,
        ),
        ("rivalry_begins", {"between": [["A"], ["D"]]}, "rivalry", at(0, 3), 1),
        ("insurgency_begins", {"states": ["C"]}, "insurgency", 2, 1),
        ("insurgency_begins", {"states": ["C"], "over": "territory"}, "separatism", 2, 1),
        ("insurgency_spills_over", {"state": "C", "into": ["D"]}, "insurgency", 2, 1),
        (
            "field_changes",
            {"field": "population", "states": ["A"], "times": 2.0},
            "population",
            0,
            1e8,
        ),
        ("field_changes", {"field": "trust", "times": 0.0, "plus": 0.9}, "trust", 0, 0.9),
        ("field_changes", {"field": "trust", "plus": 7.0}, "trust", 0, 1.0),
        (
            "field_changes",
            {"field": "trade", "states": ["D", "B"], "times": 0.0, "plus": 5.0},
            "trade_ij",
            at(3, 1),
            5.0,
        ),
    ],
)
def test_acts_set_one_value(scene, name, arguments, field, place, value):
    before = make()
    do(scene, name, **arguments)
    assert scene[field][place] == pytest.approx(value)
    moved = np.flatnonzero(scene[field] != before[field]).tolist()
    assert moved == [place]


def test_undoing_acts(scene):
    do(scene, "coordination_begins", between=[["A"], ["C"]], level=0.5)
    do(scene, "coordination_ends", between=[["A"], ["C"]])
    do(scene, "rivalry_begins", between=[["A"], ["D"]])
    do(scene, "rivalry_ends", between=[["A"], ["D"]])
    other_fields_stay(make(), scene)


def test_interference_feeds_unrest_and_sours_ties(scene):
    do(scene, "interference", by=["A"], on=["B"], strength=0.4, years=2.0, resentment=0.1)
    assert [(r[0], r[3], r[6]) for r in scene.rows] == [(2001, 1, 0.4), (2002, 1, 0.4)]
    assert scene["alignment"][at(0, 1)] == pytest.approx(-0.1)


def test_spill_over_reaches_neighbours():
    near = np.zeros((4, 4))
    near[0, 1] = near[1, 0] = 1
    scene = make(contiguous=near)
    do(scene, "insurgency_spills_over", state="A", into=["neighbours"], years=1.0)
    assert [r[3] for r in scene.rows] == [1]


def test_an_assumption_changes_and_is_given_back(scene):
    k = PLAN.params.index("growth.trend")
    given = scene.params[k]
    do(scene, "assumption_changes", parameter="growth.trend", value=0.04)
    assert scene.params[k] == 0.04
    do(scene, "assumption_changes", parameter="growth.trend", value=None)
    assert scene.params[k] == given


@pytest.mark.parametrize("name", catalogue.names())
def test_every_act_tells_what_it_takes_and_leaves_the_absent_alone(name):
    spec = catalogue[name].spec
    assert spec.label
    assert (catalogue[name].__doc__ or "").strip().endswith(".")
    values = {
        "state": "A",
        "states": ["A", "B"],
        "sides": [["A"], ["B"]],
        "treaty": "nowhere",
        "field": "population",
        "parameter": "growth.trend",
        "word": "",
        "choices": ["defence"],
    }
    arguments = {}
    for key, a in spec.arguments.items():
        assert a.meaning
        if a.kind == "number":
            arguments[key] = a.default if a.default is not None else min(max(0.3, a.low), a.high)
        else:
            arguments[key] = values.get(a.kind, a.choices[0] if a.choices else "")
    if name == "states_merge":
        arguments["into"] = "B"
    scene = make()
    scene["present"][:4] = 0
    before = {part: scene[part].copy() for part in PLAN.parts}
    catalogue[name](scene, **arguments)
    assert scene.rows == []
    for part, old in before.items():
        np.testing.assert_array_equal(scene[part], old, err_msg=f"{name} wrote {part}")
    assert get(PLAN, scene.blocks, "present").sum() == 0
