"""Files of any format and encoding → articles, each with its text cleaned and every position in the file kept.

`read_paths` reads files, folders and standard input; what cannot be read comes back as a `Fault` among the articles.
`from_text` makes an article from text that is already at hand, `from_object` one from a text or web page with what is
known of it, `as_is` one whose text is left exactly as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import ReadingError
from kg.reading.cleaning import Known, as_is, clean
from kg.reading.documents import EMPTY, MAX_CHARS, TOO_LONG
from kg.reading.faults import Fault
from kg.reading.files import find, read
from kg.reading.formats import read_object
from kg.records import Article
from kg.settings import Settings

__all__ = ["Fault", "as_is", "count_files", "from_object", "from_text", "read_paths"]


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


def from_object(data: Mapping[str, object], id: str) -> Article:
    """The article in an object with the fields of a .jsonl line, or with a web page as `html` in place of `text`.

    What is given of title, source, date and url goes before what the page says. Raises `ReadingError`.
    """
    if data.get("html"):
        from kg.reading.pages import page  # its libraries take a second to import

        found = page(str(data["html"]).encode("utf-8", "replace"))
        given, said = read_object({**data, "text": ""}).known, found.known
        known = Known(
            given.title or said.title, given.source or said.source, given.date or said.date, given.url or said.url
        )
    else:
        found = read_object(data)
        known = found.known
    if not found.raw.strip():
        raise ReadingError(EMPTY)
    if len(found.raw) > MAX_CHARS:
        raise ReadingError(TOO_LONG)
    return clean(found.raw, id, known, id=id, flat=found.flat)
