"""Rule 11: whoever changes something needs a right to change, and a list shows what its viewer may see."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Source, cpp_sources, end_of, functions

ROUTE = re.compile(r"\br\s*\.\s*(get|post|put|patch|del)\s*\(")
NEEDS = re.compile(r"\.\s*needs\s*\(\s*([^()]*?)\s*\)")
HANDLER = re.compile(r"&\s*Service\s*::\s*(\w+)")
READS = re.compile(r"(?:^|[._:\"])read\"?$")
# A list: what Service::NAME answers.
LIST = re.compile(r"\b(Page<\w+>|\w*List|std::vector<\w+>|Points)\s+(\w+)\s*\(")
# Rows are cut by the viewer's rights: by a Scope that goes into the store, or one by one; or they are his own.
CUT = re.compile(r"\bctx\s*\.\s*viewer\s*\(\s*\)\s*\.\s*(?:account|person)\b|\bscope\b\s*[,)]|\bctx\s*\.\s*scope\s*\(|\bctx\s*\.\s*(?:may|require)\s*\([^;,()]+,|\brequire_read\s*\(")


def write_routes(root: pathlib.Path) -> Iterator[Finding]:
    """A route that writes needs no permission that only reads."""
    for source in cpp_sources(root, "src/modules"):
        if source.is_test:
            continue
        for verb, line, text in _routes(source):
            needs = NEEDS.search(text)
            if verb != "get" and needs and READS.search(needs[1]):
                yield Finding(11, source.path, line, f"a {verb} that whoever may read may send")


def cut_lists(root: pathlib.Path) -> Iterator[Finding]:
    """A service function behind a GET route that answers a list cuts it by the viewer's rights."""
    faces: dict[str, dict[str, str]] = {}
    for source in cpp_sources(root, "src/modules"):
        if source.path.count("/") > 3 or source.is_test:
            continue
        module = source.path.split("/")[2]
        if source.name == f"{module}.hpp":
            faces[module] = {name: reply for reply, name in LIST.findall(source.code)}
    for module, lists in faces.items():
        listed = set(lists) & _got(root, module)
        for source in cpp_sources(root, f"src/modules/{module}"):
            if not source.is_test:
                yield from _uncut(source, listed, lists)


def _got(root: pathlib.Path, module: str) -> set[str]:
    """Handlers of GET routes."""
    return {handler for source in cpp_sources(root, f"src/modules/{module}") if not source.is_test
            for verb, _, text in _routes(source) if verb == "get"
            for handler in HANDLER.findall(text)}


def _uncut(source: Source, listed: set[str], lists: dict[str, str]) -> Iterator[Finding]:
    bodies = {f.name: source.code[f.start : f.end] for f in functions(source) if f.name}
    helpers = "|".join(name for name, body in bodies.items() if "::" not in name and CUT.search(body))
    helped = re.compile(rf"\b(?:{helpers or '(?!)'})\s*\(\s*ctx\b")  # a function of this file that cuts
    for function in functions(source):
        name = function.name.removeprefix("Service::")
        if name == function.name or name not in listed:
            continue
        body = source.code[function.start : function.end]
        if not CUT.search(body) and not helped.search(body):
            yield Finding(11, source.path, source.line_at(function.start),
                          f"Service::{name} answers {lists[name]} without a Scope")


def _routes(source: Source) -> Iterator[tuple[str, int, str]]:
    """Verb, line and text of each entry of a route table; the text has its literals."""
    for match in ROUTE.finditer(source.code):
        end = source.code.find(";", end_of(source.code, match.end() - 1))
        yield match[1], source.line_at(match.start()), source.text[match.start() : end]
