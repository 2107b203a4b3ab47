"""The wrapper around ccache: what is compiled in one folder serves another one, even when the first is gone."""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

WRAPPER = pathlib.Path(__file__).parent.parent / "cmake" / "compile.sh"
COMPILER = "clang++-22"
EVERYWHERE = ["-O1", "-g1", "-Xclang", "-fno-pch-timestamp"]


@unittest.skipUnless(shutil.which("ccache") and shutil.which(COMPILER), "needs ccache and the compiler")
class CompileTest(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.top, True)

    def run_in(self, project, *arguments):
        environment = {**os.environ, "CCACHE_DIR": str(self.top / "cache")}
        subprocess.run([WRAPPER, project, COMPILER, *EVERYWHERE, *arguments], cwd=project / "build",
                       env=environment, check=True)

    def build(self, name):
        """As CMake does: a header made from an empty source, then a source that begins with it."""
        project = self.top / name
        build = project / "build"
        build.mkdir(parents=True)
        (project / "use.cpp").write_text("int two() { return one() + one(); }\n")
        header = build / "pch.hxx"
        header.write_text("#pragma once\ninline int one() { return 1; }\n")
        (build / "pch.hxx.cxx").write_text("")
        (build / "pch.hxx.pch.sum").write_text("1\n")
        self.run_in(project, "-Xclang", "-emit-pch", "-Xclang", "-include", "-Xclang", str(header), "-x", "c++-header",
                    "-o", "pch.hxx.pch", "-c", str(build / "pch.hxx.cxx"))
        self.run_in(project, "-Xclang", "-include-pch", "-Xclang", f"{build}/pch.hxx.pch", "-Xclang", "-include",
                    "-Xclang", str(header), "-o", "use.o", "-c", str(project / "use.cpp"))
        return project

    def test_a_folder_that_is_gone_leaves_nothing_that_another_stumbles_over(self):
        first = self.build("first")
        shutil.rmtree(first)
        second = self.build("second")
        (second / "use.cpp").write_text("int three() { return one() + one() + one(); }\n")
        self.run_in(second, "-Xclang", "-include-pch", "-Xclang", f"{second}/build/pch.hxx.pch", "-Xclang", "-include",
                    "-Xclang", f"{second}/build/pch.hxx", "-o", "use.o", "-c", str(second / "use.cpp"))


if __name__ == "__main__":
    unittest.main()
