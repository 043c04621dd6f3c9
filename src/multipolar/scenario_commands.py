"""The commands about scenarios: list, new, check, show, diff."""

import sys
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from multipolar.errors import RunError
from multipolar.options import Flag, Output

scenario_app = App(
    name="scenario",
    help="Write, check and compare scenario files. Example: multipolar scenario new my.toml",
)
Place = Annotated[Path | None, Parameter(alias="-o")]


def register(app: App) -> None:
    """Add the commands to the program."""
    app.command(scenario_app)


@scenario_app.command(name="list")
def list_(*, to: Output = Output()) -> None:
    """List the scenarios that come with the package.

    Example: multipolar scenario list
    """
    from multipolar.output import emit
    from multipolar.scenario import shipped_names
    from multipolar.scenario_reading import read_scenario
    from multipolar.scenario_views import list_table

    table = list_table([read_scenario(name) for name in shipped_names()])
    value = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    emit([table], value, kind=to.kind, path=to.output)


@scenario_app.command
def new(path: Path = Path("scenario.toml"), *, like: str = "", force: Flag = False) -> None:
    """Write a scenario file with comments, to be changed, or a copy of one that ships.

    Example: multipolar scenario new my.toml --like treaty-lapses

    Parameters
    ----------
    path
        The file to write.
    like
        A scenario that ships, to copy.
    force
        Write over a file that is there.
    """
    from multipolar.files import write_whole
    from multipolar.scenario import shipped_file
    from multipolar.scenario_reading import read_scenario
    from multipolar.scenario_template import template

    if path.exists() and not force:
        msg = f"{path} exists; choose another name, or --force"
        raise RunError(msg)
    if like:
        read_scenario(like)
    text = shipped_file(like).read_text(encoding="utf-8") if like else template()
    written = write_whole(path, text)
    print(f"Wrote {written}. Next: multipolar scenario check {path}")


@scenario_app.command
def check(*scenarios: str) -> None:
    """Check scenario files: their form, and that every name in them means something.

    Every problem is told with its line; nothing is run. Exit status 2 if one is wrong.

    Example: multipolar scenario check my.toml

    Parameters
    ----------
    scenarios
        Files, or names of scenarios that ship; all that ship if none.
    """
    from multipolar.errors import MultipolarError
    from multipolar.scenario import shipped_names
    from multipolar.scenario_reading import read_scenario

    wrong = False
    for name in scenarios or shipped_names():
        try:
            found = read_scenario(name)
        except MultipolarError as error:
            wrong = True
            print(f"{name}: wrong\n{error}", file=sys.stderr)
            continue
        events = f"{len(found.orders)} events" if len(found.orders) != 1 else "1 event"
        print(f"{name}: valid; {found.start} to {found.until}, {len(found.values)} assumptions, "
              f"{events}")  # fmt: skip
        for note in found.notes:
            print(f"  note: {note}", file=sys.stderr)
    if wrong:
        raise SystemExit(2)


@scenario_app.command
def show(name: str) -> None:
    """Print the file of a scenario that ships, as it stands.

    Example: multipolar scenario show treaty-lapses

    Parameters
    ----------
    name
        Its name.
    """
    from multipolar.scenario import is_path, shipped_file
    from multipolar.scenario_reading import read_scenario

    read_scenario(name)
    file: Any = Path(name) if is_path(name) else shipped_file(name)
    sys.stdout.write(file.read_text(encoding="utf-8"))


@scenario_app.command
def diff(one: str, other: str = "", *, to: Output = Output()) -> None:
    """Say in what a scenario differs from another, or from the baseline.

    Example: multipolar scenario diff baseline treaty-lapses

    Parameters
    ----------
    one
        A file, or the name of a scenario that ships.
    other
        The other; if it is left out, the first is held against the baseline.
    """
    from multipolar.output import emit
    from multipolar.scenario_effects import changes
    from multipolar.scenario_reading import read_scenario
    from multipolar.scenario_views import change_table

    before, after = (one, other) if other else ("baseline", one)
    found = changes(read_scenario(before), read_scenario(after))
    emit([change_table(found, before, after)], found, kind=to.kind, path=to.output)


@scenario_app.command
def schema(*, output: Place = None) -> None:
    """Print the JSON Schema of scenario files, for editors.

    Example: multipolar scenario schema -o scenario.schema.json

    Parameters
    ----------
    output
        Write it to this file instead.
    """
    from multipolar.files import write_whole
    from multipolar.output import as_json
    from multipolar.scenario_schema import scenario_schema

    text = as_json(scenario_schema())
    if output:
        print(write_whole(output, text))
    else:
        sys.stdout.write(text)
