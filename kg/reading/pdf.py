"""PDF files with a text layer."""

from __future__ import annotations

import io

import pypdf

from kg.errors import ReadingError
from kg.reading.documents import NO_TEXT, Document, quiet


def pdf(data: bytes) -> Document:
    """The text of all pages, one after the other."""
    with quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ReadingError("is locked by a password; save it without one")
            raw = "\n".join(page.extract_text() for page in reader.pages)
        except ReadingError:
            raise
        except Exception as error:  # pypdf lets through whatever its parsers meet in a damaged file
            raise ReadingError("is not a PDF file or is damaged; open it and print it to PDF again") from error
    if not raw.strip():
        raise ReadingError(f"{NO_TEXT}, perhaps it is a scan; run it through OCR and give the text")
    return Document(raw)
