"""The state variables that the Factbook gives."""

import re
from collections.abc import Iterable

from world.factbook import EDITION, State
from world.table import Value, Values
from world.text import clean, gdp_share, percent, personnel, quantity, year_of

#: Joules in one British thermal unit (International Table).
BTU = 1055.06

_NO_FORCES = re.compile(r"^no (?:regular )?military forces")

#: Variables that are read as they stand: section, field, key.
_PLAIN = {
    "gdp": ("Economy", "GDP (official exchange rate)", "text"),
    "labour_force": ("Economy", "Labor force", "text"),
    "electricity": ("Energy", "Electricity", "consumption"),
    "co2": ("Environment", "Carbon dioxide emissions", "total emissions"),
}
#: Variables that are series over years: section, field.
_SERIES = {
    "gdp_ppp": ("Economy", "Real GDP (purchasing power parity)"),
    "growth": ("Economy", "Real GDP growth rate"),
    "exports": ("Economy", "Exports"),
    "imports": ("Economy", "Imports"),
    "reserves": ("Economy", "Reserves of foreign exchange and gold"),
}
#: Variables that are sums over a state's records (Palestine has two): section, field, keys.
_SUMS = {
    "population": ("People and Society", "Population", ("total",)),
    "area": ("Geography", "Area", ("total ", "total")),
}


def _plain(state: State) -> Iterable[tuple[str, Value]]:
    for variable, (section, name, key) in _PLAIN.items():
        # One record (MHL) gives its emissions without a key.
        text = state.text(section, name, key) or state.text(section, name)
        value = quantity(text)
        if value is not None:
            yield variable, Value(value, year_of(text), "factbook")


def _series(state: State) -> Iterable[tuple[str, Value]]:
    for variable, (section, name) in _SERIES.items():
        for year, text in state.series(section, name):
            value = percent(text) if variable == "growth" else quantity(text)
            if value is not None:
                yield variable, Value(value, year, "factbook")
                break


def _sums(state: State) -> Iterable[tuple[str, Value]]:
    for variable, (section, name, keys) in _SUMS.items():
        texts = []
        for k in range(len(state.records)):
            field = state.field(section, name, k)
            texts += [clean(field[key]) for key in keys if key in field][:1]
        numbers = [quantity(text) for text in texts]
        if len(numbers) != len(state.records) or None in numbers:
            msg = f"{state.code}: no {variable} in {texts}"
            raise ValueError(msg)
        years = {year_of(text) or EDITION for text in texts} if variable != "area" else {EDITION}
        total = sum(number for number in numbers if number is not None)
        yield variable, Value(total, min(years), "factbook")


def _product(share: tuple[float, str], whole: Value, source: str = "factbook_product") -> Value:
    """Return share times whole; the year is the older of the two."""
    return Value(share[0] * whole.value, min(share[1], whole.year), source)


def _shares(state: State, known: dict[str, Value]) -> Iterable[tuple[str, Value]]:
    """Yield what the Factbook gives per head or as a share."""
    text = state.text("Environment", "Urbanization", "urban population")
    share = percent(text)
    if share is not None:
        yield "urban_population", _product((share, year_of(text)), known["population"])
    text = state.text("Economy", "GDP - composition, by sector of origin", "industry")
    share = percent(text)
    if share is not None and "gdp" in known:
        yield "industry", _product((share, year_of(text)), known["gdp"])
    for year, text in state.series("Energy", "Energy consumption per capita"):
        head = quantity(text)
        if head is not None:
            yield "energy", _product((head * BTU, year), known["population"])
            break


def spending(state: State, gdp: Value | None) -> Value | None:
    """Return military spending: the share of GDP times GDP at official exchange rates.

    Official GDP is given for one year only, so the share of that very year is taken (a newer
    share times an older GDP would overstate spending). Without one, the share nearest in time
    stands (the later of two) with its own year and another source key.
    """
    if gdp is None:
        return None
    shares = {}
    for year, text in state.series("Military and Security", "Military expenditures"):
        share = gdp_share(text)
        if share is not None:
            shares[year] = share
    if not shares:
        return None
    year = min(shares, key=lambda y: (abs(int(y) - int(gdp.year)), -int(y)))
    source = "factbook_product" if year == gdp.year else "factbook_other_year"
    return Value(shares[year] * gdp.value, year, source)


def _military(state: State, known: dict[str, Value]) -> Iterable[tuple[str, Value]]:
    section = "Military and Security"
    money = spending(state, known.get("gdp"))
    text = state.text(section, "Military and security service personnel strengths")
    if money is not None:
        yield "military_spending", money
    strength = personnel(text)
    if strength is not None:
        source = "factbook_range" if strength.middle else "factbook"
        yield "military_personnel", Value(strength.value, year_of(text), source)
    if money is not None or text:
        return
    if _NO_FORCES.match(state.text(section, "Military and security forces")):
        for variable in ("military_spending", "military_personnel"):
            yield variable, Value(0.0, EDITION, "factbook")
    elif state.field(section, "Military expenditures") is None:
        # Only police or a ceremonial guard is listed, with neither strength nor spending.
        for variable in ("military_spending", "military_personnel"):
            yield variable, Value(0.0, EDITION, "impute_zero_forces", "imputed")


def factbook_values(states: Iterable[State]) -> Values:
    """Return every value that the Factbook gives."""
    values: Values = {}
    for state in states:
        known = {**dict(_plain(state)), **dict(_series(state)), **dict(_sums(state))}
        known.update(_shares(state, known))
        known.update(_military(state, known))
        for variable, value in known.items():
            if not value.year:
                msg = f"{state.code} {variable}: no year"
                raise ValueError(msg)
            values[state.code, variable] = value
    return values
