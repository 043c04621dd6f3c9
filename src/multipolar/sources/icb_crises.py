"""International crises, one row a crisis."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_allowed, check_range, check_unique
from multipolar.framedates import with_date
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

CODES = {
    "viol": ("violence", 1, 4),
    "sevviosy": ("violence_severity", 1, 4),
    "break": ("trigger", 1, 9),
    "trigent": ("trigger_entity", 2, 997),
    "gravcr": ("gravity", 0, 7),
    "crismg": ("technique", 1, 8),
    "noactr": ("actors", 1, 99),
    "powinv": ("powers", 1, 7),
    "usinv": ("usa", 1, 4),
    "suinv": ("ussr", 1, 4),
    "forout": ("outcome", 1, 7),
    "protrac": ("protracted", 1, 3),
}


@source(
    SourceSpec(
        title="International Crisis Behavior, system level (ICB1)",
        citation=(
            "Brecher, M. & Wilkenfeld, J. (1997). A Study of Crisis. University of Michigan "
            "Press. Brecher, M., Wilkenfeld, J., Beardsley, K., James, P. & Quinn, D. "
            "International Crisis Behavior Data Codebook; give the version."
        ),
        page="https://sites.duke.edu/icbdata/data-collections/",
        licence="free for research with citation",
        versions={"13": (File("icb1v13.csv", rows=482),)},
        codes="gw",
        grain="event",
        coverage={"13": (1918, 2016)},
        absent="zero",
        columns=(
            Column("icb_name", "text", "name of the crisis"),
            Column("icb_since", "date", "day of the trigger, or the first possible"),
            Column("icb_until", "date", "end of the crisis, or the last possible day"),
            Column("icb_trigger_year", "year", "year of the trigger", 1918, 2016),
            Column(
                "icb_violence",
                "level",
                "violence in the crisis: 1 none, 2 minor clashes, "
                "3 serious clashes, 4 full-scale war",
                1,
                4,
            ),
            Column(
                "icb_violence_severity",
                "level",
                "severity of violence as a technique of crisis "
                "management, 1 none to 4 full-scale war",
                1,
                4,
            ),
            Column("icb_trigger", "code", "kind of trigger, 1 verbal to 9 violent", 1, 9),
            Column("icb_trigger_entity", "code", "GW number; 995 and above: no one state", 2, 997),
            Column("icb_gravity", "code", "gravest value threatened, 0 to 7, 6 existence", 0, 7),
            Column("icb_technique", "code", "main technique, 1 to 8, 8 violence", 1, 8),
            Column("icb_actors", "states", "states involved", 1),
            Column("icb_powers", "code", "involvement of the powers, 1 to 7", 1, 7),
            Column("icb_usa", "code", "involvement of the USA, 1 none to 4 military", 1, 4),
            Column("icb_ussr", "code", "involvement of the USSR or Russia, 1 to 4", 1, 4),
            Column("icb_outcome", "code", "form of outcome, 1 to 7", 1, 7),
            Column(
                "icb_protracted", "code", "1 not in a protracted conflict, 2 and 3 in one", 1, 3
            ),
        ),
        notes=(
            "Days 66, 77 and 88 stand for parts of a month: read as unknown days. Unknown days are "
            "the first (icb_since) or last (icb_until) of their month.",
            "Crisis 474 (Huthi rebellion) has a name and no other value. Two crises share a name "
            "(Spratly Islands).",
            "Codes are those of the ICB codebook; only violence is a scale.",
            "Versions 14 to 16 exist at the publisher and are not read here.",
        ),
    )
)
def icb_crises(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the crises, one row each.

    Parameters
    ----------
    files
        The system-level table; it starts with a byte order mark.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``event`` is the crisis number.
    """
    (file,) = icb_crises.spec.versions[version]
    path = files[file.name]
    dates = ("yrtrig", "motrig", "datrig", "yrterm", "moterm", "daterm")
    frame = read_frame(
        path,
        dict.fromkeys(("crisno", *dates, *CODES), pl.Int16)
        | dict.fromkeys(("icb1", "crisname"), pl.String),
        rows=file.rows,
    )
    check_allowed(frame, "icb1", ("ICB1",), path)
    check_unique(frame, ("crisno",), path)
    check_allowed(frame, "crisno", range(1, 483), path)
    check_range(frame, "yrtrig", *icb_crises.spec.coverage[version], path)
    check_range(frame, "yrterm", 1918, 2018, path)
    for column, (_, low, high) in CODES.items():
        check_range(frame, column, low, high, path)
    parts = pl.col("datrig", "daterm")
    frame = frame.with_columns(pl.when(~parts.is_in([66, 77, 88])).then(parts))
    frame = with_date(frame, "icb_since", ("yrtrig", "motrig", "datrig"), path)
    frame = with_date(frame, "icb_until", ("yrterm", "moterm", "daterm"), path, last=True)
    return frame.select(
        pl.col("crisno").alias("event"),
        pl.col("crisname").alias("icb_name"),
        "icb_since",
        "icb_until",
        pl.col("yrtrig").alias("icb_trigger_year"),
        *(pl.col(c).alias(f"icb_{name}") for c, (name, _, _) in CODES.items()),
    )
