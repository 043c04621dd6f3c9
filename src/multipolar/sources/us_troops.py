"""United States troops abroad."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

TERRITORIES = (
    396, 1001, 1002, 1004, 1005, 1007, 1008, 1009, 1011, 1012, 1013, 1014, 1016, 1019, 1030, 1031,
    1032, 1033, 1034, 1035, 1037, 1038, 1040, 1041, 1042, 10000, 10100, 10101,
)  # fmt: skip
"""Abkhazia, and the package's own numbers of territories."""

DOUBLED = (325, 343, 346, 640, 703, 732)
"""Italy, Macedonia, Bosnia, Turkey, Kyrgyzstan, South Korea: twice the June count in September."""


@source(
    SourceSpec(
        title="US military personnel by host, 1950-2025",
        citation=(
            "Allen, M. A., Flynn, M. E. & Martinez Machain, C. (2022). US global military "
            "deployments, 1950-2020. Conflict Management and Peace Science 39(3), 351-370. Kane, "
            "T. (2004). Global U.S. troop deployment, 1950-2003. Heritage Foundation."
        ),
        page="https://github.com/meflynn/troopdata",
        licence="GPL-3 as part of its package; cite the article",
        versions={
            "2025": (
                File("troopdata_rebuild_long.csv", rows=29_629, also=("us_troopdata_long.csv",)),
            ),
        },
        codes="cow",
        grain="state-year",
        coverage={"2025": (1950, 2025)},
        absent="unknown",
        columns=(
            Column("us_troops", "persons", "active-duty US military personnel in the state", 0),
        ),
        notes=(
            "One figure a year: June (Kane) to 2013, September (Department of Defense) from 2014. "
            "The file has June and September side by side, then every quarter.",
            "Lines without a named source hold zeros that stand for no report: left out.",
            "In this build the September counts of Italy, North Macedonia, Bosnia, Turkey, "
            "Kyrgyzstan and South Korea are twice those of June, up to their last common year, "
            "and June counts of all hosts are doubled in 2014-21. These six are null from 2014.",
            "The numbers are Gleditsch-Ward's in part: Germany is 260 to 2025, Yemen 678, Tonga "
            "972, Serbia both 340 and 345. They are turned into COW's. Abkhazia and territories "
            "(above 1000) are left out.",
            "State 2 is the United States itself, at home.",
        ),
    )
)
def us_troops(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read US troops by host state, one row a state and year.

    Parameters
    ----------
    files
        The table of hosts and quarters.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, troops.
    """
    (file,) = us_troops.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(("ccode", "year", "quarter", "troops_ad"), pl.Int32)
    frame = read_frame(path, {**numbers, "source": pl.String}, missing=("NA",), rows=file.rows)
    check_codes(frame, "ccode", "cow", path, extra=(*TERRITORIES, 340, 972))
    check_range(frame, "year", *us_troops.spec.coverage[version], path)
    check_allowed(frame, "quarter", (1, 2, 3, 4), path)
    check_unique(frame, ("ccode", "year", "quarter"), path)
    code, year, quarter = pl.col("ccode"), pl.col("year"), pl.col("quarter")
    cow = (
        pl.when((code == 260) & (year > 1990)).then(255)
        .when((code == 678) & (year >= 1990)).then(679)
        .when(code == 340).then(345)
        .when(code == 972).then(955)
        .otherwise(code)
    )  # fmt: skip
    twice = (year > 2013) & code.is_in(DOUBLED)
    wanted = quarter == pl.when(year <= 2013).then(2).otherwise(3)
    ended = ((code == 265) & (year > 1990)) | ((code == 680) & (year >= 1990))
    kept = frame.filter(
        wanted & pl.col("source").is_not_null() & ~code.is_in(TERRITORIES) & ~ended
    ).select(
        cow.cast(pl.Int16).alias("state"),
        year.cast(pl.Int16),
        pl.when(~twice).then("troops_ad").alias("us_troops"),
    )
    return check_unique(kept, ("state", "year"), path)
