"""`kg preview`: a picture of a part of the graph, as one HTML file that opens without a network."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import console
from kg.cli.options import StoreURL
from kg.errors import QueryError
from loaders import View, open_store, queries

if TYPE_CHECKING:
    from api.previews.subjects import Picture

# api is imported inside the functions: FastAPI takes a second, and the other commands shall not wait for it.


class Shape(StrEnum):
    """What `kg preview` draws of one entity."""

    auto = "auto"
    around = "around"
    park = "park"
    chain = "chain"


class Language(StrEnum):
    zh = "zh"
    en = "en"


def preview(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="一个实体，或走廊两端的地区：标识或名称 (an entity, or two regions)", metavar="ID|NAME…"),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="HTML 文件 (the file to write)")] = Path(
        "preview.html"
    ),
    view: Annotated[
        Shape,
        typer.Option("--as", help="around：周边；park：园区与企业；chain：供应链；auto：园区用 park (what to draw)"),
    ] = Shape.auto,
    query: Annotated[
        str | None, typer.Option(help="画一个查询的结果 (draw the nodes, edges and paths that a query gives)")
    ] = None,
    lang: Annotated[Language, typer.Option(help="文字 (language)")] = Language.zh,
    store: StoreURL = None,
) -> None:
    """把图的一部分画成一个 HTML 文件，断网也能打开 (draw a part of the graph into one file)."""
    from api.previews.files import preview as page
    from api.texts import Texts

    if bool(names) == bool(query) or len(names or ()) > 2:
        raise typer.BadParameter("一个实体，两个地区，或 --query (an entity, two regions, or --query)")
    settings = console.settings(store=store)
    with closing(open_store(settings.store, settings, read_only=True)) as opened, opened.view() as seen:
        picture = _picture(seen, list(names or ()), view, query)
        if picture is None:
            raise QueryError("nothing to draw: no relation found; kg query --name search --param text=… finds names")
        made = page(picture, Texts(lang.value))
    with console.writing(output) as stream:
        stream.write(made.html)
    console.say(f"{output}: {made.about}")


def _picture(view: View, names: list[str], how: Shape, query: str | None) -> Picture | None:
    from api.previews import subjects

    def ask(name: str, **params: Any) -> list[dict[str, Any]]:
        return queries.run(view, name, params, max_rows=100_000).rows

    if query:
        return subjects.result(ask, query, view.query(query).rows)
    found = [_find(ask, name) for name in names]
    if len(found) == 2:
        return subjects.corridor(ask, found[0], found[1])
    chosen = how
    if how is Shape.auto:
        chosen = Shape.park if found[0]["type"] == "Park" else Shape.around
    draw = {Shape.around: subjects.surroundings, Shape.park: subjects.park, Shape.chain: subjects.chain}[chosen]
    return draw(ask, found[0]["id"])


def _find(ask: Callable[..., list[dict[str, Any]]], name: str) -> dict[str, Any]:
    """The entity of an id, else the best one of a name."""
    found = ask("entity", id=name) or ask("search", text=name, limit=1)
    if not found:
        raise QueryError(f"{name}: no entity has this id or name; kg query --name search --param text=… finds names")
    return found[0]
