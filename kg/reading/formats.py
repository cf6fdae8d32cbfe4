"""One reader for each kind of file: bytes → documents. The table says which suffix goes where.

The libraries behind web pages, Word and PDF are loaded when the first such file comes: plain text need not wait.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from kg.errors import ReadingError
from kg.reading.cleaning import Known
from kg.reading.decoding import decode
from kg.reading.documents import EMPTY, MAX_CHARS, TOO_LONG, Document
from kg.reading.faults import Fault
from kg.reading.folding import flatten
from kg.reading.markup import as_date, as_text, front_matter, without_marks

_NO_FIELD = (
    "没有 text 字段；请写成含 text 的对象，title、source、date、url 可有可无 "
    "(has no field text; write an object with text and, if known, title, source, date, url)"
)
Reader = Callable[[bytes, str], Iterator[Document | Fault]]


def read_text(data: bytes, name: str) -> Iterator[Document | Fault]:
    """Plain text."""
    yield Document(_decoded(data))


def read_markdown(data: bytes, name: str) -> Iterator[Document | Fault]:
    """Markdown, with or without YAML front matter (title, source, date, url)."""
    raw = _decoded(data)
    head, body = front_matter(raw)
    flat = flatten(raw)
    known = _known(head)
    yield Document(raw, known, without_marks(flat, bisect_left(flat.places, body), known.title))


def read_html(data: bytes, name: str) -> Iterator[Document | Fault]:
    """A web page."""
    from kg.reading.pages import page

    yield page(data)


def read_docx(data: bytes, name: str) -> Iterator[Document | Fault]:
    """A Word document."""
    from kg.reading.word import word

    yield word(data)


def read_pdf(data: bytes, name: str) -> Iterator[Document | Fault]:
    """A PDF file."""
    from kg.reading.pdf import pdf

    yield pdf(data)


def read_jsonl(data: bytes, name: str) -> Iterator[Document | Fault]:
    """One JSON object a line, with text and, if known, title, source, date and url."""
    for number, line in enumerate(decode(data).split("\n"), start=1):
        if line.strip():
            yield _json_line(line, name, number)


READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".jsonl": read_jsonl,
}


def _decoded(data: bytes) -> str:
    """The text of one article; refused before any work goes into it when it is too long."""
    text = decode(data)
    if len(text) > MAX_CHARS:
        raise ReadingError(TOO_LONG)
    return text


def _json_line(line: str, name: str, number: int) -> Document | Fault:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Fault(name, number, f"不是 JSON；请每行写一个对象 (is no JSON, {error}; write one object a line)")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return Fault(name, number, _NO_FIELD)
    if not data["text"].strip():
        return Fault(name, number, EMPTY)
    return read_object(data, number)


def read_object(data: Mapping[str, object], line: int | None = None) -> Document:
    """An object with a text and, if known, title, source, date and url."""
    raw = str(data["text"]).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return Document(raw, _known(data), None, line)


def _known(data: Mapping[str, object]) -> Known:
    title, source, url = (as_text(data.get(field)) for field in ("title", "source", "url"))
    return Known(title, source, as_date(data.get("date")), url)
