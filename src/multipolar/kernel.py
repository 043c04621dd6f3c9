"""Compile the kernel of a model, keep it on disk, and run members with it."""

import atexit
import functools
import gc
import hashlib
import importlib.util
import inspect
import os
import shutil
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pooch
from numba.core import codegen, config
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

    It is compiled when first called, and kept on disk for later processes; so are
    its whole steps, for other models that have them. Where it cannot be kept, it
    is compiled once in each process, with a warning.

    Parameters
    ----------
    plan
        From ``make_plan``.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.text, self.parts = kernel_text(plan)
        self.name = _name("kernel", self.text)
        self.module = self._load()

    def __getstate__(self) -> dict[str, Any]:
        """Return what travels to another process: texts, which are compiled there anew."""
        return {"name": self.name, "text": self.text, "parts": self.parts}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        if _name("kernel", self.text) != self.name:
            msg = (
                "this process would compile another kernel than the one that was sent: its "
                f"multipolar, numba ({numba.__version__}) or numpy ({np.__version__}) is of "
                "another version; install the same everywhere"
            )
            raise RunError(msg)
        self.module = self._load()

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
        with warnings.catch_warnings(), _collecting_less():
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
                for name in (self.name, *(_name("part", p.text) for p in self.parts)):
                    _forget(sys.modules.pop(name))
                self.module = self._load()
                self.module.future.compile(kinds)

    def _load(self) -> ModuleType:
        """Return the module of the kernel, whose functions are not compiled yet."""
        functions: dict[str, Any] = {}
        for part in self.parts:
            used = {name: functions[name] for name in part.uses}
            module = _module(_name("part", part.text), part.text, used)
            functions[part.name] = getattr(module, part.name)
        return _module(self.name, self.text, functions)


def _name(kind: str, text: str) -> str:
    """Return a name that tells a text and all that its compiled code hangs on."""
    behind = text, numba.__version__, np.__version__, *_texts
    return f"multipolar_{kind}_" + hashlib.sha256("\n".join(behind).encode()).hexdigest()[:16]


def kernel_folder() -> Path:
    """Return where compiled kernels are kept: those of each kind of processor by themselves.

    Processes that compile for two kinds at once would give two codes one name.
    """
    kind = repr((codegen.get_host_cpu_features(), config.CPU_NAME, config.CPU_FEATURES))  # type: ignore[attr-defined]
    which = hashlib.sha256(kind.encode()).hexdigest()[:8]
    return Path(pooch.os_cache("multipolar")) / "kernels" / which


@functools.cache
def _spare_folder() -> Path:
    """Return a folder for kernels that cannot be kept; it goes with this process."""
    folder = tempfile.mkdtemp(prefix="multipolar-kernels-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@contextmanager
def _collecting_less() -> Iterator[None]:
    """Look for garbage less often meanwhile: it takes a tenth of the time of a compiler."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 10)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _module(name: str, text: str, given: Mapping[str, Any]) -> ModuleType:
    """Return a module of some text, run where some functions are known."""
    if name in sys.modules:
        return sys.modules[name]
    try:
        module = _import(name, text, given, kernel_folder())
    except (DataError, OSError, RuntimeError) as error:
        told = f"{error}; kernels are compiled again in every process until that works"
        warnings.warn(told, RuntimeWarning, stacklevel=4)
        module = _import(name, text, given, _spare_folder())
    sys.modules[name] = module
    return module


def _import(name: str, text: str, given: Mapping[str, Any], folder: Path) -> ModuleType:
    path = folder / f"{name}.py"
    if not path.is_file() or path.read_bytes() != text.encode():
        write_stream(path, lambda part: _write_dated(part, text))
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    vars(module).update(given)
    spec.loader.exec_module(module)
    return module


def _write_dated(part: Path, text: str) -> None:
    part.write_bytes(text.encode())
    os.utime(part, (WRITTEN, WRITTEN))


def _kept(module: ModuleType) -> list[Path]:
    """Return the files that hold the compiled code of a module."""
    path = Path(str(module.__file__))
    folder = path.parent / "__pycache__"
    return sorted(folder.glob(f"{path.stem}.*.nb?")) if folder.is_dir() else []


def _forget(module: ModuleType) -> None:
    """Delete the compiled code of a module, which cannot be read."""
    for path in _kept(module):
        path.unlink(missing_ok=True)
