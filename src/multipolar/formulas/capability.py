"""Capabilities of states: CINC and net resources.

References
----------
Singer, J. D., Bremer, S. & Stuckey, J. (1972). Capability distribution, uncertainty, and major
power war, 1820-1965. In B. Russett (ed.), *Peace, War, and Numbers*, 19-48. Sage.
Beckley, M. (2018). The power of nations: measuring what matters. *International Security* 43(2),
7-44.
"""

import numpy as np
from numpy.typing import ArrayLike

from multipolar.errors import MeasureError
from multipolar.formulas.checks import Floats, as_floats, refuse_negative


def component_shares(components: ArrayLike) -> Floats:
    """Each state's share of the world total, component by component.

    The total runs over the states that have a value. A component whose total is zero, or that
    nobody reports, is NaN for all.

    Parameters
    ----------
    components
        ``(state, component)``, zero or more; NaN is missing. Units may differ between columns.

    Returns
    -------
    ndarray
        ``(state, component)``, 0 to 1, NaN where missing.

    Raises
    ------
    MeasureError
        A negative value (a code such as -9 left in), infinity, or a wrong shape.

    Examples
    --------
    >>> component_shares([[3, 0], [1, 0], [float("nan"), 0]])
    array([[0.75,  nan],
           [0.25,  nan],
           [ nan,  nan]])
    """
    table = as_floats(components, "components", ndim=2)
    refuse_negative(table, "components")
    if np.isinf(table).any():
        msg = "components: infinite value; mark missing values as NaN"
        raise MeasureError(msg)
    total = np.nansum(table, axis=0)
    return np.asarray(table / np.where(total > 0, total, np.nan), dtype=np.float64)


def cinc(components: ArrayLike) -> Floats:
    r"""Composite Index of National Capability.

    .. math:: CINC_i = \text{mean over the available } k \text{ of } x_{ik} / \sum_j x_{jk}

    As published (National Material Capabilities 7.0): a missing component is dropped and the mean
    taken over the rest, not counted as zero; a component whose world total is zero is dropped for
    everybody. With gaps the index sums to a little over 1: bring it to shares before taking a
    concentration index of it.

    Parameters
    ----------
    components
        ``(state, component)`` of one year, zero or more; NaN is missing. The published six are
        military expenditure, military personnel, iron and steel, primary energy consumption,
        total and urban population.

    Returns
    -------
    ndarray
        ``(state,)``, 0 to 1; NaN for a state with no component at all.

    Raises
    ------
    MeasureError
        A negative value, infinity, or a wrong shape.

    Examples
    --------
    The second state has no figure for the second component and is judged by the first alone:

    >>> cinc([[6, 3], [4, float("nan")], [0, 1]])
    array([0.675, 0.4  , 0.125])
    """
    part = component_shares(components)
    known = ~np.isnan(part)
    count = known.sum(axis=1)
    total = np.where(known, part, 0.0).sum(axis=1)
    return np.asarray(total / np.where(count > 0, count, np.nan), dtype=np.float64)


def cinc_by_year(components: ArrayLike, years: ArrayLike) -> Floats:
    """Return :func:`cinc` of each year of a long table.

    Parameters
    ----------
    components
        ``(row, component)``: one row for each state and year.
    years
        ``(row,)``.

    Returns
    -------
    ndarray
        ``(row,)`` in the order given.

    Raises
    ------
    MeasureError
        As :func:`cinc`, or lengths that differ.

    Examples
    --------
    >>> cinc_by_year([[3], [1], [1], [1]], [1900, 1900, 1901, 1901])
    array([0.75, 0.25, 0.5 , 0.5 ])
    """
    table = as_floats(components, "components", ndim=2)
    year = as_floats(years, "years", ndim=1)
    if len(year) != len(table):
        msg = f"years: {len(year)} rows, but components has {len(table)}; one year per row"
        raise MeasureError(msg)
    if np.isnan(year).any():
        msg = "years: missing value; drop rows without a year"
        raise MeasureError(msg)
    index = np.empty(len(table))
    for each in np.unique(year):
        rows = year == each
        index[rows] = cinc(table[rows])
    return index


def net_resources(gdp: ArrayLike, population: ArrayLike) -> Floats:
    r"""Beckley's proxy for net resources, GDP times GDP per head (after Bairoch).

    .. math:: Y_i = GDP_i \cdot GDP_i / POP_i

    Only ratios and shares of it mean anything: the unit is money squared per person.

    Parameters
    ----------
    gdp
        ``(state,)``, zero or more, one currency and price basis.
    population
        ``(state,)``, above zero.

    Returns
    -------
    ndarray
        ``(state,)``; NaN where either is missing.

    Raises
    ------
    MeasureError
        A negative value, a population of zero, or shapes that differ.

    Examples
    --------
    Of two equal economies the one with half the people has twice the net resources:

    >>> net_resources([10, 10], [2, 1])
    array([ 50., 100.])
    """
    output = as_floats(gdp, "gdp", ndim=1)
    people = as_floats(population, "population", ndim=1)
    if output.shape != people.shape:
        msg = f"gdp: shape {output.shape}, but population has {people.shape}; one each per state"
        raise MeasureError(msg)
    refuse_negative(output, "gdp")
    refuse_negative(people, "population")
    if np.any(people == 0):
        msg = "population: zero; give NaN where it is not known"
        raise MeasureError(msg)
    return np.asarray(output * (output / people), dtype=np.float64)
