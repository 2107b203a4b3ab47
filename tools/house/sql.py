"""Rule 4: SQL stands in stores and schemas, and touches its own module's tables."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Literal, Source, cpp_sources, files

# How a statement begins, in upper case as the house writes it.
WRITTEN = re.compile(
    r"\s*(?:(?:SELECT|INSERT INTO|INSERT OR|UPDATE|DELETE FROM|REPLACE INTO|PRAGMA|SAVEPOINT|COPY"
    r"|VACUUM|LISTEN|NOTIFY|ATTACH|ANALYZE)\s+\S"
    r"|SET\s+LOCAL\b|BEGIN(?:\s+IMMEDIATE|\s+TRANSACTION|\s+ISOLATION)?\s*;?\s*$"
    r"|(?:COMMIT|ROLLBACK)(?:\s+TO\b.*)?\s*;?\s*$)")
# What only a statement says, in any case and wherever in the literal it stands.
SAID = re.compile(
    r"\bSELECT\s+(?:DISTINCT\s+)?(?:\*|\d|\?|'|\w+\s*\()|\bSELECT\b[^;]*?\bFROM\s+(?!(?:the|an?|its?|this|that|each)\b)[\w\"(]"
    r"|\b(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO\s+\w|\bDELETE\s+FROM\s+\w"
    r"|\bUPDATE\s+(?:ONLY\s+)?[\w\"]+(?:\s+(?:AS\s+)?\w+)?\s+SET\s+[\w\"]+\s*=|\bPRAGMA\s+\w+\s*[=(;]"
    r"|\b(?:CREATE|ALTER|DROP)\s+(?:TEMP(?:ORARY)?\s+|UNIQUE\s+|OR\s+REPLACE\s+)*"
    r"(?:TABLE|INDEX|TRIGGER|VIEW|SCHEMA|ROLE|DATABASE|SEQUENCE)\b"
    r"|\bWITH\s+(?:RECURSIVE\s+)?\w+\s*(?:\([^)]*\)\s*)?AS\s*\(", re.I)
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.S)
TABLE = re.compile(
    r"(?<!DISTINCT )(?<!DO )(?<!FOR )\b(?P<verb>FROM|JOIN|INTO|UPDATE|TABLE(?:\s+IF(?:\s+NOT)?\s+EXISTS)?"
    r"|REFERENCES|COPY)\s+(?!SELECT\b|SET\b|ONLY\b|LATERAL\b|OF\b|SKIP\b|NOWAIT\b)(?P<name>[a-z_][a-z0-9_]*)(?!\w|\s*\.)"
    r"(?P<call>\s*\((?!\s*[a-z_]+\s*[,)]))?", re.I)
INDEX = re.compile(r"\bINDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?\w+\s+ON\s+(?P<name>[a-z_][a-z0-9_]*)", re.I)
NAMED_QUERY = re.compile(r"\b([a-z_][a-z0-9_]*)\s*(?:\([^()]*\)\s*)?AS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(", re.I)
CREATED = re.compile(r"\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)", re.I)
KEPT_IN = re.compile(r"\bTABLE\s*\(\s*[\w:]+\s*,\s*$")  # TABLE(TargetRow, "kpi_target", id)
MADE = {"platform/db/table.hpp", "platform/db/columns.hpp"}  # statements that nobody writes by hand
WRITES = ("INTO", "UPDATE", "TABLE", "COPY")
SHARED = {"reach", "org_path"}  # the platform's two dated tables
SHARED_WRITER = "people"


def blank_comments(text: str) -> str:
    """A statement without its comments, each position where it was."""
    return COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)


def is_statement(literal: Literal) -> bool:
    """Whether a literal is SQL: it says so itself, or reads like it."""
    text = blank_comments(literal.text)
    return literal.suffix == "_sql" or bool(WRITTEN.match(text) or SAID.search(text))


def sql_in_its_place(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 4, first half: no statement outside a store."""
    for source in cpp_sources(root, "src"):
        for literal in source.literals:
            if is_statement(literal) and not _may_hold_sql(source):
                yield Finding(4, source.path, literal.line, "SQL stands in store* only")
        for line, include in source.includes():
            if include in MADE and not _may_hold_sql(source) and not source.path.startswith("src/platform/"):
                yield Finding(4, source.path, line, f"{include} writes SQL; it is for store* only")


def _may_hold_sql(source: Source) -> bool:
    probes = source.is_test and not source.path.startswith("src/modules/")  # looks behind the doors
    return (source.name.startswith("store") or source.path.startswith("src/platform/db/") or probes)


def created_tables(root: pathlib.Path) -> dict[str, str]:
    """Every table of a module's schema, with the module."""
    return {name.lower(): path.relative_to(root).parts[2]
            for path in files(root, {".sql"}, "src/modules")
            for name in CREATED.findall(blank_comments(path.read_text(encoding="utf-8")))}


def own_tables(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 4, second half: a store and a schema name only tables of their module or the platform."""
    created = created_tables(root)
    for source in cpp_sources(root, "src/modules", "src/platform"):
        for literal in source.literals:
            if KEPT_IN.search(literal.before) and not source.is_test:
                yield from _foreign(source.path, literal.line, f"INSERT INTO {literal.text}", True, created)
        stores = source.name.startswith("store") or source.path.startswith("src/platform/")
        if source.is_test or not stores:
            continue
        for literal in source.literals:
            yield from _foreign(source.path, literal.line, literal.text, is_statement(literal), created)
    for path in files(root, {".sql"}, "src/modules", "src/platform"):
        text = path.read_text(encoding="utf-8")
        yield from _foreign(path.relative_to(root).as_posix(), 1, text, True, created)


def _foreign(path: str, first_line: int, text: str, statement: bool,
             created: dict[str, str]) -> Iterator[Finding]:
    """Tables that are not this folder's: by their place in a statement, or by their name alone."""
    parts = path.split("/")
    module = parts[2] if parts[1] == "modules" else ""
    text = blank_comments(text)
    text = re.sub(r"'[^'\n]*'", lambda m: " " * len(m[0]), text)
    named = {name.lower() for name in NAMED_QUERY.findall(text)}
    tables = dict[int, str]()
    if module and statement:
        tables = _tables_of(text, module, named)
    for match in re.finditer(r"\w+", text):
        if created.get(match[0].lower(), module) not in (module, *_shared(match[0].lower())):
            tables[match.start()] = match[0]
    for start, name in tables.items():
        line = first_line + text.count("\n", 0, start)
        yield Finding(4, path, line, f"the table {name} is not of {module or 'the platform'}")


def _shared(name: str) -> tuple[str, ...]:
    return (SHARED_WRITER,) if name in SHARED else ()


def _tables_of(text: str, module: str, named: set[str]) -> dict[int, str]:
    """Position and name of what stands where only a table does, and is not the module's."""
    found: dict[int, str] = {}
    for match in [*TABLE.finditer(text), *INDEX.finditer(text)]:
        name, groups = match["name"].lower(), match.groupdict()
        verb = (groups.get("verb") or "TABLE").upper()
        if name in named or (groups.get("call") and verb in ("FROM", "JOIN")):
            continue
        if name in SHARED and (not verb.startswith(WRITES) or module == SHARED_WRITER):
            continue
        if name != module and not name.startswith(module + "_"):
            found[match.start("name")] = match["name"]
    return found
