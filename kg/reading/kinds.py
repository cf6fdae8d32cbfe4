"""What each paragraph is: title, heading, caption, list item, table cell or running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.reading.markers import marker
from kg.reading.paragraphs import STOP, Paragraph, is_final
from kg.records import SentenceKind

_HEADING = 40
"""Characters that a heading has at most."""
_LIST = re.compile(r"、.*、|^[^，：:“]{2,8}[：:]\S.*(?:公司|园区?|[\d、，])|^\S{2,6}\s\d")
_LABEL = 20
"""Characters that a heading with a list marker has at most."""


def assign(paragraphs: Sequence[Paragraph], title: int | None) -> list[Paragraph]:
    """The paragraphs with their kinds; `title` is the place of the page's title."""
    return [replace(p, kind=_kind(paragraphs, place, title)) for place, p in enumerate(paragraphs)]


def _kind(paragraphs: Sequence[Paragraph], place: int, title: int | None) -> SentenceKind:
    paragraph = paragraphs[place]
    if paragraph.kind != "text":
        return paragraph.kind
    if title is not None and (place == title or _is_subtitle(paragraphs, place, title)):
        return "title"
    family = marker(paragraph.text)
    after = paragraphs[place + 1].text if place + 1 < len(paragraphs) else ""
    before = paragraphs[place - 1].text if place else ""
    signed = bool(after) and bool(paragraphs[place + 1].byline) and not family
    if signed and len(paragraph.text) <= _HEADING and not STOP.search(paragraph.text) and not is_final(paragraph.text):
        return "heading"
    if _is_short(paragraph.text, _LABEL if family else _HEADING) and after:
        siblings = family and family in {marker(after), marker(before)}
        return "item" if siblings and family != "chinese" else "heading"
    return "item" if family else "text"


def _is_subtitle(paragraphs: Sequence[Paragraph], place: int, title: int) -> bool:
    return place == title + 1 and paragraphs[place].text.startswith("—") and len(paragraphs[place].text) <= _HEADING


def _is_short(text: str, length: int) -> bool:
    """Whether a line reads as a heading: no sentence, no list of names, no label with its value."""
    if len(text) > length or STOP.search(text[:-1]) or _LIST.search(text):
        return False
    return not is_final(text) or text[-1] in "？！?!：:"
