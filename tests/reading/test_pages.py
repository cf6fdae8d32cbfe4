"""Web pages as they are saved: headline, source and date found, the article whole, nothing of the page around it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kg.records import Article
from tests.reading.builders import faults, kinds, one, paragraphs

PAGES = Path(__file__).parent / "pages"
FURNITURE = (
    *(
        "网站首页",
        "网站地图",
        "联系我们",
        "关于我们",
        "版权",
        "ICP",
        "网站标识码",
        "登录",
        "注册",
        "收藏",
        "打印",
        "关闭窗口",
    ),
    *(
        "上一篇",
        "下一篇",
        "上一版",
        "下一版",
        "返回目录",
        "分享到",
        "微博",
        "复制链接",
        "字号",
        "浏览次数",
        "点击数",
        "发布日期",
    ),
    *(
        "责任编辑",
        "本版责编",
        "本报记者",
        "摄）",
        "广告",
        "相关阅读",
        "热门推荐",
        "推荐阅读",
        "网友评论",
        "免责声明",
        "原标题",
    ),
    *("阅读原文", "在看", "蓝字", "喜欢此内容", "今天是", "您当前的位置", "前瞻性声明", "_hmt", "msg_title"),
)


def page(name: str) -> Article:
    return one(PAGES / name)


@pytest.mark.parametrize(
    ("name", "title", "source", "date"),
    [
        ("government.html", "滨海新区与海淀区签署产业协作协议", "区发展改革委", dt.date(2025, 6, 12)),
        ("newspaper.html", "静海：康复辅具“组团”来", "海河日报", dt.date(2025, 3, 18)),
        ("company.html", "津海氢元与燕山大学共建氢能装备联合实验室", "津海氢元科技股份有限公司", dt.date(2025, 4, 18)),
        ("wechat.html", "这个产业港，把三地的机器人串成了一条链", "东丽融媒", dt.date(2025, 8, 6)),
        ("portal.html", "京津冀集成电路产业链对接会举行 12个项目签约", "滨海在线", dt.date(2025, 11, 6)),
        ("park.html", "天津药物研究院中试基地落户临港经开区", "招商局", dt.date(2024, 5, 8)),
    ],
)
def test_title_source_and_date(name: str, title: str, source: str, date: dt.date) -> None:
    found = page(name)
    assert (found.title, found.source, found.date) == (title, source, date)
    assert paragraphs(found)[0] == title
    assert found.text.count(title) == 1


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.stem)
def test_no_furniture_is_left(path: Path) -> None:
    text = one(path).text
    assert [word for word in FURNITURE if word in text] == []


@pytest.mark.parametrize(
    ("name", "first", "last", "number"),
    [
        ("government.html", "6月11日，滨海新区人民政府与", "为企业提供“一站式”服务。", 5),
        ("newspaper.html", "3月16日，北京康盾医疗科技有限公司", "目前已为北方华创供货。", 6),
        ("company.html", "中国天津，2025年4月18日——津海氢元", "主要客户包括北汽福田、荣程集团。", 4),
        ("wechat.html", "在东丽区机器人产业港，一台巡检机器人的零件有一半出自“邻居”。", "共建测试场。", 4),
        ("portal.html", "11月5日，京津冀集成电路产业链对接会在", "共建先进封装联合实验室。", 4),
        ("park.html", "5月7日，天津药物研究院与沧州临港经济技术开发区管委会签约", "其沧州工厂去年产值3.6亿元。", 3),
    ],
)
def test_the_article_is_whole(name: str, first: str, last: str, number: int) -> None:
    body = [line for line in paragraphs(page(name)) if line.endswith("。")]
    assert body[0].startswith(first)
    assert body[-1].endswith(last)
    assert len(body) == number


def test_full_width_digits_are_folded_and_quoted_as_they_stand() -> None:
    found = page("government.html")
    start = found.text.index("2.6亿元")
    assert found.quote(start, start + 5) == "２．６亿元"


def test_cells_of_a_table_row_stay_together() -> None:
    found = page("government.html")
    cells = [sentence for sentence in found.sentences if sentence.kind == "cell"]
    assert [found.text[c.start : c.end] for c in cells[3:6]] == ["深算智能", "海淀区", "推理芯片"]
    assert len({c.paragraph for c in cells[3:6]}) == 1
    assert len({c.paragraph for c in cells}) == 3


def test_caption_without_its_photographer() -> None:
    assert ("caption", "图为签约仪式现场。") in kinds(page("government.html"))


def test_each_article_of_a_newspaper_page_is_a_section() -> None:
    found = page("newspaper.html")
    assert [section.title for section in found.sections] == [
        "静海：康复辅具“组团”来",
        "武清：数据标注基地开园",
        "宝坻：中关村科技城再添新成员",
    ]
    sections = {found.text[s.start : s.end]: s.section for s in found.sentences}
    assert sections["该校还将在基地设立实习站点。"] == 1
    assert "".join(found.text[s.start : s.end] for s in found.sections) == found.text


def test_dateline_of_a_release_has_place_and_date() -> None:
    [section] = page("company.html").sections
    assert (section.dateline, section.date) == ("天津", dt.date(2025, 4, 18))


def test_the_canonical_address_is_the_id() -> None:
    found = page("portal.html")
    assert found.url == found.id == "https://news.bhzx.example/2025/1106/123.shtml"


def test_the_declared_charset_counts(tmp_path: Path) -> None:
    source = (PAGES / "park.html").read_text(encoding="utf-8")
    path = tmp_path / "park.html"
    path.write_bytes(source.encode("gbk"))
    found = one(path)
    assert found.title == "天津药物研究院中试基地落户临港经开区"
    assert found.text == page("park.html").text


def test_offsets_lead_to_the_same_characters() -> None:
    for path in PAGES.iterdir():
        found = one(path)
        for sentence in found.sentences:
            quote = found.quote(sentence.start, sentence.end)
            if sentence.kind == "text":
                assert quote[0] == found.text[sentence.start]
                assert quote[-1] == found.text[sentence.end - 1]


def written(tmp_path: Path, html: str) -> Article:
    path = tmp_path / "page.html"
    path.write_text(html, encoding="utf-8")
    return one(path)


def test_links_and_marks_do_not_break_a_sentence(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "<h1>雄安三家企业获投</h1><p>2月2日，<a href='x'>翎羽通信</a>、<b><a href='y'>澜台医检</a></b>两家企业获得"
        "<a href='w'>中关村发展集团</a>投资。</p><p>二者都在<span>雄安新区</span>中关村科技园。</p>",
    )
    assert paragraphs(found) == [
        "雄安三家企业获投",
        "2月2日，翎羽通信、澜台医检两家企业获得中关村发展集团投资。",
        "二者都在雄安新区中关村科技园。",
    ]


def test_lines_broken_by_br_are_paragraphs(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "<html><head><title>新闻</title></head><body><center><h2>保定电谷再添两家企业</h2></center>"
        "<p>来源：保定晚报　　日期：2023-07-01</p>　　6月30日，保定电谷产业园举行签约仪式。<br>"
        "　　北京天衡电力、清源储能两家企业落户园区。<br><br>记者 张三</body></html>",
    )
    assert paragraphs(found) == [
        "保定电谷再添两家企业",
        "6月30日，保定电谷产业园举行签约仪式。",
        "北京天衡电力、清源储能两家企业落户园区。",
    ]
    assert (found.title, found.source, found.date) == ("保定电谷再添两家企业", "保定晚报", dt.date(2023, 7, 1))


def test_the_date_is_never_guessed_from_a_year(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "<title>园区简介</title><p>津北智造谷位于天津市北辰区，2019年建成，入驻企业超过120家。</p>"
        "<p>© 2025 津北智造谷</p>",
    )
    assert found.date is None


def test_the_date_of_today_is_not_that_of_the_page(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "<div>今天是2025年6月20日 星期五</div><h1>冀芯传感迁入石家庄高新区</h1><div>发布时间：2024-11-20</div>"
        "<p>11月19日，冀芯传感科技有限公司由北京市海淀区迁入石家庄高新区。</p>",
    )
    assert found.date == dt.date(2024, 11, 20)


def test_the_name_of_the_site_is_not_part_of_the_title(tmp_path: Path) -> None:
    found = written(
        tmp_path,
        "<html><head><title>冀芯传感迁入石家庄高新区_要闻_石家庄高新区管委会</title></head><body>"
        "<div><a href='/'>石家庄高新区管委会</a></div><div class='tit'>冀芯传感迁入石家庄高新区</div>"
        "<div>11月19日，冀芯传感科技有限公司由北京市海淀区迁入石家庄高新区。</div></body></html>",
    )
    assert found.title == "冀芯传感迁入石家庄高新区"


def test_a_host_or_a_platform_is_no_source(tmp_path: Path) -> None:
    head = "<meta property='og:site_name' content='{}'><p>天津大学与南开大学签约，共建实验室。</p>"
    assert written(tmp_path, head.format("微信公众平台")).source == ""
    assert written(tmp_path, head.format("news.example.cn")).source == ""
    assert written(tmp_path, head.format("滨海在线")).source == "滨海在线"


def test_a_page_without_markup_is_read(tmp_path: Path) -> None:
    found = written(tmp_path, "天津大学与南开大学签约，共建实验室。\n双方将在天开园设立分中心。\n")
    assert "双方将在天开园设立分中心。" in found.text


@pytest.mark.parametrize(
    "html",
    [
        "<html><head><title>应用</title></head><body><div id='root'></div>"
        "<script>var text = '天津大学与南开大学签约，共建实验室。';</script>"
        "<noscript>请启用脚本。</noscript></body></html>",
        "<html></html>",
        "<!-- 天津大学与南开大学签约，共建实验室。 -->",
    ],
)
def test_a_page_that_is_all_script_is_a_fault(tmp_path: Path, html: str) -> None:
    path = tmp_path / "app.html"
    path.write_text(html, encoding="utf-8")
    [fault] = faults(path)
    assert "没有正文" in fault.message
    assert fault.file == str(path)
