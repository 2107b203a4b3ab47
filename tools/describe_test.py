"""A description that leaves a field out, or names one twice, does not compile, and says which struct it is."""
import pathlib
import re
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMPILER = "clang++-22"
HEAD = '#include "base/describe.hpp"\nnamespace twinrail {\n'
TARGET = "struct Target {\n  Decimal goal;\n  std::optional<Decimal> lower;\n  Text<8> unit;\n};\n"

FORGOTTEN = "every field of Target is described"
TWICE = "a field of Target is described twice"


@unittest.skipUnless(shutil.which(COMPILER), "needs the compiler")
class DescribeTest(unittest.TestCase):
    """Each test compiles one small file against src/base/describe.hpp."""

    def refusals(self, description: str, struct: str = TARGET) -> list[str]:
        """What the compiler's static assertions say; empty when the file compiles."""
        done = subprocess.run(
            [COMPILER, "-std=c++20", "-fsyntax-only", "-I", ROOT / "src", "-x", "c++", "-"],
            input=f"{HEAD}{struct}{description}\n}}\n", capture_output=True, text=True, check=False)
        said = re.findall(r"error: static assertion failed due to requirement '.*': (.*)", done.stderr)
        self.assertEqual(done.returncode == 0, not said, done.stderr[:2000])
        return said

    def test_complete(self) -> None:
        self.assertEqual(self.refusals("DESCRIBE(Target, goal, lower, unit);"), [])

    def test_forgotten(self) -> None:
        self.assertEqual(self.refusals("DESCRIBE(Target, goal, lower);"), [FORGOTTEN])

    def test_twice(self) -> None:
        self.assertEqual(self.refusals("DESCRIBE(Target, goal, lower, unit, goal);"), [TWICE, FORGOTTEN])

    def test_one_twice_in_place_of_another(self) -> None:
        self.assertEqual(self.refusals("DESCRIBE(Target, goal, lower, lower);"), [TWICE])

    def test_a_field_of_a_type_that_nobody_described(self) -> None:
        said = self.refusals("DESCRIBE(Target, inner);\nconst TypeInfo& use() { return type_of<Target>(); }",
                             "struct Inner {\n  int a = 0;\n};\nstruct Target {\n  Inner inner;\n};\n")
        self.assertEqual(said, ["a field of a type that nobody can write: DESCRIBE it"])


if __name__ == "__main__":
    unittest.main()
