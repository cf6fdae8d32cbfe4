"""What the service answers, as types: the keys of each are those of the OpenAPI document (tests hold that)."""

from __future__ import annotations

from typing import Any, Literal, TypedDict


class Ref(TypedDict):
    """An entity, named."""

    id: str
    name: str
    type: str


class Found(Ref):
    """An entity that a search found; `region` is an administrative code."""

    region: str | None
    aliases: list[str]
    articleCount: int


class Scored(Found):
    """An entity that a name may mean; the score is from 0 to 100."""

    score: float
    match: bool


class Matched(TypedDict):
    """A name with its candidates, best first."""

    name: str
    candidates: list[Scored]


class Measure(TypedDict):
    """A figure that an article gives; `amount` is the value without 万, 亿."""

    metric: str
    value: float
    unit: str
    amount: float | None
    asOf: str | None
    sentence: str
    articleId: str
    articleTitle: str | None
    articleDate: str | None


class EntityMeasure(Measure):
    """A figure with the entity that it is of."""

    entity: str
    name: str
    type: str


class EntityDetail(Found):
    """An entity with its figures."""

    lon: float | None
    lat: float | None
    firstSeen: str | None
    lastSeen: str | None
    measures: list[Measure]


class Neighbour(TypedDict):
    """An edge of an entity, and the entity at its other end."""

    edgeId: str
    type: str
    direction: Literal["in", "out", "both"]
    status: str | None
    since: str | None
    firstSeen: str | None
    lastSeen: str | None
    sources: int
    confidence: float
    otherId: str
    otherName: str
    otherType: str


class Statement(TypedDict):
    """A sentence that says what an edge says; `start` and `end` are its place in the file."""

    id: str
    sentence: str
    start: int
    end: int
    rule: str
    trigger: str | None
    status: str | None
    date: str | None
    confidence: float
    articleId: str
    articleTitle: str | None
    articleSource: str | None
    articleDate: str | None
    articleUrl: str | None


class EdgeDetail(TypedDict):
    """An edge with the sentences behind it."""

    id: str
    type: str
    headId: str
    headName: str
    headType: str
    tailId: str
    tailName: str
    tailType: str
    status: str | None
    since: str | None
    sources: int
    confidence: float
    statements: list[Statement]


Step = TypedDict("Step", {"id": str, "type": str, "from": str, "to": str, "status": str | None})
"""An edge of a path, in its own direction."""


class Way(TypedDict):
    """A path: entities in order, and the edges between them."""

    nodes: list[Ref]
    edges: list[Step]


class Article(TypedDict):
    """An article, its text apart."""

    id: str
    title: str | None
    source: str | None
    date: str | None
    url: str | None
    file: str | None
    statements: int
    entities: int


class Change(TypedDict):
    """An edge that articles of a period speak of; `new`: for the first time."""

    edgeId: str
    type: str
    headId: str
    headName: str
    tailId: str
    tailName: str
    new: bool
    status: str | None
    statements: int
    first: str
    last: str


class Flow(TypedDict):
    """How many edges of a type lead from one region to another."""

    origin: str
    destination: str
    type: str
    count: int
    planned: int


class Failure(TypedDict):
    """An article that was not taken in or not removed."""

    place: int
    article: str
    reason: str


class Job(TypedDict):
    """A job, how far it is, and the articles that failed."""

    id: str
    kind: Literal["ingest", "remove"]
    state: Literal["queued", "running", "done", "failed", "cut"]
    total: int
    done: int
    unchanged: int
    failed: int
    created: str
    started: str | None
    finished: str | None
    waitingFor: str | None
    failures: list[Failure]


Row = dict[str, Any]
"""A row of a query: its columns are the query's."""
