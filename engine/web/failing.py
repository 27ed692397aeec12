"""What becomes of an error: advice in two lines, never a trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from aiohttp import web
from yarl import URL

from engine.errors import ConfigError, InputError, OverheardError, SourceError
from engine.questions.served import NoPostsError
from engine.web.addresses import SUFFIXES
from engine.web.door import Handler
from engine.web.rendering import render
from engine.web.wording import with_parameters

_LOG = logging.getLogger(__name__)
_BAD, _UNAVAILABLE = 400, 503
_FAILED = 500
_HINTS: Mapping[int, str] = {
    404: "go back, or begin at the search page",
    405: "this address is only for reading",
    413: "send less at once, or use overheard import FILE",
}
_SAID: Mapping[int, str] = {
    404: "there is nothing at this address",
    405: "that cannot be done here",
    413: "that is more than this page takes",
}


@web.middleware
async def failures(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer with what happened and what to do about it, as JSON to whoever asked for JSON."""
    try:
        return await handler(request)
    except web.HTTPRedirection:
        raise
    except web.HTTPError as error:
        return await _told(request, error)
    except NoPostsError as error:
        if _is_visit(request):
            raise web.HTTPSeeOther("/") from error  # which greets and says what to do
        return answer(request, _BAD, str(error), error.hint)
    except OverheardError as error:
        return answer(request, _status(error), str(error), error.hint)
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody is shown a trace
        _LOG.exception("%s %s", request.method, request.path)
        return answer(
            request,
            _FAILED,
            f"a bug in overheard: {type(error).__name__}",
            "what was asked is in the terminal that runs overheard serve; please report it",
        )


async def _told(request: web.Request, error: web.HTTPError) -> web.StreamResponse:
    if _is_visit(request) and (
        isinstance(error, web.HTTPMethodNotAllowed)
        or (isinstance(error, web.HTTPNotFound) and await _takes_forms(request))
    ):
        # What only takes forms, loaded again: the page that has the form.
        raise web.HTTPSeeOther(await _above(request)) from error
    message, _, hint = _texts(error).partition("\n")
    return answer(request, error.status, message, hint or _HINTS.get(error.status))


async def _takes_forms(request: web.Request) -> bool:
    """Return whether forms are sent to this address, whose end is read as a name when it is loaded.

    As `/shortlists/import`, where there is no list called so.
    """
    found = await request.app.router.resolve(request.clone(method="POST"))
    sent, loaded = found.route.resource, request.match_info.route.resource
    if found.http_exception is not None or sent is None or loaded is None:
        return False
    sent_end, loaded_end = (one.canonical.rpartition("/")[2] for one in (sent, loaded))
    return loaded_end.startswith("{") and not sent_end.startswith("{")


async def _above(request: web.Request) -> str:
    """Return the nearest address above that of `request` which can be looked at."""
    parts = request.rel_url.raw_path.strip("/").split("/")
    while parts := parts[:-1]:
        there = URL("/" + "/".join(parts), encoded=True)
        found = await request.app.router.resolve(request.clone(rel_url=there))
        if found.http_exception is None:
            return str(there)
    return "/"


def answer(request: web.Request, status: int, message: str, hint: str | None) -> web.StreamResponse:
    """Return an error as the page, or as JSON, that the request would have got."""
    if _is_for_programs(request):
        told = None if hint is None else with_parameters(hint)
        return web.json_response({"error": with_parameters(message), "hint": told}, status=status)
    return render(
        request, "failure.html.j2", status=status, title="Not so", message=message, hint=hint
    )


def _is_visit(request: web.Request) -> bool:
    return request.method == "GET" and not _is_for_programs(request)


def _is_for_programs(request: web.Request) -> bool:
    return request.path.startswith("/api/") or request.path.endswith(SUFFIXES)


def _texts(error: web.HTTPError) -> str:
    said = error.text or ""
    usual = f"{error.status}: {error.reason}"
    return _SAID.get(error.status, error.reason) if said == usual else said


def _status(error: OverheardError) -> int:
    if isinstance(error, ConfigError | InputError):
        return _BAD
    return _UNAVAILABLE if isinstance(error, SourceError) else _FAILED
