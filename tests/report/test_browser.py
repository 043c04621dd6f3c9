"""The report in a real browser without a network. Skipped where Playwright or Chromium is not.

``pip install playwright`` and a Chromium of the distribution are needed; for the check of
accessibility also ``axe.min.js`` of npm ``axe-core``, whose path MULTIPOLAR_AXE names. Pictures are
left in the folder that MULTIPOLAR_PICTURES names.
"""

import os
import shutil
from pathlib import Path

import pytest

from multipolar.report_page import write_report

pytestmark = pytest.mark.slow
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
BINARIES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    binary = next((p for name in BINARIES if (p := shutil.which(name))), None)
    if binary is None:
        pytest.skip(f"no browser; needed one of {', '.join(BINARIES)}")
    with playwright.sync_playwright() as running:
        made = running.chromium.launch(executable_path=binary, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def address(full, tmp_path_factory) -> str:
    return write_report(full, tmp_path_factory.mktemp("report") / "report.html").as_uri()


@pytest.fixture
def visit(browser, address, request):
    """Open the page, and at the end hold it to have asked for nothing and complained of nothing."""
    opened = []

    def go(**options):
        context = browser.new_context(offline=True, **options)
        page = context.new_page()
        asked, errors = [], []
        page.on("request", lambda r: asked.append(r.url))
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: errors.append(m.text))
        opened.append((context, asked, errors))
        page.goto(address)
        page.evaluate("document.fonts.ready")
        return page

    yield go
    for context, asked, errors in opened:
        assert [u for u in asked if not u.startswith(("data:", "blob:"))] == [address]
        assert errors == []
        context.close()


def keep(page, name):
    if folder := os.environ.get("MULTIPOLAR_PICTURES"):
        page.screenshot(path=Path(folder) / f"report-{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_it_fits_the_width_and_draws_every_figure(visit, width, scheme):
    page = visit(viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    drawn = page.evaluate(
        "[...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('.drawing svg')]"
        ".filter(s => s.getClientRects().length).length)"
    )
    assert len(drawn) >= 12
    assert set(drawn) == {1}
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(20, 24, 30)") == (scheme == "dark")
    keep(page, f"{width}-{scheme}")


def test_it_is_ready_fast(visit):
    page = visit(viewport={"width": 1280, "height": 900})
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
    assert timing < 5000  # the aim is 1000 on a machine that does nothing else


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, address, scheme):
    path = os.environ.get("MULTIPOLAR_AXE")
    if not path:
        pytest.skip("MULTIPOLAR_AXE names no axe.min.js (npm pack axe-core)")
    context = browser.new_context(color_scheme=scheme, offline=True, bypass_csp=True)
    page = context.new_page()
    page.goto(address)
    page.evaluate(Path(path).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 15
    assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
    context.close()


@pytest.mark.parametrize(("kind", "start"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_a_figure_is_saved_whole(visit, kind, start):
    page = visit(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    with page.expect_download() as waiting:
        page.click(f"#figure-two-centuries button[data-save={kind}]")
    assert waiting.value.suggested_filename == f"two-centuries.{kind}"
    raw = Path(waiting.value.path()).read_bytes()
    assert raw.startswith(start)
    if kind == "svg":
        assert b"font-face" in raw
        assert b"Effective number of powers" in raw
    else:
        assert len(raw) > 20_000  # a blank canvas of this size has some 5,000


def test_the_numbers_are_saved_without_a_script(visit):
    page = visit(viewport={"width": 1280, "height": 900}, java_script_enabled=False,
                 accept_downloads=True)  # fmt: skip
    assert page.locator("#figure-wars button[data-save=png]").is_hidden()
    with page.expect_download() as waiting:
        page.click("#figure-wars a[download]")
    assert Path(waiting.value.path()).read_text(encoding="utf-8").startswith("Year,Series,Value")


def test_the_keyboard_reaches_findings_sections_and_numbers(visit):
    page = visit(viewport={"width": 1280, "height": 900})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#powers"
    page.focus("#figure-poles summary")
    page.keyboard.press("Enter")
    assert page.locator("#figure-poles td").first.is_visible()


def test_it_prints(browser, address, tmp_path):
    page = browser.new_page()
    page.emulate_media(media="print")
    page.goto(address)
    assert page.locator("nav").is_hidden()
    assert not page.locator(".tools:visible").count()
    page.pdf(path=tmp_path / "report.pdf", format="A4", print_background=True)
    raw = (tmp_path / "report.pdf").read_bytes()
    assert raw.startswith(b"%PDF")
    assert 5 <= raw.count(b"/Type /Page\n") + raw.count(b"/Type /Page ") <= 30
    keep(page, "print")
