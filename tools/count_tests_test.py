"""What each runner prints, and what must be counted from it."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from count_tests import count  # noqa: E402

DOCTEST = """1: [doctest] test cases:  12 |  11 passed | 1 failed | 0 skipped
1: [doctest] assertions: 120 | 119 passed | 1 failed |
2: [doctest] test cases: 3 | 3 passed | 0 failed | 2 skipped
"""
UNITTEST = """Ran 15 tests in 0.083s

FAILED (failures=2, errors=1, skipped=1)
"""
TAP = "# tests 5\n# suites 0\n# pass 3\n# fail 1\n# cancelled 0\n# skipped 1\n# todo 0\n"
VITEST = """ \x1b[2m Test Files \x1b[22m \x1b[32m2 passed\x1b[39m (2)
 \x1b[2m      Tests \x1b[22m \x1b[31m1 failed\x1b[39m | 7 passed | 1 skipped (9)
"""


class Count(unittest.TestCase):
    """One test a runner, and the two ways to fail without a failed test."""

    def test_what_is_quoted_is_not_counted(self) -> None:
        quoted = "NOT OK a check\n  [doctest] test cases: 1 | 1 passed | 0 failed | 162 skipped\n3 passed, 1 failed\n"
        self.assertEqual(count(quoted, 1), (3, 1))

    def test_doctest_counts_cases_and_takes_skipped_as_failed(self) -> None:
        self.assertEqual(count(DOCTEST, 8), (14, 3))

    def test_unittest(self) -> None:
        self.assertEqual(count(UNITTEST, 1), (11, 4))

    def test_node(self) -> None:
        self.assertEqual(count(TAP, 1), (3, 2))

    def test_vitest_counts_tests_not_files(self) -> None:
        self.assertEqual(count(VITEST, 1), (7, 2))

    def test_closing_lines_add_up(self) -> None:
        text = "4 passed, 0 failed (recompute)\nnoise\n2 passed, 1 failed\n"
        self.assertEqual(count(text, 1), (6, 1))

    def test_a_crash_is_a_failure(self) -> None:
        self.assertEqual(count("[doctest] test cases: 2 | 2 passed | 0 failed |", 139), (2, 1))

    def test_silence_is_a_failure(self) -> None:
        self.assertEqual(count("nothing to do\n", 0), (0, 1))


if __name__ == "__main__":
    unittest.main()
