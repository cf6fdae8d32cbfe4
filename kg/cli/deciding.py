"""`kg merge` and `kg split`: decisions of reviewers on which ids are one thing."""

from __future__ import annotations

import datetime as dt
import getpass
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli import console
from kg.cli.options import StoreURL
from kg.errors import KgError
from kg.linking import Decision, Decisions, decisions
from kg.settings import Settings
from loaders import Store, View, deciding, open_store, queries

File = Annotated[
    str | None,
    typer.Option(
        "--decisions", metavar="FILE", help="裁定文件 CSV，默认取 KG_DECISIONS (the file of decisions; made if missing)"
    ),
]
By = Annotated[str | None, typer.Option(help="谁裁定的，默认本机用户名 (who decides; default: the user's name)")]
Reason = Annotated[str, typer.Option(help="理由 (why)")]


def merge(
    id: Annotated[str | None, typer.Argument(help="并入别处的标识 (the id that goes)", metavar="ID")] = None,
    into: Annotated[str | None, typer.Argument(help="保留的标识 (the id that stays)", metavar="INTO")] = None,
    reason: Reason = "",
    by: By = None,
    file: File = None,
    store: StoreURL = None,
) -> None:
    """把一个实体并入另一个，图库随即更新；不给标识时只使图库与裁定文件一致 (merge one entity into another)."""
    if (id is None) != (into is None):
        raise typer.BadParameter("并入谁？给出两个标识，或者都不给 (give both ids, or none)", param_hint="INTO")
    settings = console.settings(store=store, decisions=file)
    path = _path(settings)
    with closing(open_store(settings.store, settings)) as opened:
        if id is None or into is None:
            wanted = decisions.read(path)
        else:
            wanted = _merged(opened, path, Decision(id, into, *_signed(by), reason))
        _update(opened, wanted)


def split(
    id: Annotated[str, typer.Argument(help="当初并入别处的标识 (the id that was merged)", metavar="ID")],
    reason: Reason = "",
    by: By = None,
    file: File = None,
    store: StoreURL = None,
) -> None:
    """撤销一次并入，图库随即更新 (take a merge back)."""
    settings = console.settings(store=store, decisions=file)
    path = _path(settings)
    with closing(open_store(settings.store, settings)) as opened:
        if not path.exists():
            _begin(opened, path)
        if id not in decisions.read(path).into:
            raise KgError(f"{path}: no decision merges {id}; give the id that was merged, as it stands in the file")
        _update(opened, decisions.append(path, Decision(id, "", *_signed(by), reason)))


def _path(settings: Settings) -> Path:
    if not settings.decisions:
        raise typer.BadParameter(
            "裁定记在哪个文件里？用 --decisions 或 KG_DECISIONS 指定 (say where decisions are kept)",
            param_hint="--decisions",
        )
    return Path(settings.decisions)


def _signed(by: str | None) -> tuple[str, str]:
    """Who decides and when."""
    return by or getpass.getuser(), dt.date.today().isoformat()


def _merged(store: Store, path: Path, decision: Decision) -> Decisions:
    """The decisions with this one, written unless it was before; raises `KgError` where the two cannot be one."""
    if not path.exists():
        _begin(store, path)
    before = decisions.read(path)
    if before.into.get(decision.id) == decision.into:
        console.say(f"{path}: 已有此裁定 (decided before)")
        return before
    with store.view() as view:
        kinds = [_entity(view, id)["type"] for id in (decision.id, decision.into)]
    if kinds[0] != kinds[1]:
        ends = f"{decision.id} is a {kinds[0]} and {decision.into} a {kinds[1]}"
        raise KgError(f"{ends}; only things of one type can be one")
    return decisions.append(path, decision)


def _begin(store: Store, path: Path) -> None:
    """Makes the file with what was decided before the store came here, so that it stays."""
    with store.view() as view:
        before = deciding.held(view).into
    decisions.make(path, (Decision(id, into, reason="图库中已有 (held by the store)") for id, into in before.items()))


def _entity(view: View, id: str) -> dict[str, Any]:
    found = queries.run(view, "entity", {"id": id}).rows
    if found:
        return found[0]
    elsewhere = queries.run(view, "merged", {"id": id}).rows
    if elsewhere:
        raise KgError(f"{id}: was merged into {elsewhere[0]['id']}; name that one, or take it back with: kg split {id}")
    raise KgError(f"{id}: no entity of the store has this id; find it with: kg query --name search --param text=NAME")


def _update(store: Store, wanted: Decisions) -> None:
    """Brings the store up to date with the decisions."""
    with store.view() as view:
        ids = deciding.articles(view, wanted)
    changed = 0
    with console.progress("更新 (updating)", len(ids)) as bar:
        for done in deciding.decide(store, ids, wanted):
            changed += done
            bar.advance(bar.task_ids[0])
    console.say(f"{store.url}: 更新 {changed} 篇 (articles updated)")
