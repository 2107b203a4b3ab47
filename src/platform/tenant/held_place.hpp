#pragma once

#include <memory>
#include <string>
#include <utility>

#include "platform/audit/audit.hpp"
#include "platform/db/engine.hpp"

namespace twinrail {

/// Nobody changes a company while this is there: its writer's lock is held, in one transaction that
/// is undone unless the place is closed.
class HeldPlace {
 public:
  /// Waits for whoever writes. Throws DbError.
  HeldPlace(Engine& engine, Actor actor, std::string use_case)
      : actor_(std::move(actor)),
        use_case_(std::move(use_case)),
        connection_(engine.open_writer()) {
    connection_->begin_write();
    connection_->begin_job(actor_, use_case_);
  }
  [[nodiscard]] Connection& connection() { return *connection_; }
  /// Whatever still writes to the place, a server that was not stopped, is refused from here on.
  void close_place() {
    Tx tx(*connection_, actor_, use_case_);
    audit::close(tx);
    connection_->keep_job();
    connection_->commit();
  }

 private:
  Actor actor_;
  std::string use_case_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace twinrail
