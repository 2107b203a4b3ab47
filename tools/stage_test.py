"""A stage of ./run test fails when it takes longer than its budget, and says both numbers."""
import os
import pathlib
import subprocess
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent
PASSES = "printf '2 passed, 0 failed\\n'"
BUDGETS = "# a comment\nquick 60\nslow 0\n* 30\n"


class StageTest(unittest.TestCase):
    """Runs `stage` of tools/run/test.sh in a folder of its own."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = pathlib.Path(held.name)
        run = self.folder / "tools" / "run"
        run.mkdir(parents=True)
        (run / "budgets.txt").write_text(BUDGETS, encoding="utf-8")
        (self.folder / "tools" / "count_tests.py").symlink_to(TOOLS / "count_tests.py")

    def said(self, script: str) -> str:
        """What a script says that has the functions of ./run."""
        sources = f"set -euo pipefail; source {TOOLS}/run/build.sh; source {TOOLS}/run/test.sh; "
        environment = {name: value for name, value in os.environ.items() if name != "TWINRAIL_TEST_SLOWER"}
        done = subprocess.run(["bash", "-c", sources + script], cwd=self.folder, env=environment,
                              capture_output=True, text=True, check=False)
        return f"{done.stdout}{done.stderr}exit {done.returncode}"

    def test_within(self) -> None:
        said = self.said(f"stage quick bash -c \"{PASSES}\"; close_tests")
        self.assertRegex(said, r"2 passed, 0 failed \(\d s of 60 s\)")
        self.assertIn("exit 0", said)

    def test_over(self) -> None:
        said = self.said(f"stage slow bash -c \"sleep 1.1; {PASSES}\"; close_tests")
        self.assertRegex(said, r"2 passed, 1 failed \(\d s of 0 s\)")
        self.assertIn("over its budget", said)
        self.assertIn("failed: slow", said)
        self.assertIn("exit 1", said)

    def test_a_stage_without_a_line_and_a_slower_machine(self) -> None:
        self.assertRegex(self.said(f"stage other bash -c \"{PASSES}\""), r"of 30 s\)")
        self.assertRegex(self.said(f"TWINRAIL_TEST_SLOWER=3; stage other bash -c \"{PASSES}\""), r"of 90 s\)")

    def test_one_beside_the_others_is_counted_at_its_end(self) -> None:
        said = self.said(f"begin_stage other bash -c \"sleep 1; {PASSES}; exit 3\"; stage quick bash -c \"{PASSES}\"; "
                         "end_stage; close_tests")
        self.assertRegex(said, r"(?s)other goes on.*== quick\n   2 passed, 0 failed.*== other\n   2 passed, 1 failed")
        self.assertIn("failed: other\n4 passed, 1 failed", said)

    def test_a_build_that_fails_ends_the_run(self) -> None:
        said = self.said("build_preset() { printf 'no such file\\n'; return 1; }; stage_build asan; printf 'went on\\n'")
        self.assertIn("no such file", said)
        self.assertNotIn("went on", said)
        self.assertIn("exit 1", said)


if __name__ == "__main__":
    unittest.main()
