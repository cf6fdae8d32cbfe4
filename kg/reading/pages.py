"""Web pages: the body that trafilatura finds, under the headline; what the page says of itself is in webmeta.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from configparser import ConfigParser
from functools import cache

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document as Page
from trafilatura.settings import use_config

from kg.errors import ReadingError
from kg.reading import dates, webmeta
from kg.reading.cleaning import Known
from kg.reading.decoding import decode
from kg.reading.documents import TOO_LONG, Document, quiet
from kg.reading.folding import fold
from kg.reading.weblines import PageLine, is_prose, page_lines, squeeze

_DAMAGED = "不能按网页解析；请另存正文 (cannot be read as HTML; save the article's text)"
_NO_TEXT = (
    "没有正文，内容可能由脚本生成；请在浏览器中打开后另存 "
    "(holds no text outside its scripts; open it in a browser and save it as shown)"
)
_SPACE = {"p": "\n\n", "head": "\n\n", "quote": "\n\n", "list": "\n\n", "table": "\n\n", "row": "\n\n", "lb": "\n"}
"""What stands before and behind an element of trafilatura's body."""
_LISTS = ("ul", "ol", "dl", "div", "p", "nav")
_MARKUP = ("b", "strong", "font", "i", "em", "u", "big", "small", "mark")
_PROSE = re.compile(r"[，。；：、“”]|\w{10}")
"""What text beside a link says that it stands in a sentence, not in a menu."""
_MARKS = re.compile(r"[\W_]+")
MAX_MARKUP = 5_000_000
"""Characters that a page may have with all its elements and scripts."""
_DATES = {"original_date": True, "extensive_search": False}
"""For htmldate: its extensive search takes any year on the page for the first of January."""


def page(data: bytes) -> Document:
    """The article of a web page; captions of pictures are part of it, scripts and lists of links are not."""
    with quiet("trafilatura", "htmldate", "courlan"):
        try:
            tree = _tree(data)
            lines = page_lines(tree)
            raw, known = _read(tree, lines)
        except ReadingError:
            raise
        except etree.ParserError as error:  # nothing but comments
            raise ReadingError(_NO_TEXT) from error
        except Exception as error:  # trafilatura lets through whatever its parsers meet in a damaged file
            raise ReadingError(_DAMAGED) from error
    if not raw:
        raise ReadingError(_NO_TEXT)
    return Document(raw, known)


def _tree(data: bytes) -> html.HtmlElement:
    """The page's elements without scripts, lists of links, and marks and links inside running text.

    Captions of pictures become paragraphs: trafilatura leaves out figures with what is in them.
    """
    text = decode(data)
    if len(text) > MAX_MARKUP:
        raise ReadingError(TOO_LONG)
    parser = html.HTMLParser(encoding="utf-8")
    tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    for element in list(tree.iter("script", "style", "noscript", "template")):
        element.drop_tree()
    for element in list(tree.iter(*_LISTS)):
        if _only_links(element):
            element.drop_tree()
    etree.strip_tags(tree, *_MARKUP)
    for element in list(tree.iter("a", "span")):
        if (element.tag == "span" and not element.keys()) or _PROSE.search(
            "".join(element.getparent().xpath("text()"))
        ):
            element.drop_tag()
    for element in tree.iter("figure", "figcaption"):
        element.tag = "p" if element.tag == "figcaption" else "div"
    return tree


def _only_links(element: html.HtmlElement) -> bool:
    """Whether an element is a menu or a list of links: two or more of them, and no sentence, stand alone in it."""
    links = list(element.iter("a"))
    if len(links) < 2 or element.getparent() is None or element.find(".//td") is not None:
        return False
    inside = squeeze("".join(link.text_content() for link in links))
    outside = _MARKS.sub("", squeeze(element.text_content()))
    return "。" not in outside and len(_MARKS.sub("", inside)) >= 0.9 * len(outside)


def _read(tree: html.HtmlElement, page: Sequence[PageLine]) -> tuple[str, Known]:
    """The text of the article and what is known of it; without text where there is none."""
    meta = webmeta.metas(tree)
    found = trafilatura.bare_extraction(
        tree,
        favor_recall=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params=_DATES,
        config=_config(),
    )
    raw = _page_text(found.body) if isinstance(found, Page) else ""
    raw = raw or "\n\n".join(line.text for line in page if is_prose(line.text))
    start, end = webmeta.body_place(page, raw)
    near = webmeta.around(page, start, end)
    title = webmeta.title(tree, meta, page, start)
    site, date, url = (found.sitename, found.date, found.url) if isinstance(found, Page) else ("", "", "")
    known = Known(
        fold(title),
        webmeta.source(tree, meta, near, site or ""),
        webmeta.date(meta, near) or dates.find(date or ""),
        url or "",
    )
    return _under(title, raw) if raw else "", known


@cache
def _config() -> ConfigParser:
    """trafilatura's settings, for Chinese: a short article has not a fourth of the letters of a Western one."""
    config = use_config()
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "60"
    return config


def _page_text(body: etree._Element) -> str:
    """The text of trafilatura's body: a blank line between blocks, a line for each cell and item."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        space = _SPACE.get(element.tag, "")
        if event == "start" and element.tag in {"item", "cell"}:
            space = "\n"
        elif event == "end" and element.tag == "lb":
            space = ""
        parts += [space, (element.text if event == "start" else element.tail) or ""]
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _under(title: str, raw: str) -> str:
    """The text with its headline as the first line: what stands above it is the page's, unless it is running text."""
    key = squeeze(title)
    if not key:
        return raw
    lines = raw.split("\n")
    for place, line in enumerate(lines):
        if squeeze(line) == key:
            return "\n".join(lines[place:])
        if is_prose(line):
            break
    return f"{title}\n\n{raw}"
