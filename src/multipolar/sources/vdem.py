"""Varieties of Democracy."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

INDICES = {
    "v2x_polyarchy": "vdem_polyarchy",
    "v2x_libdem": "vdem_liberal",
    "v2x_partipdem": "vdem_participatory",
    "v2x_delibdem": "vdem_deliberative",
    "v2x_egaldem": "vdem_egalitarian",
    "v2x_polyarchy_codelow": "vdem_polyarchy_low",
    "v2x_polyarchy_codehigh": "vdem_polyarchy_high",
    "v2x_polyarchy_sd": "vdem_polyarchy_sd",
}


@source(
    SourceSpec(
        title="Varieties of Democracy (V-Dem), country-year",
        citation=(
            "Coppedge, M. et al. (2025). V-Dem Dataset v15. Varieties of Democracy Project. "
            "Give the version."
        ),
        page="https://www.v-dem.net/data/the-v-dem-dataset/country-year-v-dem-core-v15/",
        licence="CC BY-SA 4.0",
        versions={
            "15": (
                File(
                    "V-Dem-CY-Core-v15.csv",
                    "https://www.v-dem.net/media/datasets/V-Dem-CY-Core-v15_csv.zip",
                    rows=27_913,
                    also=("vdem_simple.csv",),
                    member="V-Dem-CY-Core-v15.csv",
                ),
            ),
        },
        codes="cow",
        grain="state-year",
        coverage={"15": (1789, 2024)},
        absent="unknown",
        columns=(
            Column("vdem_polyarchy", "0 to 1", "electoral democracy index", 0, 1),
            Column("vdem_liberal", "0 to 1", "liberal democracy index", 0, 1),
            Column("vdem_participatory", "0 to 1", "participatory democracy index", 0, 1),
            Column("vdem_deliberative", "0 to 1", "deliberative democracy index", 0, 1),
            Column("vdem_egalitarian", "0 to 1", "egalitarian democracy index", 0, 1),
            Column("vdem_polyarchy_low", "0 to 1", "electoral democracy, lower bound", 0, 1),
            Column("vdem_polyarchy_high", "0 to 1", "electoral democracy, upper bound", 0, 1),
            Column("vdem_polyarchy_sd", "0 to 1", "electoral democracy, standard deviation", 0),
        ),
        redistributable=True,
        notes=(
            "States are V-Dem's COW numbers (COWcode): Germany 255 to 1945 and from 1990, 260 for "
            "1949-90; Serbia and Yugoslavia 345; Austria-Hungary 300.",
            "845 rows have no COW number (Hong Kong, Palestine, Somaliland, Zanzibar from 1965, "
            "small German states, Piedmont-Sardinia ...) and are left out.",
            "Colonies and territories are coded too: a row does not make a member of the state "
            "system in that year.",
            "Read and checked against an extract of v15 (vdem_simple.csv), which has 27,913 rows "
            "and spells COWcode vdem_cowcode; the whole file was not at hand.",
        ),
    )
)
def vdem(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read the main V-Dem indices, one row a state and year.

    Parameters
    ----------
    files
        The country-year table.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, five indices, and the bounds of the
        first.
    """
    (file,) = vdem.spec.versions[version]
    path = files[file.name]
    code = "vdem_cowcode" if path.name.startswith("vdem_simple") else "COWcode"
    numbers = dict.fromkeys(INDICES, pl.Float64)
    frame = read_frame(path, {code: pl.Int16, "year": pl.Int16, **numbers}, rows=file.rows)
    check_codes(frame, code, "cow", path)
    check_range(frame, "year", *vdem.spec.coverage[version], path)
    check_unique(frame.filter(pl.col(code).is_not_null()), (code, "year"), path)
    return frame.drop_nulls(code).rename({code: "state", **INDICES})
