"""Who may ask: API keys with scopes, and how often.

On a loopback address without keys everyone may ask, for only this machine can; what a proxy sends on is refused. As
soon as keys are set, or the server listens on another address, each request needs one: `Authorization: Bearer KEY`,
`X-API-Key: KEY`, or, as browsers ask for it, HTTP Basic with the key as password. Keys are kept as their SHA-256 only.
One entry a line (in the environment also parted by semicolons): `NAME SCOPES SHA256`, for example
`portal read,query 9f86d0…`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from api.security import problem
from kg.errors import DataError
from kg.settings import Settings

KeyScope = Literal["read", "query", "ingest"]
SCOPES: tuple[KeyScope, ...] = ("read", "query", "ingest")
OPEN = ("/healthz", "/readyz", "/static/")
"""Addresses that need no key: whether the server lives, and what pages are drawn with."""
NEEDED: tuple[tuple[str, str, KeyScope], ...] = (
    ("POST", r"/query", "query"),
    ("POST", r"/extract|/articles", "ingest"),
    ("DELETE", r"(?s:/articles.*)", "ingest"),
    ("GET|HEAD", r"/jobs(?:/.*)?", "ingest"),
)
"""Method, path, scope that it needs; all others need `read`."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""What proxies add: such a request need not come from this machine."""
ENTRY = re.compile(r"(?P<name>\S+)\s+(?P<scopes>\w+(?:,\w+)*)\s+(?P<digest>[0-9a-fA-F]{64})")
WAY = "用 Authorization: Bearer 密钥 或 X-API-Key；管理者以 KG_API_KEYS 或 KG_API_KEYS_FILE 设定 (an API key is needed)"

HOST_WAY = (
    "请用 127.0.0.1 或 localhost；以别的名字提供服务时设定密钥 (use 127.0.0.1, or set API keys to serve other names)"
)
PROXY_WAY = "在反向代理之后提供服务须设定密钥：KG_API_KEYS 或 KG_API_KEYS_FILE (behind a proxy, set API keys)"


@dataclass(frozen=True, slots=True)
class Key:
    """A key, by its hash; `name` stands in logs."""

    name: str
    scopes: frozenset[str]
    digest: bytes


def load(settings: Settings) -> tuple[Key, ...]:
    """The keys of the environment and of the file; raises `DataError` naming the line that is no key."""
    texts = [("KG_API_KEYS", settings.api_keys.get_secret_value())]
    if settings.api_keys_file:
        try:
            texts.append((settings.api_keys_file, Path(settings.api_keys_file).read_text(encoding="utf-8")))
        except (OSError, UnicodeError) as error:
            raise DataError(f"{settings.api_keys_file}: the file of API keys cannot be read: {error}") from error
    return tuple(
        _key(f"{place}:{number}", line.strip())
        for place, text in texts
        for number, line in enumerate(re.split(r"[;\n]", text), start=1)
        if line.strip() and not line.strip().startswith("#")
    )


def _key(place: str, line: str) -> Key:
    match = ENTRY.fullmatch(line)
    scopes = set(match["scopes"].split(",")) if match else set()
    if match is None or not scopes <= set(SCOPES):
        raise DataError(f"{place}: a key is NAME SCOPES SHA256, scopes of {', '.join(SCOPES)} parted by commas")
    return Key(match["name"], frozenset(scopes), bytes.fromhex(match["digest"]))


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class Access:
    """Lets requests through that have a key with the scope needed, and no more of them a minute than allowed."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._keys = load(settings)
        self._required = bool(self._keys) or not is_loopback(settings.host)
        self._limit = RateLimitItemPerMinute(settings.requests_per_minute)
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OPEN):
            return await self.app(scope, receive, send)
        if not self._required:
            return await self._without_key(scope, receive, send)
        request = HTTPConnection(scope)
        key = find(self._keys, given(request.headers))
        client = key.name if key else f"@{request.client.host if request.client else ''}"
        if not self._limiter.hit(self._limit, client):
            detail = f"每分钟最多 {self._limit.amount} 次 (requests a minute at most)"
            return await problem(send, 429, "too-many-requests", "请求太多 (too many)", detail, retry_after="60")
        if key is None:
            ask = 'Basic realm="API key", charset="UTF-8"'
            return await problem(send, 401, "key-needed", "需要密钥 (key needed)", WAY, www_authenticate=ask)
        needed = scope_of(scope["method"], scope["path"])
        if needed not in key.scopes:
            detail = f"此密钥没有 {needed} 权限 (the key lacks this scope)"
            return await problem(send, 403, "scope-needed", "没有权限 (scope needed)", detail)
        return await self.app(scope, receive, send)

    async def _without_key(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pages of other sites could reach this machine by a name of theirs that resolves to it (DNS rebinding)."""
        at, headers = (scope.get("server") or ("",))[0], HTTPConnection(scope).headers
        if is_loopback(at) and not is_loopback(hostname(headers.get("host", ""))):
            return await problem(send, 421, "foreign-host", "主机名不是本机 (not this machine's name)", HOST_WAY)
        if any(name in headers for name in FORWARDED):
            return await problem(send, 421, "forwarded", "请求由代理转来 (sent on by a proxy)", PROXY_WAY)
        return await self.app(scope, receive, send)


def scope_of(method: str, path: str) -> KeyScope:
    """The scope that a request needs."""
    fitting = (
        needed
        for methods, paths, needed in NEEDED
        if re.fullmatch(methods, method) and re.fullmatch(paths, path.rstrip("/"))
    )
    return next(fitting, "read")


def hostname(header: str) -> str:
    """The name or address in a Host header, without its port."""
    return re.sub(r":\d*$", "", header.strip()).lower()


def given(headers: Mapping[str, str]) -> str:
    """The key that a request brings; empty when it brings none."""
    kind, _, value = headers.get("authorization", "").strip().partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode("utf-8", "replace").partition(":")[2]
        except binascii.Error:
            return ""
    return headers.get("x-api-key", "").strip()


def find(keys: tuple[Key, ...], key: str) -> Key | None:
    """The entry of a key; all are compared, each in constant time, so that the time tells nothing."""
    digest = hashlib.sha256(key.encode("utf-8", "replace")).digest()
    same = [entry for entry in keys if hmac.compare_digest(entry.digest, digest)]
    return same[0] if key and same else None
