#include "modules/okr/rules_comment.hpp"

#include <doctest/doctest.h>

namespace twinrail::okr::rules {

TEST_CASE("a comment is edited for a day") {
  const Instant written = Instant::midnight(Date::of(2026, 3, 7));
  CHECK(may_edit(written, written));
  CHECK(may_edit(written, written.plus_seconds(edit_seconds)));
  CHECK_FALSE(may_edit(written, written.plus_seconds(edit_seconds + 1)));
}

TEST_CASE("a text mentions whom it names with an @, wholly") {
  const std::vector<std::string> names{"Li", "Lily", "王伟"};
  CHECK(mentions("ask @Li, please", "Li", names));
  CHECK(mentions("@王伟看一下", "王伟", names));
  CHECK_FALSE(mentions("ask Li", "Li", names));
  CHECK_FALSE(mentions("ask @Lily", "Li", names));
  CHECK(mentions("ask @Lily and @Li", "Li", names));
  CHECK_FALSE(mentions("@", "", names));
}

TEST_CASE("blanks at the ends of a comment are nothing said") {
  CHECK(trimmed("  on the way \n") == "on the way");
  CHECK(trimmed(" \t\r\n").empty());
}

}  // namespace twinrail::okr::rules
