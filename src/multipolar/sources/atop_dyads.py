"""Alliance Treaty Obligations and Provisions: directed dyad-years."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

OBLIGATIONS = {
    "defense": "defend the second",
    "offense": "attack jointly with the second",
    "neutral": "stay neutral towards the second",
    "nonagg": "not attack the second",
    "consul": "consult the second",
}


@source(
    SourceSpec(
        title="ATOP: directed dyad-years",
        citation=(
            "Leeds, B. A., Ritter, J. M., Mitchell, S. McL. & Long, A. G. (2002). Alliance treaty "
            "obligations and provisions, 1815-1944. International Interactions 28, 237-260. Give "
            "the version. Table as arranged by Miller, S. V., peacesciencer."
        ),
        page="http://www.atopdata.org/data.html",
        licence="free for research with citation; not to be passed on",
        versions={"5.1": (File("peacesciencer_atop_alliance_ddyr.csv", rows=273_296),)},
        codes="cow",
        grain="directed-dyad-year",
        coverage={"5.1": (1815, 2018)},
        absent="zero",
        columns=tuple(
            Column(f"atopdd_{n}", "1", f"1 where an alliance obliges the first state to {m}", 0, 1)
            for n, m in OBLIGATIONS.items()
        ),
        notes=(
            "The layout read here is that of the peacesciencer package (atop_alliance), not ATOP's "
            "own directed-dyad file.",
            "A pair without a row in 1815-2018 has no alliance, if both were states that year.",
            "About 2 % of the rows name a state in a year in which COW does not list it; they are "
            "kept.",
        ),
    )
)
def atop_dyads(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read alliance obligations, one row an ordered pair of states and year.

    Parameters
    ----------
    files
        The table of a version.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state1`` and ``state2`` (COW numbers; both orders stand), ``year`` and
        what obliges the first towards the second.
    """
    (file,) = atop_dyads.spec.versions[version]
    path = files[file.name]
    flags = {f"atop_{n}": pl.Int8 for n in OBLIGATIONS}
    keys = dict.fromkeys(("ccode1", "ccode2", "year"), pl.Int16)
    frame = read_frame(path, {**keys, **flags}, rows=file.rows)
    check_codes(frame, "ccode1", "cow", path)
    check_codes(frame, "ccode2", "cow", path)
    check_range(frame, "year", *atop_dyads.spec.coverage[version], path)
    for name in flags:
        check_range(frame, name, 0, 1, path)
    check_unique(frame, tuple(keys), path)
    names = {"ccode1": "state1", "ccode2": "state2"}
    return frame.rename(names | {f"atop_{n}": f"atopdd_{n}" for n in OBLIGATIONS})
