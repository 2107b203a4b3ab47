#include <doctest/doctest.h>

#include "base/ranged.hpp"
#include "base/text.hpp"

namespace twinrail {
namespace {

/// Key and first argument of the refusal; empty when there is none.
template <class Make>
std::string refusal(Make make) {
  try {
    (void)make();
  } catch (const Error& e) {
    CHECK(e.fault() == Fault::invalid);
    return e.key() + " " + e.args().at(0).second;
  }
  return "";
}

TEST_CASE("a text cannot be made of more characters than it holds") {
  using Code = Text<3>;
  CHECK(refusal([] { return Code("abc"); }) == "");
  CHECK(refusal([] { return Code("双轨一"); }) == "");  // characters, not bytes
  CHECK(refusal([] { return Code("abcd"); }) == "request.too_long 3");
  CHECK(refusal([] { return Code(std::string("双轨一号")); }) == "request.too_long 3");
  Code code = "abc";
  CHECK(refusal([&] { return code = std::string("abcd"); }) == "request.too_long 3");
  CHECK(code == "abc");
}

TEST_CASE("a list cannot be made of more items than it holds") {
  using Pair = List<int, 2>;
  const std::vector<int> three{1, 2, 3};
  CHECK(Pair{1, 2}.size() == 2);
  CHECK(Pair(three.begin(), three.begin() + 2) == Pair{1, 2});
  CHECK(refusal([] { return Pair{1, 2, 3}; }) == "request.too_many_items 2");
  CHECK(refusal([&] { return Pair(three); }) == "request.too_many_items 2");
  CHECK(refusal([&] { return Pair(three.begin(), three.end()); }) == "request.too_many_items 2");
}

TEST_CASE("a number cannot be made outside its bounds") {
  using Share = Int<1, 100>;
  static_assert(Share().value == 1);
  static_assert(Share(100) == 100);
  CHECK(refusal([] { return Share(0); }) == "request.out_of_range 1");
  CHECK(refusal([] { return Share(101); }) == "request.out_of_range 1");
}

TEST_CASE("a weight cannot be made that drowns all others") {
  CHECK(refusal([] { return Weight("100"_dec); }) == "");
  CHECK(refusal([] { return Weight(); }) == "");
  CHECK(refusal([] { return Weight("100.000001"_dec); }) == "request.out_of_range 0");
  CHECK(refusal([] { return Weight("-0.1"_dec); }) == "request.out_of_range 0");
}

}  // namespace
}  // namespace twinrail
