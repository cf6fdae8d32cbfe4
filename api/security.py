"""Headers that keep pages and answers to themselves; they also work on intranets without TLS."""

from __future__ import annotations

import json
import secrets
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
}


THIS_MACHINE = r"https?://(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?"
SHARED: dict[str, Any] = {
    "allow_methods": ("GET", "HEAD", "POST"),
    "allow_headers": ("Authorization", "Content-Type", "X-API-Key"),
    "expose_headers": ("ETag", "Location", "X-Request-ID", "X-Total-Count", "X-Truncated"),
}


class SecurityHeaders:
    """Gives each request a nonce (`request.state.nonce`) and each answer the headers above."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["nonce"] = nonce

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if "content-security-policy" in headers:  # of what may stand in pages of others
                    del headers["X-Frame-Options"]
                else:
                    headers["Content-Security-Policy"] = POLICY.format(nonce=nonce)
            await send(message)

        await self.app(scope, receive, guarded)
        return None


class Origins:
    """Lets pages of other origins ask: those that the operator names; and pages of this machine ask `/reconcile`.

    The latter is for OpenRefine, which runs in a browser beside this server. All other origins stay out.
    """

    def __init__(self, app: ASGIApp, named: tuple[str, ...]) -> None:
        self._far = CORSMiddleware(app, allow_origins=named, **SHARED)
        self._near = CORSMiddleware(app, allow_origins=named, allow_origin_regex=THIS_MACHINE, **SHARED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        near = scope["type"] == "http" and scope["path"].startswith("/reconcile")
        await (self._near if near else self._far)(scope, receive, send)


class BodyLimit:
    """Refuses the body of a request as soon as it is larger than allowed."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return await self.app(scope, receive, send)
        body = await self._body(scope, receive)
        if body is None:
            detail = f"请求正文最多 {self.most:,} 字节 (bytes of a body at most); 请分几次发送"
            return await problem(send, 413, "body-too-large", "请求太大 (content too large)", detail)
        rest = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def replayed() -> Message:
            return next(rest, None) or await receive()

        return await self.app(scope, replayed, send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The whole body, None when it is too large; what is said of its length is believed only where it refuses."""
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length[:20]) > self.most:
            return None
        body, more = bytearray(), True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self.most:
                return None
        return bytes(body)


async def problem(send: Send, status: int, type: str, title: str, detail: str, **headers: str) -> None:
    """Answers with problem+json, outside the application."""
    content = json.dumps({"type": type, "title": title, "status": status, "detail": detail}, ensure_ascii=False)
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    plain = [(b"content-type", b"application/problem+json"), *named]
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": content.encode()})
