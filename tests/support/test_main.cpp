// The one main() of every test executable.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <cstdlib>
#include <filesystem>
#include <string>

#include <doctest/doctest.h>
#include <unistd.h>

namespace {

/// A place of this process's own for what lies outside of data folders, such as the key of the
/// audit trail: the user's is left alone.
struct Place {
  std::string folder = std::filesystem::temp_directory_path().string() + "/twinrail-test-config-" +
                       std::to_string(::getpid());
  Place() { ::setenv("XDG_CONFIG_HOME", folder.c_str(), 1); }
  ~Place() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};
const Place place;

}  // namespace
