"""Compile the kernel of a model, keep it on disk, and run members with it."""

import functools
import hashlib
import importlib.util
import inspect
import os
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pooch
from numba.core.errors import NumbaError

from multipolar import compiled, expressions, loops, luck, maths, products, vectors
from multipolar.errors import DataError, ModelError, RunError
from multipolar.files import write_stream
from multipolar.kerneltext import kernel_text
from multipolar.plan import Plan

BEHIND = (compiled, expressions, loops, luck, maths, products, vectors)
"""Modules whose text a compiled kernel hangs on."""
WRITTEN = 1_000_000_000
"""When every kernel was written, says its file: who writes it again does not outdate it."""
_texts = [inspect.getsource(m) for m in BEHIND]
"""Their text when they were imported: what is on disk may be newer than what runs here."""
_compiling = threading.RLock()


class Kernel:
    """The compiled kernel of a model.

    It is compiled when first called, and kept on disk for later processes. Where
    it cannot be kept, it is compiled once in each process, with a warning.

    Parameters
    ----------
    plan
        From ``make_plan``.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.text = kernel_text(plan)
        self.name = _name(self.text)
        self.module = _module(self.name, self.text)

    def __getstate__(self) -> dict[str, str]:
        """Return what travels to another process: the text, which is compiled there anew."""
        return {"name": self.name, "text": self.text}

    def __setstate__(self, state: dict[str, str]) -> None:
        self.__dict__.update(state)
        if _name(self.text) != self.name:
            msg = (
                "this process would compile another kernel than the one that was sent: its "
                f"multipolar, numba ({numba.__version__}) or numpy ({np.__version__}) is of "
                "another version; install the same everywhere"
            )
            raise RunError(msg)
        self.module = _module(self.name, self.text)

    @property
    def cached(self) -> bool:
        """Whether it was compiled before, here."""
        return bool(_kept(self.module))

    @property
    def future(self) -> Callable[..., Any]:
        """The compiled function; it is compiled when first called."""
        function: Callable[..., Any] = self.module.future
        return function

    def __call__(self, *arguments: Any) -> Any:
        """Run ``future``; see the text of the kernel for its arguments.

        Raises
        ------
        ModelError
            A whole step has what cannot be compiled.
        """
        with _compiling:
            if not self.module.future.signatures:
                self._compile(tuple(numba.typeof(a) for a in arguments))
        return self.future(*arguments)

    def _compile(self, kinds: tuple[Any, ...]) -> None:
        """Compile for arguments of some kinds, or load what was compiled before."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", numba.NumbaWarning)
            try:
                self.module.future.compile(kinds)
            except NumbaError as error:
                told = " ".join(str(error).split())[:600]
                msg = (
                    f"the model cannot be compiled; engine='reference' shows where it fails: {told}"
                )
                raise ModelError(msg) from None
            except Exception:
                if self.module.future.signatures:  # compiled, and only not kept
                    return
                _forget(self.module)
                self.module = _module(self.name, self.text, afresh=True)
                self.module.future.compile(kinds)


def _name(text: str) -> str:
    """Return the name of a kernel: it tells the text and all that the compiled code hangs on."""
    parts = text, numba.__version__, np.__version__, *_texts
    return "multipolar_kernel_" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def kernel_folder() -> Path:
    """Return where compiled kernels are kept."""
    return Path(pooch.os_cache("multipolar")) / "kernels"


@functools.cache
def _spare_folder() -> Path:
    """Return a folder of this process, for kernels that cannot be kept."""
    return Path(tempfile.mkdtemp(prefix="multipolar-kernels-"))


def _module(name: str, text: str, *, afresh: bool = False) -> ModuleType:
    """Return the module of a kernel, whose functions are not compiled yet."""
    if name in sys.modules and not afresh:
        return sys.modules[name]
    try:
        module = _import(name, text, kernel_folder())
    except (DataError, OSError, RuntimeError) as error:
        told = f"{error}; the kernel is compiled again in every process until that works"
        warnings.warn(told, RuntimeWarning, stacklevel=3)
        module = _import(name, text, _spare_folder())
    sys.modules[name] = module
    return module


def _import(name: str, text: str, folder: Path) -> ModuleType:
    path = folder / f"{name}.py"
    if not path.is_file() or path.read_bytes() != text.encode():
        write_stream(path, lambda part: _write_dated(part, text))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _write_dated(part: Path, text: str) -> None:
    part.write_bytes(text.encode())
    os.utime(part, (WRITTEN, WRITTEN))


def _kept(module: ModuleType) -> list[Path]:
    """Return the files that hold the compiled code of a kernel."""
    path = Path(str(module.__file__))
    folder = path.parent / "__pycache__"
    return sorted(folder.glob(f"{path.stem}.future*.nb?")) if folder.is_dir() else []


def _forget(module: ModuleType) -> None:
    """Delete the compiled code of a kernel, which cannot be read."""
    for path in _kept(module):
        path.unlink(missing_ok=True)
