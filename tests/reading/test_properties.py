"""What holds for every text and every file, whatever stands in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import reading, sample
from kg.errors import ReadingError
from kg.reading.documents import Document
from kg.reading.folding import fold
from kg.reading.formats import READERS
from kg.records import Article
from tests.reading.builders import pdf_bytes

PAGES = Path(__file__).parent / "pages"
EXAMPLES = settings(max_examples=150, derandomize=True, deadline=None)

PIECES = st.sampled_from(
    [
        *(
            "天津大学",
            "与",
            "华海清科股份有限",
            "公司",
            "签约",
            "在",
            "，",
            "、",
            "。",
            "！",
            "”",
            "“",
            "（",
            "）",
            "；",
            "：",
        ),
        *("\n", "\n\n", "\r\n", "　　", " ", "\t", "\u200b", "\u2028", "\x00", "\ufeff", "\ud800", "🎉"),
        *(
            "Ａ３２０",
            "3.2亿元",
            "AB",
            "2025年6月8日",
            "——",
            "●",
            "一、",
            "【",
            "】",
            "|",
            "*",
            "#",
            "[",
            "](",
            "`",
            "<p>",
            "</p>",
        ),
        *(
            "本报讯",
            "（记者 张三）",
            "责任编辑：王媛",
            "来源：滨海在线",
            "相关阅读",
            "网友评论",
            "张三 摄",
            "图为",
            "第 3 页",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join))
PLAIN = st.lists(st.sampled_from([*"天津大学与南开签约共建的，。、“”（）　 \n\tＡ３b4\u200b\u00a0"]), max_size=200).map(
    "".join
)


def squeezed(text: str) -> str:
    """Without white space and unseen characters, widths folded."""
    return "".join(fold(text).translate(dict.fromkeys([0x200B, 0xFE0F])).split())


def check(article: Article, *, folded: bool = True) -> None:
    """Offsets, sentences and sections of an article hang together and lead to the raw text."""
    assert len(article.offsets) == len(article.text)
    assert all(a <= b for a, b in pairwise(article.offsets))
    raw = fold(article.raw) if folded else article.raw
    for char, place in zip(article.text, article.offsets, strict=True):
        assert char == "\n" or raw[place] == char or (char == " " and raw[place].isspace())
    last = 0
    for sentence in article.sentences:
        assert last <= sentence.start < sentence.end <= len(article.text)
        text = article.text[sentence.start : sentence.end]
        assert text == text.strip()
        assert "\n" not in text
        assert 0 <= sentence.section < len(article.sections)
        section = article.sections[sentence.section]
        assert section.start <= sentence.start < sentence.end <= section.end
        last = sentence.end
    assert "".join(article.text[s.start : s.end] for s in article.sections) == article.text
    spoken = "".join(article.text[s.start : s.end] for s in article.sentences)
    assert "".join(spoken.split()) == "".join(article.text.split())


@given(TEXTS)
@EXAMPLES
def test_any_text_makes_a_sound_article(text: str) -> None:
    check(reading.from_text(text))
    check(reading.as_is(text), folded=False)


@given(PLAIN)
@EXAMPLES
def test_every_quote_is_its_sentence_but_for_white_space_and_width(text: str) -> None:
    article = reading.from_text(text)
    for sentence in article.sentences:
        quote = article.quote(sentence.start, sentence.end)
        assert squeezed(quote) == squeezed(article.text[sentence.start : sentence.end])


@given(PLAIN)
@EXAMPLES
def test_plain_text_loses_no_word(text: str) -> None:
    assert squeezed(reading.from_text(text).text) == squeezed(text)


@given(TEXTS)
@EXAMPLES
def test_reading_twice_finds_the_same(text: str) -> None:
    assert reading.from_text(text) == reading.from_text(text)


def documents(suffix: str, data: bytes) -> Iterator[Document]:
    """What a reader makes of bytes; anything but a ReadingError is a fault of ours."""
    try:
        for found in READERS[suffix](data, "x"):
            if isinstance(found, Document):
                yield found
    except ReadingError:
        return


@pytest.mark.parametrize("suffix", sorted(READERS))
@given(data=st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "replace"))))
@EXAMPLES
def test_any_bytes_give_articles_or_a_reading_error(suffix: str, data: bytes) -> None:
    for document in documents(suffix, data):
        assert len(document.raw) < 10_000
        check(reading.from_text(document.raw))


def whole(suffix: str) -> bytes:
    """A sound file of this kind."""
    if suffix == ".pdf":
        return pdf_bytes("天津大学与南开大学签约。\n双方共建实验室。", "二期工程明年动工。")
    if suffix == ".html":
        return (PAGES / "portal.html").read_bytes()
    document, file = docx.Document(), io.BytesIO()
    document.add_paragraph("天津大学与南开大学签约。")
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("suffix", [".pdf", ".html", ".docx"])
@given(data=st.data())
@settings(parent=EXAMPLES, max_examples=60)
def test_a_damaged_file_gives_articles_or_a_reading_error(suffix: str, data: st.DataObject) -> None:
    damaged = bytearray(whole(suffix))
    for place in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    for document in documents(suffix, bytes(damaged[: cut if cut % 3 == 0 else None])):
        assert document.raw is not None


def written() -> list[Path]:
    gold = Path(__file__).parents[1] / "gold"
    corpus = Path(str(files("kg"))) / "training" / "corpus"
    return [*sorted(gold.glob("*.txt")), *sorted(corpus.glob("*.txt")), *(Path(str(path)) for path in sample.paths())]


@pytest.mark.parametrize("path", written(), ids=lambda path: path.stem)
def test_every_article_of_the_project_is_read_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    article = reading.from_text(text, path.name)
    check(article)
    lost = [
        line for line in text.split("\n") if len(line) > 100 and squeezed(line)[-60:-20] not in squeezed(article.text)
    ]
    assert lost == []
