"""Where sentences end, and where they do not."""

from __future__ import annotations

import pytest

from kg.reading.sentences import LONGEST, split


@pytest.mark.parametrize(
    "parts",
    [
        ["天津大学与南开大学签约。", "双方共建实验室！", "你来吗？", "好……", "走。"],
        ["“从前按周算，现在按小时算。”", "公司负责人说。"],
        ["他说：“我们来了！”", "大家鼓掌。"],
        ["“一带一路”“京津冀”等战略，“去哪儿？”的问题。"],
        ["集群（2023年获批。首批三家）扩容。"],
        ["《怎么办？从零开始》出版。"],
        ["采购Yahoo!3的设备。"],
        ["产值3.5亿元，同比增长4.2%。", "其中A.B公司占一半。"],
        ["产业链完整；供应链稳定；创新链活跃。"],
        ["喜报！！！🎉", "三家企业落户。"],
        ["没有句号"],
    ],
)
def test_split(parts: list[str]) -> None:
    text = "".join(parts)
    assert [text[a:b] for a, b in split(text)] == parts


def test_an_open_bracket_does_not_swallow_the_rest() -> None:
    text = "集群（首批三家。" + "又来了一家。" * 60
    assert len(list(split(text))) > 50


def test_no_sentence_is_longer_than_the_limit_and_nothing_is_lost() -> None:
    text = "天津大学，" * 1000
    pieces = [text[a:b] for a, b in split(text)]
    assert max(map(len, pieces)) <= LONGEST
    assert "".join(pieces) == text
    assert all(piece.endswith("，") for piece in pieces)


def test_white_space_at_the_ends_is_left_out() -> None:
    text = "  天津。  南开。 "
    assert [text[a:b] for a, b in split(text)] == ["天津。", "南开。"]
    assert list(split("   ")) == []
