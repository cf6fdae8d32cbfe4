"""Web pages: the body, title, date and site that trafilatura finds."""

from __future__ import annotations

import re

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document as Page

from kg.errors import ReadingError
from kg.reading import dates
from kg.reading.cleaning import Known
from kg.reading.decoding import decode
from kg.reading.documents import NO_TEXT, Document, quiet


def page(data: bytes) -> Document:
    """The article of a web page; captions of pictures are part of it, scripts are not."""
    with quiet("trafilatura", "htmldate", "courlan"):
        try:
            found = trafilatura.bare_extraction(
                _tree(data), favor_recall=True, include_comments=False, with_metadata=True
            )
        except (ValueError, RecursionError, etree.LxmlError) as error:
            raise ReadingError(f"cannot be read as HTML ({error}); save the article's text instead") from error
    raw = _page_text(found.body) if isinstance(found, Page) else ""
    if not isinstance(found, Page) or not raw:
        raise ReadingError(f"{NO_TEXT} outside its scripts; open it in a browser and save the page as it is shown")
    known = Known(found.title or "", found.sitename or "", dates.find(found.date or ""), found.url or "")
    return Document(_titled(raw, known.title), known)


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
