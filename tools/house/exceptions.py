"""Rule 15: what stands against a rule is listed with its reason, counted, and only gets fewer.

`tools/house/exceptions.txt` has a line for each: "RULE PATH | words of the finding | reason". Its first line
says how many there are at most; the number is lowered with each that goes, and not raised again.
"""
from __future__ import annotations

import dataclasses
import pathlib
import re

from house.source import Finding

LIST = "tools/house/exceptions.txt"
MOST = re.compile(r"# at most (\d+)$")
ENTRY = re.compile(r"(?P<rule>\d+) (?P<path>\S+) \| (?P<words>[^|]+) \| (?P<reason>\S.*)$")


@dataclasses.dataclass(frozen=True)
class Entry:
    """One exception: it covers a single finding."""

    line: int
    rule: int
    path: str
    words: str

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        return (finding.rule, finding.path) == (self.rule, self.path) and self.words in finding.what


def without_exceptions(root: pathlib.Path, found: list[Finding]) -> tuple[list[Finding], list[Finding]]:
    """The findings that no exception covers, and what is wrong with the list itself."""
    path = root / LIST
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else ["# at most 0"]
    entries, wrong = _read(lines)
    left = list(found)
    for entry in entries:
        covered = next((finding for finding in left if entry.covers(finding)), None)
        if covered:
            left.remove(covered)
        else:
            wrong.append(Finding(15, LIST, entry.line, f"nothing is found any more: {entry.words}"))
    most = MOST.match(lines[0]) if lines else None
    if not most or int(most[1]) != len(entries):
        wrong.append(Finding(15, LIST, 1, f"{len(entries)} exceptions; the first line says so, and never more"))
    return left, wrong


def _read(lines: list[str]) -> tuple[list[Entry], list[Finding]]:
    entries, wrong = [], []
    for number, line in enumerate(lines, 1):
        found = ENTRY.match(line)
        if found:
            entries.append(Entry(number, int(found["rule"]), found["path"], found["words"].strip()))
        elif line.strip() and not line.startswith("#"):
            wrong.append(Finding(15, LIST, number, "not RULE PATH | words | reason"))
    return entries, wrong
