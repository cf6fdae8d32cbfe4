"""From one store to another of any kind, article by article: what was interrupted is done again, and does the rest.

The rows of an article are copied as they are, with ids, places in the file and dates; entities and edges are summed
up by the target. So a copy into an empty store gives the same graph, and a copy into another adds to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders import streaming
from loaders.base import Store, View
from loaders.rows import ArticleRows


def copy(source: Store, target: Store) -> Iterator[bool]:
    """Copies as far as it is asked for; tells of each article whether it changed the target.

    An article that the target holds with the same text (`sha256`) stays as it is there; one with another text is
    replaced. Articles that only the target holds stay.
    """
    with source.view() as view, target.writer() as writer:
        for ids in streaming.batches(view, "Article"):
            missing = _missing(view, target, ids)
            yield from (False for _ in range(len(ids) - len(missing)))
            yield from writer.put_rows(_read(view, missing))


def _missing(view: View, target: Store, ids: list[str]) -> list[str]:
    """The articles of a batch that the target does not hold with the same text."""
    with target.view() as there:
        held = streaming.versions(there, ids)
    return [article for article, version in streaming.versions(view, ids).items() if held.get(article) != version]


def _read(view: View, ids: list[str]) -> Iterator[ArticleRows]:
    if ids:
        yield from streaming.articles(view, ids)
