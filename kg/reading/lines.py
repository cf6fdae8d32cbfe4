"""The lines of a page, before anything is joined."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
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


_RUN_IN = re.compile(r"(?<=[。！？”])([^\s。，；：！？、]{6,20})\u3000(?=[^\s]{30})")
"""A headline that was run into a paragraph: behind a full stop, with an ideographic space between it and the text."""


def split(flat: Strand) -> list[Line]:
    """The lines of the flat text in order."""
    lines, gap, last = [], True, 0
    for found in re.finditer(r"[^\n]+", flat.text):
        gap = gap or found.start() > last + 1
        last = found.end()
        strand = flat.cut(found.start(), found.end())
        if strand.text:
            lines += _parts(Line(strand, gap, found.group().startswith(("  ", "\u3000"))))
        gap = not strand.text
    return lines


def _parts(line: Line) -> list[Line]:
    """The line, or its parts where a headline was run into it."""
    edges = [edge for found in _RUN_IN.finditer(line.text) for edge in (found.start(1), found.end(1))]
    if not edges:
        return [line]
    strands = [line.strand.cut(a, b) for a, b in pairwise([0, *edges, len(line.strand)])]
    return [replace(line, strand=strands[0]), *(Line(strand, gap=True) for strand in strands[1:])]
