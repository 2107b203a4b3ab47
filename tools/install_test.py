"""What a machine lacks is said before anything is installed on it."""
import pathlib
import shutil
import subprocess
import tempfile
import unittest

TOOLS = pathlib.Path(__file__).resolve().parent


class InstallTest(unittest.TestCase):
    """Runs the functions of tools/run/install.sh on a machine that has only what a test puts there."""

    def setUp(self) -> None:
        held = tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.bin = pathlib.Path(held.name)
        for name in ("bash", "grep"):
            self.has(name, f'exec {shutil.which(name)} "$@"')
        self.has("id", "echo 0")
        self.has("env", 'shift; exec "$@"')
        self.has("dpkg-query", "exit 1")
        self.has("apt-get", 'echo "apt-get $1" >&2')

    def has(self, name: str, script: str) -> None:
        """Puts a program there."""
        path = self.bin / name
        path.write_text(f"#!/bin/bash\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def said(self, script: str) -> str:
        """What a script says that has these functions."""
        done = subprocess.run(["/bin/bash", "-c", f"set -euo pipefail; source {TOOLS}/run/install.sh; {script}"],
                              env={"PATH": str(self.bin)}, capture_output=True, text=True, check=False)
        return f"{done.stdout}{done.stderr}exit {done.returncode}"

    def test_node_first(self) -> None:
        said = self.said("need_tools cmake")
        self.assertIn("Node 20.19 or newer is needed for the web client, found: none", said)
        self.assertNotIn("apt-get", said)
        self.assertIn("exit 1", said)

    def test_packages(self) -> None:
        self.has("node", "exit 0")
        self.has("npm", "exit 0")
        said = self.said("need_tools cmake")
        self.assertIn("run: installing cmake", said)
        self.assertIn("exit 0", said)

    def test_neither_root_nor_sudo(self) -> None:
        self.has("node", "exit 0")
        self.has("npm", "exit 0")
        self.has("id", "echo 1000")
        said = self.said("need_tools cmake ninja-build")
        self.assertIn("neither root nor sudo is at hand", said)
        self.assertIn("apt-get install --no-install-recommends cmake ninja-build", said)
        self.assertIn("exit 1", said)


if __name__ == "__main__":
    unittest.main()
