"""Where the published values and data sets lie: not in this repository, so absent is a skip.

Set MULTIPOLAR_SHARED to the folder that holds ``validation/`` and ``data/``, or keep it as
``shared`` beside the repository.
"""

import csv
import gzip
import os
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    folder = Path(os.environ.get("MULTIPOLAR_SHARED", beside))

    def find(name: str) -> Path:
        path = folder / name
        if not path.exists():
            pytest.skip(f"{path} is not here; set MULTIPOLAR_SHARED to the folder that has it")
        return path

    return find


@pytest.fixture(scope="session")
def table(shared) -> Callable[[str], list[dict[str, str]]]:
    def read(name: str) -> list[dict[str, str]]:
        path = shared(name)
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
