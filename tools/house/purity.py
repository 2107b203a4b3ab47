"""Rule 3: what decides a number knows no database, no clock, no file and no floating point."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import INCLUDE, Finding, Source, cpp_sources, files

CLOCK_OR_CHANCE = re.compile(
    r"\b\w+_clock\b(?:\s*::\s*now\b)?|(?:::|\.|->)\s*now\s*\(|\b(?:random_device|mt19937(?:_64)?|getenv)\b"
    r"|\bstd\s*::\s*(?:time|rand|clock)\s*\(|\b(?:time|clock_gettime|gettimeofday)\s*\(\s*(?:nullptr|NULL|CLOCK)")
MACHINERY = re.compile(
    r"\b(?:Context|Scope|Read|Tx|Lanes|Engine|Connection|Statement|Clock|Tenants?|Router)\b\s*[&*>{(]"
    r"|\bstore\s*::")
FILE_OR_STREAM = re.compile(
    r"\b\w*(?:stream|filebuf)\b|\bstd\s*::\s*filesystem\b|\bfopen\b|\bFILE\b|\bstd\s*::\s*c(?:out|err|in|log)\b"
    r"|\b(?:print|printf|fprintf|puts|system)\s*\(")
FLOATING = re.compile(
    r"\b(?:double|float)(?:_t)?\b|\b_Float\d+|\bfloat\d+_t\b|\bsto(?:d|f|ld)\b|\bstrto(?:d|f|ld)\b|\bato[f]\b"
    r"|\bstd\s*::\s*(?:pow|sqrt|cbrt|exp|log|log2|log10|round|lround|llround|floor|ceil|trunc|fmod|fabs)\s*\("
    r"|(?<![\w.'])\d[\d']*\.(?!\.)[\d']*(?:[eE][+-]?\d+)?|(?<![\w.])\d[\d']*[eE][+-]?\d+")
FLOATING_COLUMN = re.compile(r"\b(?:REAL|FLOAT[48]?|DOUBLE(?:\s+PRECISION)?)\b", re.I)
RULE_HEADERS = {
    "algorithm", "array", "bit", "cctype", "charconv", "compare", "concepts", "cstddef", "cstdint", "deque", "functional",
    "initializer_list", "iterator", "limits", "map", "memory", "numeric", "optional", "ranges", "set", "span",
    "string", "string_view", "tuple", "type_traits", "unordered_map", "unordered_set", "utility", "variant", "vector"}
BEHIND = ("store", "service", "api", "inlets", "module")


def purity(root: pathlib.Path) -> Iterator[Finding]:
    """Rules, models and faces stand alone; rules take time, chance, rows and settings as arguments."""
    for source in cpp_sources(root, "src/modules"):
        module, name = source.path.split("/")[2], source.name
        is_rules = name.startswith("rules")
        if source.is_test or not (is_rules or name.startswith("model") or name == f"{module}.hpp"):
            continue
        yield from _includes(source, is_rules)
        if is_rules:
            code = INCLUDE.sub(lambda m: " " * len(m[0]), source.code)
            for pattern, what in ((CLOCK_OR_CHANCE, "rules take time, chance and settings as arguments"),
                                  (MACHINERY, "rules are given rows, not what reads them"),
                                  (FILE_OR_STREAM, "rules read and write nothing")):
                for match in pattern.finditer(code):
                    yield Finding(3, source.path, source.line_at(match.start()), what)


def _includes(source: Source, is_rules: bool) -> Iterator[Finding]:
    for line, include in source.includes():
        file = include.rsplit("/", 1)[-1]
        behind = include.startswith("modules/") and file.split(".")[0].split("_")[0] in BEHIND
        if include.startswith(("platform/", "app/")) or behind:
            yield Finding(3, source.path, line, f"{source.name} may not include {include}")
        if is_rules and include.startswith("<") and not _pure(include[1:-1]):
            yield Finding(3, source.path, line, f"rules may not include {include}")


def _pure(header: str) -> bool:
    """Containers, numbers and texts; ICU knows letters, no machine."""
    return header in RULE_HEADERS or header.startswith("unicode/")


def exactness(root: pathlib.Path) -> Iterator[Finding]:
    """Figures are exact from the request to the column: no floating point but in the platform."""
    for source in cpp_sources(root, "src/base", "src/modules", "src/app"):
        if source.is_test:
            continue
        for match in FLOATING.finditer(source.code):
            yield Finding(3, source.path, source.line_at(match.start()),
                          f"{match[0].strip()}: figures are exact, no floating point")
        for literal in source.literals:
            if literal.suffix == "_sql" and (match := FLOATING_COLUMN.search(literal.text)):
                line = literal.line + literal.text.count("\n", 0, match.start())
                yield Finding(3, source.path, line, "figures are exact, no floating point in SQL")
    for path in files(root, {".sql"}, "src"):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if FLOATING_COLUMN.search(text.partition("--")[0]):
                yield Finding(3, path.relative_to(root).as_posix(), number,
                              "figures are exact, no floating point in a column")
