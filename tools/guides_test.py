"""The guides say the words of the screens; a sample proves that other words are caught."""
import json
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from house import guides  # noqa: E402

WORDS = {
    "a.save": "Save",
    "a.hello": "Hello {name}, it is {what}",
    "a.waits": "{count, plural, =0 {Nothing waits} one {# line of {name} waits} other {# lines wait}} for “you”",
}
SAMPLE = """# A guide

Press **Save**, not **Store** or **Sav**.
**… lines wait for "you"** and **Nothing waits for "you"** are forms; **… lines waits for "you"** is none.
It says *Hello …*, *waits for* and *1 line of Ann waits for "you"*, and never *Good bye*.
**Hello Ann, it is late** is **Hello** with what was put in; **OKR** is a name.
"""


class Guides(unittest.TestCase):
    """The project's own guides, and the sample."""

    def test_project(self) -> None:
        self.assertEqual([str(f) for f in guides.guides_say_the_words(HERE.parent)], [])

    def test_project_has_guides_and_words(self) -> None:
        for language in guides.LANGUAGES:
            self.assertTrue(list((HERE.parent / "docs" / "guide" / language).glob("*.md")))
            self.assertIn("OKR", "".join(guides.words(HERE.parent, language)))

    def test_sample(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            for path, text in (("src/a/i18n/en.json", json.dumps(WORDS)), ("docs/guide/en/a.md", SAMPLE)):
                (root / path).parent.mkdir(parents=True)
                (root / path).write_text(text, encoding="utf-8")
            found = [(f.line, f.what.rpartition(" says ")[2]) for f in guides.guides_say_the_words(root)]
        self.assertEqual(found, [
            (3, "Store"), (3, "Sav"), (4, '… lines waits for "you"'), (5, "Good bye"), (6, "Hello"),
        ])


if __name__ == "__main__":
    unittest.main()
