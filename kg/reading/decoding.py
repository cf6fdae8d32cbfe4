"""Bytes of unknown encoding → text."""

from __future__ import annotations

import codecs
import re
from functools import cache

from kg.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"\x7fELF", b"\xd0\xcf\x11\xe0")
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_CHINESE = re.compile("[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2027 -~\n\r\t]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_COMMON_SHARE = 0.6
"""Of the ideographs of a text; random bytes and other languages' encodings give less than half."""
_SAMPLE = 50_000
"""Characters or bytes that are looked at to guess an encoding, and to tell text from anything else."""


def decode(data: bytes) -> str:
    """Text with universal newlines and no byte-order mark; raises ReadingError for binary or unknown bytes.

    Tried in this order: byte-order mark, strict UTF-8, the charset that a page declares, UTF-16 without a mark,
    GB18030 or Big5 by how common the characters are, then UTF-8 with a few broken bytes.
    """
    if not data.startswith(_BINARY):
        for attempt in (_marked, _utf8, _declared, _utf16, _guessed, _damaged_utf8):
            text = attempt(data)
            if text is not None and _share(_CONTROL, text) < 0.1:
                return text.replace("\r\n", "\n").replace("\r", "\n")
    raise ReadingError(
        "是二进制文件或编码无法识别；请另存为 UTF-8 文本 "
        "(is binary or in an encoding that is not recognised; save it as UTF-8 text)"
    )


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _share(pattern: re.Pattern[str], text: str) -> float:
    sample = text[:_SAMPLE]
    return len(pattern.findall(sample)) / max(1, len(sample))


def _marked(data: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    text = _strict(data, encoding) if encoding else None
    return None if text is None else text.removeprefix("\ufeff")


def _utf8(data: bytes) -> str | None:
    return _strict(data, "utf-8")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:4096])
    if not found:
        return None
    name = found.group(1).decode("ascii", "replace").lower()
    return _strict(data, "gb18030" if name in {"gb2312", "gbk"} else name)


def _utf16(data: bytes) -> str | None:
    texts = (_strict(data, name) for name in ("utf-16-le", "utf-16-be"))
    return next((text for text in texts if text and _share(_CHINESE, text) > 0.95), None)


def _damaged_utf8(data: bytes) -> str | None:
    """UTF-8 with a few broken bytes, such as a file that was cut off within a character."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(not char.isascii() for char in text[:_SAMPLE]) - broken
    return text if whole >= 10 * broken and (broken <= 3 or whole >= 100 * broken) else None


def _guessed(data: bytes) -> str | None:
    """GB18030 or Big5, whichever makes more common characters of the bytes; nothing where neither makes enough."""
    texts = [text for name in ("gb18030", "big5") if (text := _strict(data, name)) is not None]
    best = max(texts, key=_commonness, default=None)
    return best if best is not None and _commonness(best) >= _COMMON_SHARE else None


def _commonness(text: str) -> float:
    """The share of ideographs, private ones too, that stand in the first plane of GB 2312 or of Big5."""
    found = [char for char in text[:_SAMPLE] if "\u3400" <= char <= "\u9fff" or "\ue000" <= char <= "\uf8ff"]
    return sum(char in _common() for char in found) / max(1, len(found))


@cache
def _common() -> frozenset[str]:
    gb2312 = bytes(byte for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF) for byte in (high, low))
    big5 = bytes(
        byte for high in range(0xA4, 0xC7) for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF)) for byte in (high, low)
    )
    return frozenset(gb2312.decode("gb2312", "ignore") + big5.decode("big5", "ignore"))
