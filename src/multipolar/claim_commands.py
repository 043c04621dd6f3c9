"""The commands about claims: check, claims."""

import sys
from pathlib import Path

from cyclopts import App

from multipolar.errors import RunError
from multipolar.options import Flag, Output

claims_app = App(
    name="claims",
    help="Write claims to be checked, and list what there is. Example: multipolar claims new",
)


def register(app: App) -> None:
    """Add the commands to the program."""
    app.command(claims_app)
    app.command(check)
    app.command(read)


def check(claims: str, *, only: str = "", to: Output = Output()) -> None:
    """Check the claims of a file by the tests and thresholds that stand in it.

    Example: multipolar check joint-statement-2021

    Parameters
    ----------
    claims
        A file, or the name of one that comes with the package.
    only
        Only the claim of this name.
    """
    from multipolar.claim import Claims, read_claims
    from multipolar.claim_check import check_claims
    from multipolar.claim_views import verdict_tables
    from multipolar.errors import UnknownName, suggest
    from multipolar.output import emit

    found = read_claims(claims)
    if only:
        names = [c.name for c in found.claims]
        if only not in names:
            msg = f"no claim {only!r}{suggest(only, names)} The file has: {', '.join(names)}"
            raise UnknownName(msg)
        kept = tuple(c for c in found.claims if c.name == only)
        found = Claims(found.name, found.title, kept)
    verdicts = check_claims(found, progress=lambda name: _say(f"Checking {name} …"))
    emit(verdict_tables(found, verdicts), verdicts, kind=to.kind, path=to.output)


def read(
    page: Path, *, date: str = "", draft: Path | None = None, force: Flag = False,
    to: Output = Output(),
) -> None:  # fmt: skip
    """Read a page: the article apart from what is around it, what it names, claims to finish.

    Nothing is fetched: save the page first. HTML needs trafilatura: pip install 'multipolar[read]'.
    Sentences that a measure could test are found by words, not by understanding; what was not
    understood is told.

    Example: multipolar read page.html --date 2021-06-28 --draft claims.toml

    Parameters
    ----------
    page
        A file of HTML or plain text.
    date
        When it was written (2021-06-28), as names mean what they meant then; the date that the
        page gives, or else today.
    draft
        Write the drafted claims to this file.
    force
        Write over a file that is there.
    """
    from multipolar.files import write_whole
    from multipolar.output import emit, plain
    from multipolar.page import read_page
    from multipolar.page_draft import draft as drafted
    from multipolar.page_draft import draft_text
    from multipolar.page_names import names_in
    from multipolar.page_views import page_tables

    if draft and draft.exists() and not force:
        msg = f"{draft} exists; choose another name, or --force"
        raise RunError(msg)
    found = read_page(page)
    day, said = _dated(date, found.date)
    names = names_in(found, day)
    drafts, left = drafted(found, day, names)
    value = {"page": plain(found), "date": day, "names": plain(names), "drafts": plain(drafts),
             "left": plain(left)}  # fmt: skip
    emit(page_tables(found, names, drafts, left, said), value, kind=to.kind, path=to.output)
    if draft and not drafts:
        msg = f"no sentence of {page} is about what is measured here; {draft} was not written"
        raise RunError(msg)
    if draft:
        _say(f"Wrote {write_whole(draft, draft_text(found, day, drafts, left))}. Next: finish it, "
             f"then multipolar check {draft}")  # fmt: skip


def _dated(given: str, of_page: str) -> tuple[str, str]:
    """Return the date by which names are read, and where it is from."""
    import datetime

    from multipolar.tables import is_date, whole_date

    if given and not is_date(given):
        msg = f"--date {given!r}: needed a date such as 2021-06-28, 2021-06 or 2021"
        raise RunError(msg)
    today = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    day = given or of_page or today
    without = "by the page" if of_page else "the page gives none; --date sets it"
    why = "as given" if given else without
    return day if is_date(day) else today, f"Names are read as of {whole_date(day)}: {why}."


@claims_app.command(name="list")
def list_() -> None:
    """List the files of claims that come with the package.

    Example: multipolar claims list
    """
    from multipolar.claim import read_claims, shipped_claims

    for name in shipped_claims():
        found = read_claims(name)
        print(f"{name}: {found.title} ({len(found.claims)} claims)")


@claims_app.command
def series(*, to: Output = Output()) -> None:
    """List the series that a claim can be held against.

    Example: multipolar claims series
    """
    from multipolar.claim_series import known_series, series_names
    from multipolar.claim_views import series_table
    from multipolar.output import emit

    found = [known_series(name) for name in series_names()]
    table = series_table(found)
    value = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    emit([table], value, kind=to.kind, path=to.output)


@claims_app.command
def new(path: Path = Path("claims.toml"), *, force: Flag = False) -> None:
    """Write a file of claims with comments, to be changed.

    Example: multipolar claims new my-claims.toml

    Parameters
    ----------
    path
        The file to write.
    force
        Write over a file that is there.
    """
    from multipolar.claim_template import TEMPLATE
    from multipolar.files import write_whole

    if path.exists() and not force:
        msg = f"{path} exists; choose another name, or --force"
        raise RunError(msg)
    print(f"Wrote {write_whole(path, TEMPLATE)}. Next: multipolar check {path}")


@claims_app.command
def questions(claims: str, *, to: Output = Output()) -> None:
    """Write the forecasts of a file as questions: text, resolution, date, probability.

    Example: multipolar claims questions joint-statement-2021 --json

    Parameters
    ----------
    claims
        A file, or the name of one that comes with the package.
    """
    from multipolar.claim import read_claims
    from multipolar.claim_check import questions as ask
    from multipolar.claim_views import record_table
    from multipolar.output import emit

    found = ask(read_claims(claims))
    emit([record_table(found, "Questions")], found, kind=to.kind, path=to.output)


@claims_app.command
def schema() -> None:
    """Print the JSON Schema of files of claims, for editors.

    Example: multipolar claims schema
    """
    from multipolar.claim import claims_schema
    from multipolar.output import as_json

    sys.stdout.write(as_json(claims_schema()))


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
