#include "platform/http/router.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/inlets/import.hpp"
#include "platform/inlets/import_view.hpp"
#include "platform/inlets/store_import.hpp"
#include "platform/inlets/store_undo.hpp"
#include "platform/inlets/undo_run.hpp"

/// Imports that are taken back, and the routes of all imports.
namespace twinrail {
namespace {

namespace store = inlets::store;

/// A longer upload is refused before it is read: about a million readings.
constexpr std::size_t upload_max = std::size_t{64} << 20U;
constexpr std::int64_t page_default = 50;
/// Looks of one page: an import of a million rows is asked for page by page.
constexpr int looks_most = 10;

}  // namespace

Import ImportService::undo(const Context& ctx, Lanes& lanes, const ImportOf& request) {
  store::ImportRow row;
  const Inlet* inlet = nullptr;
  lanes.write({ctx.viewer().account, ctx.viewer().login, ctx.request_id}, "import.undo",
              [&](Tx& tx) {
                row = seen(ctx, tx, request.import);
                inlet = inlets_.find(row.inlet);
                ctx.expect_version(row.version);
                if (inlet->undo.how == UndoHow::never)
                  throw Error(Fault::conflict, "inlet.undo_never",
                              Arguments{{"inlet", i18n::text(ctx.locale, inlet->code)}});
                if (!store::can_undo(row)) throw Error(Fault::conflict, "inlet.undo_nothing");
                if (!store::begin_undo(tx, row, ctx.viewer().account))
                  throw Error(Fault::conflict, "inlet.undo_nothing");
                row = *store::find(tx, row.id);
                if (!ctx.extras->keep) return;
                const Import view = inlets::view_of(row, inlet, ctx.locale);
                ctx.extras->keep(tx, type_of<Import>(), &view);
              });
  go_on(ctx, lanes, row.id);
  return inlets::view_of(row, inlet, ctx.locale);
}

Page<Hindrance> ImportService::hindrances(const Context& ctx, Read& db,
                                          const HindrancesOf& request) {
  const store::ImportRow row = seen(ctx, db, request.import);
  const Inlet* inlet = inlets_.find(row.inlet);
  inlets::UndoPlace at;
  if (request.cursor) {
    const auto asked = inlets::UndoPlace::of(*request.cursor);
    if (!asked) throw Error(Fault::invalid, "request.bad_cursor");
    at = *asked;
  }
  Page<Hindrance> page;
  if (inlet->undo.how == UndoHow::never || !store::can_undo(row)) return page;
  const inlets::UndoLook look(inlets_, *inlet, db, row.id, ctx.locale);
  const auto limit = static_cast<std::size_t>(request.limit ? request.limit->value : page_default);
  for (int looks = 0; page.items.size() < limit; ++looks) {
    if (!look.next(db, at, page.items)) return page;
    if (looks == looks_most) break;
  }
  page.next = at.text();
  return page;
}

void import_routes(Router& router, ImportService& service) {
  router.module("platform");  // a company cannot switch it off
  router.post("/inlets/{inlet}/imports", "Import a table", service, &ImportService::start)
      .asks([&service](const Context& ctx, const PathNames& names) {
        service.require_inlet(ctx, names.front().second);
      })
      .within(ImportSizes().waiting)
      .body_max(upload_max)
      .status(202);
  router.get("/imports", "Imports", service, &ImportService::imports);
  router.get("/imports/{import}", "How far an import is", service, &ImportService::import);
  router.get("/imports/{import}/problems", "What is wrong with a file", service,
             &ImportService::problems);
  router.post("/imports/{import}/undo", "Take an import back", service, &ImportService::undo)
      .asks([&service](const Context& ctx, const PathNames&) { service.require_any(ctx); })
      .versioned()
      .status(202);
  router.get("/imports/{import}/hindrances", "What stands in the way of taking an import back",
             service, &ImportService::hindrances);
  router.get("/inlets", "What can be imported", service, &ImportService::inlets);
  router.get("/inlets/{inlet}/template", "A table to fill in", service, &ImportService::table);
}

}  // namespace twinrail
