"""Small files of the kinds that are read, made where a test needs them, and an article as the eye takes it in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx

from kg import reading
from kg.records import Article
from kg.settings import Settings

SETTINGS = Settings()
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Song /Encoding /Identity-H "
    b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Song /DW 1000 "
    b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
    b"/FontDescriptor << /Type /FontDescriptor /FontName /Song /Flags 4 >> >>",
)


def one(path: Path) -> Article:
    """The only article of a file."""
    [found] = reading.read_paths([path], SETTINGS)
    assert isinstance(found, Article), found
    return found


def faults(*paths: Path) -> list[reading.Fault]:
    """What could not be read of these paths."""
    return [found for found in reading.read_paths(paths, SETTINGS) if isinstance(found, reading.Fault)]


def paragraphs(article: Article) -> list[str]:
    """The paragraphs of the cleaned text."""
    return article.text.split("\n")


def sentences(article: Article) -> list[str]:
    """The sentences of the cleaned text."""
    return [article.text[sentence.start : sentence.end] for sentence in article.sentences]


def kinds(article: Article) -> list[tuple[str, str]]:
    """Kind and text of each sentence."""
    return [(sentence.kind, article.text[sentence.start : sentence.end]) for sentence in article.sentences]


def docx_file(path: Path, *blocks: str | Sequence[Sequence[str]]) -> Path:
    """A Word document of paragraphs and tables."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(path))
    return path


def docx_bomb(path: Path, size: int) -> Path:
    """A Word document whose text unpacks to `size` bytes of blanks."""
    docx_file(path, "天津大学与南开大学签约。")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, mark, rest = parts["word/document.xml"].partition(b"<w:body>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if name != "word/document.xml":
                archive.writestr(name, data)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(head + mark)
            for _ in range(size // 1_000_000):
                part.write(b" " * 1_000_000)
            part.write(rest)
    return path


def pdf_bytes(*pages: str) -> bytes:
    """A PDF file with a text layer in Chinese; each page's text comes in lines from its top."""
    numbers = [6 + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % n for n in numbers), len(pages)),
        *_FONT,
        _stream(_cmap("".join(pages))),
    ]
    for number, page in zip(numbers, pages, strict=True):
        lines = (b"<%s> Tj T*" % line.encode("utf-16-be").hex().encode() for line in page.split("\n"))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            b"/Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (number + 1)
        )
        objects.append(_stream(b"BT /F1 12 Tf 16 TL 72 770 Td\n" + b"\n".join(lines) + b"\nET"))
    return _pdf(objects)


def _cmap(text: str) -> bytes:
    """Says that each character's code in the font is its code in Unicode."""
    codes = sorted({char.encode("utf-16-be").hex().encode() for char in text if char != "\n"})
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange %d beginbfchar %s endbfchar endcmap end end"
        % (len(codes), b" ".join(b"<%s> <%s>" % (code, code) for code in codes))
    )


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _pdf(objects: Sequence[bytes]) -> bytes:
    file, places = io.BytesIO(), []
    file.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    table = file.tell()
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    file.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, entries))
    file.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table))
    return file.getvalue()
