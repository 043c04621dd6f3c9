"""Latent estimates of GDP and population, COW states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

NAMES = {
    "pwtrgdp": "fariss_gdp",
    "sd_pwtrgdp": "fariss_gdp_sd",
    "pwtpop": "fariss_pop",
    "sd_pwtpop": "fariss_pop_sd",
    "mrgdppc": "fariss_gdppc",
    "sd_mrgdppc": "fariss_gdppc_sd",
}


@source(
    SourceSpec(
        title="New Estimates of Over 500 Years of Historic GDP and Population Data (COW states)",
        citation=(
            "Fariss, C. J., Anders, T., Markowitz, J. N. & Barnum, M. (2022). New estimates of "
            "over 500 years of historic GDP and population data. Journal of Conflict Resolution "
            "66(3), 553-591."
        ),
        page="https://doi.org/10.1177/00220027211054432",
        licence="free for research with citation",
        versions={"2022": (File("isard_cw_gdppop.csv", rows=16_536),)},
        codes="cow",
        grain="state-year",
        coverage={"2022": (1816, 2019)},
        absent="unknown",
        columns=(
            Column("fariss_gdp", "million international dollars (PPP)", "real GDP", 0),
            Column("fariss_gdp_sd", "million international dollars (PPP)", "its sd", 0),
            Column("fariss_pop", "million", "population", 0),
            Column("fariss_pop_sd", "million", "its sd", 0),
            Column("fariss_gdppc", "international dollars (PPP)", "real GDP per head", 0),
            Column("fariss_gdppc_sd", "international dollars (PPP)", "its sd", 0),
        ),
        notes=(
            "Means and standard deviations of draws from a latent-variable model, not "
            "observations. GDP and population are on the scale of the Penn World Table, GDP per "
            "head on that of Maddison: the first over the second is not the third.",
            "43 state-years of COW members are without estimates.",
            "gdp_fariss_gw has the same for Gleditsch-Ward states.",
            "Read in the layout of the R package isard, which follows the COW states.",
        ),
    )
)
def gdp_fariss(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read simulated GDP and population, one row a state and year.

    Parameters
    ----------
    files
        The table for COW states.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (COW number), ``year``, means and standard deviations.
    """
    (file,) = gdp_fariss.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(NAMES, pl.Float64)
    frame = read_frame(path, {"ccode": pl.Int16, "year": pl.Int16, **numbers}, rows=file.rows)
    check_codes(frame, "ccode", "cow", path)
    check_range(frame, "year", *gdp_fariss.spec.coverage[version], path)
    check_unique(frame, ("ccode", "year"), path)
    return frame.rename({"ccode": "state", **NAMES})
