"""Keep a World in one file and read it back, bit for bit."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from multipolar.commitments import Commitment, Party
from multipolar.errors import DataError
from multipolar.files import write_whole
from multipolar.provenance import Provenance
from multipolar.world import World

FORMAT = "multipolar world 1"
SUFFIX = ".world"


def save(world: World, path: str | Path) -> Path:
    """Write a World to a file (NumPy's zipped ``.npz`` layout, suffix ``.world``).

    The file appears whole or not at all.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    DataError
        The suffix is another one, or the folder cannot be written to.
    """
    path = Path(path)
    if path.suffix != SUFFIX:
        msg = f"{path}: a World is saved as {SUFFIX}; type {path.stem or 'name'}{SUFFIX}"
        raise DataError(msg)
    head = {
        "format": FORMAT,
        "year": world.year,
        "states": world.states,
        "merged": dict(world.merged),
        "arrays": list(world.arrays),
        "keys": {name: p.keys for name, p in world.provenance.items()},
        "commitments": [asdict(c) for c in world.commitments],
    }
    arrays: dict[str, np.ndarray] = {"present": world.mask}
    arrays["head"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    for name, array in world.arrays.items():
        arrays[f"array.{name}"] = array
    for name, p in world.provenance.items():
        for part in ("source", "year", "status"):
            arrays[f"{part}.{name}"] = getattr(p, part)
    content = io.BytesIO()
    np.savez_compressed(content, allow_pickle=False, **arrays)
    return write_whole(path, content.getvalue())


def load(path: str | Path) -> World:
    """Read a World that ``save`` wrote.

    Raises
    ------
    DataError
        The file is missing, truncated, or not a World.
    """
    path = Path(path)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        msg = f"{path}: there is no such file"
        raise DataError(msg) from None
    except (OSError, ValueError) as error:
        msg = f"{path}: cannot be read ({error})"
        raise DataError(msg) from None
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
    except Exception as error:  # of zip, zlib and NumPy, and whatever else a broken file sets off
        msg = f"{path}: not a World, or truncated ({error}); save it again"
        raise DataError(msg) from None
    try:
        return _world(stored)
    except Exception as error:
        msg = f"{path}: not a World of this version ({type(error).__name__}: {error})"
        raise DataError(msg) from None


def _world(stored: Mapping[str, Any]) -> World:
    head = json.loads(stored["head"].tobytes())
    if head["format"] != FORMAT:
        msg = f"format {head['format']!r}; this version reads {FORMAT!r}"
        raise ValueError(msg)
    arrays = {name: stored[f"array.{name}"] for name in head["arrays"]}
    return World(
        year=head["year"],
        states=tuple(head["states"]),
        arrays=arrays,
        present=stored["present"],
        provenance={
            name: Provenance(
                tuple(keys), *(stored[f"{part}.{name}"] for part in ("source", "year", "status"))
            )
            for name, keys in head["keys"].items()
        },
        commitments=tuple(_commitment(c) for c in head["commitments"]),
        merged={name: tuple(members) for name, members in head["merged"].items()},
    )


def _commitment(stored: dict[str, Any]) -> Commitment:
    known = {f.name for f in fields(Commitment)} - {"parties", "obligations"}
    parties = tuple(Party(**p) for p in stored["parties"])
    rest = {name: stored[name] for name in known}
    return Commitment(parties=parties, obligations=tuple(stored["obligations"]), **rest)
