#pragma once

#include <memory>
#include <string>

#include "platform/db/connection_pool.hpp"
#include "platform/db/engine.hpp"

namespace twinrail {

/// The engine of a schema in a PostgreSQL database. `connection` is a libpq connection string. The
/// first writer makes the schema. Without a pool it has one of its own.
[[nodiscard]] std::unique_ptr<Engine> postgres_engine(const std::string& connection,
                                                      const std::string& schema,
                                                      std::shared_ptr<ConnectionPool> pool = {});

/// Removes a schema and everything in it.
void drop_postgres_schema(const std::string& connection, const std::string& schema);

}  // namespace twinrail
