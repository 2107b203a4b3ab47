#!/usr/bin/env python3
"""Run clang-tidy-22 over product files with the flags of a build folder.

usage: tidy.py BUILD                all checks of .clang-tidy on every file (./run tidy)
       tidy.py BUILD FILE…          all checks on these files
       tidy.py BUILD --sample       the quick checks on what has changed and on a part of the rest

The part moves on with each commit and does not grow with the code, so a few commits see every file.
Prints what is found and ends with "N passed, M failed", one a file.
"""
from __future__ import annotations

import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-22"
SAMPLE = 46  # files a run: about half a minute on two cores
# What reads a file once and finds mistakes, not taste: about 2 CPU-s a file, all of them cost 6.
QUICK = ",".join(("-*", "bugprone-argument-comment", "bugprone-dangling-handle", "bugprone-infinite-loop",
                  "bugprone-integer-division", "bugprone-move-forwarding-reference", "bugprone-string-constructor",
                  "bugprone-suspicious-semicolon", "bugprone-too-small-loop-variable", "bugprone-use-after-move",
                  "cert-err34-c", "misc-unused-parameters",
                  "performance-for-range-copy", "performance-move-const-arg",
                  "performance-unnecessary-copy-initialization", "performance-unnecessary-value-param"))


def product_files(build: pathlib.Path) -> list[str]:
    """The product's sources that the build folder knows how to compile, from the root on."""
    commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    names = {os.path.relpath(entry["file"], ROOT) for entry in commands}
    return sorted(n for n in names if n.startswith("src/") and not n.endswith("_test.cpp"))


def sample(files: list[str]) -> list[str]:
    """What the newest commit or the working tree changed, and the part whose turn it is."""
    changed = set(_git("diff", "--name-only", "HEAD~1").splitlines()) | set(
        _git("ls-files", "--others", "--exclude-standard").splitlines())
    parts = max(1, -(-len(files) // SAMPLE))
    turn = int(_git("rev-list", "--count", "HEAD") or 0) % parts
    return [name for number, name in enumerate(files) if number % parts == turn or name in changed]


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def tidied(build: pathlib.Path, name: str, options: list[str]) -> str:
    """What clang-tidy says about one file; nothing when it is content."""
    done = subprocess.run([TIDY, "-p", build, "--quiet", "--warnings-as-errors=*", *options, name],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def main(arguments: list[str]) -> int:
    """Runs what the command line asks for, two files at once."""
    build = (ROOT / arguments[0]).resolve()
    asked, options = arguments[1:], []
    files = asked or product_files(build)
    if asked == ["--sample"]:
        files, options = sample(product_files(build)), [f"--checks={QUICK}"]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        said = list(pool.map(lambda name: tidied(build, name, options), files))
    for text in filter(None, said):
        print(text)
    failed = sum(1 for text in said if text)
    print(f"{len(files) - failed} passed, {failed} failed (clang-tidy)")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
