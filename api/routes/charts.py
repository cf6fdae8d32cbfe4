"""Charts over HTTP: plotly figures as JSON, for the pages and for whoever has plotly.js."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api import errors
from api.charts import CHARTS, Look, chart
from api.deps import SettingsDep
from api.remembering import Recall
from api.texts import TextsDep
from loaders import queries as library

router = APIRouter(tags=["图表 charts"], responses=errors.documented(400, 404, 503))

Name = Annotated[str, Path(description="图表的名称，见 /charts (its name)", examples=["corridor"])]
Theme = Annotated[Literal["light", "dark"], Query(description="底色 (the ground it will stand on)")]
Width = Annotated[int, Query(ge=200, le=4000, description="宽度，像素 (pixels that it will have)")]
OWN = ("theme", "lang", "width")
"""Parameters that are the chart's, not its query's."""


@router.get("/charts", summary="图表 (the charts)")
def charts() -> dict[str, str]:
    """每个图表的名称，和它的数据出自哪个具名查询；参数与那个查询相同。"""
    return {name: found.query for name, found in CHARTS.items()}


@router.get("/charts/{name}", summary="一个图表 (a chart)", response_model=dict[str, Any])
def figure(
    name: Name,
    request: Request,
    recall: Recall,
    texts: TextsDep,
    settings: SettingsDep,
    theme: Theme = "light",
    width: Width = 960,
) -> Response:
    """plotly 图形（`data` 与 `layout`）。参数如 `/charts/measures?id=tiankai-park`；文字按 `lang` 或浏览器的语言。"""
    if name not in CHARTS:
        raise errors.not_found(f"没有名为 {name} 的图表 (no such chart); 全部图表：{'、'.join(CHARTS)}")
    takes = {param.name for param in library.load()[CHARTS[name].query].params}
    given = {key: value for key, value in request.query_params.items() if key in takes or key not in OWN}
    drawn = chart(name, recall, given, Look(texts, theme == "dark", width), settings.map_geojson)
    headers = {"Vary": "Accept-Language"}
    content = json.dumps(drawn.to_plotly_json(), ensure_ascii=False, allow_nan=False, default=list)
    return Response(content, media_type="application/json", headers=headers)
