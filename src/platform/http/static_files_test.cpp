#include "platform/http/static_files.hpp"

#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "platform/db/testing.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

TEST_CASE("of a folder nothing hidden is served, and nothing behind a link") {
  const std::string outside = test_folder();
  const std::string folder = test_folder();
  std::ofstream(outside + "/secret.js") << "secret";
  std::ofstream(folder + "/index.html") << "page";
  std::ofstream(folder + "/.hidden.js") << "secret";
  fs::create_directories(folder + "/.git");
  std::ofstream(folder + "/.git/config.js") << "secret";
  fs::create_directories(folder + "/assets");
  std::ofstream(folder + "/assets/app.js") << "script";
  fs::create_symlink(outside + "/secret.js", folder + "/assets/link.js");
  fs::create_directory_symlink(outside, folder + "/linked");
  const auto body_of = [&](const std::string& path) {
    Request request;
    request.method = Method::get;
    request.target = path;
    return static_file(request, folder).body;
  };
  CHECK(body_of("/") == "page");
  CHECK(body_of("/assets/app.js") == "script");
  CHECK(body_of("/assets/link.js").empty());
  for (const char* path : {"/.hidden.js", "/.git/config.js", "/linked/secret.js", "/../secret.js"})
    CHECK(body_of(path) == "page");
  CHECK(body_of("/" + outside + "/secret.js") == "page");
}

}  // namespace
}  // namespace twinrail
