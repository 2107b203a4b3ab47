#include <random>

#include "platform/json.hpp"

long now() {
  return std::chrono::system_clock::now().time_since_epoch().count();
}
long older() { return std::time(nullptr); }
