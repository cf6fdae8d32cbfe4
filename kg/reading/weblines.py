"""The visible text of a web page, a line for each block: where headline, source and date stand around the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from kg.reading.folding import fold

_INLINE = frozenset(("a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark"))
_INLINE |= frozenset(("q", "s", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PROSE, _SENTENCE = 30, 12
"""Characters from which a line with a comma, and one with a full stop, is running text."""
_SPACES = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class PageLine:
    """The text of one block."""

    text: str
    linked: bool
    """Whether all of it stands inside links."""
    heading: bool
    """Whether it stands inside h1 … h6."""


def page_lines(tree: html.HtmlElement) -> list[PageLine]:
    """The lines of the page's body in order, white space as a browser shows it."""
    body = tree.find(".//body")
    lines: list[PageLine] = []
    texts: list[str] = []
    linked, heading = True, False
    for text, in_link, in_heading in _pieces(tree if body is None else body):
        if text != "\n":
            texts.append(text)
            linked = linked and (in_link or not text.strip())
            heading = heading or (in_heading and bool(text.strip()))
            continue
        if line := " ".join("".join(texts).split()):
            lines.append(PageLine(line, linked, heading))
        texts, linked, heading = [], True, False
    return lines


def squeeze(text: str) -> str:
    """Folded, without any white space: for comparing what stands in two places of a page."""
    return _SPACES.sub("", fold(text))


def is_prose(text: str) -> bool:
    """Whether a line is running text rather than a headline or a label."""
    return (len(text) >= _PROSE and "，" in text) or (len(text) >= _SENTENCE and "。" in text)


def _pieces(body: etree._Element) -> Iterator[tuple[str, bool, bool]]:
    """Stretches of text, and whether they stand in a link and in a heading; "\n" stands for the border of a block."""
    links = headings = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        name = element.tag
        if event in {"start", "end"}:
            if name not in _INLINE and not (name == "br" and (headings or event == "end")):
                yield "\n", False, False
            step = 1 if event == "start" else -1
            links += step * (name == "a")
            headings += step * (name in _HEADINGS)
        text = (element.text if event == "start" else element.tail) or ""
        yield text.replace("\n", " "), links > 0, headings > 0
    yield "\n", False, False
