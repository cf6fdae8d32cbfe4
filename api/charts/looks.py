"""What all charts share: one font, the ontology's colours, words in the reader's language, names as plain text."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from api.texts import Texts
from kg import ontology

TYPES = ontology.load()
Row = Mapping[str, Any]

FONT = "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, system-ui, sans-serif"
SIZE = 13
PLANNED = 0.3
"""Opacity of what is only planned."""
LINE = 26
"""Characters of a line in a tooltip."""


@dataclass(frozen=True, slots=True)
class Look:
    """In which language a chart speaks, on which ground it stands, and in which room."""

    texts: Texts = field(default_factory=Texts)
    dark: bool = False
    width: int = 960
    """Pixels that the reader has; what stands beside what depends on it."""

    @property
    def ink(self) -> str:
        return "#e9ebee" if self.dark else "#1b1f24"

    @property
    def soft(self) -> str:
        return "#a6aeb8" if self.dark else "#565e69"

    @property
    def line(self) -> str:
        return "#363c44" if self.dark else "#d9dde1"

    @property
    def paper(self) -> str:
        return "#15181c" if self.dark else "#ffffff"

    def edge(self, type: str) -> str:
        """The colour of an edge type on this ground."""
        return self.shade(TYPES.edges[type].colour)

    def node(self, type: str) -> str:
        """The colour of a node type on this ground."""
        return self.shade(TYPES.nodes[type].colour)

    def shade(self, colour: str) -> str:
        """The colour itself; on a dark ground mixed with white, as the pages do it."""
        if not self.dark:
            return colour
        parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return "#" + "".join(f"{round(part + (255 - part) * 0.38):02X}" for part in parts)

    def figure(self, height: int, **layout: Any) -> go.Figure:
        """An empty figure in this look; `height` in pixels, the width is the reader's."""
        figure = go.Figure()
        figure.update_layout(
            template="none",
            height=height,
            paper_bgcolor="rgba(0,0,0,0)",
            plot_bgcolor="rgba(0,0,0,0)",
            font={"family": FONT, "size": SIZE, "color": self.ink},
            margin={"l": 16, "r": 16, "t": 16, "b": 16},
            hoverlabel={"font": {"family": FONT, "size": SIZE}, "align": "left"},
            legend={
                "orientation": "h",
                "x": 0,
                "y": 0,
                "yanchor": "bottom",
                "yref": "container",
                "traceorder": "normal",
            },
            modebar={"bgcolor": "rgba(0,0,0,0)", "color": self.soft, "activecolor": self.ink},
        )
        figure.update_layout(**layout)
        return figure

    def axis(self, **changes: Any) -> dict[str, Any]:
        """An axis with thin lines; `title` is its text."""
        lines = {f"{part}color": self.line for part in ("grid", "line", "zeroline", "tick")}
        if "title" in changes:
            changes["title"] = {"text": changes["title"], "font": {"size": SIZE, "color": self.soft}}
        return {**lines, "automargin": True, **changes}

    def legend(self, names: Iterable[str]) -> int:
        """Height of a legend with these names."""
        rows, room = 1, self.width
        for name in names:
            room -= 48 + length(name)
            if room < 0:
                rows, room = rows + 1, self.width - 48 - length(name)
        return 24 + 22 * rows

    def nothing(self) -> go.Figure:
        """What stands in place of a chart that has no rows."""
        figure = self.figure(160, xaxis={"visible": False}, yaxis={"visible": False})
        figure.add_annotation(
            text=self.texts("chart_nothing"), showarrow=False, font={"color": self.soft}, xref="paper", yref="paper"
        )
        return figure


def plain(text: object) -> str:
    """Text that plotly shows as it stands: its labels know some markup."""
    return html.escape(str(text), quote=False)


def length(text: str) -> int:
    """Pixels of a text at the size of all charts."""
    return round(sum(SIZE if ord(sign) > 0x2E80 else SIZE * 0.6 for sign in text))


def rgba(colour: str, opacity: float) -> str:
    """A colour of the form #RRGGBB, let through."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def folded(names: Iterable[str], most: int = 24, between: str = "、") -> str:
    """Names in the lines of a tooltip, at most so many of them."""
    kept = list(names)
    lines, room = [""], LINE
    for number, name in enumerate(kept[:most]):
        piece = name + (between if number + 1 < len(kept) else "")
        if lines[-1] and room < len(piece):
            lines.append("")
            room = LINE
        lines[-1] += piece
        room -= len(piece)
    return "<br>".join(plain(line) for line in lines) + ("…" if len(kept) > most else "")


def told(look: Look, count: int, planned: int) -> str:
    """A count and, where there are any, how many of it are planned."""
    return look.texts("chart_count_planned" if planned else "chart_count", count=count, planned=planned)
