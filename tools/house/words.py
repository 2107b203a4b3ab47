"""Rule 7: every key of a text has its words in every language, and no text is surplus.

A key is a literal such as "kpi.reason_required": its first part is a module or any first part that the
texts know, and whatever follows a Fault is a key. A text counts as used when its key stands in the
server's or the client's sources, or begins with a prefix from which either builds keys
("kpi.colour." + name, `kpi.colour.${name}`).
"""
from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Source, cpp_sources, files, modules

LANGUAGES = ("zh", "en")
KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
AFTER_FAULT = re.compile(r"Fault\s*::\s*\w+\s*,\s*$")
HAN = re.compile("[\u3400-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# What a Chinese reader knows in Latin letters: codes, units and names of things.
KNOWN_IN_LATIN = {"API", "CSV", "HR", "ID", "JSON", "KPI", "KR", "OKR", "OpenAPI", "PostgreSQL", "SQLite", "Twinrail"}
ARGUMENT = re.compile(r"\{\s*([a-z_][a-z0-9_]*)\s*[,}]", re.I)
FILE_ENDINGS = {"json", "sql", "csv", "html", "md", "toml", "js", "css", "db", "txt", "jsonl", "gz"}

Texts = dict[str, str]


def words(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 7, for all folders with texts together."""
    texts: dict[str, Texts] = {language: {} for language in LANGUAGES}
    where: dict[str, str] = {}
    for folder in sorted((root / "src").rglob("i18n")):
        yield from _read(root, folder, texts, where)
    yield from _differences(texts, where)
    sources = [s for s in cpp_sources(root, "src") if not s.is_test]
    yield from _missing(root, sources, where)
    yield from _surplus(root, sources, where)


def _read(root: pathlib.Path, folder: pathlib.Path, texts: dict[str, Texts],
          where: dict[str, str]) -> Iterator[Finding]:
    for language in LANGUAGES:
        path = folder / f"{language}.json"
        name = path.relative_to(root).as_posix()
        if not path.is_file():
            yield Finding(7, name, 1, "this language is missing")
            continue
        pairs: list[tuple[str, str]] = json.loads(
            path.read_text(encoding="utf-8"), object_pairs_hook=lambda found: found)
        for key, text in pairs:
            if key in texts[language]:
                yield Finding(7, name, 1, f"{key} stands twice")
            if not isinstance(text, str) or not text.strip():
                yield Finding(7, name, 1, f"{key} has no words")
                continue
            if language == "zh" and not _is_chinese(text):
                yield Finding(7, name, 1, f"{key} is not Chinese: {text}")
            texts[language][key] = text
            where.setdefault(key, folder.relative_to(root).as_posix())


def _is_chinese(text: str) -> bool:
    """Han characters, or no word that would need any."""
    left = ARGUMENT.sub(" ", text)
    return bool(HAN.search(left)) or not set(LATIN_WORD.findall(left)) - KNOWN_IN_LATIN


def _differences(texts: dict[str, Texts], where: dict[str, str]) -> Iterator[Finding]:
    for key, folder in where.items():
        found = [texts[language].get(key) for language in LANGUAGES]
        for language, text in zip(LANGUAGES, found):
            if text is None:
                yield Finding(7, f"{folder}/{language}.json", 1, f"{key} has no text here")
        arguments = {frozenset(ARGUMENT.findall(text)) for text in found if text is not None}
        if len(arguments) > 1:
            yield Finding(7, f"{folder}/{LANGUAGES[0]}.json", 1,
                          f"{key} takes different arguments in its languages")


def _missing(root: pathlib.Path, sources: list[Source], where: dict[str, str]) -> Iterator[Finding]:
    known = {key.split(".")[0] for key in where} | set(modules(root))
    for source in sources:
        for literal in source.literals:
            if not KEY.fullmatch(literal.text) or literal.text in where:
                continue
            if literal.text.rsplit(".", 1)[1] in FILE_ENDINGS:
                continue
            if literal.text.split(".")[0] in known or AFTER_FAULT.search(literal.before):
                yield Finding(7, source.path, literal.line, f"{literal.text} has no text")


def _surplus(root: pathlib.Path, sources: list[Source], where: dict[str, str]) -> Iterator[Finding]:
    used, prefixes = set(), set()
    for source in sources:
        for literal in source.literals:
            (prefixes if literal.text.endswith(".") else used).add(literal.text)
    for path in files(root, {".ts", ".tsx"}, "web/src"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"[\"'`]([a-z][\w.]*)[\"'`]", text))
        prefixes |= set(re.findall(r"[\"'`]([a-z][\w.]*[._])(?:\$\{|[\"'`])", text))
    prefixes = {prefix for prefix in prefixes if KEY.match(prefix.rstrip("._") + ".x")}
    for key, folder in where.items():
        if key not in used and not any(key.startswith(prefix) for prefix in prefixes):
            yield Finding(7, f"{folder}/{LANGUAGES[0]}.json", 1, f"{key} is used nowhere")
