"""The README says what the package says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def test_the_excerpt_is_what_the_main_job_prints(tmp_path):
    code = "from multipolar.cli import main; main(['--no-files'])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"COLUMNS": "100", "PATH": "", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    printed = {line.rstrip() for line in done.stdout.splitlines()}
    excerpt = re.search(r"```text\n(.*?)```", README, re.S)[1].splitlines()
    shown = [line for line in excerpt if line and line != "[...]"]
    assert len(shown) > 20
    assert [line for line in shown if line not in printed] == []


def test_every_command_of_the_readme_exists():
    from multipolar.cli import app

    used = set(re.findall(r"^multipolar (\w+)", README, re.M))
    assert used <= {name for name in app if not name.startswith("-")}


def test_the_readme_python_example_runs():
    example = re.search(r"```python\n(.*?)```", README, re.S)[1]
    exec(compile(example, "README.md", "exec"), {})


@pytest.mark.slow
def test_the_futures_are_those_that_the_command_makes(tmp_path):
    code = (
        "from multipolar.cli import main; main(['simulate', '--members', '1000', '--until', '2050',"
        " '--seed', '1', '--output', 'run.zarr'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    printed = {line.rstrip() for line in done.stdout.splitlines()}
    excerpt = README.partition("<!-- simulate: begin -->")[2].partition("<!-- simulate: end -->")[0]
    shown = [line for line in excerpt.splitlines() if line and line[0] not in "`["]
    assert len(shown) > 12
    assert [line for line in shown if line not in printed] == []
