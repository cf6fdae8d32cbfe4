"""The API's own description as sections of a page, from its OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlencode

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation, for reading."""

    name: str
    type: str
    about: str
    required: bool
    default: Any = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Operation:
    """An address that can be asked."""

    method: str
    path: str
    summary: str
    about: str
    parameters: tuple[Parameter, ...]
    example: str
    """An address that works as it stands; empty for a body, or when a parameter that must be given has no example."""

    @property
    def shown(self) -> str:
        """The example as people read it."""
        return unquote(self.example)


def sections(document: Schema) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI document by tag, both in the document's order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(method.upper(), path, operation))
    return found


def _operation(method: str, path: str, operation: Schema) -> Operation:
    given = operation.get("parameters", [])
    return Operation(
        method=method,
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        parameters=tuple(map(_parameter, given)),
        example=_example(path, given) if method == "GET" else "",
    )


def _parameter(row: Schema) -> Parameter:
    schema = row["schema"]
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    return Parameter(
        name=row["name"],
        type=" | ".join(_type(kind) for kind in kinds),
        about=row.get("description", ""),
        required=row.get("required", False),
        default=schema.get("default"),
        choices=tuple(choice for kind in kinds for choice in kind.get("enum", ())),
    )


def _type(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    return f"{schema['type']} {least}–{most}" if least is not None and most is not None else str(schema["type"])


def _example(path: str, parameters: list[Schema]) -> str:
    query: dict[str, Any] = {}
    for row in parameters:
        examples = row["schema"].get("examples") or [None]
        if row["required"] and examples[0] is None:
            return ""
        if row["in"] == "path":
            path = path.replace("{" + row["name"] + "}", quote(str(examples[0]), safe=""))
        elif row["required"]:
            query[row["name"]] = examples[0]
    return f"{path}?{urlencode(query)}" if query else path
