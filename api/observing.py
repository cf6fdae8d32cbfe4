"""What an operator sees of requests: an id and a line of log for each, counts and times for Prometheus; and ETags.

A log line is JSON: time, id, method, route, status, milliseconds. Routes are templates (/entities/{id}): neither what
people ask nor their keys stand in it. The id is the caller's `X-Request-ID` where that is plain, else a new one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
import re
import secrets
import time
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("kg.api")
PLAIN_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
UNKNOWN = "none"
"""The route of what no route answers: static files, wrong addresses."""


@dataclass(frozen=True, slots=True)
class Observed:
    """Counts and times of one application's requests."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram


def observed() -> Observed:
    """Counts that begin at nothing."""
    registry, labels = CollectorRegistry(), ("method", "route", "status")
    return Observed(
        registry,
        Counter("kg_requests", "Requests answered", labels, registry=registry),
        Histogram("kg_request_seconds", "Time to answer", ("route",), registry=registry),
    )


class Observe:
    """Gives each request an id, counts it, and logs it."""

    def __init__(self, app: ASGIApp, observed: Observed) -> None:
        self.app = app
        self.observed = observed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if PLAIN_ID.fullmatch(given) else secrets.token_hex(8)
        start, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            self._note(scope, request_id, status, time.perf_counter() - start)
        return None

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", UNKNOWN)
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        self.observed.requests.labels(method, route, status).inc()
        self.observed.seconds.labels(route).observe(seconds)
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        line = {
            "time": now,
            "id": request_id,
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1000, 1),
        }
        LOG.info(json.dumps(line, ensure_ascii=False))


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Heads:
    """HEAD asks for what GET would answer, without the body: so do load balancers, and people who look at headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            return await self.app(scope, receive, send)

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        asked = {**scope, "method": "GET"}
        await self.app(asked, receive, bare)
        scope["route"] = asked.get("route")
        return None


class Tags:
    """Marks answers in JSON and CSV with an ETag; who has the answer already gets 304 and no body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            return await self.app(scope, receive, send)
        known = {tag.strip() for tag in Headers(scope=scope).get("if-none-match", "").split(",")}
        held: Message | None = None

        async def tagged(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start" and _may_be_tagged(message):
                held = message
                return
            if held is not None:
                start, held = held, None
                if not message.get("more_body"):
                    start, message = _with_tag(start, message, known)
                await send(start)
            await send(message)

        await self.app(scope, receive, tagged)
        return None


def _may_be_tagged(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "")
    return bool(start["status"] == 200 and kind.startswith(("application/json", "text/csv")) and "etag" not in headers)


def _with_tag(start: Message, body: Message, known: set[str]) -> tuple[Message, Message]:
    tag = f'W/"{hashlib.sha256(body.get("body", b"")).hexdigest()[:32]}"'
    headers = MutableHeaders(scope=start)
    headers["ETag"] = tag
    headers.setdefault("Cache-Control", "no-cache")
    if tag not in known and "*" not in known:
        return start, body
    for name in ("content-length", "content-type"):
        del headers[name]
    return {**start, "status": 304}, {**body, "body": b""}
