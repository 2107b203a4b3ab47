"""Rule 14: each table of a module is audited, append-only, or said to be derived from others."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, cpp_sources, end_of, files
from house.sql import CREATED, blank_comments

LISTS = re.compile(r"\.\s*(audited|append_only|derived)\s*=\s*\{")


def accounted_tables(root: pathlib.Path) -> Iterator[Finding]:
    """What people decide leaves a trail; what follows from it is named as such; nothing is neither."""
    declared = _declared(root)
    for path in files(root, {".sql"}, "src/modules"):
        text = blank_comments(path.read_text(encoding="utf-8"))
        module = path.relative_to(root).parts[2]
        for match in CREATED.finditer(text):
            if match[1] not in declared.get(module, set()):
                yield Finding(14, path.relative_to(root).as_posix(), text.count("\n", 0, match.start()) + 1,
                              f"the table {match[1]} is neither audited, append-only nor derived in the manifest")


def _declared(root: pathlib.Path) -> dict[str, set[str]]:
    """Module -> the tables that its manifest names."""
    found: dict[str, set[str]] = {}
    for source in cpp_sources(root, "src/modules"):
        if source.name == "module.cpp":
            names = found.setdefault(source.path.split("/")[2], set())
            for match in LISTS.finditer(source.code):
                text = source.text[match.end() : end_of(source.code, match.end() - 1)]
                names.update(re.findall(r'"(\w+)"', text))
    return found
