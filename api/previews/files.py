"""A preview as one file that needs nothing else: it opens from disk, without a network, and stands in notebooks."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyvis

from api.previews.drawing import draw
from api.previews.legend import legend
from api.previews.pages import PAGES, TYPES, prose
from api.previews.subjects import Picture
from api.previews.surroundings import Fact
from api.texts import Texts

VIS = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2"
MODULES = ("labels.js", "names.js", "picture.js", "legend.js")
"""The modules of the pages that the script of the file needs, each after those that it imports."""
EXPORT = re.compile(r"^export (?=(?:function|const) (\w+))", re.MULTILINE)
IMPORT = re.compile(r"^import .*;$", re.MULTILINE)
HEIGHT = 640
"""Pixels of a preview in a notebook."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview as HTML; notebooks show it as the value of a cell."""

    html: str
    about: str

    def __repr__(self) -> str:
        return f"<Preview {self.about}>"

    def _repr_html_(self) -> str:
        """A frame of its own, which can neither reach the notebook nor a network."""
        page = html.escape(self.html)
        return (
            f'<iframe srcdoc="{page}" sandbox="allow-scripts" width="100%" height="{HEIGHT}" frameborder="0"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Writes the file."""
        target = Path(path)
        target.write_text(self.html, encoding="utf-8", newline="\n")
        return target


def preview(picture: Picture, texts: Texts | None = None, *, facts: bool = True, nonce: str = "") -> Preview:
    """The file of a picture; with `facts` all relations and their sentences follow the picture.

    `nonce` marks its scripts where a server's policy names one; else it is made from them.
    """
    texts, around = texts or Texts(), picture.around
    network = draw(around, texts, picture.columns)
    by_id = {fact.id: fact for fact in around.facts}
    for edge in network.edges:
        edge["title"] += _said(by_id[edge["id"]], texts)
    vis, script, css = assets()
    page = PAGES.get_template("file.html").render(
        title=picture.title,
        around=around,
        facts=facts,
        legend=legend(around),
        network={"nodes": network.nodes, "edges": network.edges, "options": network.options},
        nonce=nonce or hashlib.sha256((vis + script).encode()).hexdigest()[:24],
        vis=vis,
        script=script,
        css=css,
        t=texts,
        types=TYPES,
        q="",
    )
    return Preview(page, texts("preview_about", name=picture.title, nodes=len(around.nodes), edges=len(around.facts)))


def _said(fact: Fact, texts: Texts) -> str:
    """The newest sentence and its source, as further lines of a tooltip."""
    if not fact.statements:
        return ""
    said = fact.statements[0]
    source = [said["articleSource"], said["articleTitle"] or texts("untitled"), said["articleDate"]]
    return f"\n“{prose(said['sentence'])}”\n" + " · ".join(part for part in source if part)


@cache
def assets() -> tuple[str, str, str]:
    """vis-network, our own script, the style sheet; as they stand in a script or style element."""
    own = files("api") / "explorer"
    # a file opened from disk may import no module: each becomes a function that gives what the module exports
    wrapped = [_wrapped((own / module).read_text(encoding="utf-8")) for module in MODULES]
    script = "".join([*wrapped, (own / "file.js").read_text(encoding="utf-8")])
    vis = (VIS / "vis-network.min.js").read_text(encoding="utf-8")
    for text in (vis, script):
        if "</script" in text.lower():
            raise ValueError("a script that would end its element")
    return vis, script, (own / "pages.css").read_text(encoding="utf-8")


def _wrapped(module: str) -> str:
    names = ", ".join(EXPORT.findall(module))
    return f"const {{ {names} }} = (() => {{\n{EXPORT.sub('', IMPORT.sub('', module))}\nreturn {{ {names} }};\n}})();\n"
