#include "platform/module.hpp"

#include <doctest/doctest.h>

namespace twinrail {
namespace {

const Permission cook{"kitchen.cook"};
const Permission dig{"garden.dig"};

Module kitchen() {
  return {.name = "kitchen", .permissions = {{cook, {relation::all}}}, .audited = {{"dish"}}};
}

std::string refusal(const std::vector<Module>& modules) {
  try {
    Rights rights;
    for (const Module& m : modules) rights.add(m.name, m.permissions);
    check_manifests(modules, rights);
  } catch (const Error& e) {
    return e.key();
  }
  return "";
}

}  // namespace

TEST_CASE("a manifest that says what does not hold stops the program at its start") {
  CHECK(refusal({kitchen()}).empty());

  Module live = kitchen();
  live.live = {{"kitchen.cooked", dig}};
  CHECK(refusal({live}) == "access.unknown_permission");

  Module inlet = kitchen();
  inlet.inlets = {{.code = "kitchen.dish", .module = "kitchen", .permission = dig}};
  CHECK(refusal({inlet}) == "access.unknown_permission");

  Module needs = kitchen();
  needs.needs = {"garden"};
  CHECK(refusal({needs}) == "modules.needed_is_missing");

  Module both = kitchen();
  both.derived = {"dish"};
  CHECK(refusal({both}) == "modules.table_twice");

  Module nameless = kitchen();
  nameless.facts = {{.code = "kitchen.meals", .permission = cook}};
  CHECK(refusal({nameless}) == "modules.words_are_missing");

  Module foreign = kitchen();
  foreign.permissions.push_back({dig, {}});
  CHECK(refusal({foreign}) == "access.foreign_permission");

  Module twice = kitchen();
  twice.permissions.push_back({cook, {}});
  CHECK(refusal({twice}) == "access.permission_twice");
}

}  // namespace twinrail
