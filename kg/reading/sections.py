"""The articles of a page: a headline with a reporter's line, or a dispatch of its own, begins a new one."""

from __future__ import annotations

from collections.abc import Sequence

from kg.reading.markers import marker
from kg.reading.metadata import dateline
from kg.reading.paragraphs import Paragraph

_UP = 3
"""Headings (headline, subtitle) that may stand above a reporter's line."""


def starts(paragraphs: Sequence[Paragraph]) -> list[int]:
    """The paragraphs that begin an article, the first of the page always among them.

    Cautious: chapters of one article (一、, ●, 【】) stay together even when each has its reporter.
    """
    begins = [0]
    signed = [place for place, paragraph in enumerate(paragraphs) if paragraph.byline or _is_dispatch(paragraph)]
    for place in signed:
        head = place if _closes(paragraphs[place]) else _headline(paragraphs, place, begins[-1])
        if head is not None and (place != signed[0] or head == place):
            begins.append(head)
    return begins


def _closes(paragraph: Paragraph) -> bool:
    """Whether the article above is signed at its end, (记者 …), and a headline follows."""
    return paragraph.byline.startswith(("(", "（")) and paragraph.kind == "heading"


def _is_dispatch(paragraph: Paragraph) -> bool:
    found = dateline(paragraph.text)
    return found is not None and bool(found.agency or found.place)


def _headline(paragraphs: Sequence[Paragraph], place: int, after: int) -> int | None:
    """The first of the headings right above this paragraph."""
    head = None
    for above in range(place - 1, max(after, place - 1 - _UP), -1):
        if paragraphs[above].kind != "heading" or marker(paragraphs[above].text):
            break
        head = above
    return head
