"""Reading a page: article and furniture, names, drafts of claims."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.claim import claims_text
from multipolar.errors import DataError, MissingData
from multipolar.page import of_html, of_text, read_page
from multipolar.page_draft import direction, draft, draft_text
from multipolar.page_names import names_in

TEXT = """120 $
5,000 $

Two Powers Sign A Pact

Support OurSite

Two powers sign a pact!

Click to see full-size image

On March 3rd the foreign ministers of Brazil and India met in the capital of Brazil.

“Trust between states is declining, and unilateral sanctions are growing,” the minister said. Our
readers know that donations of food were part of the talks, as the ministers said at length to
all who had come to hear them speak on that day and on the day before it as well.

They praised NATO, New START and the Treaty of Eternal Sunshine, signed in the 60s.

India is now the largest economy. Conflict is not growing. States should be just.

Will it last?

Do you like this content? Consider helping us!

Leave a Reply

The comment of a reader says that sanctions are growing.
"""
HTML = """<!DOCTYPE html><html><head><title>Two powers sign a pact</title>
<meta property="article:published_time" content="2021-03-04"></head><body>
<nav><ul><li>Home</li><li>Donate now</li></ul></nav>
<article><h1>Two powers sign a pact</h1>
<p>The foreign ministers of Brazil and India met on Tuesday in the capital, and spoke for many
hours about the state of the world and what they can do about it.</p>
<p>The ministers said that unilateral sanctions are growing, that trust is declining and that the
system will become multipolar within a few decades, as they have said often before.</p>
<p>Nobody was surprised by the statement, which both governments published on the same day with
the same words, in two languages and with a translation.</p></article>
<aside><p>Share this on your favourite network</p></aside>
<form><label>Your email address will not be published</label><button>Post a comment</button></form>
<script>var sanctions = "sanctions are growing";</script></body></html>
"""


def whys(page):
    return {p.text: p.why for p in page.furniture}


def test_article_and_furniture_of_plain_text_are_told_apart_and_nothing_is_lost():
    page = of_text(TEXT)
    found = whys(page)
    assert found["120 $"] == found["5,000 $"] == "a number or an amount alone"
    assert found["Support OurSite"] == "a label"
    assert found["Two powers sign a pact!"] == "said above"
    assert found["Click to see full-size image"] == "a way about the site"
    assert found["Do you like this content? Consider helping us!"] == "asks for money or help"
    assert found["Leave a Reply"] == "below the comments"
    assert found["The comment of a reader says that sanctions are growing."] == "below the comments"
    assert page.title == "Two Powers Sign A Pact"
    assert len(page.article) == 5
    assert page.article[1].text.startswith("“Trust")
    assert page.article[1].text.endswith("before it as well.")  # wrapped lines are one paragraph
    assert page.article[1].line == 14
    kept = " ".join(p.text for p in (*page.article, *page.furniture))
    assert sorted(kept.split()) == sorted(TEXT.split())


def test_names_mean_what_they_meant_and_what_is_not_known_is_said():
    found = {n.text: n for n in names_in(of_text(TEXT), "2020-05-01")}
    assert {found[t].meaning for t in ("Brazil", "India")} == {"BRA", "IND"}
    assert found["Brazil"].times == 2
    assert (found["NATO"].meaning, found["New START"].meaning) == ("nato", "new-start")
    assert found["New START"].note == ""
    strange = found["Treaty of Eternal Sunshine"]
    assert (strange.meaning, strange.note) == ("", "not known by that name")
    assert found["March 3rd"].meaning == "2020-03-03"
    assert "taken from the date of the page" in found["March 3rd"].note
    assert found["60s"].meaning == "1960s"
    late = {n.text: n for n in names_in(of_text(TEXT), "1980")}
    assert late["New START"].note == "not in force at 1980"


def test_a_treaty_is_found_by_who_is_named_and_a_state_that_is_gone_is_said():
    text = (
        "Russia and China keep the Treaty of Good-Neighborliness and Friendly Cooperation. "
        "The Soviet Union is gone, the European Union is not, and Korea is two.\n"
    )
    found = {n.text: n for n in names_in(of_text(text), "2021")}
    assert found["Treaty of Good-Neighborliness and Friendly Cooperation"].note.endswith(
        "perhaps russia-china-2001"
    )
    assert found["Soviet Union"].meaning == "SUN"
    assert "not a state at 2021" in found["Soviet Union"].note
    assert found["European Union"].meaning == "eu"
    assert found["Korea"].meaning == ""


def drafted(text, date="2021-06-28"):
    page = of_text(text)
    return draft(page, date, names_in(page, date))


def test_sentences_that_a_measure_could_test_are_drafted_and_the_others_told():
    drafts, left = drafted(TEXT)
    series = [t.get("series") for d in drafts for t in d.tests]
    ways = {t["series"]: t.get("expects") for d in drafts for t in d.tests}
    assert ways["world.agreement"] == "lower"
    assert ways["tables.unilateral_sanctions"] == "higher"
    assert "leads.gdp_ppp.IND" in series
    assert "world.armed_conflict" not in series  # denied, not said
    why = {s.sentence: s.why for s in left}
    assert why["Conflict is not growing."].startswith("about something that is measured")
    assert why["States should be just."] == "a wish or a judgement"
    assert why["Will it last?"] == "an introduction or a question"
    assert all("comment of a reader" not in d.quote for d in drafts)


@pytest.mark.parametrize(
    ("sentence", "subject", "way"),
    [
        ("The breakdown of arms control goes on", "arms control", "lower"),
        ("A growing deficit of trust", "trust", "lower"),
        ("Sanctions fell, conflicts rose", "Sanctions", "lower"),
        ("Sanctions fell, conflicts rose", "conflicts", "higher"),
        ("terrorism, extremism and separatism are growing", "terrorism", "higher"),
        ("Alliances were never growing", "Alliances", ""),
        ("War is war", "War", ""),
    ],
)
def test_more_or_less_by_the_nearest_word(sentence, subject, way):
    at = sentence.index(subject)
    assert direction(sentence, at, at + len(subject)) == way


def test_periods_end_before_the_page_and_forecasts_after_it():
    drafts, _ = drafted(
        "Turbulence is growing. The multipolar system will come, and the United "
        "States will be one of the centers of power."
    )
    periods = drafts[0].tests[0]
    assert (periods["before"], periods["after"]) == ([2001, 2010], [2011, 2020])
    assert [t["event"] for d in drafts[1:] for t in d.tests] == ["multipolar"] * 3 + ["pole"] * 3
    assert {t["state"] for t in drafts[2].tests} == {"USA"}


def test_a_draft_is_a_valid_file_of_claims_whose_speaker_is_not_made_up():
    page = of_text(TEXT, "page.txt")
    drafts, left = drafted(TEXT)
    found = claims_text(draft_text(page, "2021-06-28", drafts, left))
    assert len(found.claims) == len(drafts) > 2
    assert {c.speaker for c in found.claims} == {"not known: to be filled in"}
    assert all(len(c.quote.split()) <= 26 for c in found.claims)


@given(st.text(max_size=120), st.text(max_size=60))
def test_a_draft_of_any_text_is_valid(text, title):
    sentence = f"The sanctions {text} are growing."
    page = of_text(f"{title}\n\n{sentence}", title)
    drafts, left = draft(page, "2021", names_in(page, "2021"))
    if drafts:
        assert claims_text(draft_text(page, "2021", drafts, left)).claims


def test_html_is_read_without_its_furniture():
    pytest.importorskip("trafilatura")
    page = of_html(HTML)
    assert (page.title, page.date) == ("Two powers sign a pact", "2021-03-04")
    assert [p.text.split()[0] for p in page.article] == ["The", "The", "Nobody"]
    outside = whys(page)
    for text in ("Donate now", "Share this on your favourite network", "Post a comment"):
        assert outside[text] == "outside the article (trafilatura)"
    assert "var sanctions" not in " ".join((*outside, *(p.text for p in page.article)))


def test_html_without_trafilatura_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(MissingData, match=r"multipolar\[read\]"):
        of_html(HTML)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "no paragraph"),
        (b"\xff\xfe\x00", r"line 1: no UTF-8 \(byte 0xff\)"),
        (b"12 $\n\nShare this\n", "no paragraph"),
        (None, "needed a file"),
    ],
)
def test_what_holds_no_article_is_refused(raw, told, tmp_path):
    path = tmp_path / "page.txt"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(DataError, match=told):
        read_page(path)


def test_the_command_tells_and_writes(tmp_path):
    path, out = tmp_path / "page.txt", tmp_path / "claims.toml"
    path.write_text(TEXT, encoding="utf-8")
    call = [
        sys.executable,
        "-c",
        "from multipolar.cli import main; import sys; sys.exit(main())",
        "read",
        str(path),
        "--date",
        "2021-06-28",
        "--draft",
        str(out),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    assert "names were not understood" in done.stdout
    assert "Not drafted" in done.stdout
    assert claims_text(out.read_text(encoding="utf-8")).claims
    again = subprocess.run(call, capture_output=True, text=True, check=False)
    assert again.returncode == 2
    assert "exists" in again.stderr
