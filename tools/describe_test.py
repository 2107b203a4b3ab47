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

    def test_attributes_name_fields_that_there_are(self) -> None:
        whole = "DESCRIBE(Target, goal, lower, unit);\nATTRIBUTES(Target, "
        self.assertEqual(self.refusals(whole + '{"unit", {.required = true}});'), [])
        wrong = "attributes of Target name fields of it, each once"
        self.assertEqual(self.refusals(whole + '{"upper", {.unit = "day"}});'), [wrong])
        self.assertEqual(self.refusals(whole + '{"goal", {.unit = "day"}}, {"goal", {.unit = "hour"}});'), [wrong])

    def test_only_a_text_is_required(self) -> None:
        said = self.refusals('DESCRIBE(Target, goal, lower, unit);\nATTRIBUTES(Target, {"goal", {.required = true}});')
        self.assertEqual(said, ["only a text of Target is required: other fields are there or optional"])

    def test_a_field_of_a_class_belongs_to_a_person(self) -> None:
        described = 'DESCRIBE(Pay, whose, amount);\nATTRIBUTES(Pay, {"amount", {.field_class = FieldClass::pay}});'
        struct = "struct Pay {\n  %s whose;\n  Decimal amount;\n};\n"
        self.assertEqual(self.refusals(described, struct % "PersonId"), [])
        self.assertEqual(self.refusals(described, struct % "OrgUnitId"),
                         ["a field of a class in Pay belongs to a person: it needs a PersonId"])

    def test_a_field_of_a_type_that_nobody_described(self) -> None:
        said = self.refusals("DESCRIBE(Target, inner);\nconst TypeInfo& use() { return type_of<Target>(); }",
                             "struct Inner {\n  int a = 0;\n};\nstruct Target {\n  Inner inner;\n};\n")
        self.assertEqual(said, ["a field of a type that nobody can write: DESCRIBE it"])


if __name__ == "__main__":
    unittest.main()
