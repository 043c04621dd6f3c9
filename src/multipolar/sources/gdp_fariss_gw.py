"""Latent estimates of GDP and population, GW states."""

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from multipolar.framechecks import check_codes, check_range, check_unique
from multipolar.frames import read_frame
from multipolar.source import Column, File, SourceSpec, source

NAMES = {
    "pwtrgdp": "fariss_gw_gdp",
    "sd_pwtrgdp": "fariss_gw_gdp_sd",
    "pwtpop": "fariss_gw_pop",
    "sd_pwtpop": "fariss_gw_pop_sd",
    "mrgdppc": "fariss_gw_gdppc",
    "sd_mrgdppc": "fariss_gw_gdppc_sd",
}


@source(
    SourceSpec(
        title="New Estimates of Over 500 Years of Historic GDP and Population Data (GW states)",
        citation=(
            "Fariss, C. J., Anders, T., Markowitz, J. N. & Barnum, M. (2022). New estimates of "
            "over 500 years of historic GDP and population data. Journal of Conflict Resolution "
            "66(3), 553-591."
        ),
        page="https://doi.org/10.1177/00220027211054432",
        licence="free for research with citation",
        versions={"2022": (File("isard_gw_gdppop.csv", rows=19_667),)},
        codes="gw",
        grain="state-year",
        coverage={"2022": (1816, 2019)},
        absent="unknown",
        columns=(
            Column("fariss_gw_gdp", "million international dollars (PPP)", "real GDP", 0),
            Column("fariss_gw_gdp_sd", "million international dollars (PPP)", "its sd", 0),
            Column("fariss_gw_pop", "million", "population", 0),
            Column("fariss_gw_pop_sd", "million", "its sd", 0),
            Column("fariss_gw_gdppc", "international dollars (PPP)", "real GDP per head", 0),
            Column("fariss_gw_gdppc_sd", "international dollars (PPP)", "its sd", 0),
        ),
        notes=(
            "Means and standard deviations of draws from a latent-variable model, not "
            "observations. GDP and population are on the scale of the Penn World Table, GDP per "
            "head on that of Maddison: the first over the second is not the third.",
            "gdp_fariss has the same for COW states.",
            "Read in the layout of the R package isard, which follows the GW states.",
        ),
    )
)
def gdp_fariss_gw(files: Mapping[str, Path], version: str) -> pl.DataFrame:
    """Read simulated GDP and population, one row a state and year.

    Parameters
    ----------
    files
        The table for GW states.
    version
        One of ``spec.versions``.

    Returns
    -------
    polars.DataFrame
        ``state`` (GW number), ``year``, means and standard deviations.
    """
    (file,) = gdp_fariss_gw.spec.versions[version]
    path = files[file.name]
    numbers = dict.fromkeys(NAMES, pl.Float64)
    frame = read_frame(path, {"gwcode": pl.Int16, "year": pl.Int16, **numbers}, rows=file.rows)
    check_codes(frame, "gwcode", "gw", path)
    check_range(frame, "year", *gdp_fariss_gw.spec.coverage[version], path)
    check_unique(frame, ("gwcode", "year"), path)
    return frame.rename({"gwcode": "state", **NAMES})
