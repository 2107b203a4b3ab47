#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "platform/db/connection.hpp"

namespace twinrail {

enum class Use : std::uint8_t { reader, writer };

/// How the connections of one tenant are opened; one for each engine.
class Engine {
 public:
  virtual ~Engine() = default;
  /// A connection that cannot change anything: a new one, or one that was given back. Throws
  /// DbError "unavailable", and Error "db.no_connection" when too many wait for one.
  [[nodiscard]] virtual std::unique_ptr<Connection> open_reader() = 0;
  [[nodiscard]] virtual std::unique_ptr<Connection> open_writer() = 0;
  /// Takes a connection back whose transaction has ended well, for whoever opens the next one.
  virtual void give_back(std::unique_ptr<Connection> connection, Use use) = 0;
  [[nodiscard]] virtual bool is_postgres() const = 0;
};

}  // namespace twinrail
