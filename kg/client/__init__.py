"""The API from Python: `Client("http://127.0.0.1:8000").search("天开")`. Needs httpx (the extra `client`).

A thin layer: what a method returns is what the API answers (`kg.client.rows` names the keys), lists without their
envelope. Lists come page by page.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, cast
from urllib.parse import quote

import httpx

from kg.client.rows import (
    Article,
    Change,
    EdgeDetail,
    EntityDetail,
    EntityMeasure,
    Flow,
    Found,
    Job,
    Matched,
    Neighbour,
    Row,
    Statement,
    Way,
)
from kg.errors import KgError

PAGE = 500
SECONDS = 30.0
FIRST_PAUSE, LAST_PAUSE = 0.05, 2.0
"""How long one waits between two questions for a job, in seconds."""


class Client:
    """A service at an address; use it as a context, or close it."""

    def __init__(self, url: str, key: str = "", seconds: float = SECONDS, http: httpx.Client | None = None) -> None:
        """`key`: an API key, where the service asks for one; `http`: a client of your own, with its base address."""
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = http or httpx.Client(base_url=url, headers=headers, timeout=seconds)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def search(self, text: str, type: str = "", region: str = "", most: int = 20) -> list[Found]:
        """Entities by name, short name or former name, the best first."""
        return cast("list[Found]", self._some("/search", most, q=text, type=type, region=region))

    def entity(self, id: str) -> EntityDetail:
        """One entity with its figures; raises `KgError` when there is none."""
        return cast(EntityDetail, self._get(f"/entities/{_part(id)}"))

    def adjacent(self, id: str, edge: str = "", direction: str = "both") -> Iterator[Neighbour]:
        """Every edge of an entity with its other end; those with most sources first."""
        return cast("Iterator[Neighbour]", self._all(f"/entities/{_part(id)}/adjacent", edge=edge, direction=direction))

    def path(self, start: str, goal: str, hops: int = 6) -> Way | None:
        """A shortest path between two entities, None when there is none."""
        found: list[Way] = self._get("/paths", **{"from": start, "to": goal, "hops": hops})["items"]
        return found[0] if found else None

    def edge(self, id: str) -> EdgeDetail:
        """An edge with its two ends and the sentences that state it."""
        return cast(EdgeDetail, self._get(f"/edges/{_part(id)}"))

    def statements(self, edge: str) -> list[Statement]:
        """The sentences that state an edge, each with its article."""
        return cast("list[Statement]", self._get(f"/edges/{_part(edge)}/statements")["items"])

    def articles(self) -> Iterator[Article]:
        """All articles, the newest first."""
        return cast("Iterator[Article]", self._all("/articles"))

    def article(self, id: str) -> Row:
        """An article with the entities that it names (`mentions`) and the relations that it states (`facts`)."""
        return cast(Row, self._get(f"/articles/{_part(id)}"))

    def changes(self, since: str, until: str = "", type: str = "") -> Iterator[Change]:
        """Edges that articles of a period speak of; dates as 2025-01-01."""
        return cast("Iterator[Change]", self._all("/changes", since=since, until=until, type=type))

    def measures(self, metric: str = "") -> Iterator[EntityMeasure]:
        """The figures that articles give, the newest first."""
        return cast("Iterator[EntityMeasure]", self._all("/measures", metric=metric))

    def corridor(self, type: str = "", across: bool = True) -> list[Flow]:
        """How much of what goes from which of the three regions to which."""
        return cast("list[Flow]", self._get("/corridor", type=type, across=across)["items"])

    def stats(self) -> Row:
        """How many entities, edges, statements, articles and figures there are, by type."""
        return cast(Row, self._get("/stats"))

    def queries(self) -> list[Row]:
        """The named queries, with their parameters and columns."""
        return cast("list[Row]", self._get("/queries"))

    def run(self, name: str, **params: Any) -> list[Row]:
        """The rows of a named query."""
        return cast("list[Row]", self._get(f"/queries/{_part(name)}", **params)["items"])

    def query(self, cypher: str, params: Mapping[str, Any] | None = None, most: int = 1000) -> list[Row]:
        """The rows of a query of one's own: reading only, within the service's limits."""
        asked = {"cypher": cypher, "params": dict(params or {}), "limit": most}
        return cast("list[Row]", self._post("/query", asked)["items"])

    def match(self, names: Sequence[str], type: str | None = None, region: str | None = None) -> list[Matched]:
        """For each name or id of a list the entities that it may be, with scores; however long the list is."""
        found: list[Matched] = []
        for start in range(0, len(names), PAGE):
            asked = {"names": list(names[start : start + PAGE]), "type": type, "region": region}
            found += self._post("/match", asked)["items"]
        return found

    def export(self, form: str, path: Path | str) -> None:
        """Writes the whole graph to a file: graphml, jsonld, or a table as csv/edges; it is sent while it is read."""
        with self._http.stream("GET", f"/export/{form}") as answer, Path(path).open("wb") as file:
            if not answer.is_success:
                answer.read()
                raise _fault("GET", f"/export/{form}", answer)
            for part in answer.iter_bytes():
                file.write(part)

    def extract(self, text: str, date: str | None = None) -> Row:
        """What a text says; nothing is stored."""
        return cast(Row, self._post("/extract", {"text": text, "date": date}))

    def ingest(self, articles: Sequence[Mapping[str, Any]]) -> Job:
        """Sends articles (text or html, and what is known of id, title, source, date, url); gives the job."""
        return cast(Job, self._post("/articles", {"articles": [dict(article) for article in articles]}))

    def remove(self, id: str) -> Job:
        """Takes out an article and what only it supports; gives the job."""
        return cast(Job, self._answer("DELETE", f"/articles/{_part(id)}"))

    def job(self, id: str) -> Job:
        """How far a job is, and which articles failed for what reason."""
        return cast(Job, self._get(f"/jobs/{_part(id)}"))

    def wait(self, job: Job, seconds: float = 600.0) -> Job:
        """The job once it is finished, or cut by the end of its server; raises `KgError` when that takes longer."""
        deadline, pause = time.monotonic() + seconds, FIRST_PAUSE
        while (found := self.job(job["id"]))["state"] in ("queued", "running"):
            if time.monotonic() > deadline:
                raise KgError(f"job {job['id']} is not done after {seconds:g} seconds; ask for it again later")
            time.sleep(pause)
            pause = min(2 * pause, LAST_PAUSE)
        return found

    def _some(self, path: str, most: int, **params: Any) -> list[Row]:
        found: list[Row] = self._get(path, limit=most, **params)["items"]
        return found

    def _all(self, path: str, **params: Any) -> Iterator[Row]:
        offset = 0
        while True:
            page = self._get(path, limit=PAGE, offset=offset, **params)
            yield from page["items"]
            offset += len(page["items"])
            if len(page["items"]) < PAGE:
                return

    def _get(self, path: str, **params: Any) -> Any:
        given = {key: value for key, value in params.items() if value not in ("", None)}
        return self._answer("GET", path, params=given)

    def _post(self, path: str, content: Mapping[str, Any]) -> Any:
        return self._answer("POST", path, json={key: value for key, value in content.items() if value is not None})

    def _answer(self, method: str, path: str, **how: Any) -> Any:
        try:
            answer = self._http.request(method, path, follow_redirects=True, **how)
        except httpx.HTTPError as error:
            raise KgError(f"{self._http.base_url}: no answer ({error}); is `kg serve` running there?") from error
        if answer.is_success:
            return answer.json()
        raise _fault(method, path, answer)


def _fault(method: str, path: str, answer: httpx.Response) -> KgError:
    try:
        fault = answer.json()
    except ValueError:
        fault = {}
    return KgError(f"{method} {path}: {answer.status_code} {fault.get('detail') or fault.get('title') or ''}".strip())


def _part(text: str) -> str:
    return quote(text, safe="")
