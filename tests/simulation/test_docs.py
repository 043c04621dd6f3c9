"""The page about simulation: its Python runs, its commands and options exist."""

import re
import runpy
from pathlib import Path

from toymodel import TOY

PAGE = (Path(__file__).parents[2] / "docs" / "simulation.md").read_text(encoding="utf-8")


def test_the_python_of_the_page_runs_from_top_to_bottom(tmp_path, monkeypatch):
    for module in ("model", "ensemble", "simulation"):
        monkeypatch.setattr(f"multipolar.{module}.default_model", lambda: TOY)
    monkeypatch.setattr("multipolar.default_model", lambda: TOY)
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "page.py"
    script.write_text("\n".join(re.findall(r"```python\n(.*?)```", PAGE, re.S)), encoding="utf-8")
    found = runpy.run_path(str(script))
    assert found["tried"].members == [0, 1]
    assert found["gap"].dims == ("member", "year", "state")
    run, fork = found["run"], found["fork"]
    a, b = run["capability"].values, fork["capability"].values
    assert (a[:, :6] == b[:, :6])[~(a[:, :6] != a[:, :6])].all()
    assert (a[:, 6] != b[:, 6]).any()


def test_the_commands_and_options_of_the_page_exist(capsys):
    from multipolar.cli import main

    for command in ("simulate", "show", "model"):
        main([command, "--help"])
        known = capsys.readouterr().out
        lines = re.findall(rf"multipolar {command} .*", PAGE)
        for option in re.findall(r"--[a-z]+", " ".join(lines)):
            assert option in known, (command, option)
    main(["simulate", "--help"])
    known = capsys.readouterr().out
    table = re.findall(r"^\| (`--.*?) \|", PAGE, re.M)
    assert len(table) > 6
    for option in re.findall(r"--[a-z]+", " ".join(table)):
        assert option in known, option


def test_the_folder_looks_as_the_page_says(tmp_path):
    from toymodel import toy_world

    from multipolar.simulation import simulate

    place = tmp_path / "run.zarr"
    simulate(toy_world(), TOY, years=2, members=2, output=place)
    block = re.search(r"```text\nrun.zarr/\n(.*?)```", PAGE, re.S)[1]
    for name in re.findall(r"^  ([\w.]+)", block, re.M):
        assert (place / name).exists(), name
