#!/usr/bin/env python3
"""Write what the program and the client are made of: THIRD-PARTY-NOTICES and sbom.cdx.json (CycloneDX 1.5).

usage: notices.py BUILD [--check]

Nothing is listed by hand. The libraries are those that BUILD/twinrail is linked with, and those that they need;
libraries of headers are those whose headers its objects were compiled with; both are named by the Debian packages that
hold the files. The client's packages are the ones of web/package-lock.json that are no tools of the developer.
--check looks into the two files instead: every library and package is there, with its licence.
"""
import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOCK = ROOT / "web" / "package-lock.json"
NOTICES, BILL = "THIRD-PARTY-NOTICES", "sbom.cdx.json"
LICENCE_FILE = re.compile(r"^(licen[sc]e|copying|notice)", re.IGNORECASE)


def output(*command: str) -> str:
    """What a command prints; it has to succeed."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def libraries(program: pathlib.Path) -> list[str]:
    """The files of all shared libraries that the program starts with."""
    found = re.findall(r"^\s+(?:\S+ => )?(/\S+) \(", output("ldd", str(program)), re.MULTILINE)
    return sorted(set(found))


def headers(build: pathlib.Path) -> list[str]:
    """The headers of the system that the program's own objects were compiled with."""
    objects = set(output("ninja", "-C", str(build), "-t", "inputs", "twinrail").split())
    found: set[str] = set()
    of_program = False
    for line in output("ninja", "-C", str(build), "-t", "deps").splitlines():
        if line and not line.startswith(" "):
            of_program = line.split(":")[0] in objects
        elif of_program and line.strip().startswith("/usr/"):
            found.add(str(pathlib.Path(line.strip()).resolve()))
    return sorted(found)


def debian_packages(files: list[str]) -> dict[str, str]:
    """File -> the package that holds it. Below /lib and /usr/lib lies the same."""
    names = {name: file for file in files for name in (file, file.removeprefix("/usr"), "/usr" + file)}
    names |= {str(pathlib.Path(file).resolve()): file for file in files}
    asked = subprocess.run(["dpkg", "-S", *names], capture_output=True, text=True, check=False)
    held = {}
    for line in asked.stdout.splitlines():
        package, _, name = line.partition(": ")
        if name in names:
            held[names[name]] = package.split(",")[0]
    return held


def licences_in(text: str) -> list[str]:
    """The short names of a copyright file that machines can read; none of the packaging itself."""
    found: list[str] = []
    for part in re.split(r"\n\s*\n", text):
        named = re.search(r"^License:[ \t]*(\S.*)$", part, re.MULTILINE)
        files = re.search(r"^Files:[ \t]*(.*)$", part, re.MULTILINE)
        if named and files and not files[1].startswith("debian/") and named[1] not in found:
            found.append(named[1].strip())
    return found or ["as its copyright file says"]


def debian_parts(files: list[str]) -> list[dict]:
    """A part for each source package behind the files."""
    parts: dict[str, dict] = {}
    shape = "${source:Package}\t${source:Version}\t${Homepage}\n"
    for package in sorted(set(debian_packages(files).values())):
        name, version, home = output("dpkg-query", "-W", "-f", shape, package).rstrip("\n").split("\t")
        part = parts.setdefault(name, {"name": name, "version": version, "home": home, "packages": [], "kind": "deb"})
        part["packages"].append(package.split(":")[0])
        if "text" not in part:
            place = pathlib.Path("/usr/share/doc") / package.split(":")[0] / "copyright"
            part["text"] = place.read_text(encoding="utf-8", errors="replace")
            part["licences"] = licences_in(part["text"])
    return [parts[name] for name in sorted(parts)]


def client_packages() -> list[str]:
    """The places of the client's packages in the lock file, without those that only build and test it."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    return sorted(place for place, one in packages.items() if place and not one.get("dev") and not one.get("devOptional"))


def client_parts() -> list[dict]:
    """A part for each package of the client, with the text of its licence where it brings one."""
    parts = []
    for place in client_packages():
        folder = ROOT / "web" / place
        about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        texts = sorted(file for file in folder.iterdir() if file.is_file() and LICENCE_FILE.match(file.name))
        text = "\n".join(file.read_text(encoding="utf-8", errors="replace") for file in texts)
        licence = about.get("license") or "as its licence says"
        parts.append(
            {
                "name": about["name"],
                "version": about["version"],
                "home": about.get("homepage", ""),
                "licences": [licence if isinstance(licence, str) else licence.get("type", "")],
                "text": text or f"No text comes with the package; it says: {licence}",
                "kind": "npm",
            }
        )
    return parts


def notices_of(parts: list[dict]) -> str:
    """The file that a person reads: a list, then the texts."""
    lines = ["Twinrail is made with the works of others. Their licences follow the list.", ""]
    for part in parts:
        lines.append(f"{part['name']} {part['version']}: {', '.join(part['licences'])}")
    for part in parts:
        lines += ["", "=" * 100, f"{part['name']} {part['version']}", part["home"], "", part["text"].strip()]
    return "\n".join(lines) + "\n"


def bill_of(parts: list[dict]) -> str:
    """The bill of materials. No clock and no random number: the same parts give the same bytes."""
    version = (ROOT / "VERSION").read_text(encoding="utf-8").strip()
    components = []
    for part in parts:
        space = "deb/debian/" if part["kind"] == "deb" else "npm/"
        component = {
            "type": "library",
            "name": part["name"],
            "version": part["version"],
            "purl": f"pkg:{space}{part['name'].replace('@', '%40')}@{part['version'].replace('+', '%2B')}",
            "licenses": [{"license": {"name": name}} for name in part["licences"]],
        }
        if part["kind"] == "deb":
            component["properties"] = [{"name": "debian:package", "value": name} for name in part["packages"]]
        components.append(component)
    whole = {"type": "application", "name": "twinrail", "version": version}
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": whole}}
    return json.dumps(bill | {"components": components}, indent=2, ensure_ascii=False) + "\n"


def missing_in(bill: dict, notices: str, build: pathlib.Path) -> list[str]:
    """What the files lack, asked of the linker, the imports of the client and the lock file once more."""
    parts = bill["components"]
    held = {one["value"] for part in parts for one in part.get("properties", [])}
    named = {part["name"] for part in parts}
    lacks = [f"{part['name']} has no licence" for part in parts if not all(one["license"]["name"] for one in part["licenses"])]
    lacks += [f"{part['name']} is not in {NOTICES}" for part in parts if f"\n{part['name']} {part['version']}\n" not in notices]
    linked = libraries(build / "twinrail")
    packages = debian_packages(linked)
    lacks += [f"{file} is of no package" for file in linked if file not in packages]
    lacks += [f"{file} is not listed" for file, package in packages.items() if package.split(":")[0] not in held]
    lacks += [f"{name} is imported by the client and not listed" for name in sorted(imported() - named)]
    return lacks


def imported() -> set[str]:
    """The packages that the client's own sources import, tests left out."""
    found = set()
    for source in (ROOT / "web" / "src").rglob("*.ts*"):
        if ".test." in source.name or source.name.startswith("test_"):
            continue
        for name in re.findall(r"""(?:from|import) ?\(?"([@\w][^"]*)";?""", source.read_text(encoding="utf-8")):
            parts = name.split("/")
            found.add("/".join(parts[: 2 if name.startswith("@") else 1]))
    return {name for name in found if (ROOT / "web" / "node_modules" / name).is_dir() and not name.startswith("node:")}


def main() -> int:
    build = pathlib.Path(sys.argv[1]).resolve()
    if "--check" in sys.argv:
        bill = json.loads((build / BILL).read_text(encoding="utf-8"))
        lacks = missing_in(bill, (build / NOTICES).read_text(encoding="utf-8"), build)
        print("\n".join(lacks))
        print(f"{len(bill['components'])} passed, {len(lacks)} failed (libraries and packages with their licences)")
        return 1 if lacks else 0
    parts = debian_parts(libraries(build / "twinrail") + headers(build)) + client_parts()
    (build / NOTICES).write_text(notices_of(parts), encoding="utf-8")
    (build / BILL).write_text(bill_of(parts), encoding="utf-8")
    print(f"{len(parts)} libraries and packages: {build / NOTICES}, {build / BILL}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
