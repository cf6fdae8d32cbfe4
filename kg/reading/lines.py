"""The lines of a page, before anything is joined."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.reading.strands import Strand

Role = Literal["text", "caption", "credit", "byline", "furniture"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, without white space at its ends."""

    strand: Strand
    gap: bool = False
    """Whether a blank line, or the head of the page, stands before it."""
    indent: bool = False
    """Whether it begins with two or more spaces, or an ideographic one: a new paragraph."""
    role: Role = "text"

    @property
    def text(self) -> str:
        return self.strand.text


def split(flat: Strand) -> list[Line]:
    """The lines of the flat text in order."""
    lines, gap, last = [], True, 0
    for found in re.finditer(r"[^\n]+", flat.text):
        gap = gap or found.start() > last + 1
        last = found.end()
        strand = flat.cut(found.start(), found.end())
        if strand.text:
            lines.append(Line(strand, gap, found.group().startswith(("  ", "\u3000"))))
        gap = not strand.text
    return lines
