"""Drawings of measures and Worlds. One file each."""

from collections.abc import Callable

from multipolar.catalogue import Catalogue
from multipolar.figure import Figure

catalogue: Catalogue[Callable[..., Figure]] = Catalogue(__name__)
