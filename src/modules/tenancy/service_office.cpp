#include <algorithm>
#include <charconv>
#include <map>

#include "modules/tenancy/model.hpp"
#include "platform/audit/trail_pages.hpp"
#include "platform/context.hpp"
#include "platform/db/lanes.hpp"
#include "platform/jobs/store_job.hpp"
#include "platform/outbox/store_outbox.hpp"

/// What who looks after a company sees of the machinery: jobs, backups, the trail.
namespace twinrail::tenancy {
namespace {

constexpr std::int64_t page_default = 50;

JobView view_of(const KnownJob& known, const jobs::store::JobRow* row, Instant now) {
  JobView view{.name = known.name, .every_seconds = known.every_seconds};
  if (row == nullptr) return view;
  view.running = row->held_until > now;
  view.due_at = row->due_at;
  view.last_run = row->last_run;
  view.took_millis = row->took_micros / 1000;
  view.failures = row->last_error.empty() ? 0 : row->attempts;
  view.last_error = row->last_error;
  return view;
}

Overview standing(const Condition& found, Instant now) {
  return {.version = found.version,
          .since = found.since,
          .now = now,
          .on_postgres = found.on_postgres,
          .disk_free = found.disk_free,
          .disk_total = found.disk_total,
          .backups_on = found.backups_on,
          .backup_seconds = found.backup_seconds,
          .backups = found.backups,
          .followers = found.followers};
}

audit::PageOf page_of(const TrailQuery& request) {
  audit::PageOf page{.who = std::string(request.who.value_or("")),
                     .place = std::string(request.place.value_or("")),
                     .key = std::string(request.thing.value_or("")),
                     .what = std::string(request.what.value_or("")),
                     .limit = request.limit ? request.limit->value : page_default};
  if (request.until) page.until = Instant::midnight(*request.until + 1);
  if (request.cursor) {
    const char* end = request.cursor->data() + request.cursor->size();
    const auto [stop, bad] = std::from_chars(request.cursor->data(), end, page.before);
    if (bad != std::errc{} || stop != end)
      throw Error(Fault::invalid, "request.invalid",
                  std::vector<Problem>{{"?cursor", "tenancy.bad_cursor", {}}});
  }
  return page;
}

}  // namespace

JobList Service::jobs(const Context& ctx, Read& db, const NoRequest&) {
  (void)ctx.scope(permission::manage);
  std::map<std::string, jobs::store::JobRow> rows;
  for (auto& row : jobs::store::list(db)) rows[row.name] = row;
  JobList list;
  if (!around_.jobs) return list;
  for (const KnownJob& known : around_.jobs(ctx.tenant)) {
    const auto row = rows.find(known.name);
    list.items.push_back(view_of(known, row == rows.end() ? nullptr : &row->second, ctx.now));
  }
  return list;
}

/// The job stays with whoever runs jobs: here it only becomes due, and the trail keeps who asked.
JobAsked Service::run_job(const Context& ctx, Lanes& lanes, const RunJob& request) {
  ctx.require(permission::manage);
  const auto known = around_.jobs ? around_.jobs(ctx.tenant) : std::vector<KnownJob>();
  if (std::ranges::find(known, std::string(request.job), &KnownJob::name) == known.end())
    throw Error(Fault::not_found, "tenancy.unknown_job", Arguments{{"job", request.job}});
  lanes.write({ctx.viewer().account, ctx.viewer().login, ctx.request_id}, "run_job", [&](Tx& tx) {
    jobs::store::hasten(tx, request.job, ctx.now);
    audit::note(tx, {.op = "run", .place = "job", .key = request.job, .values = "{}"});
  });
  if (around_.wake) around_.wake(ctx.tenant);
  return {request.job, ctx.now};
}

Overview Service::overview(const Context& ctx, Lanes& lanes, const NoRequest&) {
  (void)ctx.scope(permission::manage);
  Overview found =
      standing(around_.condition ? around_.condition(ctx.tenant) : Condition{}, ctx.now);
  lanes.read([&](Read& db) {
    found.letters_waiting = outbox::store::count(db, LetterState::waiting);
    found.letters_failed = outbox::store::count(db, LetterState::failed);
    found.trail.rows = audit::rows(db);
    if (const auto proof = audit::last_proof(db)) {
      found.trail.verified_at = proof->at;
      found.trail.verified_rows = proof->rows;
      found.trail.well = proof->well;
    }
  });
  return found;
}

Page<TrailEntry> Service::trail(const Context& ctx, Read& db, const TrailQuery& request) {
  (void)ctx.scope(permission::manage);
  const audit::PageFound found = audit::page(db, page_of(request));
  Page<TrailEntry> page;
  const auto shown = [&](const std::string& place,
                         const std::optional<std::string>& values) -> std::optional<std::string> {
    if (!values || !around_.shown) return std::nullopt;
    return around_.shown(ctx, place, *values);
  };
  for (const audit::store::Row& row : found.rows)
    page.items.push_back({{row.id},
                          Instant::from_micros(row.at),
                          row.actor,
                          row.use_case,
                          row.place,
                          row.key,
                          row.op,
                          row.request,
                          shown(row.place, row.old_values),
                          shown(row.place, row.new_values)});
  if (found.next != 0) page.next = std::to_string(found.next);
  return page;
}

}  // namespace twinrail::tenancy
