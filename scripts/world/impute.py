"""Fill the missing components of the capability index, always flagged as imputed.

Other variables are never filled in: a missing value stays missing.
"""

from collections.abc import Mapping
from statistics import median

from world.factbook import EDITION, State
from world.table import Value, Values

#: Component and the variable it is set in proportion to.
RATIOS = {
    "military_spending": "gdp",
    "military_personnel": "population",
    "energy": "population",
    "urban_population": "population",
}
#: A region needs this many observed states; otherwise the median of the whole world is taken.
LEAST = 3


def ratio(values: Values, states: Mapping[str, State], variable: str, region: str) -> float:
    """Return the median ratio among a region's observed states (zeros left out)."""
    base = RATIOS[variable]
    found: dict[str, list[float]] = {"": []}
    for code, state in states.items():
        top, bottom = values.get((code, variable)), values.get((code, base))
        if top is None or bottom is None or top.status == "imputed" or top.value == 0:
            continue
        found[""].append(top.value / bottom.value)
        found.setdefault(state.region, []).append(top.value / bottom.value)
    local = found.get(region, [])
    return median(local if len(local) >= LEAST else found[""])


def imputed(values: Values, states: Mapping[str, State]) -> Values:
    """Return the values to add: regional ratios, and 0 t of steel below the smallest producer."""
    added: Values = {}
    for code, state in states.items():
        for variable, base in RATIOS.items():
            whole = values.get((code, base))
            if (code, variable) in values or whole is None:
                continue
            part = ratio(values, states, variable, state.region) * whole.value
            key = (code, variable)
            added[key] = Value(part, whole.year, f"impute_ratio_{base}", "imputed")
        if (code, "steel") not in values:
            added[code, "steel"] = Value(0.0, EDITION, "impute_zero_steel", "imputed")
    return added
