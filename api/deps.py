"""What routes ask for: the settings, the answer to a named query, the names of the graph, the bounds of a page.

What costs no time is a coroutine: FastAPI takes everything else through its pool of threads, and each way there and
back is a wait where others want the processor.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import ExitStack
from typing import Annotated, Any, cast

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, WithJsonSchema
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor

from api.extraction import Extractor
from api.matching import Index
from api.names import Kept, Names
from api.sandbox import Runner
from kg import ontology
from kg.settings import Settings
from loaders import queries
from loaders.base import Rows, Store, View

TYPES = ontology.load()


async def settings(request: Request) -> Settings:
    """The settings that the application was made with."""
    return cast(Settings, request.app.state.settings)


def nonce(request: Request) -> str:
    """What marks this page's own scripts and styles under its Content-Security-Policy."""
    return cast(str, request.state.nonce)


async def runner(request: Request) -> Runner:
    """Where queries that analysts wrote run."""
    return cast(Runner, request.app.state.runner)


SettingsDep = Annotated[Settings, Depends(settings)]
RunnerDep = Annotated[Runner, Depends(runner)]
NonceDep = Annotated[str, Depends(nonce)]


class Asker:
    """Runs the named queries of one request under the operator's limits."""

    def __init__(self, store: Store, kept: Kept, settings: Settings) -> None:
        self._store = store
        self._kept = kept
        self._settings = settings
        self._views = ExitStack()
        self._view: View | None = None

    @property
    def view(self) -> View:
        """One state of the graph, the same for the whole request."""
        # no cached_property: before Python 3.12 all requests share its lock, and wait while one opens a new file
        if self._view is None:
            self._view = self._views.enter_context(self._store.view())
        return self._view

    def rows(self, name: str, /, **params: Any) -> Rows:
        """The answer to a named query; raises `QueryError` as `loaders.queries.run` does."""
        limits = self._settings
        return queries.run(self.view, name, params, timeout=limits.query_timeout, max_rows=limits.query_rows)

    def all(self, name: str, /, **params: Any) -> list[dict[str, Any]]:
        """The rows of a named query."""
        return self.rows(name, **params).rows

    def one(self, name: str, /, **params: Any) -> dict[str, Any] | None:
        """The first row of a named query, if it has any."""
        rows = self.all(name, **params)
        return rows[0] if rows else None

    @property
    def names(self) -> Names:
        """The names of the graph as it is now; the first to ask for them waits until they are read."""
        return self._kept.get()

    async def close(self) -> None:
        """Closes the view, if there was one."""
        if self._view is not None:
            await run_in_threadpool(self._views.close)


async def kept(request: Request) -> Kept:
    """The names of the graph, and whether they are at hand."""
    return cast(Kept, request.app.state.names)


KeptDep = Annotated[Kept, Depends(kept)]


async def asker(request: Request, kept: KeptDep, settings: SettingsDep) -> AsyncIterator[Asker]:
    """What answers this request's questions."""
    found = Asker(request.app.state.store, kept, settings)
    try:
        yield found
    finally:
        await found.close()


Ask = Annotated[Asker, Depends(asker)]


def index(ask: Ask) -> Index:
    """The names of the graph, to compare others with."""
    return ask.names.index


async def extractor(request: Request) -> Extractor:
    """What reads texts that come with a request."""
    return cast(Extractor, request.app.state.extractor)


IndexDep = Annotated[Index, Depends(index)]
ExtractorDep = Annotated[Extractor, Depends(extractor)]


def _known(kinds: dict[str, Any], what: str) -> AfterValidator:
    def check(value: str) -> str:
        if value not in kinds:
            raise ValueError(f"{value!r} is no type of {what}; there are: {', '.join(kinds)}")
        return value

    return AfterValidator(check)


NodeTypeName = Annotated[
    str, _known(dict(TYPES.nodes), "node"), WithJsonSchema({"type": "string", "enum": list(TYPES.nodes)})
]
EdgeTypeName = Annotated[
    str, _known(dict(TYPES.edges), "edge"), WithJsonSchema({"type": "string", "enum": list(TYPES.edges)})
]

MetricName = Annotated[
    str, _known(dict(TYPES.measures), "measure"), WithJsonSchema({"type": "string", "enum": list(TYPES.measures)})
]


class AnyId(Convertor[str]):
    """The rest of an address, whatever it holds: ids have slashes, and Starlette's `path` stops at a line break."""

    regex = "(?s:.+)"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("id", AnyId())


def _id(what: str, example: str) -> Any:
    return Path(min_length=1, max_length=500, description=what, examples=[example])


Id = Annotated[str, _id("实体的标识 (id of an entity)", "tiankai-park")]
EdgeId = Annotated[str, _id("关系的标识 (id of an edge)", "e6a9d1e4c683f57049dcb")]
ArticleId = Annotated[str, _id("文章的标识 (id of an article)", "https://news.example.org/2025/0318.html")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="略过前几项 (items to skip)")]
Limit = Annotated[int, Query(ge=1, le=1000, description="最多几项 (items at most)")]
