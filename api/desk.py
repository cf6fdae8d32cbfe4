"""What a notebook works with: one store, its answers as tables, its charts and its previews.

>>> from api.desk import open_desk
>>> desk = open_desk()                     # the store of KG_STORE; without one, the sample articles
>>> desk.named("parks", limit=5)           # a named query as a pandas table
>>> desk.chart("corridor")                 # a plotly figure
>>> desk.preview("清华大学")                # a picture that stands in the notebook
"""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import plotly.io

from api.charts import Look, chart
from api.previews import subjects
from api.previews.files import Preview, preview
from api.texts import Texts
from kg.errors import QueryError
from kg.settings import Settings
from loaders import Rows, Store, open_store, queries

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MANY = 100_000


class Desk:
    """A store and what can be asked of it; made by `open_desk` or over a store of one's own."""

    def __init__(self, store: Store, texts: Texts | None = None) -> None:
        self.store = store
        self.texts = texts or Texts()
        # the figure alone: other forms bring all of plotly.js into every cell
        plotly.io.renderers.default = "plotly_mimetype"

    def ask(self, name: str, /, **params: Any) -> list[dict[str, Any]]:
        """The rows of a named query; raises `QueryError` as `loaders.queries.run` does."""
        with self.store.view() as view:
            return queries.run(view, name, params, max_rows=MANY).rows

    def named(self, name: str, /, **params: Any) -> pd.DataFrame:
        """The answer to a named query as a table."""
        with self.store.view() as view:
            return _table(queries.run(view, name, params, max_rows=MANY))

    def cypher(self, text: str, /, **params: Any) -> pd.DataFrame:
        """The answer to a reading Cypher query as a table."""
        with self.store.view() as view:
            return _table(view.query(text, params, max_rows=MANY))

    def chart(self, name: str, /, **params: Any) -> go.Figure:
        """A chart of `api.charts.CHARTS`; `params` are those of its query."""
        return chart(name, self.ask, params, Look(self.texts))

    def find(self, name: str) -> dict[str, Any]:
        """The entity of an id, else the best one of a name; raises `QueryError` when there is none."""
        found = self.ask("entity", id=name) or self.ask("search", text=name, limit=1)
        if not found:
            raise QueryError(f"{name}: no entity has this id or name")
        return found[0]

    def preview(self, name: str, other: str = "", view: str = "around") -> Preview:
        """The picture of an entity (`view`: around, park, chain), or of the corridor between two regions."""
        found = self.find(name)
        if other:
            return self._shown(subjects.corridor(self.ask, found, self.find(other)), name)
        draw = {"around": subjects.surroundings, "park": subjects.park, "chain": subjects.chain}[view]
        return self._shown(draw(self.ask, found["id"]), name)

    def preview_query(self, text: str, /, **params: Any) -> Preview:
        """The picture of the nodes, edges and paths that a Cypher query gives."""
        with self.store.view() as view:
            rows = view.query(text, params).rows
        return self._shown(subjects.result(self.ask, text, rows), text)

    def _shown(self, picture: subjects.Picture | None, what: str) -> Preview:
        if picture is None:
            raise QueryError(f"{what}: nothing to draw, no relation found")
        return preview(picture, self.texts)


def open_desk(settings: Settings | None = None) -> Desk:
    """A desk over the store of the settings; where there is no such file, over one with the sample articles."""
    settings = settings or Settings()
    if ":" in settings.store or Path(settings.store).exists():
        return Desk(open_store(settings.store, settings, read_only=True))
    made = open_store(str(Path(mkdtemp(prefix="kg-desk-")) / "sample.kgl"), settings)
    fill(made, settings)
    return Desk(made)


def fill(store: Store, settings: Settings, most: int | None = None) -> int:
    """Extracts the sample articles into a store, or the first `most` of them; how many were new."""
    from kg import pipeline, reading, sample
    from kg.records import Article

    paths = [str(path) for path in sample.paths()][:most]
    articles = [found for found in reading.read_paths(paths, settings) if isinstance(found, Article)]
    with store.writer() as writer:
        return sum(writer.put_all(pipeline.extract_all(articles, pipeline.load("characters"))))


def _table(rows: Rows) -> pd.DataFrame:
    import pandas as pd  # wanted in notebooks alone

    return pd.DataFrame(rows.rows, columns=list(rows.columns))
