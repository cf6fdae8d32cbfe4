"""Title, source, date and dateline from the text of a page."""

from __future__ import annotations

import datetime as dt

import pytest

from kg import reading
from kg.reading.dates import find, is_date

BODY = "3月5日，冀芯传感落户天津经开区，成为园区第100家企业，总投资3.2亿元。"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("冀芯传感落户经开区", "冀芯传感落户经开区"),
        ("海河日报\n2025年2月25日 星期二 责编 刘 威\n\n善作善成看滨城", "善作善成看滨城"),
        ("第03版：区域\n\n冀芯传感落户经开区", "冀芯传感落户经开区"),
        ("【即时发布】\n\n冀芯传感落户经开区", "冀芯传感落户经开区"),
        ("新闻稿\n\n冀芯传感落户经开区", "冀芯传感落户经开区"),
        (
            "协同发展办公室文件\n\n协办〔2025〕6号\n\n关于公布2025年重点项目名单的通知\n\n各有关单位：",
            "关于公布2025年重点项目名单的通知",
        ),
        ("证券代码：688999 证券简称：冀芯传感\n\n关于对外投资的公告", "关于对外投资的公告"),
        (
            "投资者活动记录表（2025年8月28日）\n\n"
            "证券简称：冀芯传感　编号：2025-009\n参与单位：华夏基金等\n\n问：进展如何？",
            "投资者活动记录表（2025年8月28日）",
        ),
        ("园区里的新邻居\n——走进石家庄鹿泉", "园区里的新邻居"),
        ("情 况 通 报", "情况通报"),
        ("津北动态\n第7期\n\n子牙园区推进电池循环利用情况", "子牙园区推进电池循环利用情况"),
        ("编者按：三地协同十年，本报推出专栏。\n\n冀芯传感落户经开区", "冀芯传感落户经开区"),
        ("２０２５年冀芯传感再落子", "2025年冀芯传感再落子"),
    ],
)
def test_title(head: str, title: str) -> None:
    assert reading.from_text(f"{head}\n\n{BODY}\n\n{BODY}\n").title == title


@pytest.mark.parametrize("text", [BODY, f"本报讯（记者 张三）{BODY}", ""])
def test_no_title(text: str) -> None:
    assert reading.from_text(text).title == ""


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("来源：滨海在线  编辑：小满", "滨海在线"),
        ("信息来源：招商局 点击数：12", "招商局"),
        ("2025-06-12 08:47  来源：亦城时报  浏览量：1263", "亦城时报"),
        ("海河日报 2025年7月18日 星期五", "海河日报"),
        ("津云新闻  2025-01-15 16:42  记者 韩雪", "津云新闻"),
        ("发布时间：2025-09-18  来源：本站", ""),
        ("来源｜东丽融媒", "东丽融媒"),
    ],
)
def test_source(line: str, source: str) -> None:
    assert reading.from_text(f"冀芯传感落户经开区\n{line}\n\n{BODY}\n\n{BODY}\n").source == source


@pytest.mark.parametrize(
    ("text", "date"),
    [
        (f"标题在这里\n发布时间：2025-06-12 09:30 浏览次数：3\n\n{BODY}\n", dt.date(2025, 6, 12)),
        (f"标题在这里\n2025年6月12日 星期四\n\n{BODY}\n", dt.date(2025, 6, 12)),
        (f"标题在这里\n\n{BODY}\n\n天津市工业和信息化局\n2025年12月15日\n", dt.date(2025, 12, 15)),
        (f"标题在这里\n\n{BODY}\n\n天津市工业和信息化局\n二〇二五年十二月十五日\n", dt.date(2025, 12, 15)),
        (f"标题在这里\n\n2025年9月22日，天津——冀芯传感今日宣布完成融资。\n\n{BODY}\n", dt.date(2025, 9, 22)),
        (f"标题在这里\n\n{BODY}\n", None),
        (f"标题在这里\n\n2019年6月1日成立的冀芯传感如今有员工310人，产品行销全国。\n\n{BODY}\n", None),
        (f"冀芯传感\n\n{BODY}\n\n[1] 冀芯传感落户.某某网[引用日期2024-03-11]\n", None),
        (f"标题在这里\n发布时间：2025-13-45\n\n{BODY}\n", None),
    ],
)
def test_date(text: str, date: dt.date | None) -> None:
    assert reading.from_text(text).date == date


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("新华社石家庄5月3日电（记者 高岚）" + BODY, "石家庄", BODY),
        ("本报天津6月8日讯 " + BODY, "天津", BODY),
        ("本报讯（记者 沈若川） " + BODY, "", BODY),
        ("（记者 沈若川）" + BODY, "", BODY),
        ("中国天津，2025年9月22日——" + BODY, "天津", "中国天津，2025年9月22日——" + BODY),
        ("通讯技术公司落户天津。", "", "通讯技术公司落户天津。"),
    ],
)
def test_dateline(text: str, place: str, rest: str) -> None:
    article = reading.from_text(text)
    assert article.text == rest
    assert article.sections[0].dateline == place


def test_what_is_given_goes_before_what_the_text_says() -> None:
    article = reading.from_text(
        f"页面的标题\n来源：滨海在线 2025-06-12\n\n{BODY}",
        title="给的标题",
        source="给的来源",
        date=dt.date(2020, 1, 2),
        url="https://example.cn/1",
    )
    assert (article.title, article.source, article.date) == ("给的标题", "给的来源", dt.date(2020, 1, 2))
    assert article.id == article.url == "https://example.cn/1"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025-06-08 10:00", dt.date(2025, 6, 8)),
        ("2025.6.8", dt.date(2025, 6, 8)),
        ("2025/06/08", dt.date(2025, 6, 8)),
        ("2025年6月8日", dt.date(2025, 6, 8)),
        ("2025 年 6 月 8 日", dt.date(2025, 6, 8)),
        ("二〇二五年六月八日", dt.date(2025, 6, 8)),
        ("二○二五年十一月二十三日", dt.date(2025, 11, 23)),
        ("二〇二五年十月三十日", dt.date(2025, 10, 30)),
        ("2025-02-30 或 2025-03-01", dt.date(2025, 3, 1)),
        ("120251-06-08", None),
        ("2025年6月", None),
        ("电话 022-2025-0608", None),
        ("", None),
    ],
)
def test_dates(text: str, date: dt.date | None) -> None:
    assert find(text) == date


def test_a_line_that_is_a_date() -> None:
    assert is_date("2025年6月8日")
    assert is_date("2025年6月8日印发")
    assert not is_date("2025年6月8日，天津")
