#include "platform/db/db.hpp"

void move(Tx& tx) {
  tx.run(R"(
    INSERT INTO org_path (ancestor, unit) VALUES (?, ?)
      ON CONFLICT DO UPDATE SET unit = excluded.unit)"_sql);
}
