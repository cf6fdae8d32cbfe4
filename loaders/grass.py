"""A style sheet for Neo4j Browser (GraSS), with the colours and Chinese names of the ontology.

Browser's reader of it is simple: no comments; no colon, semicolon or bracket outside the quotation marks of a caption
but those of the form itself; of the rules that fit a node the last wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg import ontology

NODE = {"diameter": "50px", "border-width": "1px", "font-size": "10px"}
EDGE = {"shaft-width": "2px", "font-size": "9px", "padding": "3px", "text-color-external": "#1F2329"}
EVIDENCE = {"Article": "{title}", "Statement": "{trigger}", "Measure": "{value}{unit}"}
"""Nodes that are no entities, and what stands on them."""
EVIDENCE_COLOUR = "#D5D8DC"
DARK, LIGHT = "#1F2329", "#FFFFFF"


def style_sheet() -> str:
    """The whole style sheet; load it with `:style` or by dropping it on Browser."""
    return "\n".join(f"{selector} {{\n{_body(properties)}}}\n" for selector, properties in _rules())


def _rules() -> Iterator[tuple[str, dict[str, str]]]:
    types = ontology.load()
    yield "node", {**NODE, **_coloured(EVIDENCE_COLOUR)}
    yield "relationship", {"color": EVIDENCE_COLOUR, "text-color-internal": DARK, **EDGE, "caption": "<type>"}
    for label, caption in EVIDENCE.items():
        yield f"node.{label}", {"diameter": "30px", **_coloured(EVIDENCE_COLOUR), "caption": caption}
    for label, node in types.nodes.items():
        yield f"node.{label}", {**_coloured(node.colour), "caption": "{name}"}
    for name, edge in types.edges.items():
        colours = {"color": edge.colour, "text-color-internal": _ink(edge.colour)}
        yield f"relationship.{name}", {**colours, "caption": edge.zh}


def _coloured(colour: str) -> dict[str, str]:
    return {"color": colour, "border-color": colour, "text-color-internal": _ink(colour)}


def _body(properties: Mapping[str, str]) -> str:
    lines = ((name, f"'{value}'" if name == "caption" else value) for name, value in properties.items())
    return "".join(f"  {name}: {value};\n" for name, value in lines)


def _ink(colour: str) -> str:
    """The colour of letters that has more contrast on a colour (relative luminance of WCAG 2)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return LIGHT if luminance < 0.21 else DARK
