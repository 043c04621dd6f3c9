"""The folder of a run, written as it runs.

A Zarr group (format 3) that `xarray.open_zarr` reads, with more beside it::

    run.zarr/
      zarr.json         inputs and provenance, as attributes of the group
      capability/ ...   kept values (member, year, state), one file a chunk of members
      parameter/        values of the parameters of each member
      fingerprint/      checksum of every field of each member at the end
      opening/          the arrays that every member starts from
      model.py          the text of the model, to read; it is never run
      events/           events of each chunk of members, Parquet
      done/             a marker for each chunk, written last: sizes and checksums of its files

A chunk counts only when its marker is there and fits its files. So a run that
was killed at any moment goes on where it was, and gives the same bits.
"""

import io
import json
import os
import secrets
import shutil
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import numpy.typing as npt

from multipolar.errors import DataError, RunError
from multipolar.files import write_whole
from multipolar.members import STORED, Chunk
from multipolar.opening import Opening
from multipolar.runs import DIMS, FORMAT, Run, named, opening_digest

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr
    import zarr

Array = npt.NDArray[Any]


class StoredRun(Run):
    """A run that is kept in a folder."""

    def __init__(self, place: Path, attrs: Mapping[str, Any], opening: Opening) -> None:
        super().__init__(attrs, opening)
        self.place: Path = place
        self._group: zarr.Group | None = None
        self._arrays: dict[str, Any] = {}
        self._sound: dict[int, bool] = {}

    @classmethod
    def create(
        cls, place: Path, attrs: Mapping[str, Any], opening: Opening, model_text: str
    ) -> "StoredRun":
        """Make the folder, whole or not at all.

        Raises
        ------
        RunError
            The place is taken, or cannot be written to.
        """
        part = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.part")
        run = cls(place, attrs, opening)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                run._lay_out(part)
                (part / "model.py").write_text(model_text, encoding="utf-8")
                for folder in ("events", "done"):
                    (part / folder).mkdir()
                part.rename(place)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
        except OSError as error:
            msg = f"{place}: cannot be made ({error.strerror or error}); choose another place"
            raise RunError(msg) from None
        return run

    def _lay_out(self, folder: Path) -> None:
        import zarr
        from zarr.codecs import BloscCodec, Crc32cCodec

        group = zarr.create_group(folder, attributes=dict(self.attrs))

        def array(name: str, dims: tuple[str, ...], shape: tuple[int, ...], kind: Any) -> Any:
            number = np.dtype(kind)
            pressed = BloscCodec(cname="zstd", clevel=1, shuffle="bitshuffle",
                                 typesize=number.itemsize)  # fmt: skip
            rows = (self.attrs["chunk"],) if dims[:1] == ("member",) else shape[:1]
            return group.create_array(
                name, shape=shape, dtype=number, chunks=(*rows, *shape[1:]),
                compressors=[pressed, Crc32cCodec()],
                fill_value=np.nan if number.kind == "f" else 0, dimension_names=dims,
                chunk_key_encoding={"name": "default", "separator": "."},
            )  # fmt: skip

        size = self.total, len(self.times)
        for name, block in self.kept.items():
            dims = ("member", "year", *DIMS[block])
            array(name, dims, (*size, *self.shape(name)), STORED.get(block, np.float32))
        if parameters := len(self.attrs["parameters"]):
            array("parameter", ("member", "name"), (self.total, parameters), np.float64)
        array("fingerprint", ("member",), (self.total,), np.uint32)
        for name, (axes, labels) in self.coordinates().items():
            if labels.dtype.kind in "US":
                texts = group.create_array(name, shape=labels.shape, dtype=str, chunks=labels.shape,
                                           dimension_names=axes)  # fmt: skip
                texts[:] = labels.astype(object)
            else:
                array(f"{name}", axes, labels.shape, labels.dtype)[:] = labels
        _lay_opening(group, self.opening)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # consolidated metadata are an extension of format 3
            zarr.consolidate_metadata(group.store)

    @classmethod
    def open(cls, place: Path) -> "StoredRun":
        """Open a folder that a run left.

        Raises
        ------
        RunError
            There is none, or it is not a run of this version.
        """
        try:
            head = json.loads((place / "zarr.json").read_text(encoding="utf-8"))["attributes"]
            if head["format"] != FORMAT:
                msg = f"{place}: format {head['format']!r}; this version reads {FORMAT!r}"
                raise RunError(msg)
        except (FileNotFoundError, NotADirectoryError):
            there = "is no run (it has no zarr.json)" if place.exists() else "there is no such run"
            msg = f"{place}: {there}; multipolar simulate --output {place} makes one"
            raise RunError(msg) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            msg = f"{place}: cannot be read as a run ({type(error).__name__}: {error})"
            raise RunError(msg) from None
        run = cls(place, head, _NO_OPENING)
        try:
            run.opening = _read_opening(run.group["opening"])
            if opening_digest(run.opening) != head["world_hash"]:
                msg = "its checksum is another"
                raise DataError(msg)
        except Exception as error:  # whatever a broken file sets off in Zarr
            msg = f"{place}: the opening cannot be read ({error}); the run is damaged: run it again"
            raise RunError(msg) from None
        return run

    @property
    def group(self) -> "zarr.Group":
        """The Zarr group."""
        if self._group is None:
            import zarr

            self._group = zarr.open_group(self.place, mode="r+")
        return self._group

    def _array(self, name: str) -> Any:
        if name not in self._arrays:
            import zarr

            try:
                with zarr.config.set({"array.write_empty_chunks": True}):
                    self._arrays[name] = self.group[name]
            except Exception as error:  # whatever a broken file sets off in Zarr
                msg = f"{self.place}: {name} cannot be read ({error}); the run is damaged"
                raise RunError(msg) from None
        return self._arrays[name]

    def _marker(self, number: int) -> Path:
        return self.place / "done" / f"{number:06d}.json"

    def _events_file(self, number: int) -> Path:
        return self.place / "events" / f"{number:06d}.parquet"

    def _files(self, number: int) -> list[Path]:
        """Return the files that a chunk consists of."""
        files = [
            self.place / name / ".".join(["c", str(number), *"0" * (1 + len(self.shape(name)))])
            for name in self.kept
        ]
        files.append(self.place / "fingerprint" / f"c.{number}")
        if self.attrs["parameters"]:
            files.append(self.place / "parameter" / f"c.{number}.0")
        return [*files, self._events_file(number)] if self.attrs["events"] else files

    @property
    def done(self) -> list[int]:
        """The numbers of the chunks that are complete: the marker fits the sizes of the files."""
        for k in self.chunks:
            if k not in self._sound or not self._sound[k]:
                self._sound[k] = self.sound(k)
        return [k for k in self.chunks if self._sound[k]]

    def sound(self, number: int, *, thorough: bool = False) -> bool:
        """Say whether a chunk is complete; ``thorough`` reads its files and takes checksums."""
        try:
            marked = json.loads(self._marker(number).read_text(encoding="utf-8"))
            sizes = {k: int(size) for k, (size, _) in marked.items()}
            sums = {k: int(sum_) for k, (_, sum_) in marked.items()}
            for path in self._files(number):
                name = path.relative_to(self.place).as_posix()
                if path.stat().st_size != sizes[name]:
                    return False
                if thorough and zlib.crc32(path.read_bytes()) != sums[name]:
                    return False
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False
        return True

    def recheck(self) -> list[int]:
        """Take every checksum and drop the markers of chunks that fail; return those that count."""
        for k in self.chunks:
            if not self.sound(k, thorough=True):
                self._marker(k).unlink(missing_ok=True)
        self._sound = {}
        return self.done

    def write(self, number: int, chunk: Chunk, params: Array) -> None:
        """Keep what a chunk of members became; it counts once its marker is written.

        Raises
        ------
        RunError
            The disk is full, or the folder cannot be written to.
        """
        at = slice(*self.span(number))
        try:
            for name, values in named(chunk, self.kept):
                self._array(name)[at] = np.ascontiguousarray(values)
            if params.shape[1]:
                self._array("parameter")[at] = params
            self._array("fingerprint")[at] = chunk.fingerprints
            if self.attrs["events"]:
                raw = io.BytesIO()
                self.frame(chunk.events).write_parquet(raw, compression="zstd")
                write_whole(self._events_file(number), raw.getvalue())
            self._mark(number)
        except (OSError, DataError, RunError) as error:
            reason = getattr(error, "strerror", None) or error
            kept = len(self.members)
            msg = (
                f"{self.place}: cannot be written ({reason}). {kept:,} of {self.total:,} futures "
                "are kept; make room and resume the run"
            )
            raise RunError(msg) from None
        self._sound[number] = True

    def _mark(self, number: int) -> None:
        files = {}
        for path in self._files(number):
            raw = path.read_bytes()
            files[path.relative_to(self.place).as_posix()] = len(raw), zlib.crc32(raw)
        marker = write_whole(self._marker(number), json.dumps(files))
        for path in (marker, marker.parent) if os.name == "posix" else (marker,):
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def read(self, name: str, start: int, stop: int) -> Array:
        """Return a kept array, ``parameter`` or ``fingerprint`` of some members.

        Raises
        ------
        RunError
            A file is damaged.
        """
        if name == "parameter" and not self.attrs["parameters"]:
            return np.zeros((stop - start, 0))
        array = self._array(name)
        try:
            return np.asarray(array[start:stop])
        except Exception as error:  # whatever a broken file sets off in Zarr
            msg = (
                f"{self.place}: {name} of members {start} to {stop - 1} is damaged ({error}); "
                "resume the run to make it again"
            )
            raise RunError(msg) from None

    def parts(self, numbers: Sequence[int] | None = None) -> "Iterator[pl.LazyFrame]":
        """Yield the events of some chunks, or of all that are complete; files are checked first."""
        import polars as pl

        for k in self.done if numbers is None else numbers:
            path = self._events_file(k)
            marked = json.loads(self._marker(k).read_text(encoding="utf-8"))
            if zlib.crc32(path.read_bytes()) != marked[path.relative_to(self.place).as_posix()][1]:
                msg = f"{path} is damaged; resume the run to make it again"
                raise RunError(msg)
            yield pl.scan_parquet(path)

    def dataset(self) -> "xr.Dataset":
        """Return everything that is kept, labelled; values are read when they are used."""
        import xarray as xr

        try:
            data = xr.open_zarr(self.place, chunks=None)
        except Exception as error:  # whatever a broken file sets off in Zarr
            msg = f"{self.place}: cannot be read ({error}); the run is damaged"
            raise RunError(msg) from None
        texts = {n: (c.dims, np.array(c.values.tolist())) for n, c in data.variables.items()
                 if n in ("state", "pair_i", "pair_j")}  # fmt: skip
        data = data[list(self.kept)].assign_coords(texts)
        if len(self.done) < len(self.chunks):
            data = data.isel(member=self.members)
        return cast("xr.Dataset", data)


_NO_OPENING = Opening(1, (), np.zeros(0, np.uint32), {}, {}, ())


def _lay_opening(group: Any, opening: Opening) -> None:
    from zarr.codecs import BloscCodec, Crc32cCodec

    facts = {"year": opening.year, "states": list(opening.states), "imputed": dict(opening.imputed),
             "treaties": list(opening.treaties), "blocks": list(opening.blocks)}  # fmt: skip
    inner = group.create_group("opening", attributes=facts)
    for name, a in {"ids": opening.ids, **opening.blocks}.items():
        pressed = BloscCodec(cname="zstd", clevel=3, typesize=a.dtype.itemsize)
        shape = tuple(max(size, 1) for size in a.shape)
        inner.create_array(name, shape=a.shape, dtype=a.dtype, chunks=shape,
                           compressors=[pressed, Crc32cCodec()])[...] = a  # fmt: skip


def _read_opening(group: Any) -> Opening:
    facts = group.attrs
    blocks = {name: np.array(group[name][...]) for name in facts["blocks"]}
    return Opening(
        int(facts["year"]), tuple(facts["states"]), np.array(group["ids"][...], np.uint32), blocks,
        dict(facts["imputed"]), tuple(facts["treaties"]),
    )  # fmt: skip
