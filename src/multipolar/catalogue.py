"""Find what a folder offers by looking into the folder.

A leaf needs no entry anywhere else. The file ``weak_line_index.py`` offers
either the function ``weak_line_index`` or the class ``WeakLineIndex``.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from multipolar.errors import UnknownName, suggest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Catalogue(Generic[T]):
    """The leaves of one package, by name. A leaf is imported when asked for."""

    package: str

    def names(self) -> list[str]:
        """List the names on offer, sorted, importing none of them."""
        path = importlib.import_module(self.package).__path__
        return sorted(module.name for module in pkgutil.iter_modules(path))

    def __getitem__(self, name: str) -> T:
        if name not in self:
            names = self.names()
            kind = self.package.rpartition(".")[2]
            hint = suggest(name, names)
            msg = f"no {name!r} among the {kind}{hint} On offer: {', '.join(names)}"
            raise UnknownName(msg)
        module = importlib.import_module(f"{self.package}.{name}")
        camel = name.title().replace("_", "")
        return cast("T", getattr(module, name, None) or getattr(module, camel))

    def __contains__(self, name: object) -> bool:
        return f"{self.package}.{name}" in sys.modules or name in self.names()

    def __iter__(self) -> Iterator[T]:
        return (self[name] for name in self.names())
