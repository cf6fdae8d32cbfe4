"""Markdown marks and the front matter of an article, taken out of the text without moving anything else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import yaml

from kg.reading import dates
from kg.reading.strands import Strand

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_MARKS = re.compile(
    r"""
      (?P<comment><!--.{0,1000}?-->)
    | (?P<rule>^[ \t]*[-*_:|=][-*_:|= \t]+$)
    | (?P<heading>^[ ]{0,3}\#{1,6}[ \t]+|^[ ]{0,3}>[ ]?|^```.*$)
    | !?\[(?P<label>[^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)
    | (?P<strong>\*{2,3}|__|~~|`|\\(?=[*_`#\[\]|~-]))
    | (?<![\d*])\*(?P<slanted>(?=[^\s*])[^*\n]{1,80}(?<=\S))\*(?![\d*])
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


_ROW = re.compile(r"^[ \t]{0,3}\|.*\|[ \t]*$", re.MULTILINE)
"""A row of a table."""


def front_matter(raw: str) -> tuple[dict[str, Any], int]:
    """The YAML mapping between two lines `---` at the head of a file, and where the body begins; ({}, 0) if none."""
    found = _FRONT.match(raw)
    if not found:
        return {}, 0
    try:
        data = yaml.safe_load(found.group(1))
    except yaml.YAMLError:
        return {}, 0
    return (data, found.end()) if isinstance(data, dict) else ({}, 0)


def as_date(value: object) -> dt.date | None:
    """A date that a mapping holds, as a date or as text."""
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else dates.find(value) if isinstance(value, str) else None


def as_text(value: object) -> str:
    """A text that a mapping holds; anything else is empty."""
    return value.strip() if isinstance(value, str) else ""


def without_marks(flat: Strand, body: int = 0, title: str = "") -> Strand:
    """The text from `body` on without Markdown's marks; the words of links, headings and tables stay.

    Where the title stands in the head before `body`, it stays as the first line.
    """
    head = [(0, body)]
    place = flat.text.find(title, 0, body) if title else -1
    if place >= 0:
        end = flat.text.find("\n", place)
        head = [(0, place), (place + len(title), end), (end + 1, body - 1)]
    flat = Strand(_ROW.sub(_cells, flat.text), flat.places)
    return flat.without(span for span in (*head, *_marks(flat.text, body)) if span[0] < span[1])


def _cells(row: re.Match[str]) -> str:
    """A table's row with a line for each cell, and a blank line behind; as long as before."""
    return row.group().replace("|", "\n")


def _marks(text: str, body: int) -> Iterator[tuple[int, int]]:
    for found in _MARKS.finditer(text, body):
        kept = next((name for name in ("label", "slanted") if found[name] is not None), None)
        if kept is None:
            yield found.span()
        else:
            yield found.start(), found.start(kept)
            yield found.end(kept), found.end()
