"""Bytes of every encoding that Chinese texts come in."""

from __future__ import annotations

import pytest

from kg.errors import ReadingError
from kg.reading.decoding import decode

SIMPLIFIED = "华海清科落户天津经济技术开发区，总投资３.2亿元。\n该公司与清华大学签署合作协议。\n"
TRADITIONAL = "華海清科落戶天津經濟技術開發區，總投資三億元。\n該公司與清華大學簽署合作協議。\n"
RICH = "📣报喜啦！雄芯半导体×南开大学签约👉一期投资¥1.2亿元 ①厂房 ②中试线 —— END ——\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "gb18030", "gbk", "gb2312", "utf-16", "utf-16-le", "utf-16-be", "utf-32"],
)
@pytest.mark.parametrize("text", [SIMPLIFIED, "天津大学。", "Tianjin A320 总装线", SIMPLIFIED * 200])
def test_simplified(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["big5", "big5hkscs", "utf-8", "gb18030"])
@pytest.mark.parametrize("text", [TRADITIONAL, "園區協議", TRADITIONAL * 200])
def test_traditional(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_signs_and_pictures_among_the_characters(encoding: str) -> None:
    assert decode(RICH.encode(encoding)) == RICH


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_become_newlines(end: str) -> None:
    assert decode(f"天津{end}{end}南开{end}".encode("gbk")) == "天津\n\n南开\n"


@pytest.mark.parametrize("declaration", ['<meta charset="big5">', "<?xml version='1.0' encoding='Big5'?>"])
def test_what_a_page_declares_goes_before_a_guess(declaration: str) -> None:
    assert decode(f"{declaration}園區".encode("big5")) == f"{declaration}園區"


def test_a_wrong_declaration_does_no_harm() -> None:
    page = f'<meta charset="utf-8">{SIMPLIFIED}'
    assert decode(page.encode("gbk")) == page
    page = f'<meta charset="no-such-charset">{SIMPLIFIED}'
    assert decode(page.encode("gbk")) == page


@pytest.mark.parametrize("lost", [1, 2])
def test_a_file_cut_off_within_a_character(lost: int) -> None:
    assert decode(SIMPLIFIED.strip().encode()[:-lost]).startswith(SIMPLIFIED.strip()[:-1])


def test_one_broken_byte_costs_one_character() -> None:
    data = bytearray((SIMPLIFIED * 20).encode())
    data[300] = 0xFF
    assert decode(bytes(data)).count("\ufffd") <= 3


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        b"PK\x03\x04" + SIMPLIFIED.encode(),
        b"%PDF-1.7 " + SIMPLIFIED.encode(),
        bytes(range(256)) * 40,
        "Привет, мир. Это русский текст.".encode("koi8-r"),
        "Düsseldorf, Zürich, façade, naïve café".encode("latin-1"),
        b"\xff" * 100,
        b"\x00" * 100,
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="UTF-8"):
        decode(data)
