"""The shapes of the API's answers; their fields are the columns of the named queries, so one page serves both."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Item = TypeVar("Item", bound=BaseModel)


class Model(BaseModel):
    """A part of an answer: snake_case here, camelCase on the wire, as in the graph."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True)


class Page(Model, Generic[Item]):
    """A stretch of a list."""

    items: list[Item]
    total: int = Field(description="全部项数 (number of all items)", examples=[128])
    limit: int = Field(examples=[20])
    offset: int = Field(examples=[0])

    @classmethod
    def of(cls, kind: type[Item], rows: list[dict[str, Any]], total: int, limit: int, offset: int) -> Page[Item]:
        """A page of the rows of a named query."""
        return Page[Item](items=[kind.model_validate(row) for row in rows], total=total, limit=limit, offset=offset)


class Ref(Model):
    """An entity, named."""

    id: str = Field(examples=["tiankai-park"])
    name: str = Field(examples=["天开高教科创园"])
    type: str = Field(examples=["Park"])


class Found(Ref):
    """An entity that a search found."""

    region: str | None = Field(None, description="行政区划代码 (administrative code)", examples=["120104"])
    aliases: list[str] = Field([], examples=[["天开园"]])
    article_count: int = Field(description="报道篇数 (articles that name it)", examples=[4])


class FoundPage(Page[Found]):
    """What a search found."""

    similar: bool = Field(
        False, description="没有名称含所给文字，以下名称相近 (none holds the text; these are alike)", examples=[False]
    )


class Change(Model):
    """An edge that articles of a period speak of."""

    edge_id: str = Field(examples=["e6a9d1e4c683f57049dcb"])
    type: str = Field(examples=["LOCATED_IN"])
    head_id: str = Field(examples=["tsinghua-tjee"])
    head_name: str = Field(examples=["清华大学天津电子信息研究院"])
    tail_id: str = Field(examples=["tsinghua"])
    tail_name: str = Field(examples=["清华大学"])
    new: bool = Field(description="此前没有报道过 (not reported before)", examples=[True])
    status: str | None = Field(None, examples=["done"])
    statements: int = Field(examples=[2])
    first: str = Field(examples=["2025-02-06"])
    last: str = Field(examples=["2025-10-03"])


class Flow(Model):
    """How many edges of a type lead from one region to another."""

    origin: str = Field(examples=["北京"])
    destination: str = Field(examples=["天津"])
    type: str = Field(examples=["RELOCATED_FROM"])
    count: int = Field(examples=[3])
    planned: int = Field(examples=[0])


class Entity(Found):
    """An entity with all that the graph holds of it alone."""

    lon: float | None = Field(None, examples=[117.166])
    lat: float | None = Field(None, examples=[39.108])
    first_seen: str | None = Field(None, examples=["2023-08-25"])
    last_seen: str | None = Field(None, examples=["2025-06-18"])


class Measure(Model):
    """A figure that an article gives of an entity."""

    metric: str = Field(examples=["registered_companies"])
    value: float = Field(examples=[3.5])
    unit: str = Field(examples=["家"])
    amount: float | None = Field(None, description="去掉“万”“亿”的数值 (the value without 万, 亿)", examples=[35000.0])
    as_of: str | None = Field(None, examples=["2024-05"])
    sentence: str = Field(examples=["清微智能由清华大学孵化，2025年3月落户天开高教科创园。"])
    article_id: str = Field(examples=["https://news.example.org/2025/0318.html"])
    article_title: str | None = Field(None, examples=["清微智能落户天开园"])
    article_date: str | None = Field(None, examples=["2025-03-18"])


class EntityMeasure(Measure):
    """A figure with the entity that it is of."""

    entity: str = Field(description="实体的标识 (id of the entity)", examples=["tiankai-park"])
    name: str = Field(examples=["天开高教科创园"])
    type: str = Field(examples=["Park"])


class EntityDetail(Entity):
    """An entity with its figures."""

    measures: list[Measure] = []


class Neighbour(Model):
    """An edge of an entity, and the entity at its other end."""

    edge_id: str = Field(examples=["e6a9d1e4c683f57049dcb"])
    type: str = Field(examples=["LOCATED_IN"])
    direction: str = Field(description="out：由它出发；in：指向它；both：无方向", examples=["in"])
    status: str | None = Field(None, description="planned、done、ended", examples=["planned"])
    since: str | None = Field(None, examples=["2025-03"])
    first_seen: str | None = Field(None, examples=["2023-08-25"])
    last_seen: str | None = Field(None, examples=["2025-06-18"])
    sources: int = Field(description="独立来源数 (independent articles)", examples=[2])
    confidence: float = Field(examples=[0.93])
    other_id: str = Field(examples=["tiankai-park"])
    other_name: str = Field(examples=["天开高教科创园"])
    other_type: str = Field(examples=["Park"])


class Edge(Model):
    """An edge with its two ends."""

    id: str = Field(examples=["e6a9d1e4c683f57049dcb"])
    type: str = Field(examples=["ESTABLISHED_BY"])
    head_id: str = Field(examples=["tsinghua-tjee"])
    head_name: str = Field(examples=["清华大学天津电子信息研究院"])
    head_type: str = Field(examples=["Institute"])
    tail_id: str = Field(examples=["tsinghua"])
    tail_name: str = Field(examples=["清华大学"])
    tail_type: str = Field(examples=["University"])
    status: str | None = Field(None, examples=["done"])
    since: str | None = Field(None, examples=["2025-03"])
    sources: int = Field(examples=[2])
    confidence: float = Field(examples=[0.93])


class Statement(Model):
    """A sentence that says what an edge says."""

    id: str = Field(examples=["s41d0c2"])
    sentence: str = Field(examples=["清微智能由清华大学孵化，2025年3月落户天开高教科创园。"])
    start: int = Field(description="在原文件中的起始字符 (first character in the file)", examples=[0])
    end: int = Field(examples=[29])
    rule: str = Field(examples=["settled"])
    trigger: str | None = Field(None, examples=["落户"])
    status: str | None = Field(None, examples=["done"])
    date: str | None = Field(None, examples=["2025-03-18"])
    confidence: float = Field(examples=[0.93])
    article_id: str = Field(examples=["https://news.example.org/2025/0318.html"])
    article_title: str | None = Field(None, examples=["清微智能落户天开园"])
    article_source: str | None = Field(None, examples=["天津日报"])
    article_date: str | None = Field(None, examples=["2025-03-18"])
    article_url: str | None = Field(None, examples=["https://news.example.org/2025/0318.html"])


class EdgeDetail(Edge):
    """An edge with the sentences behind it."""

    statements: list[Statement]


class Step(Model):
    """An edge of a path, in its own direction."""

    id: str = Field(examples=["e6a9d1e4c683f57049dcb"])
    type: str = Field(examples=["ESTABLISHED_BY"])
    from_id: str = Field(alias="from", examples=["tsinghua-tjee"])
    to_id: str = Field(alias="to", examples=["tsinghua"])
    status: str | None = Field(None, examples=["done"])


class Way(Model):
    """A shortest path: entities in order, and the edges between them."""

    nodes: list[Ref]
    edges: list[Step]


class Article(Model):
    """An article, its text apart."""

    id: str = Field(examples=["https://news.example.org/2025/0318.html"])
    title: str | None = Field(None, examples=["清微智能落户天开园"])
    source: str | None = Field(None, examples=["天津日报"])
    date: str | None = Field(None, examples=["2025-03-18"])
    url: str | None = Field(None, examples=["https://news.example.org/2025/0318.html"])
    file: str | None = Field(None, examples=["2025.jsonl"])
    statements: int = Field(description="依据条数 (statements drawn from it)", examples=[2])
    entities: int = Field(description="提到的实体数 (entities that it names)", examples=[6])


class Mentioned(Ref):
    """An entity that an article names, and how often."""

    count: int = Field(examples=[3])


class Said(Model):
    """A fact that an article states, with the sentence."""

    statement: str = Field(examples=["s0f3a"])
    sentence: str = Field(examples=["清微智能由清华大学孵化，2025年3月落户天开高教科创园。"])
    start: int = Field(examples=[0])
    end: int = Field(examples=[29])
    edge_id: str = Field(examples=["e6a9d1e4c683f57049dcb"])
    type: str = Field(examples=["LOCATED_IN"])
    head_id: str = Field(examples=["tsinghua-tjee"])
    head_name: str = Field(examples=["清华大学天津电子信息研究院"])
    head_type: str = Field(examples=["Institute"])
    tail_id: str = Field(examples=["tsinghua"])
    tail_name: str = Field(examples=["清华大学"])
    tail_type: str = Field(examples=["University"])
    status: str | None = Field(None, examples=["done"])
    rule: str = Field(examples=["settled"])
    trigger: str | None = Field(None, examples=["落户"])
    confidence: float = Field(examples=[0.93])


class ArticleDetail(Article):
    """An article with what was drawn from it."""

    mentions: list[Mentioned]
    facts: list[Said]


class Park(Model):
    """A park with the number of companies located in it."""

    id: str = Field(examples=["tiankai-park"])
    name: str = Field(examples=["天开高教科创园"])
    region: str | None = Field(None, examples=["120104"])
    companies: int = Field(examples=[5])
    article_count: int = Field(examples=[4])


class NodeCount(Model):
    """How many entities there are of a type."""

    type: str = Field(examples=["Park"])
    count: int = Field(examples=[3])


class EdgeCount(NodeCount):
    """How many edges there are of a type, and how many of them are plans."""

    planned: int = Field(examples=[0])


class Stats(Model):
    """The size of the graph."""

    entities: int = Field(examples=[481])
    edges: int = Field(examples=[556])
    statements: int = Field(examples=[581])
    articles: int = Field(examples=[50])
    measures: int = Field(examples=[130])
    nodes_by_type: list[NodeCount]
    edges_by_type: list[EdgeCount]


class QueryParam(Model):
    """A parameter of a named query."""

    name: str
    type: str
    required: bool
    default: Any = None
    about: str
    choices: list[str] = []
    least: int | None = None
    most: int | None = None


class QueryInfo(Model):
    """A named query: what it answers, what it takes and gives."""

    name: str
    title_zh: str
    title_en: str
    about: str
    params: list[QueryParam]
    columns: list[str]
    example: str
    text: str = Field(description="Cypher")


class QueryAnswer(Model):
    """The rows of a query."""

    columns: list[str]
    items: list[dict[str, Any]]
    truncated: bool = Field(description="是否还有更多行 (more rows than the limit)")


class CypherQuery(Model):
    """A query in Cypher, written by an analyst."""

    cypher: str = Field(
        min_length=1,
        max_length=20_000,
        description="只读的 Cypher (a reading query)",
        examples=["MATCH (c:Company)-[:LOCATED_IN]->(p:Park) RETURN p.name AS `园区`, count(c) AS `企业`"],
    )
    params: dict[str, Any] = Field({}, description="参数 $名 的值 (values of the parameters)")
    limit: int = Field(1000, ge=1, le=10_000, description="最多几行 (rows at most)")


class Health(Model):
    """Whether the server, or the server and its store, can answer."""

    status: str = Field(examples=["ok"])
