"""Lines → paragraphs: hard line breaks inside a sentence or a word are joined, headings and items stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from kg.reading.lines import Line
from kg.reading.markers import across, is_caption, marker
from kg.reading.strands import Strand, join
from kg.records import SentenceKind

STOP = re.compile(r"[。！？!?；;]")
FINAL = re.compile(r"(?:[。！？!?…；;：:—～~]|\.(?=\W*$))[”’」』）)》】\"']*\W{0,4}$")
_RUNS_ON = re.compile(r"[，,、（(“‘《「『【]$")
_DANGLES = re.compile(r"[和与及或的在由将对从向为把被以]$")
_PROSE = re.compile(r"[，。；！？,;]")
_BRACKETS = dict(zip("（(《【「『“", "）)》】」』”", strict=True))
_LONG = 40
"""Characters from which a line without a full stop is prose rather than a heading."""
_REACH = 80
"""Characters at the end of a paragraph in which an open bracket is looked for."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, as one strand."""

    strand: Strand
    kind: SentenceKind = "text"
    row: int = 0
    """Cells of one table row share the number, which counts blocks of lines."""
    byline: bool = False
    """Whether a reporter's line stands between this paragraph and the one before."""

    @property
    def text(self) -> str:
        return self.strand.text


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without a blank line between them."""

    lines: tuple[Line, ...]
    byline: bool = False

    @property
    def width(self) -> int:
        return max(len(line.text) for line in self.lines)

    @property
    def wrapped(self) -> bool:
        """Whether the lines are prose that was broken at a fixed width."""
        texts = [line.text for line in self.lines]
        if len(texts) < 4 or median(map(len, texts)) < 10:
            return False
        broken = sum(not FINAL.search(text) for text in texts[:-1])
        marked = sum(bool(marker(text)) for text in texts)
        stops = sum(len(_PROSE.findall(text)) for text in texts)
        return broken >= len(texts) / 2 and marked <= len(texts) / 4 and stops >= len(texts) / 2

    @property
    def cells(self) -> bool:
        """Whether the lines could be the cells of one table row."""
        texts = [line.text for line in self.lines]
        return (
            len(texts) >= 3 and median(map(len, texts)) <= 20 and not any(FINAL.search(t) or marker(t) for t in texts)
        )


def build(lines: Iterable[Line]) -> list[Paragraph]:
    """The paragraphs of a page from its marked lines; furniture is left out."""
    blocks = _blocks(lines)
    rows = _rows(blocks)
    paragraphs: list[Paragraph] = []
    for number, block in enumerate(blocks):
        if number in rows:
            paragraphs += (Paragraph(line.strand, "cell", number, block.byline) for line in block.lines)
        else:
            _add(paragraphs, block)
    return paragraphs


def _add(paragraphs: list[Paragraph], block: Block) -> None:
    """Joins the lines of a block to the last paragraph, or makes new ones of them."""
    width = block.width if block.wrapped else 0
    for place, line in enumerate(block.lines):
        above = block.lines[place - 1] if place else None
        if paragraphs and _goes_on(paragraphs[-1], line, above, width):
            paragraphs[-1] = replace(paragraphs[-1], strand=_glue(paragraphs[-1].strand, line.strand))
        else:
            kind: SentenceKind = "caption" if line.role == "caption" or is_caption(line.text) else "text"
            paragraphs.append(Paragraph(line.strand, kind, byline=block.byline and place == 0))


def _blocks(lines: Iterable[Line]) -> list[Block]:
    """Lines without a blank line between; the lines above a photo's credit become captions."""
    blocks: list[Block] = []
    block: list[Line] = []
    byline = False

    def close() -> None:
        nonlocal byline
        if block:
            blocks.append(Block(tuple(block), byline))
            byline = False
            block.clear()

    for line in lines:
        if line.gap or line.role == "byline":
            close()
        if line.role == "credit":
            block[-3:] = [replace(above, role="caption") for above in block[-3:]]
            if not block and blocks and len(blocks[-1].lines) <= 2:
                blocks[-1] = replace(blocks[-1], lines=tuple(replace(a, role="caption") for a in blocks[-1].lines))
        elif line.role == "caption" and block and len(block) <= 2 and not any(FINAL.search(a.text) for a in block):
            block[:] = [*(replace(above, role="caption") for above in block), line]
        elif line.role in {"text", "caption"}:
            block.append(line)
        byline = byline or line.role == "byline"
    close()
    return blocks


def _rows(blocks: list[Block]) -> set[int]:
    """Which blocks are table rows: at least two that follow each other have the same number of cells."""
    alike = [
        number
        for number, (one, two) in enumerate(pairwise(blocks))
        if one.cells and two.cells and len(one.lines) == len(two.lines)
    ]
    return {row for number in alike for row in (number, number + 1)}


def _goes_on(paragraph: Paragraph, line: Line, last: Line | None, width: int) -> bool:
    """Whether a line continues the paragraph; `last` stands above it in its block, `width` is that of wrapped text."""
    before, after = paragraph.text, line.text
    caption = line.role == "caption"
    if marker(after) or caption != (paragraph.kind == "caption") or paragraph.kind == "cell":
        return False
    if caption and last is not None:
        return not FINAL.search(before)
    if FINAL.search(before):
        return bool(width and last and len(last.text) >= 0.85 * width and not line.indent)
    if _RUNS_ON.search(before) or _is_open(before, after) or (last and across(before, after)):
        return True
    if width and last:
        return _PROSE.search(before) is not None or len(last.text) >= 0.7 * width
    return not line.indent and _is_cut(before, after)


def _is_open(before: str, after: str) -> bool:
    """Whether a bracket that stands open at the end of the one is closed at the beginning of the other."""
    tail = before[-_REACH:]
    opened = [(tail.rfind(left), right) for left, right in _BRACKETS.items() if tail.rfind(left) > tail.rfind(right)]
    return any(right in after[:_REACH] for place, right in opened if place >= 0)


def _is_cut(before: str, after: str) -> bool:
    """Whether running text breaks off, and the line finishes its sentence."""
    prose = (STOP.search(before) and len(before) > 25) or (len(before) >= _LONG and _PROSE.search(before))
    finished = STOP.search(after) or (_DANGLES.search(before) and _PROSE.search(after))
    return bool(prose and finished and re.search(r"[\w%）)”》」]$", before) and not after.startswith(("——", "（", "(")))


def _glue(one: Strand, two: Strand) -> Strand:
    """Two halves of a paragraph; a line end between two Latin words is a space."""
    if re.search(r"[A-Za-z]{2}$", one.text) and re.match(r"[A-Za-z]", two.text):
        return join([one, Strand(" ", [one.places[-1] + 1]), two])
    return join([one, two])
