"""Whether publishers' files are at hand, and what to type where they are not."""

from functools import cache

from multipolar.download import locate
from multipolar.errors import MultipolarError
from multipolar.sources import catalogue

CAPABILITIES = "cow_nmc"
"""The source that history rests on."""
HELP = (
    "Published data are not part of the package. Type: multipolar data list, then multipolar data "
    "fetch NAME, or set MULTIPOLAR_DATA to the folder that holds them, and start the explorer anew."
)


@cache
def missing() -> str | None:
    """Return what is missing of publishers' files and what to type; nothing if they are at hand.

    Asked once, of the file that history rests on.
    """
    spec = catalogue[CAPABILITIES].spec
    try:
        for file in spec.versions[spec.version]:
            locate(CAPABILITIES, file)
    except MultipolarError as error:
        return f"{error}. {HELP}"
    return None
