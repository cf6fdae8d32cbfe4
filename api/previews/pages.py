"""Renders the pages: every value is escaped, whatever its source; nothing comes from another host."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.deps import NonceDep
from api.previews.drawing import SHAPES
from api.previews.paths import article_path, preview_path
from api.previews.places import place
from api.texts import Texts, TextsDep
from kg import ontology
from kg.ontology import EdgeType, NodeType

TYPES = ontology.load()
BREAK = re.compile(r"\s*\n\s*")
HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
BETWEEN_HAN = re.compile(rf"(?<={HAN})\s*\n\s*(?={HAN})")


class Renderer:
    """Renders the pages of one request: in its language, with its nonce."""

    def __init__(self, texts: TextsDep, nonce: NonceDep) -> None:
        self.texts: Texts = texts
        self._nonce = nonce

    def __call__(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page; `name` is a template beside this file, `values` are what it shows."""
        shown = {"q": "", **values, "t": self.texts, "nonce": self._nonce, "types": TYPES}
        headers = {"Vary": "Accept-Language", "Content-Language": self.texts.language}
        return HTMLResponse(PAGES.get_template(name).render(shown), status, headers)


RendererDep = Annotated[Renderer, Depends()]


def web(url: str | None) -> str:
    """An address that is safe to link to, else nothing: an article may give `javascript:`."""
    return url if url and urlsplit(url).scheme.lower() in ("http", "https") else ""


def prose(sentence: str) -> str:
    """A stretch of a file for reading: line breaks between Chinese characters vanish, others become spaces."""
    return BREAK.sub(" ", BETWEEN_HAN.sub("", sentence.strip()))


def marked(sentence: str, words: Iterable[str | None], others: Iterable[str] = ()) -> Iterator[tuple[str, bool]]:
    """The sentence in parts, each with whether it is one of the words.

    Longer words win, those of `others` too: 天津 is not marked where the sentence says 天津大学.
    """
    text, wanted = prose(sentence), {prose(word) for word in words if word}
    if not wanted:
        yield text, False
        return
    every = sorted({*wanted, *(name for name in others if name and name in text)}, key=len, reverse=True)
    for part in re.split("(" + "|".join(map(re.escape, every)) + ")", text):
        if part:
            yield part, part in wanted


def figure(value: float) -> str:
    """A number as people write it: 140, 3.76, 12,000."""
    return f"{value:,.10g}" if value == value else ""


def palette() -> str:
    """The ontology's colours as custom properties of CSS; on a dark ground each is mixed with white."""
    named: list[tuple[str, Mapping[str, NodeType | EdgeType]]] = [("node", TYPES.nodes), ("edge", TYPES.edges)]
    light = "".join(f"--{part}-{key}:{kind.colour};" for part, kinds in named for key, kind in kinds.items())
    dark = "".join(f"--{part}-{key}:{_lighter(kind.colour)};" for part, kinds in named for key, kind in kinds.items())
    swatches = "".join(f".{part}-{key}{{--own:var(--{part}-{key})}}" for part, kinds in named for key in kinds)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{swatches}"


def _lighter(colour: str, share: float = 0.38) -> str:
    parts = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * share):02X}" for part in parts)


PAGES = Environment(
    loader=PackageLoader("api", "previews"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
PAGES.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
PAGES.filters.update(web=web, prose=prose, marked=marked, figure=figure, place=place)
PAGES.globals.update(preview_path=preview_path, article_path=article_path, palette=palette(), shapes=SHAPES)
