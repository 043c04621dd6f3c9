"""The explorer's server: which address gives what. No science in here."""

import asyncio
import contextlib
import hashlib
import os
import re
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial
from importlib import import_module, resources
from importlib.metadata import version
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from multipolar.app_folder import MEMBERS, SEED, YEARS, Folder, Job
from multipolar.app_http import (
    CHANGING,
    Asked,
    Guard,
    answer,
    as_problem,
    endpoint,
    failed,
    read,
    refusal,
    told,
)
from multipolar.app_queue import KEPT, WAITING, WORKER, Queue
from multipolar.errors import MultipolarError, Problem

PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
"""A part of the name of a static file."""
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".txt": "text/plain",
         ".svg": "image/svg+xml", ".ttf": "font/ttf", ".json": "application/json"}  # fmt: skip
FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "OFL.txt")
READING = {
    "/api/shapes": "app_shapes.answer_shapes",
    "/api/years": "app_years.answer_years",
    "/api/shares": "app_worlds.shares",
    "/api/year/{year}": "app_worlds.year",
    "/api/state/{code}": "app_worlds.state",
    "/api/pair/{a}/{b}": "app_worlds.pair",
    "/api/blocs": "app_worlds.blocs",
    "/api/commitments": "app_worlds.commitments",
    "/api/commitment/{id}": "app_worlds.commitment",
    "/api/polarity/forms": "app_worlds.polarity_forms",
    "/api/scenarios/forms": "app_scenarios.forms",
    "/api/claims": "app_runs.claims",
    "/api/scoreboard": "app_runs.scoreboard",
}
ASKING = {
    "/api/polarity": "app_worlds.judge",
    "/api/scenarios/check": "app_scenarios.check",
    "/api/scenarios/write": "app_scenarios.write",
}
"""What is asked with a body, and changes nothing."""


def late(place: str) -> Callable[..., Any]:
    """Return a function that is imported when it is first called: the server starts without it."""
    module, _, name = place.partition(".")

    def call(*given: Any) -> Any:
        return getattr(import_module(f"multipolar.{module}"), name)(*given)

    return call


def warm() -> None:
    """Work out what the page asks for first, so that nobody need wait: the map, then today."""
    late("app_shapes.shapes")()
    late("app_years.years")()
    late("app_data.missing")()
    late("app_worlds.summary_at")(late("app_years.last")())


class Explorer:
    """The parts of the explorer that last as long as it is served.

    Parameters
    ----------
    folder
        Where runs and scenarios are kept.
    threads
        Of a run; as many as there are processors if none.
    warm
        Measure the world of today at once, in a thread.
    worker
        See ``Queue``.
    """

    def __init__(
        self, folder: Folder, threads: int | None = None, *, warm: bool = True,
        worker: Sequence[str] = WORKER,
    ) -> None:  # fmt: skip
        self.folder, self.threads, self.warm, self.worker = folder, threads, warm, worker
        self.queue: Queue | None = None
        self._scenarios: Any = None
        self._runs: Any = None
        self._figures: Any = None

    @property
    def jobs(self) -> Queue:
        """The queue; there is one while the explorer is served."""
        assert self.queue is not None
        return self.queue

    @property
    def scenarios(self) -> Any:
        """The scenarios that ship and those of the user."""
        if self._scenarios is None:
            from multipolar.app_scenarios import Scenarios

            self._scenarios = Scenarios(self.folder.scenarios)
        return self._scenarios

    @property
    def runs(self) -> Any:
        """What may be asked about runs."""
        if self._runs is None:
            from multipolar.app_runs import Runs

            self._runs = Runs(self.folder, self.scenarios)
        return self._runs

    @property
    def figures(self) -> Any:
        """What draws figures."""
        if self._figures is None:
            from multipolar.app_figures import Figures

            self._figures = Figures(self.runs.opened)
        return self._figures

    @contextlib.asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Work on jobs while the server runs."""
        self.queue = Queue(self.folder, self.threads, self.worker)
        working = asyncio.create_task(self.queue.serve())
        if self.warm:
            threading.Thread(target=warm, daemon=True).start()
        try:
            yield
        finally:
            self.queue.close()
            await working
            self.folder.close()

    # what is asked

    def about(self, _: Asked) -> dict[str, Any]:
        """Return what the explorer is, where it keeps things, and what may be asked of it."""
        from multipolar.embedded import YEAR

        absent = late("app_data.missing")()
        limits = {"members": list(MEMBERS), "until": [YEAR + 1, YEAR + YEARS], "seed": list(SEED)}
        return {
            "version": version("multipolar"), "world_date": f"{YEAR}-12-31",
            "folder": str(self.folder.place), "data": absent is None, "missing": absent,
            "threads": self.threads or os.cpu_count() or 1,
            "limits": limits | {"queue": WAITING, "kept": KEPT},
        }  # fmt: skip

    async def new_run(self, asked: Asked) -> dict[str, Any]:
        """Put a run into the queue."""
        self.jobs.check_room()
        job, texts = await run_in_threadpool(lambda: self.runs.asked(asked, self.jobs.jobs))
        return self.jobs.add(job, texts)

    async def new_check(self, asked: Asked) -> dict[str, Any]:
        """Put a check of claims into the queue."""
        self.jobs.check_room()
        job, texts = await run_in_threadpool(lambda: self.runs.claims(asked))
        return self.jobs.add(job, texts)

    async def all_runs(self, _: Asked) -> list[dict[str, Any]]:
        """Return every run in short."""
        return self.jobs.newest()

    async def one_run(self, asked: Asked) -> dict[str, Any]:
        """Return one run with its texts and findings."""
        job = self.jobs.get(asked.path["id"])
        more = await run_in_threadpool(lambda: self.runs.one(job))
        return {**self.jobs.told(job), **more}

    async def resume(self, asked: Asked) -> dict[str, Any]:
        """Let a run go on that has stopped."""
        return self.jobs.resume(asked.path["id"])

    async def end_run(self, asked: Asked) -> None:
        """Cancel a run that waits or works; delete one that has ended."""
        name = asked.path["id"]
        if not self.jobs.cancel(name):
            await self.jobs.stopped(name)
            self.jobs.forget(name)

    async def of_run(self, name: str, asked: Asked) -> Any:
        """Return something of one run: fans, medians, a chronicle ..."""
        job = self.jobs.get(asked.path["id"])
        more = () if name in ("fans", "medians", "scenario") else (asked,)
        return await run_in_threadpool(lambda: getattr(self.runs, name)(job, *more))

    async def compare(self, asked: Asked) -> dict[str, Any]:
        """Compare two runs."""
        one, other = (self.jobs.get(asked.query.get(k, "")) for k in ("a", "b"))
        found: dict[str, Any] = await run_in_threadpool(lambda: self.runs.compare(one, other))
        return found

    async def list_figures(self, _: Asked) -> list[dict[str, Any]]:
        """Return the names of the figures."""
        return list(await run_in_threadpool(late("app_figures.listed")))

    async def figure(self, asked: Asked) -> Any:
        """Return a figure."""
        jobs = [self._run(asked.query[k]) for k in ("run", "other") if asked.query.get(k)]
        narrow = asked.query.get("narrow") == "1"
        return await run_in_threadpool(partial(self._draw, asked.path["name"], jobs, narrow=narrow))

    def _draw(self, name: str, jobs: list[Job], *, narrow: bool) -> Any:
        from multipolar.app_figures import Shown

        for job in jobs:
            self.runs.ensemble(job)
        shown = tuple((j.id, j.title, self.folder.counted(j.id)) for j in jobs)
        return self.figures.one(name, Shown(shown), narrow=narrow)

    def _run(self, name: str) -> Job:
        job = self.jobs.get(name)
        if job.kind != "run":
            raise Problem(422, f"{name} is no run", field="run")
        return job

    async def events(self, request: Request) -> Response:
        """Return a stream of what changes, of one run or of all."""
        name = request.path_params.get("id")
        try:
            if name is not None:
                self.jobs.get(name)
        except Problem as problem:
            return refusal(problem)
        headers = {"cache-control": "no-store"}
        stream = self.jobs.events(name)
        return StreamingResponse(stream, headers=headers, media_type="text/event-stream")


def make_app(explorer: Explorer) -> Starlette:
    """Return the explorer as an application of ASGI."""
    e = explorer
    routes = [
        Route("/", index),
        Route("/static/{name:path}", static),
        Route("/api/about", endpoint(e.about)),
        *(Route(path, endpoint(late(place))) for path, place in READING.items()),
        *(Route(path, endpoint(late(place)), methods=["POST"]) for path, place in ASKING.items()),
        Route("/api/scenarios", endpoint(lambda asked: e.scenarios.all(asked))),
        Route("/api/scenarios/{name}", endpoint(lambda asked: e.scenarios.one(asked))),
        Route("/api/scenarios/{name}", endpoint(lambda asked: e.scenarios.save(asked)),
              methods=["PUT"]),
        Route("/api/scenarios/{name}", endpoint(lambda asked: e.scenarios.delete(asked)),
              methods=["DELETE"]),
        Route("/api/scenarios/{name}/file", endpoint(lambda asked: e.scenarios.file(asked))),
        Route("/api/runs", quick(e.all_runs)),
        Route("/api/runs", quick(e.new_run, 201), methods=["POST"]),
        Route("/api/events", e.events),
        Route("/api/runs/{id}", quick(e.one_run)),
        Route("/api/runs/{id}", quick(e.end_run), methods=["DELETE"]),
        Route("/api/runs/{id}/resume", quick(e.resume), methods=["POST"]),
        Route("/api/runs/{id}/events", e.events),
        *(Route(f"/api/runs/{{id}}/{path}", quick(partial(e.of_run, name)))
          for path, name in (("fans", "fans"), ("medians", "medians"), ("scenario", "scenario"),
                             ("year/{year}", "year"), ("chronicle/{member}", "chronicle"))),
        Route("/api/compare", quick(e.compare)),
        Route("/api/claims/check", quick(e.new_check, 202), methods=["POST"]),
        Route("/api/figures", quick(e.list_figures)),
        Route("/api/figures/{name}", quick(e.figure)),
    ]  # fmt: skip
    app = Starlette(
        routes=routes,
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: told, Exception: failed},
        lifespan=e.lifespan,
    )
    app.router.redirect_slashes = False
    return app


def quick(function: Callable[[Asked], Awaitable[Any]], status: int = 200) -> Any:
    """Return a coroutine as an endpoint; it runs in the loop of the server."""

    async def handle(request: Request) -> Response:
        try:
            value = await function(await read(request))
        except MultipolarError as error:
            return refusal(as_problem(error, changing=request.method in CHANGING))
        if isinstance(value, Response):
            return value
        return Response(status_code=204) if value is None else answer(value, status)

    return handle


async def index(request: Request) -> Response:
    """Return the page."""
    return _file(request, "app", "index.html")


async def static(request: Request) -> Response:
    """Return a file of the page; only files of the package that are meant for it."""
    name = request.path_params["name"]
    if name.startswith("fonts/") and name.removeprefix("fonts/") in FONTS:
        return _file(request, "fonts", name.removeprefix("fonts/"))
    return _file(request, "app", name)


def _file(request: Request, folder: str, name: str) -> Response:
    parts, suffix = name.split("/"), f".{name.rpartition('.')[2]}"
    file = resources.files("multipolar").joinpath("data", folder)
    if suffix not in KINDS or not all(PLAIN.fullmatch(p) for p in parts):
        return refusal(Problem(404, "no such file"))
    file = file.joinpath(*parts)
    if not file.is_file():
        return refusal(Problem(404, "no such file"))
    raw = file.read_bytes()
    tag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(raw, 200, headers, KINDS[suffix])
