"""What a mechanism earns: scores with and without it, on made-up history and on a small run."""

import numpy as np
import pytest
from recorded import made_up

from multipolar.ablation import (
    LUCKS,
    ORIGINS,
    TARGETS,
    WHOLE,
    Earned,
    ablate,
    earned,
    verdict,
)
from multipolar.ablationpage import ablation_page
from multipolar.backtest import LOCKED, MODEL, Forecast, backtest, kept, place, priors
from multipolar.baseline import Archive
from multipolar.course import World0
from multipolar.errors import RunError
from multipolar.model import default_model
from multipolar.posterior import Posterior
from multipolar.record import record
from multipolar.target import names
from multipolar.targets import catalogue as targets

ABOUT = {"members": 40, "seed": 1, "model": "f" * 64, "off": [], "fitted": {}}


@pytest.fixture(scope="module")
def archive():
    return Archive(made_up())


def made(archive, origin, width, worse=()):
    """Return a forecast that knows what came, blurred; ``worse`` targets twice as much."""
    world, said = World0(archive.record, origin), {}
    for name in TARGETS:
        one = targets[name]
        if origin < one.spec.first:
            continue
        for horizon in one.spec.horizons:
            rng = np.random.default_rng(origin + horizon)
            came = archive.values(one, origin, horizon)
            off = width * (2 if name in worse else 1)
            if one.spec.kind == "amount":
                blur = rng.normal(0, 1, (len(came), 40)) * off
                said[MODEL, name, horizon] = (came[:, None] + blur).astype(np.float32)
            else:
                said[MODEL, name, horizon] = np.abs(came - 0.2 * off).astype(np.float32)
    units = {n: names(targets[n].spec, world) for n in TARGETS}
    return Forecast(origin, said, units, ABOUT)


@pytest.fixture(scope="module")
def folder(archive, tmp_path_factory):
    path = tmp_path_factory.mktemp("ablation")
    for origin in ORIGINS:
        for name, width, worse in (
            (WHOLE, 1.0, ()), (LUCKS[0], 1.0, ()), ("growth", 1.0, ("hhi",)), ("war", 0.5, ()),
        ):  # fmt: skip
            made(archive, origin, width, worse).save(path / "ablation" / name)
    return path


@pytest.fixture(scope="module")
def found(folder, archive):
    return earned(folder, archive)


def of(found, mechanism, target):
    return next(x for x in found if (x.mechanism, x.target) == (mechanism, target))


def test_what_is_told_worse_without_a_mechanism_is_what_it_earns(found):
    hhi = of(found, "growth", "hhi")
    assert hhi.skill == pytest.approx(0.5, abs=0.1)
    assert hhi.low > 0.3
    assert hhi.better == len(ORIGINS)
    assert of(found, "growth", "con").verdict == "the same"
    assert verdict([x for x in found if x.mechanism == "growth"]) == "earns"


def test_what_is_told_better_without_a_mechanism_is_what_it_costs(found):
    war = [x for x in found if x.mechanism == "war"]
    assert of(found, "war", "hhi").skill == pytest.approx(-1, abs=0.2)
    assert of(found, "war", "hhi").verdict == "costs"
    assert verdict(war) == "costs"
    assert of(found, "war", "all").high < 0


def test_the_same_forecasts_change_nothing(found):
    luck = [x for x in found if x.mechanism == LUCKS[0]]
    assert {x.verdict for x in luck} == {"the same"}
    assert verdict(luck) == "changes nothing"


def test_few_years_have_no_interval_and_need_every_origin(found):
    few = of(found, "growth", "sanctions_begun")
    assert np.isnan(few.low)
    assert few.origins == sum(o >= 1945 for o in ORIGINS)
    nan = float("nan")
    for better, skill, said in ((3, 0.2, "earns"), (2, 0.2, "too few years"),
                                (0, -0.2, "costs"), (3, 0.01, "too few years")):  # fmt: skip
        assert Earned("x", "conflict", "all", 3, better, skill, nan, nan).verdict == said


def test_what_luck_does_as_well_is_not_told_as_earned():
    line = {"mechanism": "x", "target": "hhi", "group": "all", "origins": 8, "better": 8,
            "skill": 0.05, "low": 0.02, "high": 0.08}  # fmt: skip
    assert Earned(**line, noise=0.02).verdict == "earns"
    assert Earned(**line, noise=0.03).verdict == "no measurable difference"


def test_the_page_tells_both_and_who_is_idle(found, folder):
    whole = [Forecast.load(p) for p in sorted((folder / "ablation" / WHOLE).glob("*.npz"))]
    page = ablation_page(found, whole, default_model())
    assert "| `growth` | growth | earns |" in page
    assert "none better, with: `war`" in page
    assert f"0 of {sum(np.isfinite(x.low) for x in found if x.mechanism == LUCKS[0]) - 1}" in page
    assert LUCKS[0] not in page


def test_no_origin_of_the_choice_is_behind_the_lock():
    assert max(ORIGINS) < LOCKED


def test_a_folder_without_an_ablation_says_what_makes_one(tmp_path, archive):
    with pytest.raises(RunError, match="multipolar ablate"):
        earned(tmp_path, archive)


def test_parameters_are_fitted_once_and_not_used_for_other_mechanisms(tmp_path):
    fits = []

    def fitted(model, origin):
        fits.append(origin)
        draws = np.full((3, 1), 0.02)
        return model.believing(Posterior(("growth.catch_up",), draws[0], draws, {}))

    believed, model = kept(tmp_path, fitted), default_model()
    first = believed(model, 1950)
    again = believed(model.without("growth"), 1950)
    assert fits == [1950]
    assert first.posterior.values == again.posterior.values == {"growth.catch_up": 0.02}
    fewer = model.with_()
    object.__setattr__(fewer, "mechanisms", model.mechanisms[1:])
    with pytest.raises(RunError, match="other mechanisms"):
        believed(fewer, 1950)


@pytest.mark.usefixtures("published")
def test_a_small_run_goes_on_and_refuses_other_futures(tmp_path):
    options = {"origins": (1880,), "mechanisms": ("terrorism",), "parameters": priors,
               "archive": Archive(record()), "threads": 1}  # fmt: skip
    ablate(tmp_path, members=4, **options)
    files = {p: p.read_bytes() for p in (tmp_path / "ablation").rglob("*.npz")}
    assert sorted(p.parent.name for p in files) == [*LUCKS, WHOLE, "terrorism"]
    place(tmp_path / "ablation" / "terrorism", 1880).unlink()
    ablate(tmp_path, members=4, **options)
    assert {p: p.read_bytes() for p in files} == files
    with pytest.raises(RunError, match="members 4"):
        ablate(tmp_path, members=6, **options)
    off = Forecast.load(place(tmp_path / "ablation" / "terrorism", 1880))
    assert off.about["off"] == ["terrorism"]


@pytest.mark.usefixtures("published")
def test_a_backtest_of_priors_keeps_no_parameters(tmp_path):
    backtest(tmp_path, origins=(1880,), archive=Archive(record()), members=4, parameters=priors,
             asked=("hhi",), simple=(), threads=1)  # fmt: skip
    assert sorted(p.name for p in tmp_path.iterdir()) == ["1880.npz"]
