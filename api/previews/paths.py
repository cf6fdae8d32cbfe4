"""Addresses of this site's own pages."""

from __future__ import annotations

from urllib.parse import quote


def preview_path(id: str) -> str:
    """Where an entity's page is; ids may hold any character."""
    return "/preview/" + quote(id, safe="")


def article_path(id: str) -> str:
    """Where an article's page is."""
    return "/read/" + quote(id, safe="")
