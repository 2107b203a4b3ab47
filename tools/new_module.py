#!/usr/bin/env python3
"""Make the files of a new module and enter it where modules are listed.

usage: new_module.py NAME [ROOT]

The files come from tools/new_module; docs/how-to/add-a-module.md says what to do with them. Nothing is
written unless every place that must be changed was found.
"""
from __future__ import annotations

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TEMPLATES = HERE / "new_module"
SIDES = {"server": "src/modules", "client": "web/src/modules"}
NAME = re.compile(r"[a-z][a-z_]{1,10}[a-z]")

Edits = dict[pathlib.Path, str]


class Refused(Exception):
    """Why no module was made."""


def files(root: pathlib.Path, name: str) -> Edits:
    """The module's own files: of the server, and of the client."""
    camel = "".join(part.capitalize() for part in name.split("_"))
    made: Edits = {}
    for side, folder in SIDES.items():
        for template in sorted((TEMPLATES / side).rglob("*.in")):
            path = template.relative_to(TEMPLATES / side).with_suffix("")
            path = path.with_name(path.name.replace("@name@", name))
            text = template.read_text(encoding="utf-8")
            made[root / folder / name / path] = (
                text.replace("@name@", name).replace("@Name@", camel)
                .replace("@path@", name.replace("_", "-")))
    return made


def before(text: str, anchor: str, added: str, where: str) -> str:
    """The text with a piece put before the first match of a pattern."""
    found = re.search(anchor, text, re.M)
    if not found:
        raise Refused(f"{where} has no line like {anchor}")
    return text[: found.start()] + added + text[found.start():]


def after_last(text: str, anchor: str, added: str, where: str) -> str:
    """The text with a piece put after the last line that matches a pattern."""
    found = list(re.finditer(anchor + r".*\n", text, re.M))
    if not found:
        raise Refused(f"{where} has no line like {anchor}")
    return text[: found[-1].end()] + added + text[found[-1].end():]


def entries(root: pathlib.Path, name: str) -> Edits:
    """The places that list modules."""
    edits: Edits = {}

    def edit(path: str, *steps: tuple) -> None:
        text = (root / path).read_text(encoding="utf-8")
        for how, anchor, added in steps:
            text = how(text, anchor, added, path)
        edits[root / path] = text

    edit("src/modules/DEPENDS", (after_last, r"^\w+:", f"{name}: people\n"))
    edit("src/app/module_list.hpp",
         (before, r"^/// All services", f"namespace {name} {{\nclass Service;\n}}\n\n"),
         (after_last, r"^  std::unique_ptr<\w+::Service> \w+;",
          f"  std::unique_ptr<{name}::Service> {name};\n"))
    edit("src/app/module_list.cpp",
         (after_last, r'^#include "modules/', f'#include "modules/{name}/api.hpp"\n'),
         (after_last, r"^  s->\w+ = std::make_unique<\w+::Service>\(",
          f"  s->{name} = std::make_unique<{name}::Service>(*s->people);\n"),
         (after_last, r"^  s->modules\.push_back\(",
          f"  s->modules.push_back({name}::manifest(*s->{name}));\n"),
         (after_last, r"^  \w+::routes\(", f"  {name}::routes(router, *s.{name});\n"))
    return edits


def make(root: pathlib.Path, name: str) -> list[pathlib.Path]:
    """Writes everything; the paths."""
    if not NAME.fullmatch(name):
        raise Refused("a name has 3 to 12 letters a-z and underscores, as in talent or time_off")
    for folder in SIDES.values():
        if (root / folder / name).exists():
            raise Refused(f"{folder}/{name} is there already")
    edits = {**files(root, name), **entries(root, name)}
    for path, text in edits.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(edits)


def main(arguments: list[str]) -> int:
    """Runs what the command line asks for."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    root = pathlib.Path(arguments[1]).resolve() if len(arguments) > 1 else HERE.parent
    try:
        made = make(root, arguments[0])
    except Refused as why:
        print(f"new-module: {why}", file=sys.stderr)
        return 1
    for path in made:
        print(path.relative_to(root).as_posix())
    print(f"Go on with docs/how-to/add-a-module.md; ./run test {arguments[0]} builds and tests it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
