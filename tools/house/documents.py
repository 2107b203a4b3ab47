"""The documents name real files and functions.

A path in backticks that begins with a folder of the project must exist ("src/base/decimal.hpp", with * as in a
shell); capital words in it are placeholders ("src/modules/NAME"). In a table row such as
"| 2 | `src/modules/kpi/service.cpp` | `record_readings`, `judge` | … |" the names in the cell after
the path must stand in that file. A relative link must lead somewhere; a block of code has none.
"""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding

PLACES = ("src", "web", "tests", "tools", "data", "docs", "cmake", ".ci")
PATH = re.compile(r"`((?:%s)/[\w./*-]+)`" % "|".join(map(re.escape, PLACES)))
NAME = re.compile(r"`([A-Za-z_][\w:]*)`")
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
PLACEHOLDER = re.compile(r"[A-Z]{3,}|NNNN")


def documents(root: pathlib.Path) -> list[pathlib.Path]:
    """The documents that describe the tree as it is now; decisions and the changelog are history."""
    top = [p for p in root.glob("*.md") if p.name != "CHANGELOG.md"]
    return sorted(top + [p for p in root.glob("docs/**/*.md") if "decisions" not in p.parts])


def named_things_exist(root: pathlib.Path) -> Iterator[Finding]:
    """Everything that a document names but the tree lacks."""
    for document in documents(root):
        name = document.relative_to(root).as_posix()
        code = False
        for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
            code ^= line.startswith("```")
            for what in _missing(root, document, line, code):
                yield Finding(0, name, number, what)


def _missing(root: pathlib.Path, document: pathlib.Path, line: str, code: bool) -> Iterator[str]:
    for path in PATH.findall(line):
        if not PLACEHOLDER.search(path) and not any(root.glob(path.rstrip("/"))):
            yield f"{path} does not exist"
    for link in [] if code else LINK.findall(line):
        if not (document.parent / link).exists():
            yield f"the link {link} leads nowhere"
    cells = [cell.strip() for cell in line.split("|")]
    for cell, following in zip(cells, cells[1:]):
        path = PATH.fullmatch(cell)
        if path and (root / path[1]).is_file():
            text = (root / path[1]).read_text(encoding="utf-8")
            for function in NAME.findall(following):
                if not re.search(rf"\b{re.escape(function.split('::')[-1])}\b", text):
                    yield f"{path[1]} has no {function}"
