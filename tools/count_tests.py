#!/usr/bin/env python3
"""Count what the test runners of a log passed and failed.

usage: count_tests.py LOG EXIT_STATUS

Prints "PASSED FAILED". Understood are doctest, Python's unittest, node's test runner (TAP), vitest, and any
program that ends with "N passed, M failed"; what stands indented is quoted and not counted. What a runner
skipped counts as failed: a test that could not run did not pass. An exit status other than 0 without a counted failure is one failure, and so
is a log in which no runner counted anything.
"""
import pathlib
import re
import sys

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
DOCTEST = re.compile(r"^(?:\d+: )?\[doctest\] test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed(?:\s*\|\s*(\d+) skipped)?", re.M)
UNITTEST = re.compile(r"^Ran (\d+) tests? in ", re.M)
UNITTEST_BAD = re.compile(r"^(?:FAILED|OK) \(([^)]*)\)", re.M)
TAP = re.compile(r"^# (pass|fail|cancelled|skipped|todo) (\d+)$", re.M)
VITEST = re.compile(r"^\s*Tests\s+(.*\(\d+\))\s*$", re.M)
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed\b", re.M)


def doctest(text: str) -> tuple[int, int]:
    """Sum over all doctest executables in the log."""
    rows = DOCTEST.findall(text)
    return sum(int(r[1]) for r in rows), sum(int(r[2]) + int(r[3] or 0) for r in rows)


def unittest(text: str) -> tuple[int, int]:
    """Sum over all unittest runs in the log."""
    ran = sum(int(n) for n in UNITTEST.findall(text))
    bad = sum(int(n) for part in UNITTEST_BAD.findall(text) for n in re.findall(r"=(\d+)", part))
    return ran - bad, bad


def tap(text: str) -> tuple[int, int]:
    """Sum over all runs of node's test runner in the log."""
    passed = failed = 0
    for what, number in TAP.findall(text):
        if what == "pass":
            passed += int(number)
        else:
            failed += int(number)
    return passed, failed


def vitest(text: str) -> tuple[int, int]:
    """Sum over all vitest runs in the log."""
    passed = failed = 0
    for line in VITEST.findall(text):
        for number, what in re.findall(r"(\d+) (passed|failed|skipped|todo)", line):
            if what == "passed":
                passed += int(number)
            else:
                failed += int(number)
    return passed, failed


def plain(text: str) -> tuple[int, int]:
    """Sum over all closing lines "N passed, M failed" in the log."""
    rows = PLAIN.findall(text)
    return sum(int(p) for p, _ in rows), sum(int(f) for _, f in rows)


def count(text: str, status: int) -> tuple[int, int]:
    """What the log says, over all runners."""
    text = COLOUR.sub("", text)
    parts = [read(text) for read in (doctest, unittest, tap, vitest, plain)]
    passed, failed = sum(p for p, _ in parts), sum(f for _, f in parts)
    if failed == 0 and (status != 0 or passed == 0):
        failed = 1
    return passed, failed


if __name__ == "__main__":
    log = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8", errors="replace")
    print(*count(log, int(sys.argv[2])))
