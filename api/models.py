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
    total: int = Field(description="全部项数 (number of all items)")
    limit: int
    offset: int

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
    aliases: list[str] = []
    article_count: int = Field(description="报道篇数 (articles that name it)")


class FoundPage(Page[Found]):
    """What a search found."""

    similar: bool = Field(False, description="没有名称含所给文字，以下名称相近 (none holds the text; these are alike)")


class Change(Model):
    """An edge that articles of a period speak of."""

    edge_id: str
    type: str
    head_id: str
    head_name: str
    tail_id: str
    tail_name: str
    new: bool = Field(description="此前没有报道过 (not reported before)")
    status: str | None = None
    statements: int
    first: str
    last: str


class Flow(Model):
    """How many edges of a type lead from one region to another."""

    origin: str = Field(examples=["北京"])
    destination: str = Field(examples=["天津"])
    type: str
    count: int
    planned: int


class Entity(Found):
    """An entity with all that the graph holds of it alone."""

    lon: float | None = None
    lat: float | None = None
    first_seen: str | None = None
    last_seen: str | None = None


class Measure(Model):
    """A figure that an article gives of an entity."""

    metric: str = Field(examples=["registered_companies"])
    value: float
    unit: str = Field(examples=["家"])
    amount: float | None = Field(None, description="去掉“万”“亿”的数值 (the value without 万, 亿)")
    as_of: str | None = None
    sentence: str
    article_id: str
    article_title: str | None = None
    article_date: str | None = None


class EntityMeasure(Measure):
    """A figure with the entity that it is of."""

    entity: str = Field(description="实体的标识 (id of the entity)")
    name: str
    type: str


class EntityDetail(Entity):
    """An entity with its figures."""

    measures: list[Measure] = []


class Neighbour(Model):
    """An edge of an entity, and the entity at its other end."""

    edge_id: str
    type: str = Field(examples=["LOCATED_IN"])
    direction: str = Field(description="out：由它出发；in：指向它；both：无方向", examples=["in"])
    status: str | None = Field(None, description="planned、done、ended", examples=["planned"])
    since: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None
    sources: int = Field(description="独立来源数 (independent articles)")
    confidence: float
    other_id: str
    other_name: str
    other_type: str


class Edge(Model):
    """An edge with its two ends."""

    id: str
    type: str
    head_id: str
    head_name: str
    head_type: str
    tail_id: str
    tail_name: str
    tail_type: str
    status: str | None = None
    since: str | None = None
    sources: int
    confidence: float


class Statement(Model):
    """A sentence that says what an edge says."""

    id: str
    sentence: str
    start: int = Field(description="在原文件中的起始字符 (first character in the file)")
    end: int
    rule: str
    trigger: str | None = None
    status: str | None = None
    date: str | None = None
    confidence: float
    article_id: str
    article_title: str | None = None
    article_source: str | None = None
    article_date: str | None = None
    article_url: str | None = None


class EdgeDetail(Edge):
    """An edge with the sentences behind it."""

    statements: list[Statement]


class Step(Model):
    """An edge of a path, in its own direction."""

    id: str
    type: str
    from_id: str = Field(alias="from")
    to_id: str = Field(alias="to")
    status: str | None = None


class Way(Model):
    """A shortest path: entities in order, and the edges between them."""

    nodes: list[Ref]
    edges: list[Step]


class Article(Model):
    """An article, its text apart."""

    id: str
    title: str | None = None
    source: str | None = None
    date: str | None = None
    url: str | None = None
    file: str | None = None
    statements: int = Field(description="依据条数 (statements drawn from it)")
    entities: int = Field(description="提到的实体数 (entities that it names)")


class Mentioned(Ref):
    """An entity that an article names, and how often."""

    count: int


class Said(Model):
    """A fact that an article states, with the sentence."""

    statement: str
    sentence: str
    start: int
    end: int
    edge_id: str
    type: str
    head_id: str
    head_name: str
    head_type: str
    tail_id: str
    tail_name: str
    tail_type: str
    status: str | None = None
    rule: str
    trigger: str | None = None
    confidence: float


class ArticleDetail(Article):
    """An article with what was drawn from it."""

    mentions: list[Mentioned]
    facts: list[Said]


class Park(Model):
    """A park with the number of companies located in it."""

    id: str
    name: str
    region: str | None = None
    companies: int
    article_count: int


class NodeCount(Model):
    """How many entities there are of a type."""

    type: str
    count: int


class EdgeCount(NodeCount):
    """How many edges there are of a type, and how many of them are plans."""

    planned: int


class Stats(Model):
    """The size of the graph."""

    entities: int
    edges: int
    statements: int
    articles: int
    measures: int
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
