#include "base/error.hpp"

void prepare() {
  run("SELECT 1");
  try {
    run("COMMIT");
  } catch (...) {
    note("new things, delete nothing, using namespace of words, std::cout");
  }
}
