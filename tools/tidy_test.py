"""The quick checks of clang-tidy catch what they are there for, and a few commits see every file."""
import json
import pathlib
import shutil
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import tidy  # noqa: E402

USED_AFTER_MOVE = """#include <string>
#include <utility>
std::string twice(std::string a) {
  std::string b = std::move(a);
  return a + b;
}
"""


class TidyTest(unittest.TestCase):
    """`tidied` on one file of a build folder of its own, `sample` without any."""

    @unittest.skipUnless(shutil.which(tidy.TIDY), "needs clang-tidy")
    def test_a_value_used_after_it_was_moved(self) -> None:
        mended = USED_AFTER_MOVE.replace("a + b", "b")
        self.assertIn("bugprone-use-after-move", self.said_of(USED_AFTER_MOVE))
        self.assertEqual(self.said_of(mended), "")

    def said_of(self, text: str) -> str:
        with tempfile.TemporaryDirectory() as name:
            file = pathlib.Path(name) / "twice.cpp"
            file.write_text(text, encoding="utf-8")
            command = {"directory": name, "file": str(file), "command": f"clang++-22 -std=c++20 -c {file}"}
            (file.parent / "compile_commands.json").write_text(json.dumps([command]), encoding="utf-8")
            return tidy.tidied(file.parent, str(file), [f"--checks={tidy.QUICK}"])

    def test_three_commits_see_every_file_and_each_sees_what_changed(self) -> None:
        files = [f"src/base/{letter}.cpp" for letter in "abcdefg"]
        turns = [self.sample_at(files, count) for count in (30, 31, 32)]
        self.assertEqual(sorted(set().union(*turns)), files)
        for turn in turns:
            self.assertIn("src/base/c.cpp", turn)
            self.assertLess(len(turn), 5)

    def sample_at(self, files: list[str], commits: int) -> set[str]:
        answers = {"diff": "src/base/c.cpp\nREADME.md", "ls-files": "", "rev-list": str(commits)}
        with (mock.patch.object(tidy, "_git", lambda *arguments: answers[arguments[0]]),
              mock.patch.object(tidy, "SAMPLE", 3)):
            return set(tidy.sample(files))


if __name__ == "__main__":
    unittest.main()
