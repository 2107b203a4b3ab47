"""Rule 13: no rule without a test. What a rules header offers is named by a table of cases."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Source, cpp_sources, modules

DECLARED = re.compile(r"(?:^|[;}\n])\s*(?:\[\[nodiscard\]\]\s*)?(?!return\b|throw\b|using\b|DESCRIBE)"
                      r"(?:[\w:<>,*&]+\s+)+?[&*]*\s*([a-z]\w*)\s*\(")
TYPE_BODY = re.compile(r"\b(?:struct|class|union|enum)\b[^;{}()]*\{")


def tested_rules(root: pathlib.Path) -> Iterator[Finding]:
    """Every function of a rules header is named in a rules test or in the runner of worked cases."""
    checks = [s for s in cpp_sources(root, "src/app") if s.name.startswith("check")]
    for module in modules(root):
        sources = cpp_sources(root, f"src/modules/{module}")
        tests = [s for s in sources if re.fullmatch(r"rules\w*_test\.cpp", s.name)]
        named = set(re.findall(r"\w+", " ".join(s.code for s in [*tests, *checks])))
        for source in sources:
            if source.name.startswith("rules") and source.name.endswith(".hpp"):
                yield from _untested(source, named)


def _untested(source: Source, named: set[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    code = _without_types(source.code)
    for match in DECLARED.finditer(code):
        if match[1] not in named | seen:
            seen.add(match[1])
            yield Finding(13, source.path, source.line_at(match.start(1)),
                          f"the rule {match[1]} stands in no test")


def _without_types(code: str) -> str:
    """Code with the inside of its types blanked; what they offer is tested through their values."""
    while match := TYPE_BODY.search(code):
        depth, end = 1, match.end()
        while depth and end < len(code):
            depth += {"{": 1, "}": -1}.get(code[end], 0)
            end += 1
        code = code[: match.start()] + re.sub(r"[^\n]", " ", code[match.start() : end]) + code[end:]
    return re.sub(r"^[ \t]*#[^\n]*", lambda m: " " * len(m[0]), code, flags=re.M)
