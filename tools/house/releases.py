"""Rules 8 and 9: what is generated is current, what is released does not change."""
from __future__ import annotations

import hashlib
import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, files

RELEASED = "tests/upgrade/released.sha256"
FIRST_RECORDED = (0, 2)  # from 0.2 on data live: whatever came before was never released
GENERATED = ("openapi.json", "schema.ts")


def generated(root: pathlib.Path, produced: pathlib.Path) -> Iterator[Finding]:
    """Rule 8: the committed files are those that the program and the generator produce now."""
    for name in GENERATED:
        committed = root / "web" / "src" / "api" / name
        path = committed.relative_to(root).as_posix()
        if not committed.is_file():
            yield Finding(8, path, 1, "missing; ./run gen writes it")
            continue
        old = committed.read_text(encoding="utf-8").splitlines()
        new = (produced / name).read_text(encoding="utf-8").splitlines()
        if old != new:
            pairs = enumerate(zip(old, new), 1)
            line = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)) + 1)
            yield Finding(8, path, line, "not what the program says now; ./run gen writes it")


def schema_files(root: pathlib.Path) -> list[str]:
    """All migrations, by path."""
    return [path.relative_to(root).as_posix() for path in files(root, {".sql"}, "src")
            if path.parent.name == "schema"]


def digest(path: pathlib.Path) -> str:
    """The hash by which a released migration is known."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def numbers(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 9: on each engine a number of a module is that of one migration; a second would never run."""
    first: dict[tuple[str, str, str], str] = {}
    for name in schema_files(root):
        path = pathlib.PurePosixPath(name)
        match = re.fullmatch(r"(\d{4})_\w+(?:\.(sqlite|postgres))?\.sql", path.name)
        if not match:
            yield Finding(9, name, 1, "is not named NNNN_words.sql or NNNN_words.ENGINE.sql")
            continue
        for engine in [match[2]] if match[2] else ["sqlite", "postgres"]:
            other = first.setdefault((path.parent.as_posix(), match[1], engine), path.name)
            if other != path.name:
                yield Finding(9, name, 1, f"has the number of {other}")


def migrations(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 9: a released migration is there and unchanged."""
    record = root / RELEASED
    lines = record.read_text(encoding="utf-8").splitlines() if record.is_file() else []
    if not lines and _version(root) >= FIRST_RECORDED:
        yield Finding(9, RELEASED, 1, "no migration is recorded; check_house.py --record-release")
    for line in lines:
        known, _, name = line.partition("  ")
        path = root / name
        if not path.is_file():
            yield Finding(9, name, 1, "a released migration is gone")
        elif digest(path) != known:
            yield Finding(9, name, 1, "a released migration has changed; write a new one")


def _version(root: pathlib.Path) -> tuple[int, ...]:
    path = root / "VERSION"
    text = path.read_text(encoding="utf-8") if path.is_file() else "0"
    return tuple(int(part) for part in re.findall(r"\d+", text))


def record_release(root: pathlib.Path) -> None:
    """Adds every migration that is not recorded yet; recorded ones keep their hash."""
    record = root / RELEASED
    lines = record.read_text(encoding="utf-8").splitlines() if record.is_file() else []
    known = {line.partition("  ")[2] for line in lines}
    lines += [f"{digest(root / name)}  {name}" for name in schema_files(root) if name not in known]
    record.parent.mkdir(parents=True, exist_ok=True)
    record.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
