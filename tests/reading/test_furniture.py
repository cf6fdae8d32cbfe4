"""What belongs to the page goes, what belongs to the article stays."""

from __future__ import annotations

import pytest

from kg import reading
from tests.reading.builders import kinds, paragraphs

BODY = "3月5日，冀芯传感落户天津经开区，成为园区第100家企业，总投资3.2亿元。"


@pytest.mark.parametrize(
    "line",
    [
        "■ 本报记者 张小明 通讯员 李莉",
        "本报讯（记者 韩澄 通讯员 刘子扬）",
        "记者 张三",
        "文/图：小陆 排版：阿凯",
        "责任编辑：王小萌 版式：小周",
        "责编 徐士 美编 孟宪",
        "（责任编辑：何苗）",
        "本版编辑 邢璐 本版美编 卞锐 2025年9月22日 星期一 第06版 国际",
        "海河日报  2025年7月18日 星期五",
        "当前位置：首页 > 新闻中心 > 正文",
        "首页 | 园区概况 | 招商政策 | 联系我们",
        "发布时间：2025-03-27  浏览次数：1,863  字号：大 中 小  【打印】【关闭】",
        "来源：滨海在线  作者：小满",
        "来源｜东丽融媒",
        "分享到：微信 微博 QQ空间",
        "上一篇：全市安全生产会议召开 下一篇：没有了",
        "[广告] 双十一家电满减 点击进入>>",
        "点击上方蓝字关注我们👆",
        "阅读原文  阅读 1.2万  赞 88  在看 36",
        "喜欢就点个“在看”吧❤️",
        "免责声明：本网转载此文旨在传递更多信息，不代表本网观点。",
        "主办：园区管委会  津ICP备05000000号-1",
        "Copyright © 2025 版权所有",
        "联系人：林女士 电话：022-6600XXXX",
        "（此件公开发布）",
        "—— END ——",
        "— 12 —",
        "第 3 页 / 共 24 页",
        "https://www.example.cn/a/b.html",
        "周野 摄",
        "冀芯传感供图",
        "津云客户端  打开APP阅读全文",
    ],
)
def test_a_line_of_the_page_goes(line: str) -> None:
    text = f"冀芯传感落户经开区\n\n{line}\n\n{BODY}\n\n{line}\n"
    assert paragraphs(reading.from_text(text)) == ["冀芯传感落户经开区", BODY]


@pytest.mark.parametrize(
    "line",
    [
        "记者：贵公司与天津大学的合作什么时候开始的？",
        "编辑部搬到了天津经开区。",
        "责任编辑制度在出版社推行多年。",
        "广告产业园里有42家企业。",
        "该公司来源于清华大学的一个课题组。",
        "首页科技有限公司落户武清开发区。",
        "微信、微博、抖音都是公司的客户。",
        "商务部与天津市签署合作协议，支持自贸试验区扩区。",
        "投稿平台由北京公司运营。",
        "版权交易中心设在天津滨海高新区。",
        "扫码点餐企业客如云迁入廊坊。",
        "长城汽车 小米汽车 理想汽车",
        "关注我们的都知道，公司去年从北京搬来。",
        "地址选在沧州临港经济技术开发区。",
        "本报告期内，公司向北京奔驰供货2.6万套。",
    ],
)
def test_a_line_of_the_article_stays(line: str) -> None:
    assert line in paragraphs(reading.from_text(f"冀芯传感落户经开区\n\n{BODY}\n\n{line}\n\n{BODY}\n"))


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("图为新建的生产线。本报记者 张三 摄", "图为新建的生产线。"),
        ("图为签约仪式现场。（区融媒体中心 刘洋 摄）", "图为签约仪式现场。"),
        ("天津港鸟瞰。 新华社记者 李然 摄", "天津港鸟瞰。"),
        ("无人集卡在码头作业。（资料图片）", "无人集卡在码头作业。"),
    ],
)
def test_a_photographer_is_cut_from_the_caption(line: str, kept: str) -> None:
    assert ("caption", kept) in kinds(reading.from_text(f"{BODY}\n\n{line}\n\n{BODY}\n"))


@pytest.mark.parametrize("credit", ["（记者 沈若川）", "（本报记者 韩澄 通讯员 李莉）", "（完）", "责任编辑：王媛"])
def test_a_credit_is_cut_from_the_last_paragraph(credit: str) -> None:
    assert reading.from_text(f"{BODY}\n\n{BODY}{credit}\n").text == f"{BODY}\n{BODY}"


def test_links_to_other_articles_go_until_the_next_blank_line() -> None:
    text = f"{BODY}\n\n相关阅读\n北方华创营收增长\n天津发布人才政策\n\n{BODY}\n"
    assert reading.from_text(text).text == f"{BODY}\n{BODY}"


def test_all_that_follows_the_readers_comments_goes() -> None:
    text = f"{BODY}\n\n{BODY}\n\n网友评论(3)\n\n老张：支持国产！\n\n小李：天津大学的？\n"
    assert reading.from_text(text).text == f"{BODY}\n{BODY}"


def test_a_heading_like_comments_at_the_top_takes_nothing_away() -> None:
    assert BODY in reading.from_text(f"热门评论\n\n{BODY}\n\n{BODY}\n\n{BODY}\n").text
