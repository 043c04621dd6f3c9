"""The explorer's server: which address gives what. No science in here."""

import hashlib
import mimetypes
import re
from collections.abc import Callable
from importlib import resources
from importlib.metadata import version
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from multipolar.app_http import Asked, Guard, endpoint, failed, told

PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
"""A part of the name of a static file."""
KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html",
         ".svg": "image/svg+xml", ".ttf": "font/ttf", ".json": "application/json"}  # fmt: skip
FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf", "OFL.txt")


def make_app() -> Starlette:
    """Return the explorer as an application of ASGI."""
    routes = [
        Route("/", index),
        Route("/static/{name:path}", static),
        *(Route(path, endpoint(function)) for path, function in _reading().items()),
        Route("/api/polarity", endpoint(_judge), methods=["POST"]),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard)],
        exception_handlers={HTTPException: told, Exception: failed},
    )


def _reading() -> dict[str, Callable[[Asked], Any]]:
    def worlds(name: str) -> Callable[[Asked], Any]:
        def late(asked: Asked) -> Any:
            from multipolar import app_worlds

            return getattr(app_worlds, name)(asked)

        return late

    return {"/api/about": about, "/api/shapes": _shapes, "/api/years": _years,
            "/api/shares": worlds("shares"), "/api/year/{year}": worlds("year"),
            "/api/state/{code}": worlds("state"), "/api/pair/{a}/{b}": worlds("pair"),
            "/api/blocs": worlds("blocs"), "/api/commitments": worlds("commitments"),
            "/api/polarity/forms": worlds("polarity_forms")}


def about(_: Asked) -> dict[str, Any]:
    """Return what the explorer is and where it keeps things."""
    from multipolar.embedded import YEAR

    return {"version": version("multipolar"), "world_date": f"{YEAR}-12-31"}


def _shapes(_: Asked) -> dict[str, Any]:
    from multipolar.app_shapes import shapes

    return shapes()


def _years(_: Asked) -> dict[str, Any]:
    from multipolar.app_years import years

    return years()


def _judge(asked: Asked) -> Any:
    from multipolar.app_worlds import judge

    return judge(asked)


async def index(request: Request) -> Response:
    """Return the page."""
    return _file(request, "app", "index.html")


async def static(request: Request) -> Response:
    """Return a file of the page; only files of the package that are meant for it."""
    name = request.path_params["name"]
    if name.removeprefix("fonts/") in FONTS and name.startswith("fonts/"):
        return _file(request, "fonts", name.removeprefix("fonts/"))
    return _file(request, "app", name)


def _file(request: Request, folder: str, name: str) -> Response:
    parts = name.split("/")
    if not all(PLAIN.fullmatch(p) for p in parts):
        raise HTTPException(404, "no such file")
    file = resources.files("multipolar").joinpath("data", folder, *parts)
    suffix = f".{name.rpartition('.')[2]}"
    if suffix not in KINDS and suffix != ".txt" or not file.is_file():
        raise HTTPException(404, "no such file")
    raw = file.read_bytes()
    tag = f'"{hashlib.sha256(raw).hexdigest()[:16]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    kind = KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "text/plain"
    return Response(raw, 200, headers, kind)
