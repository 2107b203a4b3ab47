"""The documents name real files and functions; a sample proves that a wrong name is caught."""
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from house import documents  # noqa: E402

SAMPLE = """# A walk

| 1 | `src/modules/kpi/service.cpp` | `record_readings` | real |
| 2 | `src/modules/kpi/service.cpp` | `judge_readings` | no such function |
`src/modules/*/service.cpp` and `src/modules/NAME/store.cpp` are patterns, `src/lost.cpp` is lost.
A [link](src/modules/kpi/service.cpp), a [dead one](docs/lost.md), [another](https://example.org/).
```
[](Tx& tx) {}
```
Below it a [dead one](docs/gone.md) again.
"""


class Documents(unittest.TestCase):
    """The project's own documents, and the sample."""

    def test_project(self) -> None:
        self.assertEqual([str(f) for f in documents.named_things_exist(HERE.parent)], [])

    def test_sample(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            source = root / "src" / "modules" / "kpi" / "service.cpp"
            source.parent.mkdir(parents=True)
            source.write_text("Report Service::record_readings() {}\n", encoding="utf-8")
            (root / "ARCHITECTURE.md").write_text(SAMPLE, encoding="utf-8")
            found = [(f.line, f.what) for f in documents.named_things_exist(root)]
        self.assertEqual(found, [
            (4, "src/modules/kpi/service.cpp has no judge_readings"),
            (5, "src/lost.cpp does not exist"),
            (6, "the link docs/lost.md leads nowhere"),
            (10, "the link docs/gone.md leads nowhere"),
        ])


if __name__ == "__main__":
    unittest.main()
