"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

Paths = Annotated[
    list[str],
    typer.Argument(help="文件或文件夹，- 为标准输入 (files or folders, - for standard input)", metavar="PATH…"),
]
Processes = Annotated[int, typer.Option(min=1, max=64, help="并行进程数 (how many processes extract)")]
Voices = Annotated[
    list[str] | None,
    typer.Option(
        "--voice",
        metavar="spacy:PATH|llm:URL",
        help="另加的声音，可多次给出，默认取 KG_VOICES (more voices, may be repeated; see docs/voices.md)",
    ),
]
StoreURL = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="图库：文件路径或 bolt://、neo4j:// 地址，默认取 KG_STORE，否则 kg.kgl "
        "(file path or address; default KG_STORE, else kg.kgl)",
    ),
]
