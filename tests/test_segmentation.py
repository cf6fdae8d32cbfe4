from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.util import get_words_and_spaces

from kg.errors import DataError
from kg.segmentation import align, blank, characters

TEXT = "天津市南开区的科技企业与清华大学签约，\n将建设研究院 和生产线。"


def test_blank_words_of_shipped_weights() -> None:
    words = [token.text for token in blank()(TEXT)]
    assert "".join(words) == "".join(TEXT.split(" "))
    assert {"天津", "科技", "企业", "清华", "大学", "签约", "建设", "研究"} <= set(words)


def test_blank_offsets_are_those_of_the_text() -> None:
    doc = blank()(TEXT)
    assert doc.text == TEXT
    assert all(TEXT[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_blank_characters_needs_no_weights() -> None:
    doc = blank("characters")(TEXT)
    assert max(len(token) for token in doc) == 1
    assert doc.text == TEXT


def test_blank_takes_a_million_characters() -> None:
    assert len(blank("characters")("长" * 1_000_001)) == 1_000_001


@pytest.mark.parametrize("text", [TEXT, "", " ", "\n", "企业  和\t园区 \n\n ", "A B  C　D", "3.5 亿元\u2028。 "])
def test_align_gives_the_tokens_of_spacy(text: str) -> None:
    assert align(text, text) == get_words_and_spaces(list(text), text)
    words = blank().tokenizer(text)
    assert align([token.text for token in words], text) == get_words_and_spaces([t.text for t in words], text)


def test_blank_missing_weights_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"python -m kg\.training segmentation"):
        blank(weights=tmp_path)


def test_blank_keeps_words_through_to_disk(tmp_path: Path) -> None:
    nlp = blank()
    nlp.to_disk(tmp_path)
    assert [t.text for t in spacy.load(tmp_path)(TEXT)] == [t.text for t in nlp(TEXT)]


def test_shipped_weights_are_small() -> None:
    folder = Path(__file__).parents[1] / "kg" / "weights" / "segmentation"
    assert sum(path.stat().st_size for path in folder.iterdir()) < 16_000_000


@pytest.mark.parametrize("text", ["甲乙 丙", "  甲", "甲\n\n乙  ", "", " \u3000", "a b\t\tc \n"])
def test_characters_are_cut_as_words_are(text: str) -> None:
    assert characters(text) == align(text, text)
