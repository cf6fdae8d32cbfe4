"""Raw text → article: the one place that knows the order of the steps."""

from __future__ import annotations

import datetime as dt
import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.reading import furniture, kinds, lines, metadata, paragraphs, sections, sentences
from kg.reading.folding import flatten, fold
from kg.reading.metadata import Dateline
from kg.reading.paragraphs import Paragraph
from kg.reading.spacing import tidy
from kg.reading.strands import Strand
from kg.records import Article, Section, Sentence


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article before its text is looked at; empty where it is not."""

    title: str = ""
    source: str = ""
    date: dt.date | None = None
    url: str = ""


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph with its place in the cleaned text."""

    paragraph: Paragraph
    start: int
    section: int


def clean(raw: str, file: str, known: Known, *, id: str = "", flat: Strand | None = None) -> Article:
    """The article in a raw text; `flat` is its folded text where a format's own marks were already taken out of it."""
    marked = furniture.mark(lines.split(flat or flatten(raw)))
    read = paragraphs.build(marked)
    heading = metadata.title(read)
    read = kinds.assign(read, heading)
    begins = sections.starts(read) if read else []
    parts = _parts(read, begins)
    text = fold("\n".join(part.paragraph.text for part in parts))
    return Article(
        id=id or known.url or file,
        file=file,
        raw=raw,
        text=text,
        offsets=_offsets(parts),
        sentences=tuple(_sentences(parts)),
        sections=tuple(_sections(parts, read, begins, text)),
        title=known.title or ("" if heading is None else fold(tidy(read[heading].strand).text)),
        source=known.source or metadata.source(marked) or _agency(read),
        date=known.date or metadata.date(marked, read),
        url=known.url,
        sha256=_digest(raw),
    )


def as_is(text: str, file: str = "<text>") -> Article:
    """An article whose text is the given one, character by character: nothing folded, dropped or joined."""
    read = [Paragraph(line.strand) for line in lines.split(Strand(text, range(len(text))))]
    parts = [_Part(paragraph, paragraph.strand.places[0], 0) for paragraph in kinds.assign(read, None)]
    return Article(
        id=file,
        file=file,
        raw=text,
        text=text,
        offsets=range(len(text)),
        sentences=tuple(_sentences(parts)),
        sections=(Section(0, len(text)),),
        sha256=_digest(text),
    )


def _parts(read: Sequence[Paragraph], begins: Sequence[int]) -> list[_Part]:
    """The paragraphs as they stand in the cleaned text: without datelines, spaces tidied, one newline between."""
    parts, start = [], 0
    for place, paragraph in enumerate(read):
        strand = tidy(metadata.without_dateline(paragraph.strand))
        if strand.text:
            parts.append(_Part(replace(paragraph, strand=strand), start, bisect_right(begins, place) - 1))
            start += len(strand) + 1
    return parts


def _offsets(parts: Sequence[_Part]) -> Sequence[int]:
    """Positions in the raw text; that of a newline is the one behind the paragraph that it ends."""
    places = array("l")
    for part in parts:
        if places:
            places.append(places[-1] + 1)
        places.extend(part.paragraph.strand.places)
    return places


def _sentences(parts: Sequence[_Part]) -> Iterator[Sentence]:
    number, row = -1, None
    for part in parts:
        paragraph = part.paragraph
        if paragraph.kind != "cell" or paragraph.row != row:
            number += 1
        row = paragraph.row if paragraph.kind == "cell" else None
        for start, end in sentences.split(paragraph.text):
            yield Sentence(part.start + start, part.start + end, paragraph.kind, number, part.section)


def _sections(parts: Sequence[_Part], read: Sequence[Paragraph], begins: Sequence[int], text: str) -> Iterator[Section]:
    """One section for each beginning, in order; together they cover the text."""
    first = {part.section: part.start for part in reversed(parts)}
    edges = [*(first.get(number, len(text)) for number in range(len(begins))), len(text)]
    for number, begin in enumerate(begins):
        own = read[begin : begins[number + 1] if number + 1 < len(begins) else None]
        found = next((line for paragraph in own if (line := metadata.dateline(paragraph.text))), Dateline(0))
        heads = sorted((p for p in own if p.kind in {"title", "heading"}), key=lambda p: p.kind != "title")
        title = fold(tidy(heads[0].strand).text) if heads else ""
        yield Section(0 if number == 0 else edges[number], edges[number + 1], title, found.place, found.date)


def _agency(read: Sequence[Paragraph]) -> str:
    found = next((line for paragraph in read if (line := metadata.dateline(paragraph.text))), None)
    return found.agency if found and found.agency and not found.agency.startswith("本") else ""


def _digest(raw: str) -> str:
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()
