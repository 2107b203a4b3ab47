"""Reads the sources: where comments and literals are, which functions there are, which files."""
from __future__ import annotations

import dataclasses
import pathlib
import re

CPP = {".cpp", ".hpp"}
CODE = CPP | {".sql", ".py", ".sh", ".ts", ".tsx", ".mjs"}
SKIPPED = {"node_modules", "dist", "build", "__pycache__", "check_house_test"}
GENERATED = {"web/src/api/schema.ts", "web/src/api/openapi.json"}

TOKEN = re.compile(
    r"""//[^\n]*
      | /\*.*?\*/
      | R"(?P<mark>[^\s()\\]{0,16})\((?P<raw>.*?)\)(?P=mark)"(?P<rawsuffix>\w*)
      | "(?P<text>(?:\\.|[^"\\\n])*)"(?P<suffix>\w*)
      | (?<![0-9a-zA-Z_])'(?:\\.|[^'\\\n])+'
    """,
    re.X | re.S,
)


@dataclasses.dataclass(frozen=True)
class Finding:
    """One breach of one rule."""

    rule: int
    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: rule {self.rule}: {self.what}"


@dataclasses.dataclass(frozen=True)
class Literal:
    """A string literal with the line it begins on. `before` is the code on its left."""

    line: int
    text: str
    suffix: str
    before: str


class Source:
    """One C++ file: `code` has comments and literals blanked, at unchanged positions."""

    def __init__(self, root: pathlib.Path, path: pathlib.Path) -> None:
        self.path = path.relative_to(root).as_posix()
        self.name = path.name
        self.text = path.read_text(encoding="utf-8")
        self.literals: list[Literal] = []
        self.comments: list[tuple[int, str]] = []
        self.code = TOKEN.sub(self._blank, self.text)

    @property
    def is_test(self) -> bool:
        """Whether this file is a test or supports tests."""
        stem = self.name.rpartition(".")[0]
        return stem.endswith(("_test", "testing")) or self.path.startswith("tests/")

    def line_at(self, position: int) -> int:
        """The line of a position in the text, from 1."""
        return self.text.count("\n", 0, position) + 1

    def includes(self) -> list[tuple[int, str]]:
        """Line and name of each include; standard headers keep their <>."""
        found = re.finditer(r'^[ \t]*#[ \t]*include\s*(?:"([^"]+)"|(<[^>]+>))', self.text, re.M)
        return [(self.line_at(m.start()), m[1] or m[2]) for m in found]

    def _blank(self, match: re.Match[str]) -> str:
        whole, line = match[0], self.line_at(match.start())
        if whole.startswith("/"):
            self.comments.append((line, whole))
        elif match["raw"] is not None or match["text"] is not None:
            raw = match["raw"] is not None
            before = self.text[max(0, match.start() - 120) : match.start()]
            self.literals.append(
                Literal(line, match["raw"] if raw else match["text"],
                        match["rawsuffix" if raw else "suffix"], before))
        return re.sub(r"[^\n]", " ", whole) if whole.startswith("/") else _blank_inside(whole)


def _blank_inside(literal: str) -> str:
    """Keeps the quotes, so that an empty call and a literal look different."""
    return literal[0] + re.sub(r"[^\n]", " ", literal[1:-1]) + literal[-1]


FUNCTION_END = re.compile(
    r"\)\s*(?:const|noexcept|override|final|mutable|&&|&|\s)*(?:->\s*[\w:<>,&*\s]+)?$")


def functions(source: Source) -> list[tuple[int, int]]:
    """First line and number of lines of each function body, lambdas included."""
    found, opened = [], []
    for match in re.finditer(r"[{}]", source.code):
        if match[0] == "{":
            opened.append((match.start(), _begins_function(source.code, match.start())))
        elif opened:
            start, is_function = opened.pop()
            if is_function:
                first = source.line_at(start)
                found.append((first, source.line_at(match.start()) - first + 1))
    return found


def _begins_function(code: str, brace: int) -> bool:
    before = code[max(0, brace - 400) : brace].rstrip()
    end = FUNCTION_END.search(before)
    if not end:
        return False
    depth, position = 0, end.start()
    while position >= 0:
        depth += {")": 1, "(": -1}.get(before[position], 0)
        if depth == 0:
            break
        position -= 1
    word = re.search(r"(\w+)\s*$", before[: max(position, 0)])
    return not word or word[1] not in {"if", "for", "while", "switch", "catch", "constexpr"}


def cpp_sources(root: pathlib.Path, *folders: str) -> list[Source]:
    """All C++ files below the named folders."""
    return [Source(root, path) for path in files(root, CPP, *folders)]


def files(root: pathlib.Path, suffixes: set[str], *folders: str) -> list[pathlib.Path]:
    """All files with one of the suffixes below the named folders, sorted."""
    found = []
    for folder in folders:
        for path in (root / folder).rglob("*"):
            parts = set(path.relative_to(root).parts)
            if path.suffix in suffixes and path.is_file() and not parts & SKIPPED:
                found.append(path)
    return sorted(path for path in found if path.relative_to(root).as_posix() not in GENERATED)


def modules(root: pathlib.Path) -> list[str]:
    """The names of the modules: folders of src/modules."""
    folder = root / "src" / "modules"
    return sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
