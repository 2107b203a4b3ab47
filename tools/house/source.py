"""Reads the sources: where comments and literals are, which functions there are, which files."""
from __future__ import annotations

import dataclasses
import functools
import pathlib
import posixpath
import re

CPP = {".cpp", ".hpp"}
CODE = CPP | {".sql", ".py", ".sh", ".ts", ".tsx", ".mjs"}
SKIPPED = {"node_modules", "dist", "build", "__pycache__", "check_house_test"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include(?:_next)?\s*(?:"([^"]+)"|<([^>]+)>)', re.M)
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
        self.root = root
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
        """Line and file of each include, from src/ on however it is spelt; others keep their <>."""
        return [(self.line_at(m.start()), self._file_of(m[1], m[2]))
                for m in INCLUDE.finditer(self.text)]

    def _file_of(self, quoted: str | None, angled: str | None) -> str:
        """As the compiler looks: a quoted name beside the file first, then below src/."""
        name = quoted or angled or ""
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), name))
        if quoted and (quoted.startswith(".") or (self.root / beside).is_file()):
            return beside.removeprefix("src/")
        if quoted or (self.root / "src" / name).is_file():
            return posixpath.normpath(name)
        return f"<{name}>"

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


@dataclasses.dataclass(frozen=True)
class Function:
    """A function or lambda that is defined; its text is `code[start:end]`, braces included."""

    name: str  # "Service::rows"; of a lambda what stands before its parameters, or ""
    start: int
    end: int


@functools.lru_cache(maxsize=None)
def functions(source: Source) -> tuple[Function, ...]:
    """All functions of a file, lambdas included, inner ones first."""
    found: list[Function] = []
    opened: list[tuple[int, str | None]] = []
    for match in re.finditer(r"[{}]", source.code):
        if match[0] == "{":
            opened.append((match.start(), _function_at(source.code, match.start())))
        elif opened:
            start, name = opened.pop()
            if name is not None:
                found.append(Function(name, start, match.end()))
    return tuple(found)


def lines_of(source: Source, function: Function) -> tuple[int, int]:
    """Its first line and how many it has."""
    first = source.line_at(function.start)
    return first, source.line_at(function.end - 1) - first + 1


def _function_at(code: str, brace: int) -> str | None:
    """The name of the function whose body this brace opens; none when it opens something else."""
    before = code[max(0, brace - 400) : brace].rstrip()
    end = FUNCTION_END.search(before)
    if not end:
        return None
    depth, position = 0, end.start()
    while position >= 0:
        depth += {")": 1, "(": -1}.get(before[position], 0)
        if depth == 0:
            break
        position -= 1
    word = re.search(r"([\w:~]+)\s*$", before[: max(position, 0)])
    if word and word[1] in {"if", "for", "while", "switch", "catch", "constexpr"}:
        return None
    return word[1] if word else ""


def end_of(code: str, opening: int) -> int:
    """One past the bracket that closes the one at `opening`; the end of the code when none does."""
    pairs = {"(": ")", "{": "}", "[": "]"}
    close, depth = pairs[code[opening]], 0
    for match in re.compile("[" + re.escape(code[opening] + close) + "]").finditer(code, opening):
        depth += 1 if match[0] == code[opening] else -1
        if depth == 0:
            return match.end()
    return len(code)


@functools.lru_cache(maxsize=None)
def _read_source(root: pathlib.Path, path: pathlib.Path) -> Source:
    return Source(root, path)


def cpp_sources(root: pathlib.Path, *folders: str) -> list[Source]:
    """All C++ files below the named folders."""
    return [_read_source(root, path) for path in files(root, CPP, *folders)]


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
