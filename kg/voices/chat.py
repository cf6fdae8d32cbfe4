"""One question to an OpenAI-style chat endpoint: bounded in time, size and attempts."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from kg.errors import DataError, KgError

MOST_BYTES = 1_000_000
"""Longer answers are cut off and count as broken."""


class ChatError(KgError):
    """The endpoint gave no usable answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model is and how patiently it is asked."""

    url: str
    """Of the API, as in http://127.0.0.1:11434/v1; `/chat/completions` is added."""
    model: str
    key: str = ""
    timeout: float = 60.0
    """Seconds for one attempt, from the request to the answer's last byte."""
    retries: int = 1
    """Attempts after the first; a refusal (4xx, 429 aside) is not repeated."""


def ask(endpoint: Endpoint, system: str, user: str) -> dict[str, Any]:
    """The JSON object that the model answers with; ChatError when there is none after all attempts."""
    for attempt in range(endpoint.retries + 1):
        try:
            return json_object(_content(_post(endpoint, system, user)))
        except _RefusalError:
            raise
        except ChatError:
            if attempt == endpoint.retries:
                raise
    raise AssertionError


class _RefusalError(ChatError):
    """A refusal that asking again does not change."""


def _post(endpoint: Endpoint, system: str, user: str) -> bytes:
    """The answer's body. In a thread of its own: the caller may run in an event loop, as notebooks do."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(_posted(endpoint, system, user))).result()


async def _posted(endpoint: Endpoint, system: str, user: str) -> bytes:
    httpx = _httpx()
    body = {
        "model": endpoint.model,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
        "temperature": 0,
        "response_format": {"type": "json_object"},
    }
    headers = {"Accept-Encoding": "identity"}  # what would unpack to more than it is shall count as broken
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    url = endpoint.url.rstrip("/") + "/chat/completions"
    try:
        # httpx's own limit is for each read: a server that drips would never meet it
        async with (
            asyncio.timeout(endpoint.timeout),
            httpx.AsyncClient(timeout=None) as client,
            client.stream("POST", url, json=body, headers=headers) as response,
        ):
            if response.status_code != 200:
                lasting = response.status_code < 500 and response.status_code != 429
                raise (_RefusalError if lasting else ChatError)(f"HTTP {response.status_code}")
            return await _read(response)
    except TimeoutError as error:
        raise ChatError(f"no answer within {endpoint.timeout:g} s") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError) as error:
        raise ChatError(f"{type(error).__name__}: {error}") from error


async def _read(response: Any) -> bytes:
    parts, size = [], 0
    async for part in response.aiter_raw():
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise ChatError(f"more than {MOST_BYTES:,} bytes")
    return b"".join(parts)


def _content(body: bytes) -> str:
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ChatError("not an answer of the chat protocol") from error
    if not isinstance(content, str):
        raise ChatError("an answer without text")
    return content


def json_object(content: str) -> dict[str, Any]:
    """The object in an answer, whatever words or fences stand around it."""
    first, last = content.find("{"), content.rfind("}")
    try:
        found = json.loads(content[first : last + 1])
    except (ValueError, RecursionError) as error:
        raise ChatError("broken JSON") from error
    if not isinstance(found, dict):
        raise ChatError("broken JSON")
    return found


def _httpx() -> Any:
    try:
        import httpx  # an extra: who asks no model needs none
    except ImportError as error:
        raise DataError("--voice llm needs httpx: pip install 'jjj-kg[llm]'") from error
    return httpx
