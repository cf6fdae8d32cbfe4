"""`create_app`: the whole application, from settings and a store."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from pathlib import Path

import plotly
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from api import errors
from api.access import Access
from api.charts.maps import borders_of
from api.describing import describe
from api.extraction import Extractor
from api.jobs.service import Jobs, open_for_reading
from api.names import Kept
from api.observing import Heads, Observe, Tags, observed
from api.previews.files import VIS
from api.remembering import Remembered
from api.routes import (
    articles,
    chain,
    charts,
    edges,
    entities,
    explore,
    export,
    feeders,
    flows,
    health,
    home,
    jobs,
    matching,
    previews,
    queries,
    reconcile,
    search,
    stats,
    timeline,
)
from api.sandbox import Limits, runner
from api.security import BodyLimit, Origins, SecurityHeaders
from kg.errors import KgError
from kg.settings import Settings
from loaders.base import Store

ROUTERS = (
    search.router,
    entities.router,
    edges.router,
    articles.router,
    jobs.router,
    stats.router,
    queries.router,
    matching.router,
    reconcile.router,
    export.router,
    charts.router,
    previews.router,
    health.router,
    home.router,
    explore.router,
    feeders.router,
    flows.router,
    chain.router,
    timeline.router,
)
SCRIPTS = {
    "/vis": VIS,
    "/plotly": Path(plotly.__file__).parent / "package_data",
    "": Path(__file__).parent / "explorer",
}
"""Folders by where they stand below /static; the widest comes last."""
DESCRIPTION = """\
京津冀产业协同知识图谱：实体、关系和每条关系背后的句子。
A knowledge graph of Beijing–Tianjin–Hebei industrial collaboration, with the sentence behind every edge.

列表都带 `items`、`total`、`limit`、`offset`；错误是 problem+json（RFC 9457）。
Lists carry `items`, `total`, `limit`, `offset`; errors are problem+json (RFC 9457).
"""


def create_app(settings: Settings, store: Store | None = None) -> FastAPI:
    """The application over a store: the one given, which stays the caller's, or the one that the settings name.

    Raises `StoreError` when the store of the settings is missing or out of reach, `DataError` when the operator's own
    map is no GeoJSON.
    """
    if settings.map_geojson:
        borders_of(Path(settings.map_geojson))
    opened = store or open_for_reading(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        reading = threading.Thread(target=_read_names, args=(app.state.names,))
        reading.start()
        app.state.jobs.start()
        yield
        app.state.jobs.close()
        reading.join()
        app.state.runner.close()
        if store is None:
            opened.close()

    app = FastAPI(
        title="京津冀产业协同知识图谱",
        summary="Knowledge graph of Beijing–Tianjin–Hebei industrial collaboration",
        description=DESCRIPTION,
        version=version("jjj-kg"),
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    describe(app)
    _equip(app, settings, opened)
    errors.install(app)
    _surround(app, settings)
    for router in ROUTERS:
        app.include_router(router)
    for name, folder in SCRIPTS.items():
        app.mount(f"/static{name}", StaticFiles(directory=folder), name=f"static{name}")
    return app


def _equip(app: FastAPI, settings: Settings, store: Store) -> None:
    """What the routes of the application ask for, see `api.deps`."""
    app.state.settings = settings
    app.state.store = store
    app.state.names = Kept(store)
    app.state.remembered = Remembered(store)
    app.state.extractor = Extractor()
    app.state.jobs = Jobs(settings, store, app.state.names.renew)
    app.state.runner = runner(store, Limits.of(settings))
    app.state.observed = observed()


def _surround(app: FastAPI, settings: Settings) -> None:
    """What each request goes through, the last one first."""
    app.add_middleware(Tags)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Heads)
    app.add_middleware(BodyLimit, most=settings.max_body_bytes)
    app.add_middleware(Access, settings=settings)
    app.add_middleware(Origins, named=tuple(settings.origins.split()))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Observe, observed=app.state.observed)


def _read_names(names: Kept) -> None:
    """Has the names at hand before they are asked for; a store that is away now is asked again by the first request."""
    with suppress(KgError):
        names.get()
