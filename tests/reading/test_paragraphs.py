"""Hard line breaks inside a sentence or a word are joined; headings, items and table rows stay apart."""

from __future__ import annotations

import pytest

from kg import reading
from tests.reading.builders import kinds, paragraphs

WRAPPED = (
    "　　本项目由天津港保税区管委会与中国民航大学共同建设，其中\n"
    "航空应急救援技术研究院已于去年揭牌，翼展精工科技（天津）有\n"
    "限公司等6家企业入驻。园区负责人介绍，二期工程将在明年春天\n"
    "动工，计划引进企业20家。\n"
    "　　在北京，另有3家企业正在办理搬迁手续，预计年内全部迁入\n"
    "保税区，届时航空产业链将更加完整。\n"
)


def test_text_of_fixed_width_is_joined_and_indents_begin_paragraphs() -> None:
    article = reading.from_text(WRAPPED)
    assert paragraphs(article) == [line.strip() for line in WRAPPED.replace("\n", "").split("　　")[1:]]


def test_text_of_fixed_width_below_headings_is_joined() -> None:
    article = reading.from_text("协同简讯\n第3期\n保税区航空产业再添新军\n" + WRAPPED)
    assert len(paragraphs(article)) == 5
    assert "翼展精工科技（天津）有限公司" in article.text


@pytest.mark.parametrize(
    ("raw", "joined"),
    [
        ("华海清科股份有限\n公司落户天津经济技术开发区。", "华海清科股份有限公司落户天津经济技术开发区。"),
        ("清微智能入驻天开高教科创\n园，该园区由天津市建设。", "清微智能入驻天开高教科创园，该园区由天津市建设。"),
        ("由天津大学、\n南开大学共建的实验室揭牌。", "由天津大学、南开大学共建的实验室揭牌。"),
        (
            "清华大学天津电子信息研究院（简称\n“清华电子院”）成立于2015年。",
            "清华大学天津电子信息研究院（简称“清华电子院”）成立于2015年。",
        ),
        (
            "天津港保税区的航空产业园里，去年和今年搬来的两家企业都不约而同地用 Boeing\nCapital 的设备，还签了约。",
            "天津港保税区的航空产业园里，去年和今年搬来的两家企业都不约而同地用 Boeing Capital 的设备，还签了约。",
        ),
        ("公司和南开大学合作，并与\n中航签约。", "公司和南开大学合作，并与中航签约。"),
        ("冀芯传感由清华大学孵化\n，去年迁入天津。", "冀芯传感由清华大学孵化，去年迁入天津。"),
    ],
)
def test_a_word_or_sentence_across_a_line_end_is_joined(raw: str, joined: str) -> None:
    assert reading.from_text(raw).text == joined


@pytest.mark.parametrize(
    "raw",
    [
        "一、汽车产业链\n北京奔驰的供应商增至130家。",
        "● 华海清科\n● 清微智能\n● 长鑫集电",
        "天津市工业和信息化局\n2025年12月15日",
        "“链主”带来配角\n柯林斯宇航、赛峰先后落户保税区。",
    ],
)
def test_headings_items_and_signatures_stay_apart(raw: str) -> None:
    assert reading.from_text(raw).text.split("\n") == raw.split("\n")


def test_rows_of_a_table_keep_their_cells_together() -> None:
    rows = "企业\n来源\n方向\n\n深算智能\n海淀区\n推理芯片\n\n澜海视觉\n丰台区\n机器视觉"
    article = reading.from_text(rows)
    assert {kind for kind, _ in kinds(article)} == {"cell"}
    assert [s.paragraph for s in article.sentences] == [0, 0, 0, 1, 1, 1, 2, 2, 2]


def test_a_row_with_a_column_of_sources_is_no_furniture() -> None:
    assert "来源" in reading.from_text("企业\n来源\n方向\n\n深算智能\n海淀区\n推理芯片").text.split("\n")


def test_kinds_of_sentences() -> None:
    article = reading.from_text(
        "园区里的新邻居\n\n一、谁来了\n\n3月5日，冀芯传感落户天津经开区，成为园区第100家企业。\n\n"
        "图为冀芯传感的生产线。\n\n● 津膜清源：出自天津工业大学\n● 澜台医检：由海淀区迁来\n"
    )
    assert kinds(article) == [
        ("title", "园区里的新邻居"),
        ("heading", "一、谁来了"),
        ("text", "3月5日，冀芯传感落户天津经开区，成为园区第100家企业。"),
        ("caption", "图为冀芯传感的生产线。"),
        ("item", "● 津膜清源：出自天津工业大学"),
        ("item", "● 澜台医检：由海淀区迁来"),
    ]


@pytest.mark.parametrize(
    ("raw", "tidy"),
    [
        ("情 况 通 报", "情况通报"),
        ("公　告", "公告"),
        ("共建 共享 共赢", "共建 共享 共赢"),
        (
            "3月5日，冀芯传感落户天津 经开区，成为园区里第一百家企业，今年产值预计达到10亿元以上。",
            "3月5日，冀芯传感落户天津经开区，成为园区里第一百家企业，今年产值预计达到10亿元以上。",
        ),
        ("冀芯   传感", "冀芯 传感"),
    ],
)
def test_spaces(raw: str, tidy: str) -> None:
    assert reading.from_text(raw).text == tidy


def test_a_headline_run_into_a_paragraph_is_cut_out() -> None:
    raw = (
        "宝坻科技城里的企业越来越多。京津冀机器人集群扩容　4月8日，京津冀机器人产业集群在唐山高新区吸收了"
        "睿步智能、恒驱传动等12家新成员，其中来自北京的有5家。"
    )
    assert paragraphs(reading.from_text(raw))[1] == "京津冀机器人集群扩容"
