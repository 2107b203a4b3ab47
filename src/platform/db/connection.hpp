#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "platform/db/param.hpp"
#include "platform/db/sql.hpp"
#include "platform/db/storage.hpp"

namespace twinrail {

class Tx;

/// What went wrong in the database, in words that mean the same on both engines.
class DbError : public Error {
 public:
  enum class Kind {
    unique,
    foreign_key,
    check,
    not_null,
    busy,
    unavailable,
    missing,   ///< the file is not there
    broken,    ///< its pages are damaged, or it is no database
    no_right,  ///< the system does not let the program read or write it
    no_files,  ///< the process has as many files open as it may
    full,      ///< of the disk
    other
  };
  DbError(Kind kind, std::string detail);
  /// The same with a sentence of its own for the reader.
  DbError(Kind kind, std::string key, Arguments args, std::string detail);
  [[nodiscard]] Kind kind() const { return kind_; }
  /// The engine's own message, for the log; never shown to a reader.
  [[nodiscard]] const std::string& detail() const { return detail_; }

 private:
  Kind kind_;
  std::string detail_;
};

/// One row of an answer while it is looked at.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  [[nodiscard]] virtual int columns() const = 0;
  [[nodiscard]] virtual std::string_view name(int column) const = 0;
  [[nodiscard]] virtual bool is_null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;
  [[nodiscard]] virtual std::string_view text(int column) const = 0;
};

/// Fills a value of the program from a column. Throws Error "db.bad_column" for what does not fit.
void read_cell(const RowCursor& row, int column, const TypeInfo& type, void* target);

/// Looks at a callable without owning it: it lives as long as the call, and nothing is allocated.
template <class... A>
class Look {
 public:
  Look() = default;
  template <class F>
    requires(!std::same_as<std::remove_cvref_t<F>, Look>)
  Look(F&& f)  // NOLINT: made on the way into a call
      : object_(const_cast<void*>(static_cast<const void*>(std::addressof(f)))),
        call_([](void* object, A... a) {
          (*static_cast<std::remove_reference_t<F>*>(object))(static_cast<A>(a)...);
        }) {}
  void operator()(A... a) const { call_(object_, static_cast<A>(a)...); }
  explicit operator bool() const { return call_ != nullptr; }

 private:
  void* object_ = nullptr;
  void (*call_)(void*, A...) = nullptr;
};
using EachRow = Look<const RowCursor&>;
using FillRow = Look<std::size_t, std::vector<Param>&>;

/// Who changes something, for the audit trail.
struct Actor {
  AccountId account{};
  std::string name{};  ///< login, "job:<name>", "command:<name>"
  std::string request_id{};
};

/// Which field of a struct each column of a statement fills; found once a connection and statement.
struct RowShape {
  const TypeInfo* type = nullptr;
  std::vector<const FieldInfo*> fields;
};

/// One of several questions that are asked at once. Its values live as long as the call.
struct Question {
  const Statement* statement = nullptr;
  std::vector<Param> params;
  std::function<void(const RowCursor&)> each;
};

/// A connection of one engine, used by one thread at a time.
class Connection {
 public:
  virtual ~Connection() = default;
  /// Runs a statement; `each` sees every row. Returns the number of rows changed.
  virtual std::int64_t run(const Statement& statement, std::span<const Param> params,
                           const EachRow& each) = 0;
  /// Asks several questions that do not depend on each other, without waiting in between.
  virtual void run_all(std::span<const Question> questions) = 0;
  /// Runs one statement for many rows: a prepared statement stepped, or one statement for all. A
  /// failure may show only at the job's next statement or its end: nobody waits for an answer here.
  virtual void run_each(const Statement& statement, std::size_t rows, const FillRow& fill) = 0;
  /// Several statements without values: schema changes. Not for BEGIN, COMMIT and the like.
  virtual void script(const std::string& sql) = 0;
  /// Prepares without running, for the test that prepares every statement.
  virtual void prepare(const Statement& statement) = 0;

  virtual void begin_read() = 0;
  /// Begins a change. Only one can be under way in a tenant, on any node: SQLite's file lock, or an
  /// advisory lock of the transaction on PostgreSQL.
  virtual void begin_write() = 0;
  /// One job of a transaction, which can be undone alone. The triggers of the audit trail see the
  /// actor.
  virtual void begin_job(const Actor& actor, std::string_view use_case) = 0;
  /// Throws DbError when a statement of the job failed, even if the job caught that.
  virtual void check_job() = 0;
  /// Checks the job and makes it part of the transaction.
  virtual void keep_job() = 0;
  /// The same for the only job of a transaction, without waiting: what failed may show no sooner
  /// than at the commit, which then makes nothing durable.
  virtual void keep_only_job() { keep_job(); }
  virtual void undo_job() = 0;
  /// Returns when the change is durable.
  virtual void commit() = 0;
  virtual void rollback() = 0;
  /// False when the database has gone away since the last use. Costs no round trip.
  [[nodiscard]] virtual bool alive() = 0;
  [[nodiscard]] virtual bool is_postgres() const = 0;
  /// Whether the transaction has written rows of the audit trail, as far as the engine knows: on
  /// SQLite they are sealed before the commit, on PostgreSQL within a second.
  [[nodiscard]] bool to_seal() const { return to_seal_; }
  void mark_to_seal() { to_seal_ = true; }

  /// Bytes that the tenant's tables take, with what this transaction has added so far.
  [[nodiscard]] virtual std::int64_t stored_bytes() = 0;
  /// What they may take; it outlives the transaction. Null: no bound.
  void bind_storage(StorageBound* bound) { storage_ = bound; }
  [[nodiscard]] StorageBound* storage() const { return storage_; }

  [[nodiscard]] RowShape& shape(const Statement& statement);

 protected:
  bool to_seal_ = false;

 private:
  StorageBound* storage_ = nullptr;
  std::vector<RowShape> shapes_;
};

/// Runs one job in a transaction of its own, for what is done outside the lanes.
void in_transaction(Connection& connection, const Actor& actor, const std::string& use_case,
                    const std::function<void(Tx&)>& job);

}  // namespace twinrail
