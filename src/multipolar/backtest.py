"""Rolling origins: what the model would have said, knowing what was known then.

For each origin the past is opened, the future is simulated, and the forecast
distribution of every target is kept in a small file, beside those of the
baselines. Nothing that came after the origin goes into the file; what came is
read when the files are scored.
"""

import hashlib
import inspect
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.special import betaln

from multipolar import past as of_history
from multipolar.baseline import Archive, Case, Past
from multipolar.baselines import catalogue as baselines
from multipolar.course import KEPT, Futures, World0
from multipolar.errors import RunError
from multipolar.files import write_whole
from multipolar.fit import Sample
from multipolar.inputs import whole_number
from multipolar.model import Model, default_model
from multipolar.posterior import read as read_posterior
from multipolar.record import LAST, Record, record
from multipolar.simulation import simulate
from multipolar.target import Array, Mask, Target, TargetSpec, names, read
from multipolar.targets import catalogue as targets
from multipolar.world import World

ORIGINS = tuple(sorted({*range(1870, 2001, 5), 1913, 1938, 1988, 2010}))
LOCKED = 1985
"""Origins from here on are for one look a release; designs are chosen on those before."""
YEARS = 20
ROOM = 64
"""Places for states that come."""
MODEL = "model"
FORMAT = 1

Parameters = Callable[[Model, int], Model]
"""Model and origin to a model that believes no more of its parameters than was known then."""
Progress = Callable[[int, int, int], object]


@dataclass(frozen=True, eq=False)
class Forecast:
    """What was said at one origin.

    Parameters
    ----------
    origin
        The year whose end it was said at.
    said
        ``(method, target, horizon) → (unit, member)`` of an amount, or ``(unit,)``,
        the probability of an event; NaN where nothing was said.
    units
        ``target → names of units``.
    about
        Members, seed, versions, model, and where the parameters came from.
    """

    origin: int
    said: dict[tuple[str, str, int], npt.NDArray[np.float32]]
    units: dict[str, list[str]]
    about: dict[str, Any]

    def save(self, folder: Path) -> Path:
        """Write it whole or not at all; the same forecast makes the same bytes."""
        arrays: dict[str, Any] = {"/".join(map(str, key)): a for key, a in self.said.items()}
        text = json.dumps({"origin": self.origin, "units": self.units, "about": self.about})
        arrays["about"] = np.frombuffer(text.encode(), np.uint8)
        content = io.BytesIO()
        np.savez_compressed(content, **arrays)
        return write_whole(place(folder, self.origin), content.getvalue())

    @classmethod
    def load(cls, path: Path) -> "Forecast":
        """Read a forecast that was kept.

        Raises
        ------
        RunError
            The file is none, or is damaged.
        """
        try:
            with np.load(io.BytesIO(path.read_bytes())) as kept:
                about = json.loads(bytes(kept["about"]))
                said = {_key(name): kept[name] for name in kept.files if name != "about"}
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            msg = f"{path}: no forecast can be read from it ({error}); delete it and run again"
            raise RunError(msg) from None
        return cls(about["origin"], said, about["units"], about["about"])


def _key(name: str) -> tuple[str, str, int]:
    method, asked, horizon = name.split("/")
    return method, asked, int(horizon)


def place(folder: Path, origin: int) -> Path:
    """Return where the forecast of an origin is kept."""
    return folder / f"{origin}.npz"


def priors(model: Model, origin: int) -> Model:
    """Return a model that knows nothing of the record: parameters come from their priors."""
    del origin
    return model.believing(None)


def fitted(model: Model, origin: int, *, only: Sequence[str] = ()) -> Model:
    """Return a model whose parameters are fitted to what was known at the origin.

    All fits of the package, or ``only`` some.

    Where the record is too short for a fit (fewer than 200 rows, or nothing
    happened in them), its parameters keep their priors.
    """
    from multipolar.calibration import catalogue, posterior  # needs JAX

    chosen = []
    for fit in (catalogue[name] for name in only or catalogue.names()):
        sample = fit.sample(origin)
        if len(sample) >= FEWEST_ROWS and np.ptp(sample.outcome) > 0:
            chosen.append(replace(fit, sample=_kept(sample)))
    if not chosen:
        return model.believing(None)
    return model.believing(posterior(origin, fits=chosen, model=model))


def _kept(sample: Sample) -> Callable[[int], Sample]:
    return lambda _: sample


def kept(folder: Path, parameters: Parameters) -> Parameters:
    """Return parameters that are fitted once, and from then on read from beside the forecasts.

    Parameters
    ----------
    folder
        Of the forecasts; ``parameters/1950`` in it holds what was fitted in 1950.
    parameters
        How they are fitted.

    Raises
    ------
    RunError
        What is there was fitted with other mechanisms.
    """

    def believed(model: Model, origin: int) -> Model:
        home = folder / "parameters" / str(origin)
        text = _text(model)
        if not (home / "posterior.json").is_file():
            found = parameters(model, origin).posterior
            if found is None:
                return model.believing(None)
            replace(found, facts={**found.facts, "mechanisms": text}).write(home)
        posterior = read_posterior(home)
        if posterior.facts.get("mechanisms") != text:
            msg = f"{home}: fitted with other mechanisms; delete the folder and run again"
            raise RunError(msg)
        return model.believing(posterior)

    believed.__name__ = getattr(parameters, "__name__", "given")
    return believed


def _text(model: Model) -> str:
    """Return what tells mechanisms and their priors apart, whichever of them are off."""
    steps = [(m.name, m.params, [inspect.getsource(s) for s in m.steps]) for m in model.mechanisms]
    return hashlib.sha256(repr(steps).encode()).hexdigest()[:16]


PARAMETERS: dict[str, Parameters] = {"fitted": fitted, "priors": priors}
FEWEST_ROWS = 200


def opened(origin: int) -> World:
    """Return the World that a forecast starts from, without what was coded in hindsight."""
    return of_history.world(origin, hindsight=False)


def forecast(  # noqa: PLR0913
    origin: int, *, model: Model | None = None, members: int = 200, seed: int = 1,
    parameters: Parameters = fitted, archive: Archive | None = None, threads: int | None = None,
    asked: Sequence[str] = (), simple: Sequence[str] | None = None,
) -> Forecast:  # fmt: skip
    """Forecast every target from one origin, by the model and by every baseline.

    Parameters
    ----------
    origin
        The year whose end it starts from, 1816 to the year before the last of the record.
    model
        Mechanisms and priors; every mechanism by default.
    members, seed
        How many futures, and of all luck.
    parameters
        What is believed of parameters: what the record says up to the origin
        by default. The posterior that the package ships is never used here.
    archive
        What came; of publishers' files by default. Only what had come by the
        origin is read.
    threads
        How many.
    asked
        Targets by name; all by default.
    simple
        Baselines by name; all by default.

    Returns
    -------
    Forecast

    Raises
    ------
    RunError
        The origin is out of range, or the run fails.
    """
    origin = whole_number("origin", origin, 1816, LAST - 1)
    members = whole_number("members", members, 2)
    model = parameters(default_model() if model is None else model, origin)
    archive = Archive(record()) if archive is None else archive
    past = Past(archive, origin)
    chosen = [targets[name] for name in (asked or targets.names())]
    years = min(YEARS, LAST - origin)
    ensemble = simulate(
        opened(origin), model, years=years, members=members, seed=seed, keep=KEPT, room=ROOM,
        threads=threads,
    )  # fmt: skip
    futures = Futures(ensemble, past.record)
    said: dict[tuple[str, str, int], npt.NDArray[np.float32]] = {}
    for one in chosen:
        for horizon in (h for h in one.spec.horizons if h <= years):
            if origin < one.spec.first:
                continue
            key = one.__name__, horizon
            drawn = read(one, futures, horizon)
            case = Case(one, origin, horizon, past)
            now = case.now if one.spec.status else np.zeros(len(drawn))
            said[MODEL, *key] = _said(one.spec, drawn, now, futures.world)
            if one.spec.chance:
                rough = said[MODEL, *key].astype(np.float64)
                mended = foreseen(rough, *_chances(one.spec, futures, horizon))
                said[MODEL, *key] = mended.astype(np.float32)
            for name in baselines.names() if simple is None else simple:
                found = baselines[name](case)
                if found is not None:
                    said[name, *key] = found.astype(np.float32)
    about = {
        "format": FORMAT, "members": members, "seed": seed, "multipolar": version("multipolar"),
        "model": ensemble.attrs["model_hash"], "off": sorted(model.off),
        "parameters": getattr(parameters, "__name__", "given"),
        "parameters_hash": ensemble.attrs["parameters_hash"], "years": years,
        "crowded": float((ensemble.run.take("crowded")[:, -1] > 0).mean()),
        "fitted": {} if model.posterior is None else model.posterior.values,
        "imputed": ensemble.attrs["imputed"],
    }  # fmt: skip
    units = {t.__name__: names(t.spec, futures.world) for t in chosen}
    return Forecast(origin, said, units, about)


def _said(spec: TargetSpec, drawn: Array, now: Array, world: World0) -> npt.NDArray[np.float32]:
    """Return what a file keeps: members of an amount, or the probability of an event."""
    if spec.kind == "amount":
        return _full(drawn).astype(np.float32)
    return probability(drawn, _classes(spec, now, world)).astype(np.float32)


def _full(drawn: Array) -> Array:
    """Put the known members of a unit in place of those in which it is gone; NaN if under two."""
    out = drawn.copy()
    for row in np.flatnonzero(np.isnan(drawn).any(axis=1)):
        known = drawn[row][np.isfinite(drawn[row])]
        out[row] = np.resize(known, drawn.shape[1]) if len(known) > 1 else np.nan
    return out


def _classes(spec: TargetSpec, now: Array, world: World0) -> npt.NDArray[np.intp]:
    """Return the kind of each unit, by what holds at the origin and by relevance of pairs."""
    held = np.nan_to_num(now) > 0 if spec.status else np.zeros(len(now), bool)
    near: Mask = world.relevant if spec.of == "pair" else np.zeros(len(now), bool)
    return np.asarray(2 * held + near, np.intp)


def probability(drawn: Array, kind: npt.NDArray[np.intp]) -> Array:
    """Return the probability of events from members, kept off 0 and 1.

    A hundred futures cannot tell a chance of 1 in 300 from none. So units of a
    kind are taken together: their probabilities are thought to follow a beta
    distribution, whose mean is that of the kind and whose spread is the one
    that makes their counts of members likeliest. A unit whose members say
    little then stands near its kind. Nothing is read but the futures.

    Parameters
    ----------
    drawn
        1 or 0, NaN unknown, shape ``(unit, member)``.
    kind
        Of each unit, shape ``(unit,)``.

    Returns
    -------
    Array
        Shape ``(unit,)``; NaN where no member is known.

    Examples
    --------
    >>> probability(np.array([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]), np.zeros(2, int)).round(3)
    array([0.875, 0.125])
    """
    known = np.isfinite(drawn).sum(axis=1)
    count = np.nansum(drawn, axis=1)
    out = np.full(len(drawn), np.nan)
    for k in np.unique(kind):
        at = (kind == k) & (known > 0)
        if at.any():
            mean = (count[at].sum() + 0.5) / (known[at].sum() + 1)
            worth = _worth(count[at], known[at], mean)
            out[at] = (count[at] + worth * mean) / (known[at] + worth)
    return out


MOST = 1000.0
"""Most members that what is known of a kind may count as; the least is one."""


def _worth(count: Array, known: npt.NDArray[np.intp], mean: float) -> float:
    """Return how many members the mean of a kind is worth: 1 where its units differ most."""
    pairs, times = np.unique(np.stack([count, known]), axis=1, return_counts=True)
    hits, misses = pairs[0], pairs[1] - pairs[0]

    def unlikely(log_worth: float) -> float:
        a, b = np.exp(log_worth) * mean, np.exp(log_worth) * (1 - mean)
        return -float((times * (betaln(hits + a, misses + b) - betaln(a, b))).sum())

    found = minimize_scalar(unlikely, bounds=(0.0, np.log(MOST)), method="bounded")
    return float(np.exp(found.x)) if unlikely(found.x) < unlikely(0.0) else 1.0


def _chances(spec: TargetSpec, futures: Futures, horizon: int) -> tuple[Array, Array]:
    """Return, by unit and member, whether the event came, and the chances up to its coming."""
    came = futures.window(spec.needs[0], horizon) > 0
    before = np.zeros_like(came)
    np.logical_or.accumulate(came[:, :-1], axis=1, out=before[:, 1:])
    chance = np.nan_to_num(futures.window(spec.chance, horizon))
    total = np.where(before, 0.0, chance).sum(axis=1)
    return np.asarray(came.any(axis=1).T, np.float64), np.asarray(total.T, np.float64)


def foreseen(said: Array, came: Array, chances: Array) -> Array:
    """Return the probability of events whose chance in each year is known, with less luck in it.

    In each future, whether the event came less the sum of its chances up to its
    coming is pure luck, of mean nothing. So the share of futures is mended by
    their luck: as a control variate [Glasserman2003]_, with the weight that is
    best where the chance is the same in all years.

    Parameters
    ----------
    said
        First guess of the probabilities, shape ``(unit,)``.
    came, chances
        Shape ``(unit, member)``.

    Returns
    -------
    Array
        Shape ``(unit,)``.

    References
    ----------
    .. [Glasserman2003] Glasserman, P. (2003). *Monte Carlo Methods in Financial
       Engineering*. Springer. Section 4.1.
    """
    p = np.clip(said, 1e-9, 1 - 1e-9)
    weight = -np.log1p(-p) * (1 - p) / p
    mended = came.mean(axis=1) - weight * (came - chances).mean(axis=1)
    members = came.shape[1]
    return np.asarray((members * np.clip(mended, 0.0, 1.0) + p) / (members + 1))


def backtest(
    folder: Path, *, origins: Sequence[int] = ORIGINS, until: int = LAST, resume: bool = False,
    progress: Progress | None = None, **options: Any,
) -> list[Path]:  # fmt: skip
    """Forecast from every origin, and keep each forecast as it is made, with its parameters.

    Parameters
    ----------
    folder
        Where the files go, one an origin; what is complete there stays.
    origins
        Years.
    until
        Leave origins after this year out.
    resume
        Go on where files are there already.
    progress
        Called with an origin, how many are done, and of how many.
    **options
        Of :func:`forecast`.

    Returns
    -------
    list of Path
        The files, by origin.

    Raises
    ------
    RunError
        There are files already and ``resume`` was not given, or they are of
        other members, seed or model.
    """
    wanted = sorted({o for o in origins if o <= until})
    if not wanted:
        msg = f"origins: none up to {until}; there are {', '.join(map(str, ORIGINS))}"
        raise RunError(msg)
    there = [o for o in wanted if place(folder, o).exists()]
    if there and not resume:
        msg = f"{folder} has forecasts of {there}; resume (--resume) goes on, or choose another"
        raise RunError(msg)
    archive = options.pop("archive", None) or Archive(record())
    model = options.get("model") or default_model()
    for path in (place(folder, o) for o in there):
        _same(path, options, model)
    parameters = kept(folder, options.pop("parameters", fitted))
    tell = progress or (lambda *_: None)
    for done, origin in enumerate(wanted):
        tell(origin, done, len(wanted))
        if origin not in there:
            one = forecast(origin, archive=archive, parameters=parameters, **options)
            one.save(folder)
    tell(wanted[-1], len(wanted), len(wanted))
    return [place(folder, o) for o in wanted]


def _same(path: Path, options: dict[str, Any], model: Model) -> None:
    """Raise if a kept forecast was made with other options."""
    about = Forecast.load(path).about
    how = getattr(options.get("parameters", fitted), "__name__", "given")
    asked = {"members": options.get("members", 200), "seed": options.get("seed", 1),
             "off": sorted(model.off), "multipolar": version("multipolar"),
             "parameters": how}  # fmt: skip
    for name, value in asked.items():
        if about[name] != value:
            msg = f"{path}: made with {name} {about[name]!r}, not {value!r}; choose another folder"
            raise RunError(msg)


def load(folder: Path) -> list[Forecast]:
    """Read every forecast of a folder, by origin.

    Raises
    ------
    RunError
        There is none.
    """
    found = sorted(folder.glob("[0-9][0-9][0-9][0-9].npz"))
    if not found:
        msg = f"{folder}: no forecast; multipolar backtest --output {folder} makes them"
        raise RunError(msg)
    return [Forecast.load(path) for path in found]


__all__ = ["ORIGINS", "Forecast", "Record", "Target", "backtest", "forecast", "load"]
