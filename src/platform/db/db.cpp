#include "platform/db/db.hpp"

#include <deque>

namespace twinrail {
namespace {

std::vector<const Statement*>& registry() {
  static std::vector<const Statement*> statements;
  return statements;
}

std::string key_of(DbError::Kind kind) {
  switch (kind) {
    case DbError::Kind::unique:
      return "db.unique";
    case DbError::Kind::foreign_key:
      return "db.foreign_key";
    case DbError::Kind::check:
      return "db.check";
    case DbError::Kind::not_null:
      return "db.not_null";
    case DbError::Kind::busy:
      return "db.busy";
    case DbError::Kind::unavailable:
      return "db.unavailable";
    case DbError::Kind::missing:
      return "db.missing";
    case DbError::Kind::broken:
      return "db.broken";
    case DbError::Kind::no_right:
      return "db.no_right";
    case DbError::Kind::no_files:
      return "db.no_files";
    case DbError::Kind::full:
      return "db.full";
    case DbError::Kind::other:
      break;
  }
  return "db.other";
}

Fault fault_of(DbError::Kind kind) {
  switch (kind) {
    case DbError::Kind::unique:
    case DbError::Kind::foreign_key:
      return Fault::conflict;
    case DbError::Kind::busy:
    case DbError::Kind::unavailable:
    case DbError::Kind::missing:
    case DbError::Kind::broken:
    case DbError::Kind::no_right:
    case DbError::Kind::no_files:
    case DbError::Kind::full:
      return Fault::unavailable;
    default:
      return Fault::internal;
  }
}

[[noreturn]] void bad_column(const RowCursor& row, int column) {
  throw Error(Fault::internal, "db.bad_column",
              Arguments{{"column", std::string(row.name(column))}});
}

void read_enum(const RowCursor& row, int column, const TypeInfo& type, void* target) {
  const std::string_view text = row.text(column);
  for (std::size_t i = 0; i < type.names.size(); ++i)
    if (type.names[i] == text) return type.set(target, static_cast<std::int64_t>(i));
  bad_column(row, column);
}

}  // namespace

const Statement& register_statement(std::string_view text) {
  static std::deque<Statement> statements;
  statements.push_back({statements.size(), text});
  registry().push_back(&statements.back());
  return statements.back();
}

const std::vector<const Statement*>& all_statements() { return registry(); }

DbError::DbError(Kind kind, std::string detail)
    : Error(fault_of(kind), key_of(kind)), kind_(kind), detail_(std::move(detail)) {}

DbError::DbError(Kind kind, std::string key, Arguments args, std::string detail)
    : Error(fault_of(kind), std::move(key), std::move(args)),
      kind_(kind),
      detail_(std::move(detail)) {}

void read_cell(const RowCursor& row, int column, const TypeInfo& type, void* target) {
  if (type.kind == Kind::optional) {
    if (!row.is_null(column)) read_cell(row, column, type.element(), type.emplace(target));
    return;
  }
  if (row.is_null(column)) bad_column(row, column);
  switch (type.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::id:
      return type.set(target, row.integer(column));
    case Kind::text:
      static_cast<std::string*>(target)->assign(row.text(column));
      return;
    case Kind::decimal:
      *static_cast<Decimal*>(target) = Decimal::from_micros(row.integer(column));
      return;
    case Kind::ratio:
      *static_cast<Ratio*>(target) = Ratio::from_parts(row.integer(column));
      return;
    case Kind::date:
      *static_cast<Date*>(target) = Date::from_days(row.integer(column));
      return;
    case Kind::instant:
      *static_cast<Instant*>(target) = Instant::from_micros(row.integer(column));
      return;
    case Kind::enumeration:
      return read_enum(row, column, type, target);
    case Kind::raw:
      static_cast<RawJson*>(target)->text.assign(row.text(column));
      return;
    default:
      bad_column(row, column);
  }
}

namespace {

void match(const RowCursor& row, const TypeInfo& type, RowShape& shape) {
  shape = {nullptr, {}};
  for (int i = 0; type.kind == Kind::object && i < row.columns(); ++i) {
    const auto found = std::ranges::find(type.fields, row.name(i), &FieldInfo::name);
    if (found == type.fields.end()) bad_column(row, i);
    shape.fields.push_back(&*found);
  }
  if (type.kind == Kind::object && shape.fields.size() != type.fields.size())
    throw Error(Fault::internal, "db.missing_column");
  shape.type = &type;
}

}  // namespace

namespace {

/// Fills the next row of the program from one of the database.
void take_row(const RowCursor& row, const TypeInfo& type, RowShape& shape, void* target) {
  if (type.kind != Kind::object) return read_cell(row, 0, type, target);
  for (std::size_t i = 0; i < shape.fields.size(); ++i)
    read_cell(row, static_cast<int>(i), shape.fields[i]->type(), shape.fields[i]->in(target));
}

}  // namespace

void Read::run_for(const Statement& statement, std::span<const Param> params, const TypeInfo& type,
                   const Look<void*&>& next) {
  RowShape& shape = connection_.shape(statement);
  connection_.run(statement, params, [&](const RowCursor& row) {
    if (shape.type != &type) match(row, type, shape);
    void* target = nullptr;
    next(target);
    take_row(row, type, shape, target);
  });
}

Question Read::question_for(const Statement& statement, std::vector<Param> params,
                            const TypeInfo& type, std::function<void(void*&)> next) {
  RowShape& shape = connection_.shape(statement);
  return {&statement, std::move(params),
          [&shape, &type, next = std::move(next)](const RowCursor& row) {
            if (shape.type != &type) match(row, type, shape);
            void* target = nullptr;
            next(target);
            take_row(row, type, shape, target);
          }};
}

RowShape& Connection::shape(const Statement& statement) {
  if (statement.id >= shapes_.size()) shapes_.resize(all_statements().size());
  return shapes_[statement.id];
}

void in_transaction(Connection& connection, const Actor& actor, const std::string& use_case,
                    const std::function<void(Tx&)>& job) {
  connection.begin_write();
  try {
    connection.begin_job(actor, use_case);
    Tx tx(connection, actor, use_case);
    job(tx);
    connection.keep_job();
    connection.commit();
  } catch (...) {
    connection.rollback();
    throw;
  }
}

}  // namespace twinrail
