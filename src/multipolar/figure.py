"""What a figure is, and how all of them look. The figures themselves are in ``figures/``.

One palette and one type family (Inter, in ``data/fonts``) for every figure. Drawing needs Altair
and vl-convert, which are imported when a figure is made or saved, never before.
"""

import base64
import functools
import html
import json
import os
import re
import string
import warnings
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from multipolar.errors import FigureError
from multipolar.files import write_whole
from multipolar.tables import packaged
from multipolar.typesetting import lacking

INK = "#1B2430"
MUTED = "#566172"
OCEAN = "#F1F5F9"
GREY = "#C6CBD3"
"""Known, but of none of the kinds that have a colour."""
FAINT = "#E2E4E8"
"""Outside the table: nothing was asked about it."""
UNKNOWN = "#E6E7EA"
"""No data. Drawn hatched, so that it is not read as a low value."""
BLUES = ("#B7D6FA", "#84B5EB", "#5593D6", "#2D72B9", "#115391", "#083662")
"""Low to high: one hue, even steps of lightness in Oklab."""
GROUPS = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#5B3A29",
)  # fmt: skip
"""Okabe and Ito's colours, told apart with any colour vision; brown stands for their black."""
FONT = "Inter, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
VEGA_LITE = "6.4"
FORMATS = (".png", ".svg", ".html", ".json")

_SVG = "http://www.w3.org/2000/svg"
_FACES = {400: "Inter-Regular.ttf", 600: "Inter-SemiBold.ttf"}
_HATCH = (
    f'<pattern xmlns="{_SVG}" id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" '
    f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{UNKNOWN}"/>'
    '<rect width="1.3" height="5" fill="#A9AFB9"/></pattern>'
)
_CLIP = re.compile(r"\bclip\d+\b")
_LONG_DECIMALS = re.compile(r"(\.\d\d)\d+")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the numbers it shows.

    Parameters
    ----------
    title
        The headline: what the figure shows, as a sentence.
    spec
        The drawing as a Vega-Lite 6 specification with its data inside.
    header, rows
        The numbers as a table, for readers who cannot see the drawing.
    subtitle, caption, legend_title, legend
        The words around the drawing, and the legend as names with colours. They stand in ``spec``
        too; a page sets them as text that wraps on a narrow screen.
    """

    title: str
    spec: dict[str, Any]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    subtitle: str = ""
    caption: str = ""
    legend_title: str = ""
    legend: tuple[tuple[str, str], ...] = ()

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the figure in the format its suffix names, whole or not at all.

        Parameters
        ----------
        path
            A file ending in ``.png``, ``.svg``, ``.html`` or ``.json`` (the specification).

        Returns
        -------
        Path
            The file written.
        """
        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in FORMATS:
            came = f"{suffix!r}" if suffix else "a name without a suffix"
            msg = f"cannot save a figure as {came} ({target}); end it in {', '.join(FORMATS)}"
            raise FigureError(msg)
        return write_whole(target, self._bytes(suffix))

    def svg(self) -> str:
        """Return the drawing as SVG, fonts inside, with a tooltip on each mark that has one."""
        return _drawn(self.spec, self.title, style=font_faces())

    def drawing(self) -> str:
        """Return the drawing alone as SVG, without words around it and without fonts.

        For a page that sets headline, legend and caption as text of its own.
        """
        return _drawn(_wordless(self.spec), self.title)

    def png(self, *, scale: float = 2.0) -> bytes:
        """Return the drawing as PNG, at 960 pixels times ``scale``."""
        import vl_convert

        self._warn_of_missing_letters()
        return bytes(vl_convert.svg_to_png(_drawn(self.spec, self.title), scale=scale))

    def html(self) -> str:
        """Return a page that needs no network and no script: drawing, tooltips and table."""
        page = string.Template(packaged("figure.html").read_bytes().decode())
        cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in self.rows]
        return page.substitute(
            title=html.escape(self.title),
            subtitle=html.escape(self.subtitle),
            caption=html.escape(self.caption),
            fonts=font_faces(),
            legend_title=html.escape(self.legend_title),
            legend="\n".join(legend_entry(name, colour) for name, colour in self.legend),
            drawing=self.drawing(),
            count=len(self.rows),
            header="".join(f'<th scope="col">{html.escape(name)}</th>' for name in self.header),
            rows="\n".join(f"<tr>{row}</tr>" for row in cells),
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Figure {self.title!r}, {len(self.rows)} rows>"

    def _warn_of_missing_letters(self) -> None:
        """Say which letters will be drawn in another font, or as boxes where there is none."""
        words = (self.title, self.subtitle, self.caption, self.legend_title, *dict(self.legend))
        if missing := lacking("".join(words)):
            msg = f"Inter, the font of figures, lacks {' '.join(missing)}; reword to keep one font"
            warnings.warn(msg, stacklevel=4)

    def _bytes(self, suffix: str) -> bytes:
        match suffix:
            case ".png":
                return self.png()
            case ".svg":
                return self.svg().encode()
            case ".html":
                return self.html().encode()
            case _:
                return (json.dumps(self.spec, ensure_ascii=False) + "\n").encode()


def config() -> dict[str, Any]:
    """Return the Vega-Lite configuration that all figures share."""
    quiet = {"labelColor": INK, "titleColor": MUTED, "labelFontSize": 12.5, "titleFontSize": 12.5}
    return {
        "background": "white",
        "font": FONT,
        "padding": {"left": 20, "right": 20, "top": 18, "bottom": 16},
        "view": {"stroke": None},
        "title": {
            "anchor": "start",
            "frame": "group",
            "color": INK,
            "fontSize": 22,
            "fontWeight": 600,
            "lineHeight": 28,
            "offset": 12,
            "subtitleColor": MUTED,
            "subtitleFontSize": 14,
            "subtitleLineHeight": 20,
            "subtitlePadding": 6,
        },
        "legend": {
            **quiet,
            "orient": "top",
            "direction": "horizontal",
            "titleFontWeight": 600,
            "titleLimit": 900,
            "labelLimit": 900,
            "symbolType": "square",
            "symbolSize": 150,
            "symbolStrokeWidth": 0,
            "columnPadding": 20,
            "rowPadding": 5,
            "offset": 12,
        },
    }


@functools.cache
def font_faces() -> str:
    """Return the style rules that carry the fonts of figures."""
    face = "@font-face{{font-family:Inter;font-weight:{0};src:url(data:font/ttf;base64,{1})}}"
    return "".join(
        face.format(weight, base64.b64encode(packaged(f"fonts/{name}").read_bytes()).decode())
        for weight, name in _FACES.items()
    )


@functools.cache
def _register_fonts() -> None:
    import vl_convert

    with as_file(files("multipolar").joinpath("data").joinpath("fonts")) as folder:
        vl_convert.register_font_directory(str(folder))


def _wordless(spec: dict[str, Any]) -> dict[str, Any]:
    """Return the drawing alone: no headline, no caption, no legend, no margin."""

    def bare(part: Any) -> Any:
        if isinstance(part, list):
            return [bare(item) for item in part]
        if not isinstance(part, dict):
            return part
        kept = {k: bare(v) for k, v in part.items() if k != "title" or v is None}
        return kept | {"legend": None} if "legend" in kept else kept

    whole = {"datasets": spec["datasets"], "config": {**spec["config"], "padding": 0}}
    drawing: dict[str, Any] = bare({key: spec[key] for key in spec if key not in whole})
    return drawing | whole


def legend_entry(name: str, colour: str) -> str:
    """Return an entry of a legend as an item of a list in HTML."""
    fill = "url(#no-data)" if colour == UNKNOWN else colour
    square = f'<rect width="13" height="13" fill="{fill}"/>'
    swatch = f'<svg width="13" height="13" aria-hidden="true">{square}</svg>'
    return f"<li>{swatch}{html.escape(name)}</li>"


def _drawn(spec: dict[str, Any], title: str, style: str = "") -> str:
    """Draw, then do what Vega cannot: hatching, tooltips without a script, shorter paths."""
    import vl_convert

    _register_fonts()
    drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE, allowed_base_urls=[])
    clips = {name: f"clip{i}" for i, name in enumerate(dict.fromkeys(_CLIP.findall(drawn)))}
    drawn = _CLIP.sub(lambda found: clips[found[0]], drawn)  # Vega counts on from figure to figure
    ET.register_namespace("", _SVG)
    root = ET.fromstring(drawn)
    for element in root.iter():
        for name in ("aria-roledescription", "aria-hidden", "role"):
            element.attrib.pop(name, None)
        said = element.attrib.pop("aria-label", "")
        state, mark, text = said.partition("|")
        if mark and text:
            element.set("data-state", state)
            ET.SubElement(element, f"{{{_SVG}}}title").text = text
        if element.get("fill", "").upper() == UNKNOWN:
            element.set("fill", "url(#no-data)")
        if "d" in element.attrib:
            element.set("d", _LONG_DECIMALS.sub(r"\1", element.attrib["d"]))
    root.set("role", "img")
    root.set("aria-label", title)
    definitions = ET.Element(f"{{{_SVG}}}defs")
    definitions.append(ET.fromstring(_HATCH))
    if style:
        ET.SubElement(definitions, f"{{{_SVG}}}style").text = style
    root.insert(0, definitions)
    return ET.tostring(root, encoding="unicode")
