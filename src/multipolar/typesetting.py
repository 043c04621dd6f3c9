"""Setting the words of a figure: how wide they are, where lines break, how numbers are written."""

import functools
import json
from collections.abc import Sequence

from multipolar.tables import packaged


def text_width(text: str, size: float, weight: int = 400) -> float:
    """Return how wide a line of text is, in pixels."""
    widths = _widths()[str(weight)]
    return size * sum(widths.get(letter, 0.65) for letter in text)


def wrap(text: str, size: float, width: float, weight: int = 400) -> list[str]:
    """Break a text into lines no wider than ``width`` pixels; line breaks in it stay.

    >>> wrap("one pole and many", 20, 100, 600)
    ['one pole', 'and many']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}".strip()
            if line and text_width(longer, size, weight) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(line)
    return [line for line in lines if line]


def balance(text: str, size: float, width: float, weight: int = 400) -> list[str]:
    """Break a text like ``wrap``, into as few lines, of about equal length."""
    lines = wrap(text, size, width, weight)
    while width > size and len(narrower := wrap(text, size, width - size, weight)) == len(lines):
        lines, width = narrower, width - size
    return lines


def readable(value: float, digits: int = 3) -> str:
    """Write a number for people, to three significant digits unless told.

    >>> [readable(v) for v in (0.01234, 17.0, 4321.0, 29_167_000_000_000.0)]
    ['0.0123', '17', '4,320', '29.2 trillion']
    """
    value = float(f"{value:.{digits}g}")
    for size, word in ((1e12, " trillion"), (1e9, " billion"), (1e6, " million")):
        if abs(value) >= size:
            return f"{value / size:,.15g}{word}".replace("-", "−")
    return f"{value:,.15g}".replace("-", "−")


def columns(names: Sequence[str], width: float) -> int:
    """Return how many legend entries go side by side: all if they fit, else in equal columns."""
    if sum(text_width(name, 12.5) + 44 for name in names) <= width:
        return len(names)
    widest = max(text_width(name, 12.5) for name in names) + 40
    return max(1, min(len(names), int(width // widest)))


def lacking(text: str) -> list[str]:
    """List the letters of a text that Inter, the font of figures, does not have."""
    return sorted(set(text) - set(_widths()["400"]) - {"\n"})


@functools.cache
def _widths() -> dict[str, dict[str, float]]:
    """Return the width of each letter by weight, as a share of the size."""
    widths: dict[str, dict[str, float]] = json.loads(packaged("fonts/widths.json").read_bytes())
    return widths
