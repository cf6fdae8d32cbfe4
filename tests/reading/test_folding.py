"""Widths folded and unseen characters dropped, with the way back to the raw text."""

from __future__ import annotations

import sys

import pytest

from kg import reading
from kg.reading.folding import flatten, fold
from kg.reading.strands import Strand, join


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("Ａ３２０　Ｂｏｅｉｎｇ", "A320 Boeing"),
        ("３．５％＋＆", "3.5%+&"),
        ("｡､｢｣･", "。、「」・"),
        ("⼤津⼦", "大津子"),
        ("\uf9d1", "六"),
        ("天\t津\u00a0南\u2003开", "天 津 南 开"),
        ("天\u2028津\x85南\x0b开", "天\n津\n南\n开"),
        ("天\x00津", "天 津"),
        ("，。；：？！（）“”《》①", "，。；：？！（）“”《》①"),
        ("臺灣", "臺灣"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_fold_keeps_the_length_of_every_character() -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert len(fold(everything)) == len(everything)
    assert fold(fold(everything)) == fold(everything)


def test_unseen_characters_are_dropped_and_places_kept() -> None:
    flat = flatten("天\u200b津\ufeff大\u00ad学")
    assert flat.text == "天津大学"
    assert list(flat.places) == [0, 2, 4, 6]


def test_a_name_with_unseen_characters_is_one_name_and_quoted_whole() -> None:
    article = reading.from_text("天津\u200b大学与南开大学签约。")
    assert article.text.startswith("天津大学")
    assert article.quote(0, 4) == "天津\u200b大学"


def test_strand_cut_and_without_keep_places() -> None:
    strand = Strand(" 天 津 大学 ", range(10, 18))
    assert strand.cut(0) == Strand("天 津 大学", range(11, 17))
    less = strand.without([(0, 1), (2, 3)])
    assert (less.text, list(less.places)) == ("天津 大学 ", [11, 13, 14, 15, 16, 17])
    assert strand.without([]) is strand
    both = join([Strand("天", [3]), Strand("津", [9])])
    assert (both.text, list(both.places)) == ("天津", [3, 9])
