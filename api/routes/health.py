"""Whether the service is alive, and whether it can answer."""

from __future__ import annotations

from fastapi import APIRouter

from api import errors
from api.deps import ViewDep
from api.models import Health

router = APIRouter(tags=["运行 operation"], responses=errors.documented(503))


@router.get("/healthz", summary="进程在运行 (the process is alive)")
def healthz() -> Health:
    return Health(status="ok")


@router.get("/readyz", summary="图库可读 (the store answers)")
def readyz(view: ViewDep) -> Health:
    """读一次图库；不可用时答 503。"""
    view.query("RETURN 1 AS one")
    return Health(status="ok")
