"""Each rule of the house must catch its own sample, and nothing else in it.

A folder of tools/check_house_test is a small tree with the violations that `expected.txt` lists
("path:line: rule N", any order). A guard that nobody tests guards nothing.
"""
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import check_house  # noqa: E402
from house import releases  # noqa: E402
from house.source import Finding  # noqa: E402

SAMPLES = sorted(p for p in (HERE / "check_house_test").iterdir() if p.is_dir())


def place(finding: Finding) -> str:
    return f"{finding.path}:{finding.line}: rule {finding.rule}"


def found_in(sample: pathlib.Path) -> list[Finding]:
    found = [f for rows in check_house.findings(sample).values() for f in rows]
    if (sample / "produced").is_dir():
        found += releases.generated(sample, sample / "produced")
    return found


class Samples(unittest.TestCase):
    """One test a sample."""

    maxDiff = None

    def test_every_rule_has_a_sample(self) -> None:
        caught = {f.rule for sample in SAMPLES for f in found_in(sample)}
        self.assertEqual(caught, set(range(1, 17)))

    def test_clean_sample_is_clean(self) -> None:
        self.assertEqual(list(map(str, found_in(HERE / "check_house_test" / "00_clean"))), [])


def _test_of(sample: pathlib.Path):
    def test(self: unittest.TestCase) -> None:
        expected = (sample / "expected.txt").read_text(encoding="utf-8").split("\n")[:-1]
        self.assertEqual(sorted(map(place, found_in(sample))), sorted(expected))
    return test


for _sample in SAMPLES:
    setattr(Samples, f"test_{_sample.name}", _test_of(_sample))


class Release(unittest.TestCase):
    """What `--record-release` writes is what rule 9 reads."""

    def test_recorded_then_changed(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            root = pathlib.Path(name)
            schema = root / "src" / "modules" / "kpi" / "schema" / "0001_tables.sql"
            schema.parent.mkdir(parents=True)
            schema.write_text("CREATE TABLE kpi_point (a INTEGER);\n", encoding="utf-8")
            releases.record_release(root)
            self.assertEqual(list(releases.migrations(root)), [])
            schema.write_text("CREATE TABLE kpi_point (b INTEGER);\n", encoding="utf-8")
            releases.record_release(root)
            self.assertEqual([f.rule for f in releases.migrations(root)], [9])


if __name__ == "__main__":
    unittest.main()
