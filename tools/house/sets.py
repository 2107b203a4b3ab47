"""Rule 12: a set, not a loop: no statement for each row."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Function, Source, cpp_sources, end_of, functions

LOOP = re.compile(r"\b(for|while)\s*\(|\bdo\s*\{"
    r"|\b(?:std|ranges)\s*::\s*(?:for_each|transform|erase_if|remove_if|find_if|any_of|all_of|none_of)\s*\(")
STORE_CALL = re.compile(r"\bstore\s*::\s*([a-z]\w*)\s*(?:<[^;{}()]*>\s*)?\(")
STATEMENT_CALL = re.compile(r"(?<![\w.>])(by_key|insert_new|update_by_key)\s*(?:<[^;{}()]*>\s*)?\("
                            r"|\b(?:db|tx)\s*\.\s*(?:all|one|maybe|run)\s*(?:<[^;{}()]*>\s*)?\("
                            r"|(?<![\w.>:])(?:insert|upsert)\s*\(\s*tx\s*,")


def loops(root: pathlib.Path) -> Iterator[Finding]:
    """A service does not call its store in a loop, and a store not its database."""
    for source in cpp_sources(root, "src/modules"):
        if source.is_test:
            continue
        if source.name.startswith(("service", "inlets")):
            yield from _calls(source, STORE_CALL, "store::{}")
        elif source.name.startswith("store"):
            yield from _calls(source, STATEMENT_CALL, "the database")


def _calls(source: Source, call: re.Pattern[str], what: str) -> Iterator[Finding]:
    repeated = _repeated(source.code)
    for match in call.finditer(source.code):
        if any(start <= match.start() < end for start, end in repeated):
            yield Finding(12, source.path, source.line_at(match.start()),
                          f"{_around(source, match.start())} asks {what.format(match[1])} row by row")


def _repeated(code: str) -> list[tuple[int, int]]:
    """The stretches of code that run once a turn of a loop."""
    found = []
    for match in LOOP.finditer(code):
        opening = match.end() - 1
        end = end_of(code, opening)
        if match[1] == "for":
            head = code[opening:end]
            turn = opening + head.find(";") if ";" in head and "[" not in head else end
            found.append((turn, _end_of_body(code, end)))
        elif match[1] == "while":
            found.append((opening, _end_of_body(code, end)))
        else:
            found.append((opening, end))
    return found


def _end_of_body(code: str, position: int) -> int:
    """Where the statement ends that begins here."""
    depth = 0
    for match in re.compile(r"[(){};]").finditer(code, position):
        if match[0] == "{" and depth == 0:
            end = end_of(code, match.start())
            following = re.compile(r"\s*else\b").match(code, end)
            if not following:
                return end
            return _end_of_body(code, following.end())
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if match[0] == ";" and depth == 0:
            return match.end()
    return len(code)


def _around(source: Source, position: int) -> str:
    """The name of the function that a position lies in."""
    around: list[Function] = [f for f in functions(source) if f.start <= position < f.end and f.name]
    return around[-1].name if around else source.name
