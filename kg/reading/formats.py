"""One reader for each kind of file: bytes → documents. The table at the end says which suffix goes where."""

from __future__ import annotations

import io
import json
import logging
import re
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import docx
import pypdf
import trafilatura
from docx.table import Table, _Cell
from lxml import etree, html
from trafilatura.settings import Document as Page

from kg.errors import ReadingError
from kg.reading import dates
from kg.reading.cleaning import NOTHING_KNOWN, Known
from kg.reading.decoding import decode
from kg.reading.faults import Fault
from kg.reading.folding import flatten
from kg.reading.markup import as_date, as_text, front_matter, without_marks
from kg.reading.strands import Strand

MAX_UNPACKED = 50_000_000
"""Bytes that a .docx file may unpack to."""
MAX_RATIO = 100
"""How many times its own size that may be."""
_NO_TEXT = "holds no text"


@dataclass(frozen=True, slots=True)
class Document:
    """One article's raw text as its file gives it, before cleaning."""

    raw: str
    known: Known = NOTHING_KNOWN
    flat: Strand | None = None
    """The folded text, where the format's own marks were taken out of it."""
    line: int | None = None
    """The line of a .jsonl file that it stands in."""


Reader = Callable[[bytes, str], Iterator[Document | Fault]]


def read_text(data: bytes, name: str) -> Iterator[Document | Fault]:
    """Plain text."""
    yield Document(decode(data))


def read_markdown(data: bytes, name: str) -> Iterator[Document | Fault]:
    """Markdown, with or without YAML front matter (title, source, date, url)."""
    raw = decode(data)
    head, body = front_matter(raw)
    flat = flatten(raw)
    known = _known(head)
    yield Document(raw, known, without_marks(flat, bisect_left(flat.places, body), known.title))


def read_html(data: bytes, name: str) -> Iterator[Document | Fault]:
    """A web page: the body, title, date and site that trafilatura finds; captions of pictures are part of the body."""
    with _quiet("trafilatura", "htmldate", "courlan"):
        try:
            page = trafilatura.bare_extraction(
                _tree(data), favor_recall=True, include_comments=False, with_metadata=True
            )
        except (ValueError, RecursionError, etree.LxmlError) as error:
            raise ReadingError(f"cannot be read as HTML ({error}); save the article's text instead") from error
    raw = _page_text(page.body) if isinstance(page, Page) else ""
    if not isinstance(page, Page) or not raw:
        raise ReadingError(f"{_NO_TEXT} outside its scripts; open it in a browser and save the page as it is shown")
    known = Known(page.title or "", page.sitename or "", dates.find(page.date or ""), page.url or "")
    yield Document(_titled(raw, known.title), known)


def read_docx(data: bytes, name: str) -> Iterator[Document | Fault]:
    """A Word document: paragraphs and the cells of tables in their order."""
    _check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets through whatever its parser meets in a damaged file
        raise ReadingError("is not a Word document or is damaged; open it in Word and save it again") from error
    blocks = []
    for block in document.iter_inner_content():
        rows = [_cells(row.cells) for row in block.rows] if isinstance(block, Table) else [[block.text]]
        blocks += ["\n".join(row) for row in rows]
    raw = "\n\n".join(block for block in blocks if block.strip())
    if not raw:
        raise ReadingError(f"{_NO_TEXT}, only pictures perhaps; give the article's text")
    yield Document(raw)


def read_pdf(data: bytes, name: str) -> Iterator[Document | Fault]:
    """A PDF file with a text layer."""
    with _quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadingError("is locked by a password; save it without one")
            raw = "\n".join(page.extract_text() for page in reader.pages)
        except ReadingError:
            raise
        except Exception as error:  # pypdf lets through whatever its parsers meet in a damaged file
            raise ReadingError("is not a PDF file or is damaged; open it and print it to PDF again") from error
    if not raw.strip():
        raise ReadingError(f"{_NO_TEXT}, perhaps it is a scan; run it through OCR and give the text")
    yield Document(raw)


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


def _json_line(line: str, name: str, number: int) -> Document | Fault:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Fault(name, number, f"is no JSON ({error}); write one object a line")
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return Fault(
            name, number, "has no field text; write an object with text and, if known, title, source, date, url"
        )
    if not data["text"].strip():
        return Fault(name, number, "is empty; give the article's text in the field text")
    raw = data["text"].replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return Document(raw, _known(data), None, number)


def _known(data: dict[str, object]) -> Known:
    title, source, url = (as_text(data.get(field)) for field in ("title", "source", "url"))
    return Known(title, source, as_date(data.get("date")), url)


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadingError("is not a Word document or is damaged; open it in Word and save it again") from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(data):
        raise ReadingError(
            f"unpacks to {unpacked // 1_000_000} MB, which no article needs; save its text in a new document"
        )


def _tree(data: bytes) -> html.HtmlElement:
    """The page's elements without scripts; captions of pictures as paragraphs, or trafilatura leaves them out."""
    parser = html.HTMLParser(encoding="utf-8")
    tree = html.document_fromstring(decode(data).encode("utf-8", "replace"), parser=parser)
    for element in list(tree.iter("script", "style", "noscript", "template")):
        element.drop_tree()
    for element in tree.iter("figure", "figcaption"):
        element.tag = "p" if element.tag == "figcaption" else "div"
    return tree


def _page_text(body: etree._Element) -> str:
    """The text of trafilatura's body: a blank line between blocks, a line for each cell and item."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        space = {"p": "\n\n", "head": "\n\n", "quote": "\n\n", "list": "\n\n", "row": "\n\n"}.get(element.tag, "")
        space = space or {"item": "\n", "cell": "\n", "lb": "\n" if event == "start" else ""}.get(element.tag, "")
        parts += [space, (element.text if event == "start" else element.tail) or ""]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _titled(raw: str, title: str) -> str:
    return f"{title}\n\n{raw}" if title and title not in raw[: len(title) + 200] else raw


def _cells(cells: Iterable[_Cell]) -> list[str]:
    """The texts of a row's cells; a merged cell comes once."""
    return [" ".join(cell.text.split()) for cell in dict.fromkeys(cells) if cell.text.strip()]


@contextmanager
def _quiet(*loggers: str) -> Iterator[None]:
    """Keeps libraries from writing their warnings beside our own messages."""
    levels = [(logging.getLogger(name), logging.getLogger(name).level) for name in loggers]
    try:
        for logger, _ in levels:
            logger.setLevel(logging.CRITICAL)
        yield
    finally:
        for logger, level in levels:
            logger.setLevel(level)
