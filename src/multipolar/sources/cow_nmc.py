"""National Material Capabilities."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source


@source(
    SourceSpec(
        title="COW National Material Capabilities",
        citation=(
            "Singer, J. D., Bremer, S. & Stuckey, J. (1972). Capability distribution, "
            "uncertainty, and major power war, 1820-1965. In Russett, B. (ed.), Peace, War, and "
            "Numbers, 19-48. Sage. Data: Correlates of War Project, National Material "
            "Capabilities; give the version."
        ),
        page="https://correlatesofwar.org/data-sets/national-material-capabilities/",
        licence="free for research with citation; not to be passed on",
        versions={
            "7.0": (
                File(
                    "NMC-70-abridged.csv",
                    rows=17_121,
                    also=("NMC-70-abridged.reconstructed.csv",),
                ),
            ),
            "6.0": (File("NMC-60-abridged.csv", rows=15_951),),
            "5.0": (File("NMC_5_0.csv", rows=15_171),),
            "4.0": (File("NMC_v4_0.csv", rows=14_199),),
        },
        codes="cow",
        grain="state-year",
        coverage={
            "7.0": (1816, 2022),
            "6.0": (1816, 2016),
            "5.0": (1816, 2012),
            "4.0": (1816, 2007),
        },
        absent="unknown",
        columns=(
            Column("milex", "thousand GBP (USD from 1914)", "military expenditure", 0),
            Column("milper", "thousands", "military personnel", 0),
            Column("irst", "thousand tons", "iron and steel production", 0),
            Column("pec", "thousand coal-ton equivalents", "primary energy consumption", 0),
            Column("tpop", "thousands", "total population", 0),
            Column("upop", "thousands", "urban population", 0),
            Column("cinc", "share", "Composite Index of National Capability as published", 0, 1),
        ),
        notes=(
            "upop changes definition in 2002 and 2017, which moves CINC by about 0.01.",
            "milex is in current pounds before 1914 and in current US dollars after.",
            "Soviet milex falls by 60 % in 1989.",
            "Codes 255, 260 and 265 stand side by side in 1990.",
            "The published CINC averages over the components that are known: it sums to more "
            "than 1 in most years.",
        ),
    )
)
def cow_nmc(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read National Material Capabilities, one row a state and year.

    Parameters
    ----------
    files
        The abridged table of a version.
    version
        One of ``spec.versions``. Their columns come in different orders.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, six components and the published
        CINC. -9 is unknown.
    """
    (file,) = cow_nmc.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(("milex", "milper", "irst", "pec", "tpop", "upop", "cinc"), pl.Float64)
    frame = read_frame(
        path, {"ccode": pl.Int16, "year": pl.Int16, **numbers}, missing=("-9",), rows=file.rows
    )
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *cow_nmc.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    return frame.rename({"ccode": "state"})
