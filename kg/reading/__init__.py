"""Files of any format and encoding → articles, each with its text cleaned and every position in the file kept.

`read_paths` reads files, folders and standard input; what cannot be read comes back as a `Fault` among the articles.
`from_text` makes an article from text that is already at hand, `as_is` one whose text is left exactly as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.reading.cleaning import Known, as_is, clean
from kg.reading.faults import Fault
from kg.reading.files import find, read
from kg.records import Article
from kg.settings import Settings

__all__ = ["Fault", "as_is", "count_files", "from_text", "read_paths"]


def read_paths(paths: Iterable[str | Path], settings: Settings) -> Iterator[Article | Fault]:
    """The articles in these files and folders in order, with a fault for each file or line that gives none.

    "-" is standard input. An article's id is its URL, else its file's name (`name#line` in a .jsonl file); where a
    second file of the same name comes, its folder is put before it.
    """
    seen: set[str] = set()
    for source in find(paths):
        if isinstance(source, Fault):
            yield source
            continue
        name = source.name if source.name not in seen else f"{source.path.absolute().parent.name}/{source.name}"
        seen.add(name)
        for document in read(source, settings):
            if isinstance(document, Fault):
                yield document
            else:
                id = document.known.url or (name if document.line is None else f"{name}#{document.line}")
                yield clean(document.raw, name, document.known, id=id, flat=document.flat)


def count_files(paths: Iterable[str | Path]) -> int:
    """How many files `read_paths` will read, for a progress bar; paths that do not exist count as one."""
    return sum(1 for _ in find(paths))


def from_text(
    text: str,
    file: str = "<text>",
    *,
    id: str = "",
    title: str = "",
    source: str = "",
    date: dt.date | None = None,
    url: str = "",
) -> Article:
    """An article from text at hand; what is given of title, source, date and url goes before what the text says.

    `id` is its URL, else `file`, when it is not given.
    """
    return clean(text, file, Known(title, source, date, url), id=id)
