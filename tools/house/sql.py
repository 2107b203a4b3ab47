"""Rule 4: SQL stands in stores and schemas, and touches its own module's tables."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Source, cpp_sources, files

STATEMENT = re.compile(
    r"\s*(?:(?:SELECT|INSERT INTO|INSERT OR|UPDATE|DELETE FROM|REPLACE INTO|PRAGMA|SAVEPOINT|COPY"
    r"|VACUUM|LISTEN|NOTIFY|ATTACH|ANALYZE)\s+\S"
    r"|(?:CREATE|ALTER|DROP)\s+(?:TABLE|INDEX|UNIQUE|TRIGGER|VIEW|SCHEMA|ROLE|DATABASE|SEQUENCE)\b"
    r"|WITH\s+(?:RECURSIVE\s+)?\w+\s*(?:\([^)]*\)\s*)?AS\b"
    r"|SET\s+LOCAL\b|BEGIN(?:\s+IMMEDIATE|\s+TRANSACTION|\s+ISOLATION)?\s*;?\s*$"
    r"|(?:COMMIT|ROLLBACK)(?:\s+TO\b.*)?\s*;?\s*$)")
TABLE = re.compile(
    r"(?<!DISTINCT )(?<!DO )(?<!FOR )\b(?P<verb>FROM|JOIN|INTO|UPDATE|TABLE(?:\s+IF(?:\s+NOT)?\s+EXISTS)?"
    r"|REFERENCES|COPY)\s+(?!SELECT\b|SET\b|ONLY\b|LATERAL\b|OF\b|SKIP\b|NOWAIT\b)(?P<name>[a-z_][a-z0-9_]*)(?!\w|\s*\.)"
    r"(?P<call>\s*\((?!\s*[a-z_]+\s*[,)]))?")
INDEX = re.compile(r"\bINDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\s+(?P<name>[a-z_][a-z0-9_]*)")
NAMED_QUERY = re.compile(r"\b([a-z_][a-z0-9_]*)\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(")
WRITES = ("INTO", "UPDATE", "TABLE", "COPY")
SHARED = {"reach", "org_path"}  # the platform's two dated tables
SHARED_WRITER = "people"


def sql_in_its_place(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 4, first half: no statement outside a store."""
    for source in cpp_sources(root, "src"):
        for literal in source.literals:
            if STATEMENT.match(literal.text) and not _may_hold_sql(source):
                yield Finding(4, source.path, literal.line, "SQL stands in store* only")


def _may_hold_sql(source: Source) -> bool:
    probes = source.is_test and not source.path.startswith("src/modules/")  # looks behind the doors
    return (source.name.startswith("store") or source.path.startswith("src/platform/db/") or probes)


def own_tables(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 4, second half: a store and a schema name only tables of their module."""
    for source in cpp_sources(root, "src/modules"):
        if source.name.startswith("store") and not source.is_test:
            for literal in source.literals:
                if STATEMENT.match(literal.text) or literal.suffix == "_sql":
                    yield from _foreign(source.path, literal.line, literal.text)
    for path in files(root, {".sql"}, "src/modules"):
        text = re.sub(r"--[^\n]*", "", path.read_text(encoding="utf-8"))
        yield from _foreign(path.relative_to(root).as_posix(), 1, text)


def _foreign(path: str, first_line: int, text: str) -> Iterator[Finding]:
    module = path.split("/")[2]
    text = re.sub(r"--[^\n]*", lambda m: " " * len(m[0]), text)
    text = re.sub(r"'[^'\n]*'", lambda m: " " * len(m[0]), text)
    named = set(NAMED_QUERY.findall(text))
    for match in [*TABLE.finditer(text), *INDEX.finditer(text)]:
        name = match["name"]
        groups = match.groupdict()
        writes = groups.get("verb", "TABLE").startswith(WRITES)
        if name in named or (groups.get("call") and groups["verb"] in ("FROM", "JOIN")):
            continue
        if name in SHARED and (not writes or module == SHARED_WRITER):
            continue
        if name != module and not name.startswith(module + "_"):
            line = first_line + text.count("\n", 0, match.start())
            yield Finding(4, path, line, f"the table {name} is not of the module {module}")
