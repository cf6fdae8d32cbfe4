"""Word documents: paragraphs and the cells of tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

import docx
from docx.table import Table, _Cell

from kg.errors import ReadingError
from kg.reading.documents import Document

MAX_UNPACKED = 50_000_000
"""Bytes that a .docx file may unpack to."""
MAX_RATIO = 100
"""How many times its own size that may be."""
_DAMAGED = (
    "不是 Word 文档（.docx）或已损坏；请用 Word 打开后另存 "
    "(is not a Word document or is damaged; open it in Word and save it again)"
)
_NO_TEXT = "没有文字，可能只有图片；请给出文章正文 (holds no text, only pictures perhaps; give the article's text)"


def word(data: bytes) -> Document:
    """The article of a Word document; its size unpacked is checked before it is unpacked."""
    _check_zip(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx lets through whatever its parser meets in a damaged file
        raise ReadingError(_DAMAGED) from error
    blocks = []
    for block in document.iter_inner_content():
        rows = [_cells(row.cells) for row in block.rows] if isinstance(block, Table) else [[block.text]]
        blocks += ["\n".join(row) for row in rows]
    raw = "\n\n".join(block for block in blocks if block.strip())
    if not raw:
        raise ReadingError(_NO_TEXT)
    return Document(raw)


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ReadingError(_DAMAGED) from error
    if unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(data):
        raise ReadingError(
            f"解压后达 {unpacked // 1_000_000} MB，不像文章；请把正文另存为新文档 "
            f"(unpacks to {unpacked // 1_000_000} MB, which no article needs; save its text in a new document)"
        )


def _cells(cells: Iterable[_Cell]) -> list[str]:
    """The texts of a row's cells; a merged cell comes once."""
    return [" ".join(cell.text.split()) for cell in dict.fromkeys(cells) if cell.text.strip()]
