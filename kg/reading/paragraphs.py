"""Lines → paragraphs: hard line breaks inside a sentence or a word are joined, headings and items stay apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from statistics import median

from kg.reading.lines import Line
from kg.reading.markers import across, is_caption, marker
from kg.reading.strands import Strand, join
from kg.records import SentenceKind

STOP = re.compile(r"[。！？!?；;]")
_FINAL = re.compile(r"(?:[。！？!?…；;：:—～~]|\.(?=\W*$))[”’」』）)》】\"']*\W{0,4}$")
_RUNS_ON = re.compile(r"[，,、（(“‘《「『【]$")
_DANGLES = re.compile(r"[和与及或的在由将对从向为把被以]$")
_CLOSES = re.compile(r"[，。、；：！？）》”’」』】]")
"""What no paragraph begins with."""
_PROSE = re.compile(r"[，。；！？,;]")
_COMMA = re.compile(r"[，,]")
_BRACKETS = dict(zip("（(《【「『“", "）)》】」』”", strict=True))
_LONG = 40
"""Characters from which a line without a full stop is prose rather than a heading."""
_REACH = 80
"""Characters at the end of a paragraph in which an open bracket is looked for."""


def is_final(text: str) -> bool:
    """Whether a line ends as sentences and introductions do, with or without closing quotes and an emoji behind."""
    return _FINAL.search(text[-12:]) is not None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, as one strand."""

    strand: Strand
    kind: SentenceKind = "text"
    row: int = 0
    """Cells of one table row share the number, which counts blocks of lines."""
    byline: str = ""
    """The reporter's line that stands between this paragraph and the one before, if there is one."""

    @property
    def text(self) -> str:
        return self.strand.text


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without a blank line between them."""

    lines: tuple[Line, ...]
    byline: str = ""
    """The reporter's line above it."""

    @property
    def width(self) -> int:
        return max(len(line.text) for line in self.lines)

    @property
    def wrapped(self) -> bool:
        """Whether the lines are prose that was broken at a fixed width, under headings or not."""
        width = self.width
        texts = list(dropwhile(lambda text: len(text) < 0.65 * width, (line.text for line in self.lines)))
        if len(texts) < 4 or median(map(len, texts)) < 10:
            return False
        broken = [len(text) for text in texts[:-1] if not is_final(text)]
        full = sum(length >= 0.65 * width for length in broken)
        marked = sum(bool(marker(text)) for text in texts)
        stops = sum(len(_PROSE.findall(text)) for text in texts)
        return (
            len(broken) >= len(texts) / 2
            and full >= 0.75 * len(broken)
            and marked <= len(texts) / 4
            and stops >= len(texts) / 2
        )

    @property
    def cells(self) -> bool:
        """Whether the lines could be the cells of one table row."""
        return len(self.lines) >= 3 and median(len(line.text) for line in self.lines) <= 20 and self.short

    @property
    def short(self) -> bool:
        """Whether no line is a sentence, an item or longer than a cell."""
        texts = [line.text for line in self.lines]
        return not any(len(text) > _LONG or (len(text) > 1 and is_final(text)) or marker(text) for text in texts)


@dataclass(slots=True)
class _Open:
    """A paragraph that is being built; only its end is looked at again, so that long ones cost no more."""

    strands: list[Strand]
    kind: SentenceKind
    byline: str
    tail: str
    length: int = 0
    commas: int = 0
    stopped: bool = False

    def add(self, strand: Strand) -> None:
        if re.search(r"[A-Za-z]{2}$", self.tail) and re.match(r"[A-Za-z]", strand.text):
            self.strands.append(Strand(" ", [self.strands[-1].places[-1] + 1]))
        self.strands.append(strand)
        self.tail = (self.tail + strand.text)[-2 * _REACH :]
        self.length += len(strand)
        self.commas += len(_COMMA.findall(strand.text))
        self.stopped = self.stopped or STOP.search(strand.text) is not None


def build(lines: Iterable[Line]) -> list[Paragraph]:
    """The paragraphs of a page from its marked lines; furniture is left out."""
    blocks = _blocks(lines)
    rows = _rows(blocks)
    paragraphs: list[Paragraph] = []
    opened: list[_Open] = []
    for number, block in enumerate(blocks):
        if number in rows:
            paragraphs += _closed(opened)
            opened = []
            paragraphs += (Paragraph(line.strand, "cell", number, block.byline) for line in block.lines)
        else:
            _add(opened, block)
    return [*paragraphs, *_closed(opened)]


def _closed(opened: Iterable[_Open]) -> Iterator[Paragraph]:
    for one in opened:
        yield Paragraph(one.strands[0] if len(one.strands) == 1 else join(one.strands), one.kind, byline=one.byline)


def _add(opened: list[_Open], block: Block) -> None:
    """Joins the lines of a block to the last paragraph, or opens new ones with them."""
    width = block.width if block.wrapped else 0
    for place, line in enumerate(block.lines):
        above = block.lines[place - 1] if place else None
        if not (opened and _goes_on(opened[-1], line, above, width, any(one.stopped for one in opened[-4:]))):
            kind: SentenceKind = "caption" if line.role == "caption" or is_caption(line.text) else "text"
            opened.append(_Open([], kind, "" if place else block.byline, ""))
        opened[-1].add(line.strand)


def _blocks(lines: Iterable[Line]) -> list[Block]:
    """Lines without a blank line between; the lines above a photo's credit become captions."""
    blocks: list[Block] = []
    block: list[Line] = []
    byline = ""

    def close() -> None:
        nonlocal byline
        if block:
            blocks.append(Block(tuple(block), byline))
            byline = ""
            block.clear()

    for line in lines:
        if line.gap or line.role == "byline":
            close()
        if line.role == "credit":
            block[-3:] = [replace(above, role="caption") for above in block[-3:]]
            if not block and blocks and len(blocks[-1].lines) <= 2:
                blocks[-1] = replace(blocks[-1], lines=tuple(replace(a, role="caption") for a in blocks[-1].lines))
        elif line.role == "caption" and block and len(block) <= 2 and not any(is_final(a.text) for a in block):
            block[:] = [*(replace(above, role="caption") for above in block), line]
        elif line.role in {"text", "caption"}:
            block.append(line)
        byline = line.text if line.role == "byline" else byline
    close()
    return blocks


def _rows(blocks: list[Block]) -> set[int]:
    """Which blocks are table rows: two that follow each other have the same number of cells, and their neighbours."""
    rows: set[int] = set()
    for number, (one, two) in enumerate(pairwise(blocks)):
        if one.cells and two.cells and len(one.lines) == len(two.lines):
            rows |= {number, number + 1}
    for step, numbers in ((1, range(1, len(blocks))), (-1, range(len(blocks) - 2, -1, -1))):
        rows |= {n for n in numbers if n - step in rows and len(blocks[n].lines) > 1 and blocks[n].short}
    return rows


def _goes_on(opened: _Open, line: Line, above: Line | None, width: int, inside: bool) -> bool:
    """Whether a line continues the open paragraph.

    `above` stands right above it, `width` is that of wrapped text, `inside` says that running text came before.
    """
    before, after = opened.tail, line.text
    caption = line.role == "caption"
    if marker(after) or caption != (opened.kind == "caption"):
        return False
    if caption and above is not None:
        return not is_final(before)
    if is_final(before):
        return bool(0 < width <= 60 and above and len(above.text) >= 0.85 * width and not line.indent)
    if _RUNS_ON.search(before) or _CLOSES.match(after) or _is_open(before, after) or (above and across(before, after)):
        return True
    if width and above:
        return opened.commas > 0 or opened.stopped or len(above.text) >= 0.7 * width
    return not line.indent and _is_cut(opened, after, inside)


def _is_open(before: str, after: str) -> bool:
    """Whether a bracket that stands open at the end of the one is closed at the beginning of the other."""
    tail = before[-_REACH:]
    opened = [(tail.rfind(left), right) for left, right in _BRACKETS.items() if tail.rfind(left) > tail.rfind(right)]
    return any(right in after[:_REACH] for place, right in opened if place >= 0)


def _is_cut(opened: _Open, after: str, inside: bool) -> bool:
    """Whether running text breaks off, and the line finishes its sentence."""
    before = opened.tail
    prose = opened.length > 25 and (opened.stopped or (inside and opened.commas > 1))
    long = (opened.length >= _LONG or _DANGLES.search(before)) and opened.commas > 0
    finished = STOP.search(after) or (_DANGLES.search(before) and _PROSE.search(after))
    begins = not after.startswith(("——", "（", "("))
    return bool((prose or long) and finished and begins and re.search(r"[\w%》」]$", before))
