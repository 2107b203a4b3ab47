#include "platform/db/postgres_pipe.hpp"

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "platform/db/spell.hpp"

namespace twinrail {
namespace {

/// SQLSTATE classes in our words.
DbError::Kind kind_of(std::string_view state) {
  if (state == "23505") return DbError::Kind::unique;
  if (state == "23503") return DbError::Kind::foreign_key;
  if (state == "23514") return DbError::Kind::check;
  if (state == "23502") return DbError::Kind::not_null;
  if (state == "40001" || state == "40P01" || state == "55P03") return DbError::Kind::busy;
  if (state == "53100") return DbError::Kind::full;
  // Connection lost, resources used up, cancelled or shutting down, read-only after a switch of
  // primaries.
  for (const std::string_view away : {"08", "53", "57", "25006"})
    if (state.starts_with(away)) return DbError::Kind::unavailable;
  return DbError::Kind::other;
}

DbError error_of(const PGresult* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  return {state ? kind_of(state) : DbError::Kind::unavailable, PQresultErrorMessage(result)};
}

/// A server that does not answer within this is away.
constexpr const char* connect_seconds = "5";

/// A network that takes nothing for this long, or a peer that does not answer probes, is away.
constexpr const char* unsent_milliseconds = "20000";
constexpr const char* idle_seconds = "15";
constexpr const char* probe_seconds = "5";
constexpr const char* probes = "3";

/// A server that does not close its end within this is not waited for.
constexpr int close_milliseconds = 1000;

/// For many short statements over tables of any size: jit compiles, and planning takes, longer than
/// they run, so each is planned once a connection; and each finds its rows by an index, so that
/// what it costs does not grow with the table.
constexpr const char* server_options =
    "-c jit=off -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 "
    "-c enable_hashjoin=off -c enable_mergejoin=off";

}  // namespace

PgValues::PgValues(std::span<const Param> params) {
  pointers.reserve(params.size());
  lengths.reserve(params.size());
  formats.reserve(params.size());
  held_.reserve(params.size());  // pointers into it stay good
  for (const Param& p : params) {
    switch (p.kind) {
      case Param::Kind::null:
        pointers.push_back(nullptr);
        lengths.push_back(0);
        formats.push_back(0);
        continue;
      case Param::Kind::text:
        pointers.push_back(p.text.data() ? p.text.data() : "");
        lengths.push_back(static_cast<int>(p.text.size()));
        formats.push_back(1);
        continue;
      case Param::Kind::integer:
        held_.push_back(std::to_string(p.integer));
        break;
      default:
        held_.push_back(postgres_array(p));
    }
    pointers.push_back(held_.back().c_str());
    lengths.push_back(static_cast<int>(held_.back().size()));
    formats.push_back(0);
  }
}

PgValues::PgValues(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) {
    pointers.push_back(text.c_str());
    lengths.push_back(static_cast<int>(text.size()));
    formats.push_back(0);
  }
}

void PostgresPipe::Finish::operator()(PGconn* c) const {
  const int line = ::fcntl(PQsocket(c), F_DUPFD_CLOEXEC, 0);
  PQfinish(c);
  if (line < 0) return;  // it never was open
  pollfd watched{.fd = line, .events = POLLIN, .revents = 0};
  char last[4096];
  while (::poll(&watched, 1, close_milliseconds) > 0 && ::recv(line, last, sizeof last, 0) > 0) {
  }
  ::close(line);
}

PostgresPipe::PostgresPipe(const std::string& connection, std::chrono::milliseconds longest)
    : longest_(longest) {
  const std::string options =
      server_options + (" -c statement_timeout=" + std::to_string(longest.count()));
  const char* names[] = {"dbname",
                         "connect_timeout",
                         "fallback_application_name",
                         "options",
                         "tcp_user_timeout",
                         "keepalives_idle",
                         "keepalives_interval",
                         "keepalives_count",
                         nullptr};
  const char* values[] = {
      connection.c_str(), connect_seconds, "twinrail", options.c_str(), unsent_milliseconds,
      idle_seconds,       probe_seconds,   probes,     nullptr};
  connection_.reset(PQconnectdbParams(names, values, 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) lost();
  PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
  if (PQenterPipelineMode(connection_.get()) == 0) lost();
}

void PostgresPipe::lost() {
  broken_ = true;
  expected_.clear();
  throw DbError(DbError::Kind::unavailable, PQerrorMessage(connection_.get()));
}

void PostgresPipe::sync() {
  if (PQpipelineSync(connection_.get()) == 0) lost();
  expected_.push_back(Expected::sync);
}

void PostgresPipe::prepare(const std::string& name, const std::string& sql) {
  if (PQsendPrepare(connection_.get(), name.c_str(), sql.c_str(), 0, nullptr) == 0) lost();
  expected_.push_back(Expected::answer);
  (void)collect();
}

std::vector<Oid> PostgresPipe::parameter_types(const std::string& name) {
  if (PQsendDescribePrepared(connection_.get(), name.c_str()) == 0) lost();
  expected_.push_back(Expected::answer);
  const PgResult described = collect();
  std::vector<Oid> types;
  for (int i = 0; i < PQnparams(described.get()); ++i)
    types.push_back(PQparamtype(described.get(), i));
  return types;
}

void PostgresPipe::send(const std::string& name, const PgValues& values) {
  if (broken_) lost();
  if (PQsendQueryPrepared(connection_.get(), name.c_str(), values.count(), values.pointers.data(),
                          values.lengths.data(), values.formats.data(), 1) == 0)
    lost();
  expected_.push_back(Expected::answer);
}

/// The next answer, or nothing at the end of a command; a server that says nothing is given up.
PgResult PostgresPipe::next_result() {
  // It has a quarter more to say itself that a statement took too long.
  const auto until = std::chrono::steady_clock::now() + longest_ + longest_ / 4;
  while (PQisBusy(connection_.get()) == 1) wait_for_line(until);
  return PgResult(PQgetResult(connection_.get()));
}

void PostgresPipe::wait_for_line(std::chrono::steady_clock::time_point until) {
  using std::chrono::milliseconds;
  const int unsent = PQflush(connection_.get());
  if (unsent < 0) lost();
  const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
  pollfd line{.fd = PQsocket(connection_.get()),
              .events = static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN),
              .revents = 0};
  const int ready =
      ::poll(&line, 1, static_cast<int>(std::max<milliseconds::rep>(left.count(), 0)));
  if (ready < 0 && errno == EINTR) return;
  if (ready <= 0) silent();
  if (PQconsumeInput(connection_.get()) == 0) lost();
}

/// Its socket is closed, so that nobody waits for it a second time.
void PostgresPipe::silent() {
  broken_ = true;
  expected_.clear();
  ::shutdown(PQsocket(connection_.get()), SHUT_RDWR);
  throw DbError(DbError::Kind::unavailable, "the server does not answer");
}

/// Takes one answer. After a failure the server skips to the next sync and says so for each
/// command.
PgResult PostgresPipe::take(std::optional<DbError>& failed) {
  PgResult result = next_result();
  if (!result) lost();
  switch (PQresultStatus(result.get())) {
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK:
      break;
    case PGRES_PIPELINE_ABORTED:
      if (!failed) failed.emplace(DbError::Kind::other, "skipped after a failure");
      break;
    default:
      if (!failed) failed.emplace(error_of(result.get()));
  }
  while (next_result()) {  // to the end of this command
  }
  return result;
}

PgResult PostgresPipe::collect() {
  std::vector<PgResult> newest = collect_newest(1);
  return newest.empty() ? PgResult() : std::move(newest.back());
}

std::vector<PgResult> PostgresPipe::collect_newest(std::size_t count) {
  sync();
  std::optional<DbError> failed;
  std::vector<PgResult> newest;
  std::size_t answers = static_cast<std::size_t>(std::ranges::count(expected_, Expected::answer));
  while (!expected_.empty()) {
    const Expected next = expected_.front();
    expected_.pop_front();
    if (next == Expected::sync) {
      const PgResult result = next_result();
      if (!result || PQresultStatus(result.get()) != PGRES_PIPELINE_SYNC) lost();
    } else {
      PgResult result = take(failed);
      if (answers-- <= count) newest.push_back(std::move(result));
    }
    if (left_ > 0 && --left_ == 0) failed.reset();  // nobody waited for that one
  }
  if (PQstatus(connection_.get()) != CONNECTION_OK) lost();
  if (failed) throw *failed;
  return newest;
}

void PostgresPipe::flush() {
  if (PQflush(connection_.get()) < 0) lost();
}

void PostgresPipe::send_and_leave(const std::string& name) {
  send(name, PgValues(std::vector<std::string>{}));
  sync();
  left_ = expected_.size();
}

/// Where a script has failed within a transaction, undoing that brings the limit back.
void PostgresPipe::limit_statements(std::chrono::milliseconds longest) {
  const std::string sql = "SET statement_timeout = " + std::to_string(longest.count());
  const PgResult answer(PQexec(connection_.get(), sql.c_str()));
}

void PostgresPipe::script(const std::string& sql) {
  (void)collect();
  if (PQexitPipelineMode(connection_.get()) == 0) lost();
  limit_statements(std::chrono::milliseconds(0));
  const PgResult result(PQexec(connection_.get(), sql.c_str()));
  limit_statements(longest_);
  const ExecStatusType status = PQresultStatus(result.get());
  if (PQstatus(connection_.get()) != CONNECTION_OK) lost();
  if (PQenterPipelineMode(connection_.get()) == 0) lost();
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
    throw error_of(result.get());
}

bool PostgresPipe::alive() {
  // A server that ends says so before it closes: read until nothing more comes.
  pollfd line{.fd = PQsocket(connection_.get()), .events = POLLIN, .revents = 0};
  while (!broken_ && ::poll(&line, 1, 0) > 0)
    if (PQconsumeInput(connection_.get()) == 0) broken_ = true;
  return !broken_ && PQstatus(connection_.get()) == CONNECTION_OK;
}

}  // namespace twinrail
