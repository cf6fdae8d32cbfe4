"""What the OpenAPI document says of every operation: who may ask, and what is answered before it is reached."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import errors
from api.access import OPEN, scope_of

WAYS: dict[str, dict[str, Any]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "密钥 (API key)"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "密钥 (API key)"},
    "basic": {"type": "http", "scheme": "basic", "description": "浏览器：密钥作口令 (the key as password)"},
}
REFUSED = (401, 403, 421, 429)
"""What `api.access` answers itself."""
NEEDS = "需要 {} 权限的密钥；本机未设密钥时不需要。Needs a key of scope {}; none on loopback without keys."


def describe(app: FastAPI) -> None:
    """Makes the document of an application tell of keys, scopes and limits, too."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _told(
                get_openapi(
                    title=app.title,
                    version=app.version,
                    summary=app.summary,
                    description=app.description,
                    license_info=app.license_info,
                    routes=app.routes,
                )
            )
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _told(document: dict[str, Any]) -> dict[str, Any]:
    document["components"]["securitySchemes"] = WAYS
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not path.startswith(OPEN):
                _tell(operation, scope_of(method.upper(), path))
    return document


def _tell(operation: dict[str, Any], scope: str) -> None:
    operation["security"] = [{}, *({way: []} for way in WAYS)]
    operation["x-scope"] = scope
    for status, response in errors.documented(*REFUSED).items():
        operation["responses"].setdefault(str(status), response)
    operation["responses"]["401"] = {**operation["responses"]["401"], "description": NEEDS.format(scope, scope)}
