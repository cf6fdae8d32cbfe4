"""What the pages say: texts.yaml, in the reader's language; Chinese unless asked otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import yaml
from fastapi import Depends, Query, Request

from kg.ontology import Named

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@cache
def load() -> dict[str, Any]:
    """The file's two parts: `pages`, and `edges` by edge type."""
    text = (files("api") / "texts.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language."""

    language: Language = "zh"
    chosen: bool = False
    """True when the reader asked for the language in the address; links then keep it."""
    switch: str = "?lang=en"
    """The query of the same page in the other language."""

    def __call__(self, key: str, **values: object) -> str:
        """A text of the section `pages`, its placeholders filled; for a count of one its form in the singular."""
        forms: dict[str, str] = load()["pages"][key]
        one = forms.get(f"{self.language}_one") if values.get("count") == 1 else None
        return (one or forms[self.language]).format(**values)

    def name(self, named: Named) -> str:
        """The name of a type, measure or status."""
        return named.zh if self.language == "zh" else named.en

    def heading(self, edge: str, direction: str) -> str:
        """How a list of edges of a type is headed: direction `out`, `in`, or `both` when it has none."""
        text: str = load()["edges"][edge][direction][self.language]
        return text

    def sentence(self, edge: str) -> list[str]:
        """The parts of a fact's sentence; `head` and `tail` stand for the names of its two ends."""
        text: str = load()["edges"][edge]["sentence"][self.language]
        parts = [[before, field or ""] for before, field, _, _ in Formatter().parse(text)]
        return [part for pair in parts for part in pair if part]

    def address(self, path: str, **query: object) -> str:
        """A path of this site with a query, in the language chosen."""
        wanted = {key: value for key, value in query.items() if value not in (None, "")}
        if self.chosen:
            wanted.setdefault("lang", self.language)
        return f"{path}?{urlencode(wanted)}" if wanted else path

    @property
    def other(self) -> Language:
        return "en" if self.language == "zh" else "zh"


def negotiate(accepted: str) -> Language:
    """The language of an Accept-Language header: English only where it is wanted more than Chinese."""
    weights: dict[str, float] = {}
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weights.setdefault(tag[:2].lower(), float(weight or 1))
        except ValueError:
            continue
    return "en" if weights.get("en", 0) > weights.get("zh", 0) else "zh"


Lang = Annotated[str, Query(description="语言：zh 或 en，默认按浏览器 (language; else the browser's)")]


def texts(request: Request, lang: Lang = "") -> Texts:
    """The texts in the language that the address asks for, else the browser."""
    chosen = next((language for language in LANGUAGES if language == lang), None)
    language = chosen or negotiate(request.headers.get("accept-language", ""))
    other = "en" if language == "zh" else "zh"
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
    return Texts(language, bool(chosen), "?" + urlencode([*kept, ("lang", other)]))


TextsDep = Annotated[Texts, Depends(texts)]
