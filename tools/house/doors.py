"""Rules 1 and 2: who may include whom, however the include is spelt."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from house.source import Finding, Source, cpp_sources, end_of, modules

LAYERS = ("base", "platform", "modules", "app")
MODULE_LIST = "src/app/module_list.cpp"
NAMESPACE = re.compile(r"\bnamespace\s+((?:\w+\s*::\s*)*\w+)\s*\{")
FOREIGN_STORE = re.compile(r"\b(\w+)\s*::\s*store\b")
LISTED = {"api.hpp", "inlets.hpp"}  # routes, manifest and inlets, which only the list puts together
def layers(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 1: base <- platform <- modules <- app, and one file names all modules."""
    names = set(modules(root))
    for source in cpp_sources(root, "src"):
        layer = source.path.split("/")[1]
        if layer not in LAYERS:
            yield Finding(1, source.path, 1, f"src/ has no layer {layer}")
            continue
        named = set()
        for line, include in source.includes():
            target = include.split("/")[0]
            if target in LAYERS and LAYERS.index(target) > LAYERS.index(layer):
                yield Finding(1, source.path, line, f"{layer} may not include {include}")
            if target == "modules":
                named.add(include.split("/")[1])
        if len(names) > 2 and names <= named and source.path != MODULE_LIST:
            yield Finding(1, source.path, 1, f"names all modules; only {MODULE_LIST} does")


def read_depends(root: pathlib.Path) -> dict[str, set[str]]:
    """src/modules/DEPENDS: module -> modules whose public face it may include."""
    path = root / "src" / "modules" / "DEPENDS"
    allowed: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
        name, colon, rest = line.split("#")[0].partition(":")
        if colon:
            allowed[name.strip()] = set(rest.split())
    return allowed


def doors(root: pathlib.Path) -> Iterator[Finding]:
    """Rule 2: DEPENDS is obeyed, names public faces only, has no cycle, agrees with `needs`."""
    depends_path, allowed = "src/modules/DEPENDS", read_depends(root)
    for name in modules(root):
        if name not in allowed:
            yield Finding(2, depends_path, 1, f"no line for the module {name}")
    for name, needed in allowed.items():
        for missing in sorted(needed - allowed.keys()):
            yield Finding(2, depends_path, 1, f"{name} names {missing}, which has no line")
    yield from _cycles(depends_path, allowed)
    for source in cpp_sources(root, "src"):
        yield from _foreign_includes(source, allowed)
        yield from _foreign_names(source, allowed)
        if source.name == "module.cpp":
            yield from _manifest(source, allowed)


def _cycles(path: str, allowed: dict[str, set[str]]) -> Iterator[Finding]:
    left = {name: set(needed) for name, needed in allowed.items()}
    while ready := [name for name, needed in left.items() if not needed & left.keys()]:
        for name in ready:
            del left[name]
    if left:
        yield Finding(2, path, 1, f"a cycle among {', '.join(sorted(left))}")


def _module_of(source: Source) -> str | None:
    parts = source.path.split("/")
    return parts[2] if parts[1] == "modules" and len(parts) > 3 else None


def _foreign_includes(source: Source, allowed: dict[str, set[str]]) -> Iterator[Finding]:
    own = _module_of(source)
    for line, include in source.includes():
        target = include.split("/")
        if target[0] != "modules" or target[1] == own:
            continue
        face = f"modules/{target[1]}/{target[1]}.hpp"
        model = f"modules/{target[1]}/model.hpp"  # what its replies are made of (decision 0015)
        rules = own is None and target[-1].startswith("rules")  # the app runs worked cases
        listed = source.path == MODULE_LIST and target[-1] in LISTED
        if include not in (face, model) and not rules and not listed:
            yield Finding(2, source.path, line, f"includes {include}; only {face} is open to others")
        if own and not source.is_test and target[1] not in allowed.get(own, set()):
            yield Finding(2, source.path, line, f"DEPENDS does not let {own} include {target[1]}")


def _manifest(source: Source, allowed: dict[str, set[str]]) -> Iterator[Finding]:
    module = source.path.split("/")[2]
    found = re.search(r"\.needs\s*=\s*\{([^}]*)\}", source.text)
    needs = set(re.findall(r'"(\w+)"', found[1])) if found else set()
    if needs != allowed.get(module, set()):
        line = source.line_at(found.start()) if found else 1
        listed = " ".join(sorted(allowed.get(module, set()))) or "nothing"
        yield Finding(2, source.path, line,
                      f"needs {' '.join(sorted(needs)) or 'nothing'}, but DEPENDS says {listed}")


def _foreign_names(source: Source, allowed: dict[str, set[str]]) -> Iterator[Finding]:
    """A name of another module that comes without an include: a declaration made by hand."""
    own = _module_of(source)
    for match in NAMESPACE.finditer(source.code):
        line = source.line_at(match.start())
        for other in set(match[1].split("::")) & allowed.keys() - {own}:
            if own and not source.is_test and other not in allowed.get(own, set()):
                yield Finding(2, source.path, line, f"DEPENDS does not let {own} name {other}")
            inside = match[1] + source.code[match.end() : end_of(source.code, match.end() - 1)]
            if own != other and re.search(r"\bstore\b", inside):
                yield Finding(2, source.path, line, f"the store of {other} is closed to others")
    for match in FOREIGN_STORE.finditer(source.code):
        if match[1] in allowed and match[1] != own:
            yield Finding(2, source.path, source.line_at(match.start()),
                          f"the store of {match[1]} is closed to others")
