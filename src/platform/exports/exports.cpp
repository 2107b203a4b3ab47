#include "platform/exports/exports.hpp"

#include "platform/audit/audit.hpp"
#include "platform/db/lanes.hpp"
#include "platform/json/json.hpp"

namespace twinrail {

TableFile ExportService::table(const Context& ctx, Lanes& lanes, const ExportRequest& request) {
  (void)ctx.viewer();
  ExportList list(router_, hooks_, ctx, request.list);
  list.most(most_);
  const FileFormat format = request.format.value_or(FileFormat::csv);
  inlets::TableWriter writer(format);
  list.heads(ctx.locale, writer);
  lanes.read([&](Read& db) {
    while (list.next(ctx, db, writer)) {
    }
  });
  const ExportNote note{request.list, format_word(format), list.rows()};
  lanes.write({ctx.viewer().account, ctx.viewer().login, ctx.request_id}, "export", [&](Tx& tx) {
    audit::note(
        tx,
        {.op = "exported", .place = "export", .key = list.route().name, .values = to_json(note)});
  });
  return {{media_of(format), list.file_name(format), writer.take()}};
}

void export_routes(Router& router, ExportService& service) {
  router.module("platform");  // a company cannot switch it off
  router.get("/exports", "A list as a table", service, &ExportService::table).dear();
}

}  // namespace twinrail
