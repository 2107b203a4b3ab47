#!/usr/bin/env python3
"""Check the rules of the house (CONTRIBUTING.md lists them).

usage: check_house.py [ROOT]                 all rules that need no build
       check_house.py --generated DIR        rule 8: compare web/src/api with what DIR holds
       check_house.py --record-release       note the hashes of the migrations that are released now

Ends with "N passed, M failed", one for each rule.
"""
from __future__ import annotations

import pathlib
import sys
from collections.abc import Callable, Iterator

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from house import cases, doors, exceptions, manners, names, purity, releases, rights, sets, sql, tables, words  # noqa: E402
from house.source import Finding  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
RULES: dict[str, tuple[Callable[[pathlib.Path], Iterator[Finding]], ...]] = {
    "1 layers": (doors.layers,),
    "2 doors": (doors.doors,),
    "3 purity": (purity.purity, purity.exactness),
    "4 SQL": (sql.sql_in_its_place, sql.own_tables),
    "5 manners": (manners.manners,),
    "6 size": (manners.sizes,),
    "7 words": (words.words,),
    "9 migrations": (releases.migrations, releases.numbers),
    "10 promises": (manners.promises,),
    "11 rights": (rights.write_routes, rights.cut_lists),
    "12 sets": (sets.loops,),
    "13 cases": (cases.tested_rules,),
    "14 tables": (tables.accounted_tables,),
    "16 names": (names.one_type_a_name,),
}


def findings(root: pathlib.Path) -> dict[str, list[Finding]]:
    """What each rule finds below a root, listed exceptions left out."""
    found = {name: list(dict.fromkeys(f for check in checks for f in check(root)))
             for name, checks in RULES.items()}
    left, wrong = exceptions.without_exceptions(root, [f for rows in found.values() for f in rows])
    kept = set(left)
    return {name: [f for f in rows if f in kept] for name, rows in found.items()} | {"15 exceptions": wrong}


def report(found: dict[str, list[Finding]]) -> int:
    """Prints the findings and the closing line; the exit status."""
    for rows in found.values():
        for finding in sorted(rows, key=lambda f: (f.path, f.line)):
            print(finding)
    failed = sum(1 for rows in found.values() if rows)
    print(f"{len(found) - failed} passed, {failed} failed (rules of the house)")
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Runs what the command line asks for."""
    if arguments[:1] == ["--generated"]:
        rows = list(releases.generated(ROOT, pathlib.Path(arguments[1])))
        return report({"8 generated": rows})
    if arguments[:1] == ["--record-release"]:
        releases.record_release(ROOT)
        return 0
    return report(findings(pathlib.Path(arguments[0]).resolve() if arguments else ROOT))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
