"""Rules 5, 6 and 10: what the code may not do, how long it may be, what it may not promise."""
from __future__ import annotations

import ast
import pathlib
import re
from collections.abc import Iterator

from house.source import CODE, CPP, Finding, Source, cpp_sources, files, functions, lines_of

FUNCTION_LINES_MAX = 60
FILE_LINES_MAX = 500
COLUMNS_MAX = 100
PROMISE = re.compile(r"\b(?:TODO|FIXME)\b(?!\s*\(#\d+\))")  # rule 10: TODO (#12) is allowed

NEVER = (
    (re.compile(r"\bnew\s+[A-Za-z_:]"), "no owning new: std::make_unique"),
    (re.compile(r"(?<!operator )(?<!= )(?<!=)\bdelete\b(?:\s*\[\s*\])?\s+?[A-Za-z_(*]"), "no delete"),
    (re.compile(r"\busing\s+namespace\b"), "no using namespace"),
)
CATCH_ALL = re.compile(r"\bcatch\s*\(\s*\.\.\.\s*\)")
WALL_CLOCK = re.compile(
    r"\b(?:system|utc|tai|gps|file)_clock\b|\b(?:std\s*::\s*)?(?:time|clock_gettime|gettimeofday|timespec_get)\s*\(\s*"
    r"(?:nullptr|NULL|0|&|CLOCK_REALTIME)")
COUT = re.compile(r"\bstd\s*::\s*cout\b")


def manners(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 5: catch-all only in the platform, no owning new, no using namespace, no std::cout, one reader of the wall clock."""
    for source in cpp_sources(root, "src"):
        checks = list(NEVER)
        if not source.path.startswith("src/platform/"):
            checks.append((CATCH_ALL, "catch (...) only in platform/"))
        if not source.path.startswith("src/app/"):
            checks.append((COUT, "std::cout only in app/"))
        if source.path != "src/platform/clock.cpp":
            checks.append((WALL_CLOCK, "the wall clock is read in platform/clock.cpp alone: now_utc()"))
        for pattern, what in checks:
            for match in pattern.finditer(source.code):
                yield Finding(5, source.path, source.line_at(match.start()), what)


def sizes(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 6: no long function, file or line."""
    for path in files(root, CODE, "src", "tests", "tools", "cmake", "web"):
        name, lines = path.relative_to(root).as_posix(), path.read_text(encoding="utf-8").splitlines()
        if len(lines) > FILE_LINES_MAX:
            yield Finding(6, name, FILE_LINES_MAX, f"{len(lines)} lines in one file")
        if path.suffix in CPP | {".sql"}:
            for number, line in enumerate(lines, 1):
                if len(line) > COLUMNS_MAX:
                    yield Finding(6, name, number, f"{len(line)} columns")
        if path.suffix in CPP:
            source = Source(root, path)
            found = [lines_of(source, function) for function in functions(source)]
        elif path.suffix == ".py":
            found = _python_functions(path)
        else:
            found = []
        for first, length in found:
            if length > FUNCTION_LINES_MAX:
                yield Finding(6, name, first, f"a function of {length} lines")


def _python_functions(path: pathlib.Path) -> list[tuple[int, int]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1)
            for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


def promises(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 10: a note of work to do carries the number of an issue."""
    for path in files(root, CODE | {".md", ".css", ".cmake"}, "src", "tests", "web", "data", "cmake", "docs"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if PROMISE.search(line):
                yield Finding(10, path.relative_to(root).as_posix(), number, "a TODO without (#issue)")
