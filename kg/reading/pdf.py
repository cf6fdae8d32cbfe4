"""PDF files with a text layer: the text of all pages, on through page breaks."""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdf

from kg.errors import ReadingError
from kg.reading.documents import MAX_CHARS, TOO_LONG, Document, quiet
from kg.reading.folding import flatten

_LOCKED = "有密码；请去掉密码后另存 (is locked by a password; save it without one)"
_DAMAGED = "不是 PDF 或已损坏；请打开后重新打印为 PDF (is not a PDF file or is damaged; print it to PDF again)"
_NO_TEXT = "没有文字层，可能是扫描件；请先做文字识别 (holds no text, perhaps it is a scan; run it through OCR)"
_NUMBER = re.compile(r"[\W_]*(?:第\s*)?\d{1,4}\s*(?:页)?(?:\s*[/／共]\s*共?\s*\d{1,4}\s*页?)?[\W_]*")
_DIGITS = re.compile(r"\d+")
_EDGE = 2
"""Lines at the head and at the foot of a page in which running heads and page numbers stand."""


def pdf(data: bytes) -> Document:
    """The article of a PDF file; running heads and page numbers are in its raw text, and no part of the article."""
    with quiet("pypdf"):
        try:
            pages = [page.replace("\r\n", "\n").replace("\r", "\n").strip("\n") for page in _pages(data)]
        except ReadingError:
            raise
        except pypdf.errors.DependencyError as error:  # a cipher that pypdf alone does not know
            raise ReadingError(_LOCKED) from error
        except Exception as error:  # pypdf lets through whatever its parsers meet in a damaged file
            raise ReadingError(_DAMAGED) from error
    raw = "\n".join(pages)
    if not raw.strip():
        raise ReadingError(_NO_TEXT)
    flat = flatten(raw)
    marks = ((bisect_left(flat.places, start), bisect_left(flat.places, end)) for start, end in _page_marks(pages))
    return Document(raw, flat=flat.without(marks))


def _pages(data: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ReadingError(_LOCKED)
    length = 0
    for page in reader.pages:
        text = page.extract_text()
        length += len(text)
        if length > MAX_CHARS:
            raise ReadingError(TOO_LONG)
        yield text


def _page_marks(pages: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where running heads and page numbers stand in the pages' text, each with the newline behind it.

    A running head stands at the edge of two pages or more, but for the digits in it; on the first page it may be the
    title, and stays.
    """
    seen = Counter(key for page in pages for key in {_key(line) for _, line in _edges(page)})
    start = 0
    for number, page in enumerate(pages):
        for place, line in _edges(page):
            if _NUMBER.fullmatch(line) or (number and len(pages) > 1 and seen[_key(line)] > 1):
                yield start + place, start + place + len(line) + 1
        start += len(page) + 1


def _key(line: str) -> str:
    return _DIGITS.sub("0", "".join(line.split()))


def _edges(page: str) -> list[tuple[int, str]]:
    """The first and the last lines of a page, with their places."""
    lines, place = [], 0
    for line in page.split("\n"):
        lines.append((place, line))
        place += len(line) + 1
    return lines if len(lines) <= 2 * _EDGE else [*lines[:_EDGE], *lines[-_EDGE:]]
