"""Charts of query results: functions from rows to plotly figures, shared by notebooks, pages and the command line.

    >>> from api.charts import corridor
    >>> corridor([{"origin": "北京", "destination": "天津", "type": "INVESTS_IN", "count": 3, "planned": 1}]).show()

Each function takes the rows of the named query that `CHARTS` names, and a `Look`: language and theme.
"""

from api.charts.bars import activity, cluster_cities
from api.charts.chains import chain
from api.charts.courses import deals
from api.charts.library import CHARTS, Chart, chart
from api.charts.looks import Look
from api.charts.maps import flow_map
from api.charts.measures import measures
from api.charts.sankey import corridor

__all__ = [
    "CHARTS",
    "Chart",
    "Look",
    "activity",
    "chain",
    "chart",
    "cluster_cities",
    "corridor",
    "deals",
    "flow_map",
    "measures",
]
