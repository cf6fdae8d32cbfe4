"""Articles made up from a number: companies that come again, by full and short name, parks and institutes."""

from __future__ import annotations

from typing import Any

PARKS = ("天开高教科创园", "保定中关村创新中心", "滨海中关村科技园")
ORIGINS = ("清华大学", "北京理工大学", "天津大学", "河北工业大学")
WORDS = ("云帆", "海澜", "启岳", "明川", "瑞泽", "恒晟", "北辰", "星洲")


def company(number: int) -> str:
    """The name of a company; the same one again for every fortieth number."""
    number %= 40
    return f"{WORDS[number % 8]}{WORDS[number // 8]}科技有限公司"


def article(number: int) -> dict[str, Any]:
    """An article as `POST /articles` takes it, and as `kg build` takes a line of a .jsonl file."""
    name, other = company(number), company(number * 7 + 3)
    short, park, origin = name[:4], PARKS[number % 3], ORIGINS[number % 4]
    text = (
        f"本报讯 {name}（以下简称“{short}”）由{origin}孵化，2024年{number % 12 + 1}月落户{park}。"
        f"{short}为{other}供应传感器，计划与{origin}共建第{number + 1}联合实验室。\n"
        f"截至目前，{park}入驻企业{100 + number}家。{other}位于天津市津南区。"
    )
    day = f"2024-{number % 12 + 1:02}-{number % 27 + 1:02}"
    return {"title": f"{short}落户{park}", "text": text, "date": day, "url": f"https://news.example.org/{number}"}


def articles(count: int) -> list[dict[str, Any]]:
    return [article(number) for number in range(count)]
