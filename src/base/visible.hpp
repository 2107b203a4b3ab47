#pragma once

#include <optional>
#include <utility>

namespace twinrail {

class Context;

/// An id, or words, of a thing that another module keeps, as a reply carries it: there only for a
/// viewer who may read that thing. It is made by `Context::show` alone, so a reply that names a
/// foreign thing without asking for the right does not compile. In JSON it is the value or null.
template <class T>
class Visible {
 public:
  using value_type = T;

  /// Nothing: there is no such thing, or the viewer may not know of it. Both look alike.
  Visible() = default;

  explicit operator bool() const { return value_.has_value(); }
  const T& operator*() const { return *value_; }
  friend bool operator==(const Visible&, const Visible&) = default;

 private:
  friend class Context;
  explicit Visible(T value) : value_(std::move(value)) {}
  std::optional<T> value_;
};

}  // namespace twinrail
