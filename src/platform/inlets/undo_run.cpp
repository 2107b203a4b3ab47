#include "platform/inlets/undo_run.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "platform/audit/audit.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/json/document.hpp"
#include "platform/json/json.hpp"

namespace twinrail::inlets {
namespace {

/// Rows of the trail, or records, that one look reads.
constexpr std::int64_t stretch_most = 2'000;

/// What the trail says of an import that was taken back.
struct UndoneNote {
  std::string inlet;
  std::string file;
  std::int64_t rows = 0;
};
DESCRIBE(UndoneNote, inlet, file, rows);

std::optional<std::int64_t> number_in(const std::optional<std::string>& values,
                                      std::string_view column) {
  if (!values) return std::nullopt;
  const json::Document document = json::Document::parse(*values);
  for (const json::Value value : document.root())
    if (value.name() == column && value.kind() == json::ValueKind::number) {
      std::int64_t number = 0;
      const std::string_view text = value.text();
      std::from_chars(text.data(), text.data() + text.size(), number);
      return number;
    }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> WrittenRow::number(std::string_view column) const {
  const auto now = number_in(new_values, column);
  return now ? now : number_in(old_values, column);
}

std::vector<std::int64_t> WrittenRow::numbers(std::string_view column) const {
  std::vector<std::int64_t> found;
  for (const auto* values : {&old_values, &new_values})
    if (const auto number = number_in(*values, column)) found.push_back(*number);
  return found;
}

Marks marks(Read& db, const InletUndo& undo) {
  if (undo.how == UndoHow::never) return {};
  return {store::newest_of_trail(db), undo.mark ? undo.mark(db) : 0};
}

std::string UndoPlace::text() const { return std::to_string(part) + "." + std::to_string(number); }

std::optional<UndoPlace> UndoPlace::of(std::string_view text) {
  UndoPlace place;
  const char* end = text.data() + text.size();
  const auto part = std::from_chars(text.data(), end, place.part);
  if (part.ec != std::errc() || part.ptr == end || *part.ptr != '.') return std::nullopt;
  const auto number = std::from_chars(part.ptr + 1, end, place.number);
  if (number.ec != std::errc() || number.ptr != end || place.part < 0) return std::nullopt;
  return place;
}

// Records are numbered by inlet, rows of the trail throughout.
UndoLook::UndoLook(const Inlets& inlets, const Inlet& inlet, Read& db, ImportId id, Locale locale)
    : inlets_(inlets), inlet_(inlet), parts_(store::parts(db, id)), locale_(locale) {
  std::vector<store::PartRow> settled =
      store::undone_since(db, id, withdraws() ? std::optional(inlet.code) : std::nullopt);
  settled.insert(settled.end(), parts_.begin(), parts_.end());
  std::vector<Stretch> stretches;
  for (const store::PartRow& part : settled) {
    stretches.push_back(stretch_of(part));
    stretches.push_back(back_of(part));
  }
  settled_ = Stretches(std::move(stretches));
}

Stretch UndoLook::stretch_of(const store::PartRow& part) const {
  return withdraws() ? Stretch{part.mark_after, part.mark_to}
                     : Stretch{part.trail_after, part.trail_to};
}

Stretch UndoLook::back_of(const store::PartRow& part) const {
  return withdraws() ? Stretch{part.back_mark_after, part.back_mark_to}
                     : Stretch{part.back_trail_after, part.back_trail_to};
}

bool UndoLook::next(Read& db, UndoPlace& at, std::vector<Hindrance>& found) const {
  const auto standing = [&](const store::PartRow& p) {
    return p.part >= at.part && p.back_trail_to == 0;
  };
  const auto part = std::ranges::find_if(parts_, standing);
  if (part == parts_.end()) return false;
  Stretch stretch = stretch_of(*part);
  if (part->part == at.part) stretch.after = std::max(stretch.after, at.number);
  const std::int64_t end = stretch.to;
  stretch.to = std::min(end, stretch.after + stretch_most);
  std::ranges::move(look(db, stretch), std::back_inserter(found));
  at = stretch.to < end ? UndoPlace{part->part, stretch.to} : UndoPlace{part->part + 1, 0};
  return true;
}

bool UndoLook::hindered(Read& db, const store::PartRow& part) const {
  const Stretch all = stretch_of(part);
  for (std::int64_t from = all.after; from < all.to; from += stretch_most)
    if (!look(db, {from, std::min(all.to, from + stretch_most)}).empty()) return true;
  return false;
}

std::vector<Hindrance> UndoLook::look(Read& db, Stretch stretch) const {
  return withdraws() ? replaced(db, stretch) : changed(db, stretch);
}

std::vector<Hindrance> UndoLook::replaced(Read& db, Stretch marks) const {
  std::vector<Hindrance> found;
  for (LaterRecord& l : inlet_.undo.later(db, marks)) {
    if (settled_.has(l.later)) continue;
    found.push_back({HindranceKind::changed, std::move(l.what), i18n::text(locale_, inlet_.code),
                     l.at, std::move(l.by)});
  }
  return found;
}

std::vector<Hindrance> UndoLook::changed(Read& db, Stretch trail) const {
  const std::vector<WrittenRow> rows = store::written(db, trail, inlet_.undo.tables);
  std::map<std::int64_t, store::LaterRow> since;
  for (store::LaterRow& l : store::later(db, trail, inlet_.undo.tables))
    if (!settled_.has(l.later)) since.try_emplace(l.row, std::move(l));
  std::vector<WrittenRow> touched;
  std::set<std::pair<std::string, std::string>> told;
  for (const WrittenRow& row : rows)
    if (since.contains(row.id) && told.emplace(row.place, row.key).second) touched.push_back(row);
  std::vector<Hindrance> found;
  const std::vector<std::string> names = inlet_.undo.called(db, touched);
  for (std::size_t i = 0; i < touched.size(); ++i) {
    const store::LaterRow& l = since.at(touched[i].id);
    found.push_back(
        {HindranceKind::changed, names[i], place_words(touched[i].place), l.at, l.actor});
  }
  std::ranges::move(used(db, rows), std::back_inserter(found));
  return found;
}

std::vector<Hindrance> UndoLook::used(Read& db, const std::vector<WrittenRow>& rows) const {
  std::map<std::pair<std::string, std::int64_t>, const WrittenRow*> made;
  std::map<std::string, std::vector<std::int64_t>> ids;
  for (const WrittenRow& row : rows)
    if (const auto id = row.op == "insert" ? row.number("id") : std::nullopt) {
      made[{row.place, *id}] = &row;
      ids[row.place].push_back(*id);
    }
  std::vector<WrittenRow> named;
  std::vector<Hindrance> found;
  for (const Uses& uses : inlets_.uses()) {
    const auto at = ids.find(uses.table);
    if (at == ids.end()) continue;
    std::map<std::string, std::vector<std::string>> keys;
    const std::vector<Use> all = uses.find(db, at->second);
    for (const Use& use : all)
      if (!use.key.empty()) keys[use.place].push_back(use.key);
    std::map<std::pair<std::string, std::string>, store::MadeBy> by;
    for (const auto& [place, list] : keys)
      for (store::MadeBy& m : store::made_by(db, place, list))
        by.insert_or_assign({place, m.key}, std::move(m));
    for (const Use& use : all) {
      const auto maker = by.find({use.place, use.key});
      if (maker != by.end() && settled_.has(maker->second.id)) continue;
      Hindrance& h = found.emplace_back(
          Hindrance{HindranceKind::used, {}, place_words(use.place), std::nullopt, {}});
      if (maker != by.end()) {
        h.at = maker->second.at;
        h.by = maker->second.actor;
      }
      named.push_back(*made.at({uses.table, use.of}));
    }
  }
  const std::vector<std::string> names = inlet_.undo.called(db, named);
  for (std::size_t i = 0; i < found.size(); ++i) found[i].thing = names[i];
  return found;
}

std::string UndoLook::place_words(const std::string& table) const {
  const std::string key = "inlet.place." + table;
  return i18n::has(locale_, key) ? i18n::text(locale_, key) : table;
}

UndoRun::UndoRun(const Inlets& inlets, const Inlet& inlet, const Context& ctx, Lanes& lanes,
                 std::function<Instant()> now, store::ImportRow row)
    : inlets_(inlets),
      inlet_(inlet),
      ctx_(ctx),
      lanes_(lanes),
      now_(std::move(now)),
      row_(std::move(row)) {}

bool UndoRun::step() {
  if (looking_)
    look_on();
  else
    part_back();
  return !over_;
}

void UndoRun::look_on() {
  const bool is_new = !look_;
  std::vector<Hindrance> found;
  UndoPlace at = *looking_;
  bool more = false;
  lanes_.read([&](Read& db) {
    if (is_new) look_.emplace(inlets_, inlet_, db, row_.id, ctx_.locale);
    more = look_->next(db, at, found);
  });
  // What stands in the way may have been taken back since the look was made: a new one says so.
  if (!found.empty() && !is_new) return look_.reset();
  if (!found.empty()) return change([&](Tx& tx) { end(tx, true); });
  looking_ = at;
  if (more) return;
  looking_.reset();
  look_.reset();
}

void UndoRun::part_back() {
  change([&](Tx& tx) {
    const auto now = store::find(tx, row_.id);
    if (!now || now->state != ImportState::undoing) throw TakenOver{};
    std::vector<store::PartRow> parts = store::parts(tx, row_.id);
    std::erase_if(parts, [](const store::PartRow& p) { return p.back_trail_to > 0; });
    if (parts.empty()) return end(tx, false);
    if (!back(tx, parts.back())) return end(tx, true);
    store::went_back(tx, row_.id, now->undone + parts.back().written);
    if (parts.size() == 1) end(tx, false);
  });
}

bool UndoRun::back(Tx& tx, store::PartRow part) {
  const UndoLook look(inlets_, inlet_, tx, row_.id, ctx_.locale);
  if (look.hindered(tx, part)) return false;
  const Marks from = marks(tx, inlet_.undo);
  if (inlet_.undo.how == UndoHow::withdraws) {
    inlet_.undo.withdraw(
        ctx_, tx, {part.mark_after, part.mark_to},
        i18n::text(ctx_.locale, "inlet.undo_reason", {{"id", std::to_string(row_.id.value)}}));
  } else {
    std::vector<WrittenRow> rows =
        store::written(tx, {part.trail_after, part.trail_to}, inlet_.undo.tables);
    std::ranges::reverse(rows);
    store::restore(tx, rows);
    inlet_.undo.settle(ctx_, tx, rows);
  }
  const Marks to = marks(tx, inlet_.undo);
  part.back_trail_after = from.trail;
  part.back_trail_to = to.trail;
  part.back_mark_after = from.mark;
  part.back_mark_to = to.mark;
  store::taken_back(tx, part);
  return true;
}

void UndoRun::end(Tx& tx, bool hindered) {
  store::ImportRow to = *store::find(tx, row_.id);
  to.hindered = hindered;
  to.state = hindered ? to.written_as : ImportState::undone;
  to.finished_at = hindered ? to.written_at : std::optional(now_());
  store::end_undo(tx, to);
  if (!hindered)
    audit::note(tx, {.op = "undone",
                     .place = "inlet_import",
                     .key = std::to_string(row_.id.value),
                     .values = to_json(UndoneNote{to.inlet, to.file, to.undone})});
  over_ = true;
}

void UndoRun::change(const std::function<void(Tx&)>& job) {
  over_ = false;
  try {
    lanes_.write({ctx_.viewer().account, ctx_.viewer().login, ctx_.request_id}, "import.undo", job);
  } catch (const Error& e) {
    over_ = false;
    if (e.fault() == Fault::unavailable) throw Busy{};
    throw;
  }
}

}  // namespace twinrail::inlets
