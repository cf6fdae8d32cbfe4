"""An industry chain: its stages by the cities of 京津冀, and where the articles name nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from api.charts import industries
from api.charts.looks import Look, Row, folded, plain
from api.previews.places import OUTSIDE, WHOLE, cities, city

RESEARCH, UPSTREAM, CORE, DOWNSTREAM, HOST = "research", "upstream", "core", "downstream", "host"
STAGES = (RESEARCH, UPSTREAM, CORE, DOWNSTREAM, HOST)
"""From the source to the market; of `CORE` there is one stage for each industry, its key CORE:ID."""
KINDS = {"Park": HOST, "Cluster": HOST, "Platform": HOST, "University": RESEARCH, "Institute": RESEARCH}
"""The stage of members that are no companies."""
UNKNOWN = ""
"""The column of those whose place is not reported."""
ROWS = 10_000
"""Rows of one query that are looked at; with fewer than there are, what is taken for a gap may be none."""
ROW = 44
"""Pixels of a stage."""


@dataclass(frozen=True, slots=True)
class End:
    """An entity at an end of an edge."""

    id: str
    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge that puts an entity into a stage or a city."""

    id: str
    type: str
    head: End
    tail: End
    status: str


@dataclass(slots=True)
class Member:
    """An entity in one stage: the edges that put it there, and its cities with the edges that say so."""

    id: str
    name: str
    type: str
    edges: dict[str, Edge] = field(default_factory=dict)
    places: dict[str, dict[str, Edge | None]] = field(default_factory=dict)
    """By city: edges by id; None under an empty id where the gazetteer knows the place."""

    def planned(self, key: str) -> bool:
        """Whether all that puts it into this cell is planned."""
        here = self.places[key].values()
        return _plans(self.edges.values()) or (bool(here) and _plans(here))

    def evidence(self, key: str) -> list[Edge]:
        """The edges behind its standing in this cell."""
        return [*self.edges.values(), *(edge for edge in self.places[key].values() if edge)]


def _plans(edges: Iterable[Edge | None]) -> bool:
    return all(edge is not None and edge.status == "planned" for edge in edges)


@dataclass(frozen=True, slots=True)
class Stage:
    """A row of the matrix."""

    key: str
    industry: str
    """The name of the industry, of `CORE` stages."""
    cells: dict[str, list[Member]]

    @property
    def kind(self) -> str:
        return self.key.partition(":")[0]

    @property
    def covered(self) -> int:
        """In how many of the cities somebody is named."""
        return sum(1 for key in cities() if self.cells.get(key))


@dataclass(frozen=True, slots=True)
class Matrix:
    """Stages by columns: the cities, and what lies beside them where it is needed."""

    columns: tuple[str, ...]
    stages: tuple[Stage, ...]

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def cell(self, key: str, column: str) -> list[Member]:
        """Who stands in a stage and city; nobody where there is no such cell."""
        stage = self.stage(key)
        return stage.cells.get(column, []) if stage else []


def matrix(members: Sequence[Row], partners: Sequence[Row]) -> Matrix:
    """From the rows of `chain_members` and `chain_partners`."""
    found: dict[str, dict[str, Member]] = {key: {} for key in STAGES if key != CORE}
    names: dict[str, str] = {}
    for row in members:
        stage = KINDS.get(row["type"]) or f"{CORE}:{row['industryId']}"
        if stage not in KINDS.values():
            names[stage] = industries.name(row["industryId"], row["industry"])
        _add(found.setdefault(stage, {}), row)
    for row in partners:
        _add(found[row["role"]], row)
    order = sorted(found, key=lambda key: (STAGES.index(key.partition(":")[0]), -len(found[key]), names.get(key, "")))
    stages = tuple(Stage(key, names.get(key, ""), _cells(found[key].values())) for key in order)
    beside = [key for key in (WHOLE, OUTSIDE, UNKNOWN) if any(stage.cells.get(key) for stage in stages)]
    return Matrix((*cities(), *beside), stages)


def _add(stage: dict[str, Member], row: Row) -> None:
    member = stage.setdefault(row["id"], Member(row["id"], row["name"], row["type"]))
    member.edges[row["edgeId"]] = _edge(row)
    for key, edge in _places(row):
        member.places.setdefault(key, {})[edge.id if edge else ""] = edge


def _edge(row: Row) -> Edge:
    """The edge that puts a row's entity into its stage."""
    own = End(row["id"], row["name"], row["type"])
    if "role" not in row:
        industry = End(row["industryId"], row["industry"], "Industry")
        return Edge(row["edgeId"], "IN_INDUSTRY", own, industry, row["status"])
    other = End(row["memberId"], row["memberName"], row["memberType"])
    head, tail = (own, other) if row["outgoing"] else (other, own)
    return Edge(row["edgeId"], row["edgeType"], head, tail, row["status"])


def _places(row: Row) -> Iterator[tuple[str, Edge | None]]:
    """Where a row says that its entity is: the city, and the edge that says it."""
    own = city(row["region"], row["id"])
    if own:
        yield own, None
    if row["placeId"]:
        ends = End(row["id"], row["name"], row["type"]), End(row["placeId"], row["placeName"], row["placeType"])
        edge = Edge(row["placeEdgeId"], "LOCATED_IN", *ends, row["placeStatus"])
        yield city(row["placeRegion"], row["placeId"]), edge


def _cells(members: Iterable[Member]) -> dict[str, list[Member]]:
    """The members by city; 河北 alone, or nothing, only of those of whom no city is known."""
    cells: dict[str, list[Member]] = {}
    for member in members:
        known = [key for key in member.places if key not in (UNKNOWN, WHOLE)]
        if WHOLE in member.places and not any(key in cities() and key[:2] not in ("11", "12") for key in known):
            known.append(WHOLE)
        if not known:
            member.places.setdefault(UNKNOWN, {})
        for key in known or [UNKNOWN]:
            cells.setdefault(key, []).append(member)
    return cells


def column_name(key: str, look: Look) -> str:
    """What a column is headed with."""
    beside = {WHOLE: "chain_whole", OUTSIDE: "chain_outside", UNKNOWN: "chart_no_place"}
    return look.texts(beside[key]) if key in beside else cities()[key]


def stage_name(stage: Stage, look: Look) -> str:
    """What a row is headed with."""
    return look.texts(f"stage_{stage.kind}", industry=stage.industry)


def chain(members: Sequence[Row], partners: Sequence[Row], look: Look | None = None) -> go.Figure:
    """From the rows of `chain_members` and `chain_partners`: a square for each stage and city with how many are named;
    where nobody is, a cross. `customdata` of a square is [stage, column, names]."""
    look = look or Look()
    if not members:
        return look.nothing()
    found = matrix(members, partners)
    figure = look.figure(
        100 + ROW * len(found.stages),
        xaxis=look.axis(type="category", side="top", showgrid=False, tickangle=0 if look.width > 800 else -60),
        yaxis=look.axis(type="category", autorange="reversed", showgrid=False),
        margin={"l": 16, "r": 16, "t": 60, "b": 16},
    )
    cells = [(stage, key, stage.cells.get(key, [])) for stage in found.stages for key in found.columns]
    figure.add_trace(_squares([cell for cell in cells if cell[2]], look))
    gaps = [(stage, key) for stage, key, named in cells if not named and key in cities()]
    mark = {"symbol": "x-thin", "size": 9, "line": {"width": 1.5, "color": look.soft}}
    x, y = [column_name(key, look) for _, key in gaps], [plain(stage_name(stage, look)) for stage, _ in gaps]
    hover = f"%{{y}}　%{{x}}<br>{look.texts('chain_gap')}<extra></extra>"
    figure.add_trace(go.Scatter(x=x, y=y, mode="markers", marker=mark, hovertemplate=hover, showlegend=False))
    columns = [column_name(key, look) for key in found.columns]
    figure.update_xaxes(categoryorder="array", categoryarray=columns)
    return figure.update_yaxes(
        categoryorder="array", categoryarray=[plain(stage_name(stage, look)) for stage in found.stages]
    )


def _squares(cells: Sequence[tuple[Stage, str, list[Member]]], look: Look) -> go.Scatter:
    """The cells that are no gaps; those that are only planned are outlined."""
    planned = [all(member.planned(key) for member in named) for _, key, named in cells]
    colour = look.node("Company")
    return go.Scatter(
        x=[column_name(key, look) for _, key, _ in cells],
        y=[plain(stage_name(stage, look)) for stage, _, _ in cells],
        mode="markers+text",
        text=[str(len(named)) for _, _, named in cells],
        textfont={"color": [look.ink if only else look.paper for only in planned]},
        marker={
            "symbol": "square",
            "size": 30,
            "color": ["rgba(0,0,0,0)" if only else colour for only in planned],
            "line": {"color": colour, "width": 1.5},
        },
        customdata=[[stage.key, key, folded(member.name for member in named)] for stage, key, named in cells],
        hovertemplate="%{y}　%{x}<br>%{customdata[2]}<extra></extra>",
        showlegend=False,
    )
