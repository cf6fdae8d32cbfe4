"""What a department is called after its university names the university: 天津大学化工学院 is 天津大学.

Colleges that stand by themselves (北京科技大学天津学院) are in the gazetteer, and stay whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kg.naming.candidates import Candidate

UNIVERSITY = "University"
TYPES = frozenset({UNIVERSITY, "Institute"})
DEPARTMENT = re.compile(r"(?P<university>.{2,}?大学)的?[^大]{1,14}(?:学院|系|课题组|研究组|团队|实验班)")


def lifted(candidate: Candidate, text: str, known: Callable[[str], object]) -> Candidate:
    """The candidate, or the university's name in it where it is a department; `known` tells which names stay whole."""
    if candidate.type not in TYPES:
        return candidate
    form = text[candidate.start : candidate.end]
    match = DEPARTMENT.fullmatch(form)
    if match is None or known(form):
        return candidate
    return replace(candidate, end=candidate.start + match.end("university"), type=UNIVERSITY)
