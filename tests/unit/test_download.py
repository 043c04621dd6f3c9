"""Fetching from a server on this machine: whole, continued, refused; never half a file."""

import contextlib
import hashlib
import io
import json
import os
import socket
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import polars as pl
import pytest

from multipolar import checksums, download
from multipolar.data_commands import check_table, cite_table, list_table, where_table
from multipolar.errors import DataError, UnknownName
from multipolar.source import Column, File, SourceSpec, source
from multipolar.sources import catalogue

TABLE = b"ccode,year,gold\n" + b"".join(b"2,%d,%d\n" % (y, y % 7) for y in range(1000, 9000))
TAG = '"first edition"'


class Server(ThreadingHTTPServer):
    """Serves ``files``; what else it does is set by the test."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.files = {}
        self.ranges = True  # whether parts can be asked for
        self.tag = TAG
        self.cuts = []  # bytes after which to cut each coming answer
        self.kind = "text/csv"
        self.asked = []
        self.wait = None

    def url(self, name):
        return f"http://127.0.0.1:{self.server_port}/{name}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append(self.headers.get("Range", ""))
        if server.wait:
            server.wait.wait(10)
        body = server.files.get(self.path.lstrip("/"))
        if body is None:
            self.send_error(404)
            return
        start, size = 0, len(body)
        asked, condition = self.headers.get("Range"), self.headers.get("If-Range")
        if asked and server.ranges and condition == server.tag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{size - 1}/{size}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(size - start))
        self.send_header("Content-Type", server.kind)
        if server.tag:
            self.send_header("ETag", server.tag)
        self.end_headers()
        stop = start + server.cuts.pop(0) if server.cuts else size
        with contextlib.suppress(ConnectionError):
            self.wfile.write(body[start:stop])

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def server():
    with Server() as running:
        running.files["gold.csv"] = TABLE
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Give each test its own cache and no folder of files."""
    monkeypatch.delenv(download.VARIABLE, raising=False)
    monkeypatch.setattr(download, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr("multipolar.transfer.time.sleep", lambda seconds: None)
    return tmp_path / "cache"


def gold(*files):
    """Return a source with these files."""

    @source(
        SourceSpec(
            title="Gold",
            citation="Midas (700 BC). Gold.",
            page="https://gold.example",
            licence="free with citation",
            versions={"1": files},
            codes="cow",
            grain="state-year",
            coverage={"1": (1000, 8999)},
            absent="unknown",
            columns=(Column("gold", "tons", "gold", 0),),
        )
    )
    def gold(files, version):
        """Read it."""
        return pl.read_csv(files["gold.csv"])

    return gold


def fetch(one, **options):
    return download.fetch(one, progress=False, **({"accept": True} | options))


def hidden(folder):
    """Return half-done files."""
    return [p.name for p in folder.rglob("*") if ".part" in p.name or p.name.startswith("tmp")]


def one_line(caught):
    text = str(caught.value)
    assert "\n" not in text
    assert len(text) < 400
    return text


def test_fetched_once_and_recorded(server, home):
    one = gold(File("gold.csv", server.url("gold.csv")))
    (path,) = fetch(one).values()
    assert path == home / "gold" / "gold.csv"
    assert path.read_bytes() == TABLE
    facts = json.loads((home / "checksums.json").read_text())["files"]["gold/gold.csv"]
    assert facts["sha256"] == hashlib.sha256(TABLE).hexdigest()
    assert facts["bytes"] == len(TABLE)
    assert facts["url"] == server.url("gold.csv")
    assert fetch(one, accept=False) == {"gold.csv": path}  # neither fetched nor asked again
    assert len(server.asked) == 1
    assert not hidden(home)
    assert download.locate("gold", one.spec.versions["1"][0]) == path
    assert [p.state for p in download.places(one)] == ["whole"]


def test_what_was_cut_is_continued_at_once(server, home):
    server.cuts = [30_000, 20_000]
    (path,) = fetch(gold(File("gold.csv", server.url("gold.csv")))).values()
    assert path.read_bytes() == TABLE
    assert server.asked == ["", "bytes=24576-", "bytes=40960-"]
    assert not hidden(home)


def test_what_was_cut_is_continued_next_time(server, home):
    one = gold(File("gold.csv", server.url("gold.csv")))
    server.cuts = [30_000, 0, 0, 0]
    with pytest.raises(DataError, match=r"gold\.csv: the download broke off .*24,576 bytes") as e:
        fetch(one)
    one_line(e)
    assert not (home / "gold" / "gold.csv").exists()
    server.cuts, server.asked = [], []
    assert fetch(one)["gold.csv"].read_bytes() == TABLE
    assert server.asked == ["bytes=24576-"]


@pytest.mark.parametrize(("ranges", "tag"), [(False, TAG), (True, ""), (True, 'W/"weak"')])
def test_a_server_without_parts_is_asked_for_the_whole(server, ranges, tag):
    server.ranges, server.tag, server.cuts = ranges, tag, [30_000]
    assert fetch(gold(File("gold.csv", server.url("gold.csv"))))["gold.csv"].read_bytes() == TABLE


def test_two_editions_are_never_glued_together(server, home):
    one = gold(File("gold.csv", server.url("gold.csv")))
    server.cuts = [30_000, 0, 0, 0]
    with pytest.raises(DataError):
        fetch(one)
    server.cuts = []
    server.tag, server.files["gold.csv"] = '"second edition"', TABLE.swapcase()
    assert fetch(one)["gold.csv"].read_bytes() == TABLE.swapcase()


def test_a_body_shorter_than_announced_is_refused(server, home):
    server.ranges, server.cuts = False, [70_000] * 9
    with pytest.raises(DataError, match="broke off") as e:
        fetch(gold(File("gold.csv", server.url("gold.csv"))))
    one_line(e)
    assert not (home / "gold" / "gold.csv").exists()
    assert len(server.asked) == 2  # no headway, no more tries


@pytest.mark.parametrize("change", [b"more", b""])
def test_a_changed_file_is_refused(server, home, change):
    one = gold(File("gold.csv", server.url("gold.csv")))
    (path,) = fetch(one).values()
    path.write_bytes(TABLE + change if change else TABLE.replace(b"3\n", b"4\n"))
    os.utime(path, ns=(1, 1))
    for use in (lambda: fetch(one), lambda: download.locate("gold", one.spec.versions["1"][0])):
        with pytest.raises(DataError, match=r"gold\.csv: has changed since .* fetch it again") as e:
            use()
        one_line(e)
    assert [p.state for p in download.places(one)] == ["changed"]
    path.unlink()
    assert fetch(one)["gold.csv"].read_bytes() == TABLE


def test_a_verified_file_is_not_read_again(server, home, monkeypatch):
    one = gold(File("gold.csv", server.url("gold.csv")))
    (path,) = fetch(one).values()
    read = []
    hashed = checksums.sha256
    monkeypatch.setattr(checksums, "sha256", lambda p: read.append(p) or hashed(p))
    download.locate("gold", one.spec.versions["1"][0])
    assert read == []
    os.utime(path, ns=(1, 1))  # touched, the same content
    download.locate("gold", one.spec.versions["1"][0])
    download.locate("gold", one.spec.versions["1"][0])
    assert read == [path]
    download.places(one, thorough=True)
    assert read == [path, path]


def test_another_file_at_the_publishers_is_refused_unless_wanted(server, home):
    one = gold(File("gold.csv", server.url("gold.csv")))
    (path,) = fetch(one).values()
    server.files["gold.csv"] = TABLE + b"2,9000,1\n"
    path.unlink()
    with pytest.raises(DataError, match=r"gold\.csv: the publisher's file is no longer") as e:
        fetch(one)
    assert "--renew" in one_line(e)
    assert not path.exists()
    assert fetch(one, renew=True)["gold.csv"].read_bytes().endswith(b"2,9000,1\n")
    assert [p.state for p in download.places(one, thorough=True)] == ["whole"]


def test_renewing_keeps_the_old_file_until_the_new_is_whole(server, home):
    one = gold(File("gold.csv", server.url("gold.csv")))
    (path,) = fetch(one).values()
    del server.files["gold.csv"]
    with pytest.raises(DataError):
        fetch(one, renew=True)
    assert path.read_bytes() == TABLE
    assert [p.state for p in download.places(one, thorough=True)] == ["whole"]


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def test_members_of_one_archive(server, home):
    server.files["all.zip"] = zipped(
        docs__readme_txt=b"hello", set__gold_csv=TABLE, set__silver_csv=b"x", more_zip=b""
    )
    url = server.url("all.zip")
    one = gold(File("gold.csv", url), File("Ag.csv", url, member="set/silver.csv"))
    found = fetch(one)
    assert found["gold.csv"].read_bytes() == TABLE
    assert found["Ag.csv"].read_bytes() == b"x"
    assert len(server.asked) == 1
    assert [p.state for p in download.places(one, thorough=True)] == ["whole", "whole"]


def test_an_archive_inside_an_archive(server):
    server.files["all.zip"] = zipped(readme_txt=b"hello", data_zip=zipped(gold_csv=TABLE))
    found = fetch(gold(File("gold.csv", server.url("all.zip"))))
    assert found["gold.csv"].read_bytes() == TABLE


def test_an_archive_without_the_file_or_broken(server, home):
    server.files["all.zip"] = zipped(a_csv=b"1", b_csv=b"2")
    with pytest.raises(DataError, match=r"all\.zip: has no gold\.csv; it has: a\.csv, b\.csv") as e:
        fetch(gold(File("gold.csv", server.url("all.zip"))))
    one_line(e)
    for name, body in {"cut": zipped(gold_csv=TABLE)[:-40], "no": b"PK\x03\x04 or not"}.items():
        server.files[f"{name}.zip"] = body
        with pytest.raises(DataError, match=rf"{name}\.zip: the archive is broken") as e:
            fetch(gold(File("gold.csv", server.url(f"{name}.zip"))))
        one_line(e)
    assert not hidden(home)
    assert not (home / "gold" / "gold.csv").exists()


def test_a_compressed_file_keeps_its_ending(server, home):
    server.files["v2.csv.gz"] = b"\x1f\x8b..."
    one = gold(File("gold.csv", server.url("v2.csv.gz")))
    assert fetch(one)["gold.csv"].name == "gold.csv.gz"
    assert download.locate("gold", one.spec.versions["1"][0]).name == "gold.csv.gz"


def test_not_found(server):
    with pytest.raises(DataError, match=r"none\.csv: the server answers 404") as e:
        fetch(gold(File("gold.csv", server.url("none.csv"))))
    assert download.VARIABLE in one_line(e)


def test_a_web_page_is_no_table(server):
    server.kind = "text/html; charset=utf-8"
    with pytest.raises(DataError, match=r"a web page instead of gold\.csv") as e:
        fetch(gold(File("gold.csv", server.url("gold.csv"))))
    one_line(e)


def test_no_network():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(DataError, match=rf"no network: 127\.0\.0\.1:{port} cannot be reached") as e:
        fetch(gold(File("gold.csv", f"http://127.0.0.1:{port}/gold.csv")))
    text = one_line(e)
    assert "gold.csv" in text
    assert f"put it into the folder {download.VARIABLE} names" in text


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/gold.csv", "file:///etc/hostname", "gold.csv"])
def test_only_web_addresses(url):
    with pytest.raises(DataError) as e:
        fetch(gold(File("gold.csv", url)))
    one_line(e)


def test_many_fetch_the_same_file(server, home):
    server.wait = threading.Event()
    one, found, failed = gold(File("gold.csv", server.url("gold.csv"))), [], []

    def run():
        try:
            found.append(fetch(one)["gold.csv"].read_bytes() == TABLE)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    server.wait.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert found == [True] * 6
    assert len(server.asked) == 1
    assert not hidden(home)


def test_a_cache_that_cannot_be_written(server, home):
    home.write_text("a file where the folder should be")
    with pytest.raises(DataError, match="cannot be written") as e:
        fetch(gold(File("gold.csv", server.url("gold.csv"))))
    one_line(e)


def test_a_record_that_is_broken(server, home):
    one = gold(File("gold.csv", server.url("gold.csv")))
    fetch(one)
    for broken in (b"", b"{", b"[]", b'{"files": {"gold/gold.csv": {}}, "accepted": {}}', b"\xff"):
        (home / "checksums.json").write_bytes(broken)
        with pytest.raises(DataError, match=r"checksums\.json: not the record") as e:
            fetch(one)
        one_line(e)


def test_a_file_of_yours_in_the_cache_is_recorded_on_first_use(home):
    file = File("gold.csv")
    (home / "gold").mkdir(parents=True)
    (home / "gold" / "gold.csv").write_bytes(TABLE)
    path = download.locate("gold", file)
    assert checksums.verify(home, path)
    path.write_bytes(b"changed")
    with pytest.raises(DataError, match="has changed"):
        download.locate("gold", file)


def test_the_folder_named_comes_before_cache_and_network(server, tmp_path, monkeypatch):
    one = gold(File("gold.csv", server.url("gold.csv"), also=("oro.csv",)))
    mine = tmp_path / "mine" / "deep" / "Oro.csv"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"mine")
    fetch(one)
    monkeypatch.setenv(download.VARIABLE, str(tmp_path / "mine"))
    assert fetch(one, accept=False) == {"gold.csv": mine}
    assert download.locate("gold", one.spec.versions["1"][0]) == mine
    assert [p.state for p in download.places(one)] == ["here"]
    assert len(server.asked) == 1


def test_a_file_put_there_later_is_found(tmp_path, monkeypatch):
    monkeypatch.setenv(download.VARIABLE, str(tmp_path))
    with pytest.raises(DataError, match=r"gold needs gold\.csv") as e:
        download.locate("gold", File("gold.csv"))
    assert "fetch" not in one_line(e)
    with pytest.raises(DataError, match=r"gold needs gold\.csv") as e:
        download.locate("gold", File("gold.csv", "https://example.org/gold.csv"))
    assert "multipolar data fetch gold" in one_line(e)
    (tmp_path / "gold.csv").write_bytes(TABLE)
    assert download.locate("gold", File("gold.csv")) == tmp_path / "gold.csv"
    (tmp_path / "gold.csv").unlink()
    with pytest.raises(DataError):
        download.locate("gold", File("gold.csv"))


def test_terms_are_shown_once_and_can_be_declined(server):
    one, shown = gold(File("gold.csv", server.url("gold.csv"))), []
    with pytest.raises(DataError, match="not fetched, because its terms were not accepted") as e:
        fetch(one, accept=False)
    assert "--yes" in one_line(e)
    with pytest.raises(DataError):
        fetch(one, accept=lambda text: bool(shown.append(text)))
    assert "free with citation" in shown[0]
    assert "Midas (700 BC)" in shown[0]
    assert server.asked == []
    fetch(one, accept=True)["gold.csv"].unlink()
    fetch(one, accept=lambda text: bool(shown.append(text)))
    assert len(shown) == 1


def test_a_file_without_an_address_is_asked_for(server):
    one = gold(File("gold.csv", server.url("gold.csv")), File("frankincense.csv"))
    with pytest.raises(DataError, match=r"gold 1 needs frankincense\.csv") as e:
        fetch(one)
    assert "https://gold.example" in one_line(e)


def test_no_such_version():
    with pytest.raises(UnknownName, match="gold has no version '2'"):
        download.fetch(gold(File("gold.csv")), "2")


def test_progress_is_told(server, capsys):
    one = gold(File("gold.csv", server.url("gold.csv")))
    download.fetch(one, accept=True)
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == f"gold.csv: {len(TABLE):,} bytes\n"


def test_tables_without_any_file():
    names = catalogue.names()
    listed = list_table()
    assert {row[0] for row in listed.rows} == set(names)
    assert {row[6] for row in listed.rows} == {"missing"}
    assert {row[3] for row in check_table().rows} == {"missing"}
    assert {row[3] for row in where_table(["cow_nmc"]).rows} == {"missing"}
    assert all(row[1] and row[2] for row in cite_table().rows)
    with pytest.raises(UnknownName):
        cite_table(["cow_nmcc"])


def test_check_reports_what_is_not_as_published(home):
    (home / "cow_nmc").mkdir(parents=True)
    (home / "cow_nmc" / "NMC_v4_0.csv").write_bytes(TABLE)
    rows = {row[2]: row for row in check_table(["cow_nmc"]).rows}
    assert rows["NMC_v4_0.csv"][3] == "not as published"
    assert "NMC_v4_0.csv" in rows["NMC_v4_0.csv"][4]
    assert rows["NMC_5_0.csv"][3] == "missing"
