"""What the package promises about itself: light to import, complete, every name in its place."""

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import multipolar
from multipolar import errors
from multipolar.errors import MultipolarError
from multipolar.variables import VARIABLES

PACKAGE = Path(multipolar.__file__).parent
REPOSITORY = PACKAGE.parents[1]
HEAVY = ("numpy", "scipy", "altair", "vl_convert", "rich", "cyclopts", "pandas")


def python(code):
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_importing_loads_nothing_heavy():
    found = python(
        "import resource, sys\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_utime\n"
        "import multipolar\n"
        "after = resource.getrusage(resource.RUSAGE_SELF).ru_utime\n"
        f"print([m for m in {HEAVY} if m in sys.modules], round(after - before, 3))"
    )
    print(f"import multipolar: heavy modules and CPU seconds {found} (aim: none, under 0.3)")
    assert found.startswith("[] ")


def test_no_name_of_the_api_is_missing():
    assert sorted(multipolar.__all__) == sorted({*multipolar.__all__})
    assert set(dir(multipolar)) == set(multipolar.__all__)
    for name in multipolar.__all__:
        assert getattr(multipolar, name) is not None
    with pytest.raises(AttributeError, match="it offers"):
        multipolar.nothing  # noqa: B018


def test_type_checkers_see_the_same_names():
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    declared = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("multipolar.")
        for alias in node.names
    }
    assert declared == set(multipolar.__all__) - {"__version__"}


def test_no_module_takes_the_place_of_a_name():
    modules = {module.name for module in pkgutil.iter_modules([str(PACKAGE)])}
    assert not modules & set(multipolar.__all__)
    found = python(
        "import importlib, pkgutil, multipolar\n"
        "for m in pkgutil.iter_modules(multipolar.__path__):\n"
        "    m.name.startswith('_') or importlib.import_module(f'multipolar.{m.name}')\n"
        "print(all(callable(getattr(multipolar, n)) for n in multipolar.__all__ if n[0] != '_'))"
    )
    assert found == "True"


@pytest.mark.parametrize("name", [n for n in multipolar.__all__ if n != "__version__"])
def test_each_name_works_whatever_is_imported_first(name):
    home = multipolar._HOME[name]
    code = f"import multipolar.{home}, multipolar; print(callable(multipolar.{name}))"
    assert python(code) == "True"


def public_modules():
    return [m.name for m in pkgutil.iter_modules([str(PACKAGE)]) if not m.name.startswith("_")]


@pytest.mark.parametrize("name", public_modules())
def test_each_module_can_be_imported_alone_and_is_documented(name):
    module = importlib.import_module(f"multipolar.{name}")
    assert module.__doc__


def test_the_tree_of_errors_is_drawn_as_it_is():
    classes = {
        name: each
        for name, each in inspect.getmembers(errors, inspect.isclass)
        if issubclass(each, MultipolarError)
    }
    drawn = {}
    for line in errors.__doc__.splitlines():
        words = line.replace("├──", " ").replace("└──", " ").replace("│", " ").split()
        if words and words[0] in classes:
            drawn[words[0]] = len(line) - len(line.lstrip("│├└─ "))
    assert drawn.keys() == classes.keys()
    for name, each in classes.items():
        depth = len([c for c in each.__mro__ if issubclass(c, MultipolarError)]) - 1
        assert drawn[name] == 4 * depth, name
        assert each.__doc__


def test_errors_that_are_raised_are_of_the_tree():
    """No bare ValueError, KeyError or Exception is raised on purpose anywhere."""
    allowed = {name for name, _ in inspect.getmembers(errors, inspect.isclass)}
    allowed |= {"AttributeError", "TypeError", "SystemExit", "NotImplementedError"}
    inner = {"store.py", "world.py"}  # raised and caught in the same file
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = getattr(node.exc.func, "id", "")
                made_by_a_function = name.lstrip("_")[:1].islower()
                if name not in allowed | {""} and not made_by_a_function and path.name not in inner:
                    wrong.append(f"{path.name}:{node.lineno} {name}")
    assert not wrong


def test_every_variable_is_used_or_documented():
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for folder in (PACKAGE, REPOSITORY / "docs")
        for path in [*folder.rglob("*.py"), *folder.rglob("*.md"), *folder.rglob("values.csv")]
    )
    missing = [name for name in VARIABLES if name not in text]
    assert not missing


def test_no_file_names_a_machine():
    for path in [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.csv")]:
        text = path.read_text(encoding="utf-8")
        for trace in ("/work/", "/home/", "/root/", "C:\\"):
            assert trace not in text, path
