"""The guides say the words of the screens.

In docs/guide/LANGUAGE a text in bold is a whole text of the product in that language, one in italics a whole text or
a part of one; "…" stands for what differs from screen to screen. The words are those of every i18n/LANGUAGE.json.
"""
from __future__ import annotations

import json
import pathlib
import re
from collections.abc import Iterator

from house.source import Finding

LANGUAGES = ("en", "zh")
QUOTED = re.compile(r"\*\*(?P<bold>.+?)\*\*|(?<!\*)\*(?P<part>[^*\s][^*]*?)\*(?!\*)")
# Written as they are in every language, and so in no file of words.
NAMES = {"OKR", "KPI"}
QUOTES = str.maketrans({"“": '"', "”": '"'})


def _branches(text: str) -> list[str]:
    """A text with plural forms is several; "…" for what is put in."""
    start = re.search(r"\{\w+(?:, (?:plural|select), )?", text)
    if not start:
        return [text]
    depth, end = 1, start.end()
    while depth and end < len(text):
        depth += {"{": 1, "}": -1}.get(text[end], 0)
        end += 1
    inner = text[start.end():end - 1]
    forms = ["…"] if "," not in start[0] else [
        form[1].replace("#", "…") for form in re.finditer(r"(?:=?\w+) \{((?:[^{}]|\{\w+\})*)\}", inner)]
    return [text[:start.start()] + form + rest
            for form in (one for given in forms for one in _branches(given)) for rest in _branches(text[end:])]


def words(root: pathlib.Path, language: str) -> list[str]:
    """Every text of the product, each of its forms."""
    texts: set[str] = set()
    for folder in ("src", "web/src"):
        for path in (root / folder).glob(f"**/i18n/{language}.json"):
            for text in json.loads(path.read_text(encoding="utf-8")).values():
                texts.update(_branches(text) if isinstance(text, str) else [])
    return [text.translate(QUOTES) for text in texts]


def _pattern(label: str) -> re.Pattern[str]:
    """A label may leave to "…" what a text says, and a text what a label says."""
    return re.compile(".*".join(map(re.escape, label.split("…"))), re.DOTALL)


def _is_said(label: str, texts: list[str], whole: bool) -> bool:
    asked = _pattern(label)
    if any(asked.fullmatch(text) if whole else asked.search(text) for text in texts):
        return True
    filled = (text for text in texts if "…" in text and text.strip("… "))
    return any(_pattern(text).fullmatch(label) for text in filled)


def guides_say_the_words(root: pathlib.Path) -> Iterator[Finding]:
    """Every quoted text of a guide that stands on no screen."""
    for language in LANGUAGES:
        texts = words(root, language)
        for path in sorted((root / "docs" / "guide" / language).glob("*.md")):
            name = path.relative_to(root).as_posix()
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                for quoted in QUOTED.finditer(line):
                    label = (quoted["bold"] or quoted["part"]).translate(QUOTES)
                    if label not in NAMES and not _is_said(label, texts, bool(quoted["bold"])):
                        yield Finding(0, name, number, f"no text of the product says {label}")
