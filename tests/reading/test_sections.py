"""A page of several articles is understood as such; the parts of one article stay together."""

from __future__ import annotations

from kg import reading
from tests.reading.builders import paragraphs

ONE = "3月5日，冀芯传感落户天津经开区，成为园区第100家企业，总投资3.2亿元。"
TWO = "3月6日，津膜清源与天津工业大学签约，双方将共建膜材料实验室。"
THREE = "3月7日，澜台医检由北京市海淀区迁入雄安新区，首期租用厂房2000平方米。"


def titles(text: str) -> list[str]:
    return [section.title for section in reading.from_text(text).sections]


def test_a_headline_above_a_reporter_begins_an_article() -> None:
    text = (
        f"冀芯传感落户经开区\n■ 本报记者 张三\n\n{ONE}\n\n天津：膜材料有了新伙伴\n■ 本报记者 李四\n\n{TWO}\n\n"
        f"澜台医检搬家\n■ 本报记者 王五 通讯员 赵六\n\n{THREE}\n"
    )
    assert titles(text) == ["冀芯传感落户经开区", "天津：膜材料有了新伙伴", "澜台医检搬家"]
    article = reading.from_text(text)
    assert [s.section for s in article.sentences] == [0, 0, 1, 1, 2, 2]
    assert [article.text[s.start : s.end].strip().split("\n")[-1] for s in article.sections] == [ONE, TWO, THREE]


def test_a_headline_above_a_dispatch_begins_an_article() -> None:
    text = f"冀芯传感落户经开区\n\n本报天津3月5日讯 {ONE}\n\n澜台医检搬家\n\n本报雄安3月7日讯 {THREE}\n"
    article = reading.from_text(text)
    assert [(s.title, s.dateline) for s in article.sections] == [
        ("冀芯传感落户经开区", "天津"),
        ("澜台医检搬家", "雄安"),
    ]


def test_chapters_of_one_article_are_one_section() -> None:
    text = f"园区里的新邻居\n■ 本报记者 张三\n\n一、传感器\n\n{ONE}\n\n二、膜材料\n\n{TWO}\n\n三、医检\n\n{THREE}\n"
    assert titles(text) == ["园区里的新邻居"]


def test_the_title_of_a_section_is_the_headline_and_not_what_stands_above_it() -> None:
    [section] = reading.from_text(f"津北动态\n第7期\n\n子牙园区推进电池循环利用情况\n\n{ONE}\n\n{TWO}\n").sections
    assert section.title == "子牙园区推进电池循环利用情况"


def test_sections_cover_the_text() -> None:
    for text in ("", ONE, f"{ONE}\n\n{TWO}", f"甲乙丙丁\n本报记者 张三\n\n{ONE}\n\n戊己庚辛\n本报记者 李四\n\n{TWO}"):
        article = reading.from_text(text)
        assert article.sections[0].start == 0 if article.sections else article.text == ""
        assert "".join(article.text[s.start : s.end] for s in article.sections) == article.text


def test_an_article_as_it_is_keeps_every_character() -> None:
    text = f"  本报讯　{ONE}\n\n\n责任编辑：王媛\n{TWO} "
    article = reading.as_is(text)
    assert article.text == article.raw == text
    assert list(article.offsets) == list(range(len(text)))
    assert [article.text[s.start : s.end] for s in article.sentences][-2:] == ["责任编辑：王媛", TWO]
    assert paragraphs(article)[3] == "责任编辑：王媛"
