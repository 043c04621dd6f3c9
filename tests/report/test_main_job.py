"""The main job with futures: it simulates, compares, writes the page, and goes on after a stop."""

import re

import pytest

from multipolar.cli import main

FEW = ("--members", "2", "--until", "2027", "--no-open")


def test_the_report_of_today_alone_is_quick(tmp_path, capsys):
    main(["report", "-o", str(tmp_path / "r.html"), "--no-open"])
    assert capsys.readouterr().out.strip() == str(tmp_path / "r.html")
    assert "multipolar report" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_runs_are_needed_to_explain_a_difference(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["report", "-o", str(tmp_path / "r.html"), "--no-open", "--explain", "trust"])
    assert "needed two runs" in capsys.readouterr().err


@pytest.mark.slow
def test_the_main_job_simulates_compares_reports_and_goes_on(tmp_path, capsys):
    main(["-o", str(tmp_path), *FEW])
    page = (tmp_path / "multipolar-report.html").read_text(encoding="utf-8")
    assert "2 pairs of futures" in page
    assert "--members 2 --until 2027 --seed 1" in page
    runs = sorted((tmp_path / "runs").iterdir())
    assert [r.name for r in runs] == ["baseline-2-2027-seed1.zarr",
                                      "hegemon-withdraws-2-2027-seed1.zarr"]  # fmt: skip
    stamp = {p: p.stat().st_mtime_ns for r in runs for p in r.rglob("*") if p.is_file()}
    main(["-o", str(tmp_path), *FEW])
    assert {p: p.stat().st_mtime_ns for p in stamp} == stamp
    capsys.readouterr()
    out = tmp_path / "again.html"
    main(["report", *map(str, runs), "-o", str(out), "--no-open"])
    heads = [re.findall(r"<h2[^>]*>(.*?)</h2>", t) for t in (page, out.read_text("utf-8"))]
    assert heads[0] == heads[1]
    assert "What changes if: The United States leaves its alliances" in page
