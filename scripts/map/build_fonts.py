"""Build src/multipolar/data/fonts: Inter, regular and semibold, as small static TTFs.

    cd scripts/map && npm install --no-package-lock
    uv run --with fonttools --with brotli build_fonts.py

Merges the latin and latin-ext parts of @fontsource/inter, keeps the letters of the Latin-script
languages of Europe and what figures use, and writes beside them the advance widths (units per em)
by which titles are wrapped. The same input gives the same bytes.
"""

import json
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
INTER = HERE / "node_modules" / "@fontsource" / "inter"
FONTS = HERE.parents[1] / "src" / "multipolar" / "data" / "fonts"
WEIGHTS = {400: "Inter-Regular", 600: "Inter-SemiBold"}
WANTED = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B]
WANTED += [0x2002, 0x2009, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x201E, 0x2020]
WANTED += [0x2022, 0x2026, 0x2032, 0x2033, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2191, 0x2193, 0x2212]
FAMILY = 1  # name record
MADE = 3_786_912_000  # fixed date in the font header, so that two builds are the same


def merged(weight: int, folder: Path) -> TTFont:
    """Return one font with the glyphs of both parts."""
    parts = []
    for part in ("latin", "latin-ext"):
        font = TTFont(INTER / "files" / f"inter-{part}-{weight}-normal.woff2")
        font.flavor = None
        del font["STAT"]
        parts.append(folder / f"{part}.ttf")
        font.save(parts[-1])
    return Merger().merge([str(part) for part in parts])


def small(font: TTFont) -> TTFont:
    """Keep the wanted characters and the kerning and tabular figures."""
    options = Options()
    options.layout_features = ["kern", "mark", "tnum"]
    options.hinting = False
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=WANTED)
    subsetter.subset(font)
    for record in font["name"].names:  # one family of two weights, found by weight
        if record.nameID == FAMILY:
            record.string = "Inter"
    font["head"].created = font["head"].modified = MADE
    font.recalcTimestamp = False
    return font


def main() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    widths = {}
    for weight, name in WEIGHTS.items():
        with tempfile.TemporaryDirectory() as folder:
            font = small(merged(weight, Path(folder)))
        font.save(FONTS / f"{name}.ttf")
        per_em = font["head"].unitsPerEm
        widths[str(weight)] = {
            chr(point): round(font["hmtx"][glyph][0] / per_em, 3)
            for point, glyph in sorted(font.getBestCmap().items())
        }
        print(
            name,
            len(widths[str(weight)]),
            "characters",
            (FONTS / f"{name}.ttf").stat().st_size,
            "bytes",
        )
    text = json.dumps(widths, ensure_ascii=False, indent=0, separators=(",", ":"))
    (FONTS / "widths.json").write_text(text + "\n", encoding="utf-8")
    licence = (INTER / "LICENSE").read_text(encoding="utf-8")
    (FONTS / "OFL.txt").write_text(licence.replace("\r\n", "\n"), encoding="utf-8")


if __name__ == "__main__":
    main()
