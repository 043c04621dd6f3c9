"""What holds for every source: its facts, its table, and that no broken copy passes.

Without the publishers' files (folder MULTIPOLAR_DATA) only the facts are checked.
"""

import codecs
import csv
import gzip
import inspect
import io
import os
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import get_args

import polars as pl
import pytest

from multipolar import framechecks, frames, sources
from multipolar.errors import DataError
from multipolar.registry import states
from multipolar.source import KEYS, Codes, Grain, Source
from multipolar.sources import catalogue, load

FOLDER = Path(
    os.environ.get("MULTIPOLAR_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
OPEN = ("since", "until")  # keys that may be unknown
every_source = pytest.mark.parametrize("name", catalogue.names())


@every_source
def test_facts_are_complete(name):
    one = catalogue[name]
    assert isinstance(one, Source)
    assert one.__name__ == name
    spec = one.spec
    assert spec.title
    assert spec.citation
    assert spec.licence
    assert spec.page.startswith(("https://", "http://"))
    assert spec.notes
    assert all(spec.notes)
    assert spec.codes in get_args(Codes)
    assert spec.grain in get_args(Grain)
    assert spec.absent in ("unknown", "zero")
    assert spec.version in spec.versions
    assert spec.coverage.keys() == spec.versions.keys()
    assert all(first <= last <= 2100 for first, last in spec.coverage.values())
    for files in spec.versions.values():
        assert files
        assert all(f.name and "/" not in f.name for f in files)
        assert all(f.url.startswith(("https://", "http://")) for f in files if f.url)
        assert len({f.name for f in files}) == len(files)


@every_source
def test_columns_say_what_they_are(name):
    spec = catalogue[name].spec
    assert spec.columns
    keys = {key for grain in KEYS.values() for key in grain}
    for column in spec.columns:
        assert column.unit.strip()
        assert column.meaning.strip()
        assert column.low <= column.high
        assert column.name not in keys
        assert column.name.isidentifier()
        assert column.name == column.name.lower()


def test_no_column_has_the_name_of_another():
    owners = [(c.name, name) for name in catalogue.names() for c in catalogue[name].spec.columns]
    twice = {c for c, times in Counter(c for c, _ in owners).items() if times > 1}
    assert [(c, name) for c, name in sorted(owners) if c in twice] == []


def test_a_file_name_means_one_file():
    seen, wrong = {}, []
    for name in catalogue.names():
        for version, files in catalogue[name].spec.versions.items():
            for f in files:
                first = seen.setdefault(f.name.lower(), (f, name, version))
                if first[0].rows != f.rows:
                    wrong.append((f.name, first[1:], (name, version)))
    assert wrong == []


@every_source
def test_documented(name):
    doc = inspect.getdoc(catalogue[name])
    for section in ("Parameters", "Returns"):
        assert f"\n{section}\n{'-' * len(section)}\n" in doc


def present(name):
    """Return the versions of a source whose files are here, or skip."""
    if not FOLDER.is_dir():
        pytest.skip(f"no published files in {FOLDER}; name their folder in MULTIPOLAR_DATA")
    spec = catalogue[name].spec
    found = [v for v in spec.versions if all(lies(name, f) for f in spec.versions[v])]
    if not found:
        pytest.skip(f"{name}: none of its files in {FOLDER}")
    return found


def lies(name, file):
    try:
        return sources.locate(name, file, FOLDER)
    except DataError:
        return None


@every_source
def test_every_version_that_is_here_loads_as_declared(name):
    spec = catalogue[name].spec
    for version in present(name):
        frame = load(name, version, folder=FOLDER)
        assert frame.height
        keys = KEYS[spec.grain]
        assert frame.columns == [*keys, *(c.name for c in spec.columns)], version
        assert frame.select(set(keys) - set(OPEN)).null_count().sum_horizontal().item() == 0
        if spec.grain.endswith("-year"):
            assert not frame.select(keys).is_duplicated().any(), version
        if "year" in keys:
            first, last = spec.coverage[version]
            assert frame["year"].dtype == pl.Int16
            assert frame["year"].is_between(first, last).all(), version
        if "since" in keys:
            assert (frame["since"].dtype, frame["until"].dtype) == (pl.Date, pl.Date)
            assert (frame["since"] <= frame["until"]).all(), version
        if spec.grain in ("dyad-year", "dyad-spell"):
            assert (frame["state1"] < frame["state2"]).all(), version
        elif spec.grain.startswith("directed"):
            assert (frame["state1"] != frame["state2"]).all(), version


@every_source
def test_states_are_of_the_declared_system(name):
    spec = catalogue[name].spec
    for version in present(name):
        frame = load(name, version, folder=FOLDER)
        for key in {"state", "state1", "state2"} & set(frame.columns):
            if spec.codes in ("cow", "gw"):
                assert frame[key].dtype == pl.Int16
                known = {getattr(s, spec.codes) for s in states()} - {None}
                others = {str(c) for c in set(frame[key].unique()) - known}
                said = set(re.findall(r"\d+", " ".join(spec.notes)))
                assert others <= said, f"{version}, {key}: codes that the notes do not explain"
            elif spec.codes == "iso3":
                others = frame[key].filter(~frame[key].str.contains("^[A-Z]{3}$"))
                said = set(re.findall(r"\w+", " ".join(spec.notes)))
                assert set(others) <= said, f"{version}, {key}: codes that the notes do not explain"
            elif spec.codes == "name":
                assert (frame[key].str.strip_chars() == frame[key]).all()
                assert (frame[key] != "").all()


@every_source
def test_values_are_in_their_ranges(name):
    spec = catalogue[name].spec
    for version in present(name):
        frame = load(name, version, folder=FOLDER)
        for column in spec.columns:
            values = frame[column.name].drop_nulls()
            if values.dtype.is_float():
                assert values.is_finite().all(), (version, column.name)
            if values.dtype.is_numeric():
                assert values.is_between(column.low, column.high).all(), (version, column.name)


# ---- broken copies -----------------------------------------------------------------------


@dataclass
class Seen:
    """How a leaf reads one file: what it takes, and which columns are codes of states."""

    separator: str = ","
    quoted: bool = True
    encoding: str = "utf-8"
    columns: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


@cache
def reading(name, version):
    """Load a version, and note how each of its files is read."""
    seen = {}
    with pytest.MonkeyPatch.context() as patch:
        text, parsed = frames.read_text, frames._parsed
        take, check = frames.take, framechecks.check_codes

        def spy_text(path, encoding="utf-8"):
            seen.setdefault(path, Seen()).encoding = encoding
            return text(path, encoding)

        def spy_parsed(path, text, separator, *, quoted=True):
            note = seen.setdefault(path, Seen())
            note.separator, note.quoted = separator, quoted
            return parsed(path, text, separator, quoted=quoted)

        def spy_take(path, frame, columns, *rest, **options):
            seen.setdefault(path, Seen()).columns += tuple(columns)
            return take(path, frame, columns, *rest, **options)

        def spy_check(frame, column, system, path, **options):
            seen.setdefault(path, Seen()).codes += (column,)
            return check(frame, column, system, path, **options)

        patch.setattr(frames, "read_text", spy_text)
        patch.setattr(frames, "_parsed", spy_parsed)
        patch.setattr(frames, "take", spy_take)
        patch.setattr(inspect.getmodule(catalogue[name]), "check_codes", spy_check, raising=False)
        files = {f.name: lies(name, f) for f in catalogue[name].spec.versions[version]}
        catalogue[name](files, version)
    return {file: seen.get(path, Seen()) for file, path in files.items()}


@dataclass
class Copy:
    """The parts of a table, to be put together wrongly; a workbook has none."""

    raw: bytes
    seen: Seen

    def __post_init__(self):
        self.encoding = self.seen.encoding
        if not self.seen.columns:
            self.rows = []
            return
        text = self.raw.removeprefix(codecs.BOM_UTF8).decode(self.encoding)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        rows = list(csv.reader(io.StringIO(text), **self.how))
        self.rows = [row for row in rows if row]

    @property
    def how(self):
        quoting = csv.QUOTE_MINIMAL if self.seen.quoted else csv.QUOTE_NONE
        return {"delimiter": self.seen.separator, "quoting": quoting}

    def written(self, rows):
        out = io.StringIO()
        how = self.how if self.seen.quoted else self.how | {"quotechar": None}
        csv.writer(out, lineterminator="\n", **how).writerows(rows)
        return out.getvalue().encode(self.encoding)

    def at(self, *names):
        """Return the positions of columns."""
        header = [h.strip().strip('"').lower() for h in self.rows[0]]
        return [header.index(n.strip().lower()) for n in names if n.strip().lower() in header]


def half(copy):
    return copy.raw[: len(copy.raw) // 2]


def inside_a_line(copy):
    if not copy.rows:
        return copy.raw[: len(copy.raw) * 999 // 1000]
    rows = copy.rows[: max(2, len(copy.rows) * 999 // 1000)]
    return copy.written([*rows[:-1], rows[-1][: len(rows[-1]) // 2]])[:-1]


def without_the_last_line(copy):
    return copy.written(copy.rows[:-1]) if copy.rows else None


def empty(copy):
    return b""


def header_only(copy):
    return copy.written(copy.rows[:1]) if copy.rows else None


def other_encoding(copy):
    if copy.encoding not in ("utf-8", "ascii"):
        return copy.raw.decode(copy.encoding).encode("utf-16")
    middle = copy.raw.find(b"\n", len(copy.raw) // 2)
    return copy.raw[:middle] + b"\xff" + copy.raw[middle:]


def column_renamed(copy):
    if not copy.rows:
        return None
    (first, *_) = copy.at(*copy.seen.columns)
    header = [f"{h}_new" if n == first else h for n, h in enumerate(copy.rows[0])]
    return copy.written([header, *copy.rows[1:]])


def columns_shifted(copy):
    if not copy.rows:
        return None
    return copy.written([copy.rows[0], *([*row[-1:], *row[:-1]] for row in copy.rows[1:])])


def codes_of_another_system(copy):
    if not copy.rows or not (places := set(copy.at(*copy.seen.codes))):
        return None
    rows = [
        [re.sub(r"\d+", beyond, c) if n in places else c for n, c in enumerate(row)]
        for row in copy.rows[1:]
    ]
    return copy.written([copy.rows[0], *rows])


def beyond(code):
    return str(int(code[0]) + 1000)


def lines_repeated(copy):
    return copy.written([*copy.rows, *copy.rows[1:6]]) if copy.rows else None


def compressed_and_cut(copy):
    packed = gzip.compress(copy.raw, 1)
    return packed[: len(packed) // 2]


CORRUPTIONS = (
    half,
    inside_a_line,
    without_the_last_line,
    empty,
    header_only,
    other_encoding,
    column_renamed,
    columns_shifted,
    codes_of_another_system,
    lines_repeated,
    compressed_and_cut,
)
WORKBOOKS = (".xls", ".xlsx")
PLAIN_ONLY = (half, inside_a_line, empty, compressed_and_cut)  # for workbooks


@lru_cache(maxsize=4)
def whole(name, version, file):
    """Return the parts of a file that is as published."""
    path = lies(name, file)
    if path.suffix in WORKBOOKS:
        return Copy(path.read_bytes(), Seen())
    return Copy(frames._unpacked(path), reading(name, version)[file.name])


def called(name, file):
    """Return the name that a file has here, without that of a compression."""
    path = lies(name, file)
    return path.stem if path.suffix in (".gz", ".xz", ".zip") else path.name


def corrupted(name, version, file, how, room):
    """Return a folder with the files of a version, one of them broken in one way."""
    if called(name, file).endswith(WORKBOOKS) and how not in PLAIN_ONLY:
        return None
    if (content := how(whole(name, version, file))) is None:
        return None
    folder = room / f"{name}-{version}-{file.name}-{how.__name__}".replace(" ", "_")
    folder.mkdir()
    for other in catalogue[name].spec.versions[version]:
        if other != file:
            (folder / lies(name, other).name).symlink_to(lies(name, other))
    (folder / called(name, file)).write_bytes(content)
    return folder


def faults(name, how, room, most=float("inf")):
    """Return what is wrong with how a source meets one kind of broken copies."""
    found, tried = [], 0
    for version in present(name):
        for file in catalogue[name].spec.versions[version]:
            if lies(name, file).stat().st_size > most:
                continue
            folder = corrupted(name, version, file, how, room)
            if folder is None:
                continue
            tried += 1
            case = f"{version}, {file.name}, {how.__name__}"
            try:
                sources._read.__wrapped__(name, version, folder)
            except DataError as error:
                text = str(error)
                if called(name, file) not in text or "\n" in text:
                    found.append(f"{case}: does not name the file in one line: {text[:200]}")
            except Exception as error:
                found.append(f"{case}: {type(error).__name__}: {str(error)[:200]}")
            else:
                found.append(f"{case}: loads without complaint")
            shutil.rmtree(folder)
    if not tried:
        pytest.skip(f"{name}: no file here to break in this way")
    return found


@every_source
def test_some_broken_copies_are_refused(name, tmp_path):
    """Two kinds for each source, so that each run meets each kind of them."""
    turn = catalogue.names().index(name)
    kinds = [CORRUPTIONS[(turn + step) % len(CORRUPTIONS)] for step in (0, 5)]
    found = []
    for how in kinds:
        try:
            found += faults(name, how, tmp_path, most=500_000)
        except pytest.skip.Exception:
            continue
    assert found == []


@pytest.mark.slow
@pytest.mark.parametrize("how", CORRUPTIONS, ids=lambda how: how.__name__)
@every_source
def test_every_broken_copy_is_refused(name, how, tmp_path):
    assert faults(name, how, tmp_path) == []


@pytest.mark.slow
@every_source
def test_the_order_of_lines_does_not_matter(name, tmp_path):
    """Lines in reverse give the same rows."""
    for version in present(name):
        folder = tmp_path / version
        folder.mkdir()
        for file in catalogue[name].spec.versions[version]:
            copy = whole(name, version, file)
            rows = [copy.rows[0], *copy.rows[:0:-1]] if copy.rows else []
            (folder / called(name, file)).write_bytes(copy.written(rows) if rows else copy.raw)
        keys = list(KEYS[catalogue[name].spec.grain])
        again = sources._read.__wrapped__(name, version, folder)
        before = load(name, version, folder=FOLDER)
        assert again.select(keys).sort(keys).equals(before.select(keys).sort(keys)), version
