"""Articles as they come, several at a time."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from loaders.rows import ArticleRows

ARTICLES = 200
ROWS = 8_000
"""How many articles a group has at most, and how many rows in all of them."""
SECONDS = 5.0
"""How long an article waits for others; looked at whenever one comes."""


def groups(articles: Iterable[ArticleRows]) -> Iterator[list[ArticleRows]]:
    """Groups of articles, each of another id. What came before a fault in the source is given before the fault."""
    group: list[ArticleRows] = []
    ids: set[str] = set()
    rows, began = 0, 0.0
    try:
        for article in articles:
            if group and (_full(group, rows, began) or article.id in ids):
                yield group
                group, ids, rows = [], set(), 0
            began = began if group else time.monotonic()
            group.append(article)
            ids.add(article.id)
            rows += article.size
    except Exception:
        if group:
            yield group
        raise
    if group:
        yield group


def _full(group: list[ArticleRows], rows: int, began: float) -> bool:
    return len(group) >= ARTICLES or rows >= ROWS or time.monotonic() - began >= SECONDS
