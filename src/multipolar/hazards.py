"""What a step says will happen: its probability, read off the step itself.

A mechanism is written once, for simulation: an event happens where a draw is
less than a chance, ``u < logistic(odds)``. To fit it to the record the chance
is needed, not the event. Here the same function is run on rows of the record
with a probe in place of the draw: the probe notes what it is compared with.
Steps that add to a sum which the step reads (``onset_pull``) run before it on
the same rows. Everything is evaluated with JAX, so that derivatives come too.
"""

import types
from collections.abc import Callable, Mapping
from typing import Any

from multipolar import maths
from multipolar.errors import ModelError, suggest
from multipolar.model import Model
from multipolar.steps import Step

Rows = Mapping[str, Any]
"""Argument of a step → its values, shape ``(row,)``, or one for all rows."""


def jax_numpy() -> Any:
    """Return ``jax.numpy`` in double precision.

    Raises
    ------
    ModelError
        JAX is not installed.
    """
    try:
        import jax
    except ModuleNotFoundError:
        msg = "fitting needs JAX, which is not installed; type: pip install 'multipolar[calibrate]'"
        raise ModelError(msg) from None
    jax.config.update("jax_enable_x64", True)  # type: ignore[no-untyped-call]  # noqa: FBT003
    return jax.numpy


class Probe:
    """Stands in for a draw and notes every chance that it is compared with."""

    def __init__(self, chances: list[Any]) -> None:
        self.chances = chances

    def __lt__(self, chance: Any) -> Any:
        self.chances.append(chance)
        return chance > 0.5

    def __gt__(self, chance: Any) -> Any:
        self.chances.append(1.0 - chance)
        return chance < 0.5

    __le__, __ge__ = __lt__, __gt__
    __hash__ = None  # type: ignore[assignment]


def chance(model: Model, ask: str, *, place: int = 0) -> Callable[[Rows, Mapping[str, Any]], Any]:
    """Return the function that gives the probability a step decides by.

    Parameters
    ----------
    model
        Whose mechanisms that are on are asked.
    ask
        ``"mechanism.step.draw"``, as in ``"disputes.begin.u"``.
    place
        Which of the comparisons that the draw takes part in, from 0.

    Returns
    -------
    callable
        ``(rows, params) → probability``, shape ``(row,)``. ``rows`` names the
        arguments of the steps; ``params`` gives parameters by
        ``mechanism.parameter``, those left out are at their defaults.

    Raises
    ------
    ModelError
        There is no such step or draw, or the rows lack what a step reads.
    """
    name, step, draw = _parts(model, ask)
    before = _feeding(model, name, step)

    def asked(rows: Rows, params: Mapping[str, Any]) -> Any:
        known = dict(rows)
        for mechanism, feeder in before:
            values = _run(model, mechanism, feeder, known, params, {})
            for field, value in zip(feeder.writes, values, strict=True):
                if field in feeder.adds and field not in rows:
                    known[field] = known.get(field, 0.0) + value
        for tally in _tallies(model, step):
            known.setdefault(tally, 0.0)
        probe = Probe([])
        _run(model, name, step, known, params, {draw: probe})
        if len(probe.chances) <= place:
            msg = f"{ask}: the draw is compared {len(probe.chances)} times; asked for {place}"
            raise ModelError(msg)
        return probe.chances[place]

    return asked


def outcome(model: Model, ask: str) -> Callable[[Rows, Mapping[str, Any]], tuple[Any, ...]]:
    """Return the function that gives what a step writes, for draws that the rows hold.

    Parameters
    ----------
    model
        Whose mechanism is asked.
    ask
        ``"mechanism.step"``, as in ``"growth.grow"``.

    Returns
    -------
    callable
        ``(rows, params) →`` what the step returns, differentiable.
    """
    mechanism, _, wanted = ask.partition(".")
    step = _step(model, mechanism, wanted)
    return lambda rows, params: _run(model, mechanism, step, rows, params, {})


def _parts(model: Model, ask: str) -> tuple[str, Step, str]:
    mechanism, _, rest = ask.partition(".")
    wanted, _, draw = rest.partition(".")
    step = _step(model, mechanism, wanted)
    if draw not in step.draws:
        msg = f"{ask}: no draw {draw!r}{suggest(draw, step.draws)}"
        raise ModelError(msg)
    return mechanism, step, draw


def _step(model: Model, mechanism: str, wanted: str) -> Step:
    for step in model[mechanism].marked:
        if step.name == wanted:
            return step
    names = [s.name for s in model[mechanism].marked]
    msg = f"{mechanism}: no step {wanted!r}{suggest(wanted, names)} It has: {', '.join(names)}"
    raise ModelError(msg)


def _tallies(model: Model, step: Step) -> list[str]:
    fields = model.fields
    return [a for a in step.reads if a in fields and fields[a].kind == "tally"]


def _feeding(model: Model, name: str, step: Step) -> list[tuple[str, Step]]:
    """Return the steps over the same rows that add to what a step reads, in order."""
    wanted = set(_tallies(model, step))
    found: list[tuple[str, Step]] = []
    for m in model.running:
        for s in m.marked:
            if m.name == name and s == step:
                return found
            if s.over == step.over and wanted & set(s.adds):
                found.append((m.name, s))
    return found


def _run(
    model: Model,
    mechanism: str,
    step: Step,
    rows: Rows,
    params: Mapping[str, Any],
    draws: Mapping[str, Any],
) -> tuple[Any, ...]:
    own = model[mechanism].params
    values = []
    for argument in step.reads:
        full = f"{mechanism}.{argument}"
        if argument in draws:
            values.append(draws[argument])
        elif argument in step.draws:
            values.append(rows.get(argument, 0.5 if step.draws[argument] == "uniform" else 0.0))
        elif argument in own:
            values.append(params.get(full, model.params[full].value))
        elif argument in rows:
            values.append(rows[argument])
        else:
            msg = f"{mechanism}.{step.name} reads {argument}; the rows have {', '.join(rows)}"
            raise ModelError(msg)
    result = traceable(step.function)(*values)
    return result if isinstance(result, tuple) else (result,)


def traceable(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a step's function with the mathematics of JAX in place of our own."""
    space = dict(function.__globals__)
    for name in function.__code__.co_names:
        known = space.get(name)
        if known is None:
            continue
        if name in _ours() and getattr(maths, name, None) is known:
            space[name] = _ours()[name]
        elif isinstance(known, types.FunctionType) and known.__module__.startswith("multipolar.m"):
            space[name] = traceable(known)
    return types.FunctionType(function.__code__, space, function.__name__)


def _ours() -> dict[str, Callable[..., Any]]:
    jnp = jax_numpy()
    from jax.nn import sigmoid
    from jax.scipy.special import ndtri

    def where(condition: Any, a: Any, b: Any) -> Any:
        for either in (a, b):
            if isinstance(either, Probe):  # a draw chosen between two: it is still the draw
                return either
        return jnp.where(condition, a, b)

    return {
        "exp": jnp.exp,
        "log": lambda x: jnp.log(jnp.maximum(x, maths.TINY64)),
        "logistic": sigmoid,
        "minimum": jnp.minimum,
        "maximum": jnp.maximum,
        "where": where,
        "sqrt": jnp.sqrt,
        "floor": jnp.floor,
        "absolute": jnp.absolute,
        "quantile": ndtri,
    }
