"""What holds for every score, the one you add next included."""

import dataclasses
import inspect
import re
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from scipy.special import expit, logit

from multipolar.errors import ScoreError
from multipolar.score import Finding, Kind, Score, headline, quantiles
from multipolar.scores import catalogue

every_score = pytest.mark.parametrize("name", catalogue.names())
PROPER = [name for name in catalogue.names() if catalogue[name].spec.proper]
KINDS = get_args(Kind)
LEVELS = (0.05, 0.25, 0.75, 0.95)
PAGE = (Path(__file__).parents[2] / "docs" / "scores.md").read_text(encoding="utf-8")


def truth(kind, cases=200, members=20, seed=1):
    """Draw what a forecaster who knows the world says, and what comes: two arrays, and options."""
    rng = np.random.default_rng(seed)
    if kind == "probability":
        chance = expit(rng.normal(-1.0, 1.5, cases))
        return chance, rng.random(cases) < chance, {}
    if kind == "scores":
        ours, baseline = rng.exponential(1.0, cases), rng.exponential(2.0, cases)
        return ours, baseline, {"year": 1870 + np.arange(cases) % 140}
    if kind == "vectors":
        place = rng.normal(0.0, 2.0, (cases, 1, 4))
        common = rng.normal(size=(cases, members + 1, 1))
        drawn = place + 0.8 * common + 0.6 * rng.normal(size=(cases, members + 1, 4))
        return drawn[:, 1:], drawn[:, 0], {}
    drawn = rng.normal(0.0, 2.0, (cases, 1)) + rng.normal(size=(cases, members + 1))
    if kind == "quantiles":
        return quantiles(drawn[:, 1:], LEVELS), drawn[:, 0], {"levels": LEVELS}
    return drawn[:, 1:], drawn[:, 0], {}


def lies(kind, forecast, seed=2):
    """Yield what others say of the same cases: off, too sure, too unsure, uninformed, unrelated."""
    rng = np.random.default_rng(seed)
    if kind == "probability":
        yield "too high", expit(logit(forecast) + 0.7)
        yield "too sure", expit(2 * logit(forecast))
        yield "too unsure", expit(logit(forecast) / 2)
        yield "base rate", np.full_like(forecast, forecast.mean())
        return
    middle = forecast.mean(axis=1, keepdims=True)
    yield "off", forecast + (np.eye(4)[0] if kind == "vectors" else 1.0)
    yield "too sure", middle + 0.4 * (forecast - middle)
    yield "too unsure", middle + 2.5 * (forecast - middle)
    yield (
        "climatology",
        rng.permutation(forecast.reshape(-1, *forecast.shape[2:])).reshape(forecast.shape),
    )
    if kind == "vectors":
        yield "unrelated", rng.permuted(forecast, axis=1)


def run(name, forecast, outcome, options):
    return catalogue[name](forecast, outcome, **options)


def parts(result):
    if isinstance(result, Finding):
        return {f.name: getattr(result, f.name) for f in dataclasses.fields(result)}
    return {"": result}


def test_the_catalogue_has_scores_of_every_kind():
    assert len(catalogue.names()) >= 12
    assert {score.spec.kind for score in catalogue} == set(KINDS)
    assert {catalogue[name].spec.kind for name in PROPER} == {"ensemble", "vectors", "probability"}


def test_the_example_of_the_page_runs():
    example = re.search(r"```python\n(.*?)```", PAGE, re.S)[1]
    exec(compile(example, "scores.md", "exec"), {})


@every_score
def test_facts_are_complete(name):
    score = catalogue[name]
    assert isinstance(score, Score)
    assert inspect.isfunction(score)
    assert score.__name__ == name
    spec = score.spec
    assert spec.label
    assert spec.source
    assert spec.unit
    assert spec.kind in KINDS
    assert spec.better in ("lower", "higher", "nominal")
    assert spec.low < spec.high
    assert spec.of in ("case", "sample")
    assert not (spec.proper and spec.better == "nominal")


@every_score
def test_documented(name):
    doc = inspect.getdoc(catalogue[name])
    for section in ("Parameters", "Returns", "Raises", "References", "Examples"):
        assert f"\n{section}\n{'-' * len(section)}\n" in doc, section
    described = doc.split("Parameters\n")[1].split("Returns\n")[0]
    for parameter in inspect.signature(catalogue[name]).parameters:
        assert f"\n{parameter}\n" in described, parameter
    assert ".. [" in doc.split("References\n")[1]
    assert f"`{name}`" in PAGE


@every_score
def test_has_the_shape_and_range_it_declares(name):
    spec = catalogue[name].spec
    forecast, outcome, options = truth(spec.kind)
    result = run(name, forecast, outcome, options)
    if spec.of == "case":
        assert result.shape == (len(outcome),)
        assert result.dtype == np.float64
    else:
        assert isinstance(result, float | Finding)
    assert type(headline(result)) is float
    for value in np.atleast_1d(result) if spec.of == "case" else [headline(result)]:
        assert spec.low <= value <= spec.high


@every_score
def test_the_order_of_cases_does_not_matter(name):
    spec = catalogue[name].spec
    forecast, outcome, options = truth(spec.kind)
    order = np.random.default_rng(3).permutation(len(outcome))
    moved = {k: v[order] if k == "year" else v for k, v in options.items()}
    before = run(name, forecast, outcome, options)
    after = run(name, forecast[order], outcome[order], moved)
    if spec.of == "case":
        np.testing.assert_allclose(after, before[order], rtol=1e-12, atol=1e-14)
        return
    for part, value in parts(before).items():
        np.testing.assert_allclose(parts(after)[part], value, rtol=1e-9, atol=1e-12, err_msg=part)


@pytest.mark.parametrize(
    "name", [n for n in catalogue.names() if catalogue[n].spec.kind in ("ensemble", "vectors")]
)
def test_the_order_of_members_does_not_matter(name):
    forecast, outcome, options = truth(catalogue[name].spec.kind)
    order = np.random.default_rng(4).permutation(forecast.shape[1])
    before = run(name, forecast, outcome, options)
    after = run(name, forecast[:, order], outcome, options)
    for part, value in parts(before).items():
        np.testing.assert_allclose(parts(after)[part], value, rtol=1e-12, atol=1e-14)


@every_score
def test_same_result_twice_and_input_unaltered(name):
    forecast, outcome, options = truth(catalogue[name].spec.kind)
    kept = forecast.copy(), outcome.copy()
    forecast.flags.writeable = outcome.flags.writeable = False
    once, twice = (run(name, forecast, outcome, options) for _ in range(2))
    for part, value in parts(once).items():
        np.testing.assert_array_equal(parts(twice)[part], value)
    np.testing.assert_array_equal(forecast, kept[0])
    np.testing.assert_array_equal(outcome, kept[1])


@every_score
def test_lists_do_as_well_as_arrays(name):
    forecast, outcome, options = truth(catalogue[name].spec.kind, cases=150)
    listed = {k: list(v) for k, v in options.items()}
    before = run(name, forecast, outcome, options)
    after = run(name, forecast.tolist(), outcome.tolist(), listed)
    for part, value in parts(before).items():
        np.testing.assert_array_equal(parts(after)[part], value)


@every_score
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_a_missing_value_is_refused_and_its_place_is_named(name, place, hole):
    forecast, outcome, options = truth(catalogue[name].spec.kind)
    given = [forecast, outcome.astype(float)]
    given[place][7] = hole
    named = list(inspect.signature(catalogue[name]).parameters)[place]
    with pytest.raises(ScoreError, match=rf"^{named}: \d+ value\(s\) missing .* first at \(7,"):
        run(name, *given, options)


@every_score
@pytest.mark.parametrize(
    "spoil",
    {
        "a dimension too few": lambda f, o: (f[0], o),
        "a dimension too many": lambda f, o: (f, o[..., None]),
        "fewer outcomes": lambda f, o: (f, o[1:]),
        "no cases": lambda f, o: (f[:0], o[:0]),
        "words": lambda f, o: (f, ["often"] * len(o)),
        "nothing": lambda f, o: (None, o),
    }.items(),
    ids=lambda item: item[0],
)
def test_what_does_not_fit_is_refused(name, spoil):
    forecast, outcome, options = truth(catalogue[name].spec.kind)
    with pytest.raises(ScoreError, match=r"needed|that is no array"):
        run(name, *spoil[1](forecast, outcome), options)


@pytest.mark.parametrize("name", PROPER)
def test_who_tells_the_truth_is_not_beaten(name):
    score = catalogue[name]
    forecast, outcome, options = truth(score.spec.kind, cases=4000, members=30)
    told = run(name, forecast, outcome, options)
    for lie, said in lies(score.spec.kind, forecast):
        lied = run(name, said, outcome, options)
        if score.spec.of == "case":
            lost = lied - told
            assert lost.mean() > 3 * lost.std() / np.sqrt(len(lost)), lie
        else:
            assert headline(lied) > headline(told), lie


@pytest.mark.parametrize("name", [n for n in catalogue.names() if n not in PROPER])
def test_a_forecast_that_knows_nothing_scores_worse(name):
    spec = catalogue[name].spec
    forecast, outcome, options = truth(spec.kind, cases=2000)
    worse = {
        "probability": lambda: 1 - forecast,
        "scores": lambda: 2 * forecast,
        "quantiles": lambda: forecast + 2,
        "ensemble": lambda: forecast + 2,
    }
    good = headline(run(name, forecast, outcome, options))
    bad = headline(run(name, worse[spec.kind](), outcome, options))
    assert good < bad if spec.better == "lower" else good > bad
