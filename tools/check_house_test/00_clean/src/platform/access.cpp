#include "base/error.hpp"

// A comment may say SELECT, new Thing, catch (...) and 'apostrophe'.
struct Uncopied {
  Uncopied(const Uncopied&) = delete;
};

std::string role(const std::string& name) { return text("access.role." + name); }

void refuse() { throw Error(Fault::forbidden, "access.forbidden"); }
