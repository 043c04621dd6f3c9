"""Who may ask the explorer, how much, and what it never gives."""

import pytest
from app.conftest import HERE, ask, sent

from multipolar.app_http import LARGEST, check
from multipolar.errors import Problem

API = "/api/about"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "localhost.evil.example",
     "evil.example:127.0.0.1", "127.0.0.1:x", "127.0.0.1@evil.example", "0.0.0.0", "[::1]:8765",
     "10.0.0.1", "", "127.0.0.1:8765:8765"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", API, "/static/main.js", "/api/runs"])
def test_another_host_is_refused(client, host, path):
    """A page that points a name of its own to this computer (DNS rebinding) gets nothing."""
    found = client.get(path, headers={"host": host})
    assert found.status_code == 400
    assert "needed one of 127.0.0.1" in found.json()["error"]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:9", "localhost", "localhost:8765"])
def test_this_computer_is_let_in(client, host):
    assert client.get(API, headers={"host": host}).status_code == 200


def test_two_hosts_are_refused():
    with pytest.raises(Problem, match="host"):
        check(_scope([(b"host", b"127.0.0.1"), (b"host", b"evil.example")]))
    with pytest.raises(Problem, match="host"):
        check(_scope([]))


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example", "null", "http://127.0.0.1:8766", "https://127.0.0.1:8765",
     "http://localhost:8765", "http://127.0.0.1:8765.evil.example", "file://", ""],
)  # fmt: skip
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "GET"])
def test_another_origin_is_refused(client, origin, method):
    found = client.request(
        method, "/api/scenarios/mine", headers={"origin": origin}, json={"text": "title = 'a'"}
    )
    assert found.status_code == 403
    assert not list(client.explorer.folder.scenarios.iterdir())


def test_the_own_origin_is_let_in(client):
    found = ask_with(client, {"origin": HERE})
    assert found.status_code == 200


def ask_with(client, headers):
    text = {"text": "title = 'a'\n"}
    return client.put("/api/scenarios/mine", headers=headers, json=text)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_reads_nothing(client, site):
    assert client.get(API, headers={"sec-fetch-site": site}).status_code == 403
    assert client.get("/", headers={"sec-fetch-site": site}).status_code == 200  # a link to here


OUTSIDE = [
    "../map.json", "..%2fmap.json", "%2e%2e/map.json", "%2e%2e%2fmap.json", "..%5cmap.json",
    "..%252fmap.json", "%252e%252e/map.json", "fonts/../../map.json", "fonts/%2e%2e/map.json",
    "./../map.json", "....//map.json", "/etc/passwd", "%2fetc%2fpasswd", "//etc/passwd",
    "fonts/../../../../../../etc/passwd", "a%00.js", "index.html%00.js", "", ".", "..",
    "../../app_http.py", "C:%5cWindows%5cwin.ini", "fonts/widths.json", "index.html/",
    "index.html%20", "fonts/../history.csv", "%c0%ae%c0%ae/map.json", "../app/index.html",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_is_served_from_outside(client, name):
    status, told = sent(client, "GET", f"/static/{name}")
    assert status == 404
    assert told == {"error": "no such file"}


NAMES = ["..", "../../x", "%2e%2e", "..%2f..%2fx", "a/b", "A", "a.toml", "a%00b", "x" * 41, "-a",
         "%2e%2e%2f%2e%2e%2fx", "con.", "a%0ab", "é"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["PUT", "GET", "DELETE"])
def test_no_scenario_is_kept_elsewhere(client, name, method):
    body = b'{"text": "title = 1"}' if method == "PUT" else b""
    status, _ = sent(client, method, f"/api/scenarios/{name}", body)
    assert status in (404, 405, 422)
    assert list(client.explorer.folder.place.parent.rglob("*.toml")) == []
    assert not list(client.explorer.folder.scenarios.iterdir())


@pytest.mark.parametrize(
    "name", ["..", "%2e%2e", "../..", "20261125-044722-a4075e", "x%2fy", "../scenarios", ""]
)
@pytest.mark.parametrize("path", ["", "/fans", "/scenario", "/chronicle/0", "/events", "/medians"])
@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_run_is_read_or_deleted_elsewhere(client, name, path, method):
    status, _ = sent(client, method, f"/api/runs/{name}{path}")
    assert status in (404, 405)
    assert client.explorer.folder.scenarios.is_dir()


@pytest.mark.parametrize("name", ["../../x", "%2e%2e%2fx", "verdicts.html", "verdicts.svg.py"])
def test_no_figure_is_read_from_elsewhere(client, name):
    assert sent(client, "GET", f"/api/figures/{name}")[0] == 404


def test_the_page_and_its_fonts_are_served(client):
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/html")
    font = client.get("/static/fonts/Inter-Regular.ttf")
    assert font.headers["content-type"] == "font/ttf"
    again = {"if-none-match": font.headers["etag"]}
    assert client.get("/static/fonts/Inter-Regular.ttf", headers=again).status_code == 304


@pytest.mark.parametrize("path", ["/", API, "/nowhere", "/static/nothing.js", "/api/year/1"])
def test_the_policy_is_on_every_answer(client, path):
    found = client.get(path).headers
    policy = found["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert found["x-content-type-options"] == "nosniff"
    assert found["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in found


def test_the_policy_is_on_a_refusal(client):
    found = client.get("/", headers={"host": "evil.example"}).headers
    assert "default-src 'none'" in found["content-security-policy"]


@pytest.mark.parametrize(
    "raw", [b"{", b"not json", b'{"members": NaN}', b'{"a": 1}{', b"\xff\xfe{}", b"[" * 100_000]
)
def test_malformed_json_is_refused(client, raw):
    found = client.post("/api/runs", content=raw, headers={"content-type": "application/json"})
    assert found.status_code == 400
    assert "no JSON" in found.json()["error"]


@pytest.mark.parametrize("raw", [b"[]", b"1", b'"a"', b"null", b"true"])
def test_what_is_no_object_is_refused(client, raw):
    found = client.post("/api/runs", content=raw, headers={"content-type": "application/json"})
    assert found.status_code == 422


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_content_type_is_refused(client, kind):
    """A form of another page can send these without asking the browser; JSON it cannot."""
    found = client.post("/api/runs", content=b"{}", headers={"content-type": kind})
    assert found.status_code == 415


def test_a_body_too_large_is_refused(client):
    raw = b'{"text": "' + b"a" * LARGEST + b'"}'
    headers = {"content-type": "application/json"}
    assert client.post("/api/runs", content=raw, headers=headers).status_code == 413

    def parts():
        for _ in range(LARGEST // 1000 + 2):
            yield b"a" * 1000

    found = client.post("/api/runs", content=parts(), headers=headers)
    assert found.status_code == 413


@pytest.mark.parametrize("length", ["-1", "1e3", "99999999999", "a"])
def test_a_length_that_is_none_is_refused(length):
    with pytest.raises(Problem) as error:
        check(_scope([(b"host", b"localhost"), (b"content-length", length.encode())]))
    assert error.value.status == 413


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "TRACE", "PUT", "DELETE"])
def test_other_methods_are_refused(client, method):
    assert client.request(method, "/api/runs").status_code == 405


def test_unknown_fields_are_refused(client):
    found = client.post("/api/runs", json={"scenario": "baseline", "memebers": 3})
    assert found.status_code == 422
    assert "did you mean 'members'" in found.json()["error"]


def test_an_error_that_nobody_foresaw_tells_nothing_of_the_inside(client, monkeypatch):
    def fails():
        msg = "/a/secret/path"
        raise RuntimeError(msg)

    monkeypatch.setattr(client.explorer.queue, "newest", fails)
    found = client.get("/api/runs")
    assert found.status_code == 500
    assert "secret" not in found.text


def test_no_other_page_may_use_what_is_typed(client):
    """What a user types comes back as JSON only, never as a page."""
    found = ask(client, "<script>alert(1)</script>")
    assert found.headers["content-type"] == "application/json"


def _scope(headers):
    return {"type": "http", "path": API, "headers": headers}
