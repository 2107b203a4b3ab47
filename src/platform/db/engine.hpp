#pragma once

#include <memory>
#include <string>

#include "platform/db/connection.hpp"

namespace twinrail {

/// How the connections of one tenant are opened; one for each engine.
class Engine {
 public:
  virtual ~Engine() = default;
  /// A connection that cannot change anything. Throws DbError "unavailable".
  [[nodiscard]] virtual std::unique_ptr<Connection> open_reader() = 0;
  [[nodiscard]] virtual std::unique_ptr<Connection> open_writer() = 0;
  [[nodiscard]] virtual bool is_postgres() const = 0;
};

}  // namespace twinrail
