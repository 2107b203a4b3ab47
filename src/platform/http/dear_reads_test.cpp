#include "platform/http/dear_reads.hpp"

#include <doctest/doctest.h>

#include "base/error.hpp"

namespace twinrail {
namespace {

constexpr AccountId ann{1};
constexpr AccountId bob{2};
constexpr AccountId cy{3};

/// Reads that run until they are said to be over; what has begun, in order.
struct Reads {
  DearReads reads;
  std::string begun{};
  void ask(const std::string& company, AccountId account, char name) {
    reads.ask(company, account, [this, name] { begun += name; });
  }
};

}  // namespace

TEST_CASE("one dear read of an account at a time, and of a company as many as it may") {
  Reads r{DearReads({.at_a_time = 2, .account_waiting = 8, .waiting = 8})};
  r.ask("north", ann, 'a');
  r.ask("north", ann, 'b');
  r.ask("north", bob, 'c');
  r.ask("north", cy, 'd');
  r.ask("south", ann, 'e');
  CHECK(r.begun == "ace");
  r.reads.over("north", bob);  // b waits longer, but a of the same account still runs
  CHECK(r.begun == "aced");
  r.reads.over("north", ann);
  CHECK(r.begun == "acedb");
  r.reads.over("north", ann);
  r.reads.over("north", cy);
  r.ask("north", cy, 'f');
  CHECK(r.begun == "acedbf");
}

TEST_CASE("few dear reads wait, of an account and of a company") {
  Reads r{DearReads({.at_a_time = 1, .account_waiting = 1, .waiting = 2})};
  r.ask("north", ann, 'a');
  r.ask("north", ann, 'b');
  CHECK_THROWS_WITH_AS(r.ask("north", ann, 'x'), "request.too_many_dear", Error);
  r.ask("north", bob, 'c');
  CHECK_THROWS_WITH_AS(r.ask("north", cy, 'x'), "request.too_many_dear", Error);
  r.reads.over("north", ann);
  r.reads.over("north", ann);
  CHECK(r.begun == "abc");
}

}  // namespace twinrail
