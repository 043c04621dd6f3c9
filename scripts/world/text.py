"""Read numbers, years and coordinates from the Factbook's prose."""

import html
import re
from typing import NamedTuple

MAGNITUDE = {"": 1.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

_BLOCK_TAG = re.compile(r"</?(?:br|p|li|ul|div)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/][^>]*>")
_QUANTITY = re.compile(r"(-?)\$?(-?[\d,]*\.?\d+)\s*(thousand|million|billion|trillion)?")
_PERCENT = re.compile(r"^(-?\d+(?:\.\d+)?)%")
_GDP_SHARE = re.compile(r"^(\d+(?:\.\d+)?)% of GDP")
_PARENTHESES = re.compile(r"\([^()]*\)")
_PARENTHESES_WITH_DIGITS = re.compile(r"\([^()]*\d[^()]*\)")
_NUMBER = r"(\d[\d,]*(?:\.\d+)?)\s*(thousand|million)?"
_RANGE = re.compile(rf"{_NUMBER}(?:\s*[-\u2013]\s*{_NUMBER})?")
_LONE_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,]*\d)")
_POINT = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")


def clean(field: object) -> str:
    """Return the text of a field without markup and with single blanks.

    Parameters
    ----------
    field : object
        A string, a mapping with the key ``text``, or None.

    Returns
    -------
    str
        The cleaned text; empty where there is none.
    """
    text = field.get("text", "") if isinstance(field, dict) else field
    if not isinstance(text, str):
        return ""
    text = _TAG.sub("", _BLOCK_TAG.sub(" ", text))
    return re.sub(r"\s+", " ", html.unescape(text).replace("\xa0", " ")).strip()


def year_of(text: str) -> str:
    """Return the last year that stands inside parentheses, or an empty string."""
    for group in reversed(_PARENTHESES.findall(text)):
        years = re.findall(r"(?:19|20)\d\d", group)
        if years:
            return str(years[-1])
    return ""


def quantity(text: str) -> float | None:
    """Return the first number of a text times its magnitude word.

    Use only on fields that are known to start with the number: prose is refused.
    """
    found = _QUANTITY.match(text)
    if found is None:
        return None
    sign, digits, word = found.groups()
    # Rounding removes the float noise of e.g. 2.385 * 1e9.
    value = float(f"{float(digits.replace(',', '')) * MAGNITUDE[word or '']:.15g}")
    return -value if sign else value


def percent(text: str) -> float | None:
    """Return a leading percentage as a fraction."""
    found = _PERCENT.match(text)
    return None if found is None else float(found[1]) / 100


def gdp_share(text: str) -> float | None:
    """Return ``2.4% of GDP`` as a fraction and None for prose or ``not available``."""
    found = _GDP_SHARE.match(text)
    return None if found is None else float(found[1]) / 100


def drop_parentheses(text: str, *, only_with_digits: bool = False) -> str:
    """Remove parentheses, the innermost first, so that nested ones go too."""
    pattern = _PARENTHESES_WITH_DIGITS if only_with_digits else _PARENTHESES
    before = ""
    while before != text:
        before, text = text, pattern.sub(" ", text)
    return re.sub(r"\s+", " ", text).strip()


def _number(digits: str, word: str | None) -> float:
    return float(digits.replace(",", "")) * MAGNITUDE[word or ""]


class Strength(NamedTuple):
    """A number of soldiers; ``middle`` if it is the middle of a range."""

    value: float
    middle: bool


def _strength(found: re.Match[str]) -> Strength:
    """Return the number, or the middle of a range such as ``40-50,000``."""
    low, low_word, high, high_word = found.groups()
    if high is None:
        return Strength(round(_number(low, low_word), 6), middle=False)
    top = _number(high, high_word)
    bottom = _number(low, low_word)
    if low_word is None and bottom < 1000:
        # "1.1-1.2 million" and "40-50,000" leave out the magnitude of the lower end.
        scale = MAGNITUDE[high_word] if high_word else 1e3 if top >= 1000 else 1.0
        bottom *= scale
    if bottom > top:
        msg = f"range runs backwards: {found[0]!r}"
        raise ValueError(msg)
    return Strength(round((bottom + top) / 2, 6), middle=True)


def personnel(text: str) -> Strength | None:
    """Return the first figure of a text on military strength.

    Parentheses and lone years are dropped; the first clause (between semicolons) with a number
    counts; a range gives its middle.
    """
    for clause in drop_parentheses(text).split(";"):
        found = _RANGE.search(_LONE_YEAR.sub(" ", clause))
        if found is not None:
            return _strength(found)
    return None


def coordinates(text: str) -> tuple[float, float] | None:
    """Return latitude and longitude in decimal degrees from ``52 31 N, 13 24 E``.

    Raises
    ------
    ValueError
        If degrees or minutes are out of range: the Factbook once writes decimals as minutes.
    """
    found = _POINT.match(text)
    if found is None:
        return None
    numbers = [int(found[k]) for k in (1, 2, 4, 5)]
    if numbers[0] > 90 or numbers[2] > 180 or max(numbers[1], numbers[3]) > 59:
        msg = f"coordinates out of range: {text!r}"
        raise ValueError(msg)
    lat = (numbers[0] + numbers[1] / 60) * (-1 if found[3] == "S" else 1)
    lon = (numbers[2] + numbers[3] / 60) * (-1 if found[6] == "W" else 1)
    return round(lat, 4), round(lon, 4)
