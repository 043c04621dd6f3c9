"""What every request to the explorer goes through: who may ask, how much, and how errors are told.

The server listens on this computer only, and yet any page open in the browser
can send requests to it. So a request must name this computer as its host (a
page cannot, by pointing a name of its own here), must not come from another
origin, and may not be large.
"""

import json
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from multipolar.errors import (
    DataError,
    MissingData,
    MultipolarError,
    Problem,
    RunError,
    UnknownName,
    suggest,
)

HOSTS = ("127.0.0.1", "localhost")
LARGEST = 256 * 1024
"""Bytes of a request."""
CHANGING = ("POST", "PUT", "DELETE")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


def finite(value: Any) -> Any:
    """Return plain JSON values with null for what is no finite number.

    >>> finite({"a": [1.0, float("nan")]})
    {'a': [1.0, None]}
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [finite(v) for v in value]
    return value


def answer(value: Any, status: int = 200) -> Response:
    """Return a value as JSON; unknown is null."""
    text = json.dumps(finite(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(text, status, {"cache-control": "no-store"}, "application/json")


def refusal(problem: Problem) -> Response:
    """Return a problem as JSON."""
    return answer({"error": problem.told, **problem.more}, problem.status)


def as_problem(error: MultipolarError, *, changing: bool) -> Problem:
    """Return what an error of the package means to who asked.

    Names in an address that mean nothing are not found; the same in the body of
    a request make it wrong.
    """
    if isinstance(error, Problem):
        return error
    if isinstance(error, MissingData):
        return Problem(409, str(error), missing=True)
    if isinstance(error, UnknownName) and not changing:
        return Problem(404, str(error))
    if isinstance(error, RunError) and not changing:
        return Problem(409, str(error))
    if isinstance(error, DataError) and not changing:
        return Problem(503, str(error))
    return Problem(422, str(error))


@dataclass(frozen=True)
class Asked:
    """A request, read.

    Parameters
    ----------
    path
        The parts of the address that vary.
    query
        What follows the question mark.
    body
        The object that was sent; empty if none was.
    """

    path: Mapping[str, Any]
    query: QueryParams
    body: Mapping[str, Any] = field(default_factory=dict)

    def year(self, first: int, last: int) -> int:
        """Return ``?year=``, the last one if it is left out."""
        text = self.query.get("year")
        return last if text is None else whole("year", text, first, last)

    def only(self, *names: str) -> None:
        """Refuse fields of the body other than these."""
        for name in self.body:
            if name not in names:
                hint = suggest(name, names)
                told = f"{name}: no such field{hint} Needed: {', '.join(names)}"
                raise Problem(422, told, field=name)


def whole(name: str, given: object, low: int, high: int) -> int:
    """Return a whole number within its range.

    Raises
    ------
    Problem
        422: it names the field and the range.
    """
    value: int | None = None
    if isinstance(given, str) and given.isascii() and given.removeprefix("-").isdigit():
        value = int(given) if len(given) < 20 else None
    elif isinstance(given, int) and not isinstance(given, bool):
        value = given
    elif isinstance(given, float) and given.is_integer():
        value = int(given)
    if value is None or not low <= value <= high:
        told = f"{name}: {shown(given)}; needed a whole number from {low} to {high}"
        raise Problem(422, told, field=name, low=low, high=high)
    return value


def number(name: str, given: object, low: float, high: float) -> float:
    """Return a number within its range; see ``whole``."""
    right = isinstance(given, int | float) and not isinstance(given, bool)
    if not right or not low <= given <= high:  # type: ignore[operator]
        told = f"{name}: {shown(given)}; needed a number from {low:g} to {high:g}"
        raise Problem(422, told, field=name, low=low, high=high)
    return float(given)  # type: ignore[arg-type]


def words(name: str, given: object, most: int) -> str:
    """Return a text of at most so many letters; see ``whole``."""
    if not isinstance(given, str) or not given or len(given) > most:
        told = f"{name}: {shown(given)}; needed text of 1 to {most:,} letters"
        raise Problem(422, told, field=name)
    return given


def shown(given: object) -> str:
    """Return what came as a message quotes it, cut short."""
    text = repr(given)
    return text if len(text) <= 60 else f"{text[:57]}..."


async def read(request: Request) -> Asked:
    """Return a request, read.

    Raises
    ------
    Problem
        400 for what is no JSON, 413 for what is too large, 415 for another kind, 422 for what is
        no object.
    """
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > LARGEST:
            raise Problem(413, f"more than {LARGEST:,} bytes; needed at most that")
    body: Any = {}
    if raw:
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            raise Problem(415, f"content type {shown(kind)}; needed application/json")
        try:
            body = json.loads(raw, parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            reason = "nested too deep" if isinstance(error, RecursionError) else str(error)
            told = f"the body is no JSON ({reason})"
            raise Problem(400, told, line=getattr(error, "lineno", None)) from None
        if not isinstance(body, dict):
            raise Problem(422, f"the body is {shown(body)}; needed an object")
    return Asked(request.path_params, request.query_params, body)


def _no_constant(name: str) -> float:
    raise Problem(400, f"the body is no JSON ({name} is no number of it)")


def endpoint(function: Callable[[Asked], Any], status: int = 200) -> Any:
    """Return a function of what was asked as an endpoint; it runs in a thread of its own."""

    async def handle(request: Request) -> Response:
        try:
            asked = await read(request)
            value = await run_in_threadpool(function, asked)
        except MultipolarError as error:
            return refusal(as_problem(error, changing=request.method in CHANGING))
        if isinstance(value, Response):
            return value
        return Response(status_code=204) if value is None else answer(value, status)

    return handle


async def told(_: Request, error: Exception) -> Response:
    """Return what Starlette refuses by itself, as JSON like the rest."""
    assert isinstance(error, HTTPException)
    response = refusal(Problem(error.status_code, f"{error.detail}"))
    response.headers.update(error.headers or {})
    return response


async def failed(_: Request, error: Exception) -> Response:
    """Return an error that nobody foresaw; what it was is in the terminal."""
    named = type(error).__name__
    return refusal(Problem(500, f"the server failed ({named}); the terminal says where"))


class Guard:
    """Lets through who may ask, and puts the policy on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        try:
            check(scope)
        except Problem as problem:
            await refusal(problem)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def check(scope: Scope) -> None:
    """Raise unless a request may be answered.

    Raises
    ------
    Problem
        400 for another host, 403 for another origin, 413 for a body too large.
    """
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    name, _, port = (hosts[0] if len(hosts) == 1 else "").partition(":")
    if name not in HOSTS or (port and not port.isdigit()):
        raise Problem(400, f"host {shown(hosts)}; needed one of {', '.join(HOSTS)}")
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"http://{hosts[0]}":
        raise Problem(403, f"origin {shown(origin)}; needed http://{hosts[0]}")
    api = scope["path"].startswith("/api/")
    if api and headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Problem(403, "a page of another site asked; needed one of the explorer's own")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > LARGEST:
        told = f"{shown(length)} bytes; needed at most {LARGEST:,}"
        raise Problem(413, told)
