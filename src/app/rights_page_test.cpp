#include "app/rights_page.hpp"

#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "app/installation_fixture.hpp"
#include "platform/inlets/import.hpp"

namespace twinrail {
namespace {

std::string agreed(const std::string& module) {
  const std::string folder = module == "platform" ? "src/platform/access" : "src/modules/" + module;
  std::ifstream in(std::string(TWINRAIL_SOURCE_DIR) + "/" + folder + "/rights.md");
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

// What the code gives is compared with what people have read: src/modules/NAME/rights.md. When a
// right was changed on purpose, `twinrail rights NAME` writes the new page, and whoever reads the
// change sees it.
TEST_CASE("every right, route and field class is as the written pages say") {
  testing::Installation i(false);
  for (const Module& m : i.app().services().modules) {
    CAPTURE(m.name);
    CHECK(rights_page(i.app().services(), i.app().router(), m.name) == agreed(m.name));
  }
}

TEST_CASE("a right that changes in code is not what the page says") {
  const std::unique_ptr<Services> services = make_services({});
  Router router;
  add_routes(router, *services);
  const std::string before = rights_page(*services, router, "people");
  const Grant more[] = {{Permission("people.erase"), {relation::all}}};
  services->rights.add("people", more);
  CHECK(rights_page(*services, router, "people") != before);
}

}  // namespace twinrail
