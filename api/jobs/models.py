"""What is sent to be taken in, and how a job is told of."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, Field, SkipValidation, ValidationError, model_validator

from api.jobs.queue import Item
from api.models import Model

State = Literal["queued", "running", "done", "failed", "cut"]
EXAMPLE = {
    "title": "清微智能落户天开园",
    "text": "清微智能由清华大学孵化，2025年3月落户天开高教科创园。",
    "source": "天津日报",
    "date": "2025-03-18",
    "url": "https://news.example.org/2025/0318.html",
}


def _whole(text: str) -> str:
    """Half of a surrogate pair is what JSON may hold and UTF-8 may not."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"第 {error.start + 1} 个字符不完整 (character {error.start + 1} is half of a pair)"
        ) from error
    return text


Whole = Annotated[str, AfterValidator(_whole)]


class Given(Model):
    """An article to be taken in."""

    id: str = Field(
        "", max_length=500, description="标识；默认为网址，没有网址时由正文算出 (else the url, else made of the text)"
    )
    title: str = Field("", max_length=500, description="题目 (title)")
    text: Whole = Field("", description="正文，至多 20 万字 (the article's text)")
    html: Whole = Field("", description="网页，代替 text (a web page in place of text)")
    source: str = Field("", max_length=500, description="来源 (publisher)")
    date: dt.date | None = Field(None, description="报道日期，“去年”等据此推算 (publication date)")
    url: str = Field("", max_length=500, description="网址 (address)")

    @model_validator(mode="after")
    def _one_of_both(self) -> Given:
        if bool(self.text.strip()) == bool(self.html.strip()):
            raise ValueError("请给出 text 或 html 之一 (give the article as text or as html)")
        return self

    @property
    def name(self) -> str:
        """Its id in the graph: the same text without id and url has the same."""
        made = hashlib.sha256((self.text or self.html).encode()).hexdigest()[:16]
        return self.id.strip() or self.url.strip() or f"text-{made}"


class Articles(Model):
    """Articles to be taken in; each is looked at by itself, so that a wrong one keeps out no other."""

    articles: list[SkipValidation[Given]] = Field(min_length=1, examples=[[EXAMPLE]])

    def items(self) -> list[Item]:
        """The articles as items of a job, what is wrong with them noted."""
        return [item(place, given) for place, given in enumerate(cast("list[Any]", self.articles), start=1)]


def item(place: int, given: object) -> Item:
    """One article as it came in JSON."""
    try:
        article = Given.model_validate(given)
    except ValidationError as error:
        return Item(_called(place, given), "", "; ".join(map(_reason, error.errors())))
    return Item(article.name, json.dumps(article.model_dump(mode="json", exclude={"id"}), ensure_ascii=False))


def _reason(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "value_error":
        return ": ".join([*map(str, fault["loc"]), str(fault["ctx"]["error"])])
    if not fault["loc"]:
        return "不是对象 (is no object)"
    return f"{'.'.join(map(str, fault['loc']))}: 不合格式 ({fault['msg']})"


def _called(place: int, given: object) -> str:
    """What a wrong article is called: by what it has of id, address or title, else by its place."""
    fields = given if isinstance(given, Mapping) else {}
    names = (fields.get(field) for field in ("id", "url", "title"))
    found = next((name for name in names if isinstance(name, str) and name.strip()), f"articles.{place - 1}")
    return found.encode("utf-8", "replace").decode()[:500]


class Failure(Model):
    """An article that was not taken in or not removed."""

    place: int = Field(description="在请求中是第几篇，从 1 数起 (which article of the request, from 1)")
    article: str = Field(description="标识、网址或题目 (its id, address or title)")
    reason: str


class Job(Model):
    """A job, and how far it is."""

    id: str = Field(examples=["5f2c9d1e0a7b4c36"])
    kind: Literal["ingest", "remove"] = Field(description="ingest：入库；remove：撤回")
    state: State = Field(
        description="queued 排队；running 进行中；done 完成；failed 一篇也没有完成；cut 中断，本服务没有在做 "
        "(failed: not one article was done; cut: not finished, and not at work)"
    )
    total: int = Field(description="文章篇数 (articles)")
    done: int = Field(description="已完成，含未变的 (done, unchanged ones included)")
    unchanged: int = Field(description="图中已有、没有变化 (already there)")
    failed: int
    created: dt.datetime
    started: dt.datetime | None = None
    finished: dt.datetime | None = None
    waiting_for: str | None = Field(None, description="在等什么，如图库正由别的程序写入 (why it does not go on)")


class JobDetail(Job):
    """A job with the articles that failed."""

    failures: list[Failure] = Field([])


def described(row: Mapping[str, Any], at_work: bool, waiting_for: str) -> dict[str, Any]:
    """A job of the queue as the API tells of it."""
    done = row["stored"] + row["unchanged"]
    if row["finished"]:
        state: State = "done" if done else "failed"
    elif at_work:
        state = "running" if row["started"] else "queued"
    else:
        state = "cut"
    return {**row, "done": done, "state": state, "waiting_for": None if row["finished"] else waiting_for or None}
