"""Rule 16: one name, one type: what two files define alike in one namespace is one thing to the linker."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Source, cpp_sources

OPENED = re.compile(r"(?:inline )?namespace ?([\w:]*) ?\{")
CLOSED = re.compile(r"\}  // namespace")
DEFINED = re.compile(r"(?:class|struct|enum class) (\w+)(?: final)?(?: : [^;{]*)? ?\{")


def one_type_a_name(root: pathlib.Path) -> Iterator[Finding]:
    """A second type of the same full name, defined in another file; in a namespace without a name it is its own."""
    first: dict[str, str] = {}
    for source in cpp_sources(root, "src"):
        for line, name in _types(source):
            known = first.setdefault(name, source.path)
            if known != source.path:
                yield Finding(16, source.path, line, f"{name} is defined in {known} as well")


def _types(source: Source) -> Iterator[tuple[int, str]]:
    """Line and full name of each type that other files could see."""
    spaces: list[str] = []
    for number, (line, code) in enumerate(zip(source.text.split("\n"), source.code.split("\n")), 1):
        if CLOSED.match(line) and spaces:
            spaces.pop()
        elif match := OPENED.match(code):
            spaces.append(match[1])
        elif (match := DEFINED.match(code)) and "" not in spaces:
            yield number, "::".join([*spaces, match[1]])
