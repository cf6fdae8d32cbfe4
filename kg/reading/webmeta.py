"""Title, source and date of a web page: from its meta elements, and from the lines around its article."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from lxml import html

from kg.reading import dates, furniture, lines, metadata
from kg.reading.folding import flatten, fold
from kg.reading.weblines import PageLine, is_prose, squeeze

_TITLES = ("articletitle", "og:title", "twitter:title")
_SOURCES = ("contentsource", "source")
_SITES = ("og:site_name", "sitename", "application-name")
_DATES = ("pubdate", "article:published_time", "og:release_date", "publishdate", "datepublished", "date")
_NO_SOURCE = frozenset(("微信公众平台", "本站", "本网", "原创", "本站原创", "网络", "互联网"))
_TODAY = re.compile(r"今天是|今日是|现在是|当前时间|当前日期")
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)+$", re.ASCII)
_ABOVE, _BELOW = 12, 8
"""Lines above the article, and from its end on, in which source and date are looked for."""
_TITLE = range(5, 71)
"""Characters of a headline."""
_LONGEST = 300
"""Characters of a title element that are looked at."""
_KEY = 20
"""Characters by which a line of the page is found again in the article."""


def metas(tree: html.HtmlElement) -> dict[str, str]:
    """What the page's meta elements say, by name or property in small letters; the first that says something counts."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("name") or element.get("property") or element.get("itemprop") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def body_place(page: Sequence[PageLine], raw: str) -> tuple[int, int]:
    """The first line of the page that is running text of the article, and the one behind its last."""
    starts = {squeeze(line)[:_KEY] for line in raw.split("\n")}
    places = [n for n, line in enumerate(page) if is_prose(line.text) and squeeze(line.text)[:_KEY] in starts]
    return (places[0], places[-1] + 1) if places else (0, 0)


def around(page: Sequence[PageLine], start: int, end: int) -> list[lines.Line]:
    """The marked lines above and below the article."""
    near = [*page[max(0, start - _ABOVE) : start], *page[end : end + _BELOW]]
    text = "\n".join(line.text for line in near if not _TODAY.search(line.text))
    return furniture.mark(lines.split(flatten(text)))


def title(tree: html.HtmlElement, meta: dict[str, str], page: Sequence[PageLine], start: int) -> str:
    """The headline: the line of the page that a meta element or the window's title holds.

    Where there is none: what a meta element for the headline says, the line right above the article, the window's
    title.
    """
    window = " ".join((tree.findtext(".//title") or "").split())[:_LONGEST]
    said = [meta[name][:_LONGEST] for name in _TITLES if name in meta]
    held = [line for text in (*said, window) if (line := _held(squeeze(text), page, start))]
    return next(iter((*held, *said, *_right_above(page[:start]), *filter(None, (window,)))), "")


def source(tree: html.HtmlElement, meta: dict[str, str], near: Sequence[lines.Line], site: str) -> str:
    """Who published it: a meta element, what stands behind 来源, the account of a WeChat page, the site."""
    own, sites = ([meta[name] for name in names if name in meta] for names in (_SOURCES, _SITES))
    account = " ".join(tree.xpath("string(//*[@id='js_name'])").split())
    named = (*own, metadata.source(near), account, *sites, site)
    return next((fold(name) for name in named if name and name not in _NO_SOURCE and not _HOST.match(name)), "")


def date(meta: dict[str, str], near: Sequence[lines.Line]) -> dt.date | None:
    """When it was published: a meta element, else a date around the article."""
    said = (dates.find(fold(meta[name])) for name in _DATES if name in meta)
    return next(filter(None, said), None) or metadata.date(near, ())


def _held(said: str, page: Sequence[PageLine], start: int) -> str:
    """The page's line that is part of a title: a heading before others, the one that begins it, the nearest above."""
    found = [(n, text) for n, line in enumerate(page) if not line.linked and (text := squeeze(line.text)) in said]
    ranked = [
        (page[n].heading, n <= start, said.startswith(text), n if n <= start else -n)
        for n, text in found
        if len(text) >= _TITLE.start
    ]
    return page[abs(max(ranked)[-1])].text if ranked else ""


def _right_above(page: Sequence[PageLine]) -> Iterator[str]:
    """The nearest line above the article that reads as a headline."""
    for line in reversed(page):
        if len(line.text) in _TITLE and not line.linked and not furniture.is_furniture(fold(line.text)):
            yield line.text
            return
