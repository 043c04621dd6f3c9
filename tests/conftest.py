"""Settings of the whole suite, and the folder of published files that many tests read."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("multipolar", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("multipolar")

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """Return the folder with the publishers' files, or skip where there is none."""
    folder = Path(os.environ.get("MULTIPOLAR_DATA") or BESIDE)
    if not folder.is_dir():
        pytest.skip(f"no published files in {folder}; name their folder in MULTIPOLAR_DATA")
    return folder


@pytest.fixture(scope="module")
def published(data_folder):
    """Make the publishers' files those that the package finds, for the tests of one module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MULTIPOLAR_DATA", str(data_folder))
        yield data_folder


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """Make the package find no publisher's file at all."""
    monkeypatch.setenv("MULTIPOLAR_DATA", str(tmp_path / "none"))
    monkeypatch.setattr("multipolar.download.cache_folder", lambda: tmp_path / "cache")
    forget()
    yield tmp_path
    forget()


def forget() -> None:
    """Empty what the package keeps of the files it read without being told where they are."""
    from multipolar import history, memory, past, sources

    for kept in (
        sources._read, history._years, history.commitments, history.in_force_at,
        history._strife_by_year,
        memory._disputes, past.fields,
    ):  # fmt: skip
        kept.cache_clear()
