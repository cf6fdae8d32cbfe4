"""Whether the service is alive, and whether it can answer."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request
from fastapi_problem.error import Problem
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from api import errors
from api.deps import Ask, KeptDep
from api.models import Health
from api.observing import Observed

router = APIRouter(tags=["运行 operation"], responses=errors.documented(503))


@router.get("/healthz", summary="进程在运行 (the process is alive)")
def healthz() -> Health:
    """进程在运行，不问图库；不需要密钥。"""
    return Health(status="ok")


@router.get("/readyz", summary="图库可读 (the store answers)")
def readyz(ask: Ask, kept: KeptDep) -> Health:
    """读一次图库；不可用时，或启动后还在读全部名称时，答 503。"""
    ask.view.query("RETURN 1 AS one")
    if kept.at_hand() is None:
        detail = "正在读全部名称，稍候再试 (reading all names; try again soon)"
        raise Problem("尚未就绪 (not ready)", type_="not-ready", status=503, detail=detail)
    return Health(status="ok")


@router.get(
    "/metrics",
    summary="运行指标 (counts and times for Prometheus)",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def metrics(request: Request) -> Response:
    """请求的次数与用时，Prometheus 文本格式。"""
    observed = cast(Observed, request.app.state.observed)
    return Response(generate_latest(observed.registry), media_type=CONTENT_TYPE_LATEST)
