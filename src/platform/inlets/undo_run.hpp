#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/inlets/import_run.hpp"
#include "platform/inlets/store_undo.hpp"
#include "platform/inlets/undo_stretches.hpp"

namespace twinrail::inlets {

/// How far the trail and an inlet's own records are.
struct Marks {
  std::int64_t trail = 0;
  std::int64_t mark = 0;
  friend auto operator<=>(const Marks&, const Marks&) = default;
};
[[nodiscard]] Marks marks(Read& db, const InletUndo& undo);

/// A place in what an import wrote: its part, and the number in it up to which was looked.
struct UndoPlace {
  std::int64_t part = 0;
  std::int64_t number = 0;
  [[nodiscard]] std::string text() const;
  /// Nothing for a text that none of ours is.
  [[nodiscard]] static std::optional<UndoPlace> of(std::string_view text);
};

/// Looks for what stands in the way of taking an import back.
class UndoLook {
 public:
  /// At what that import wrote, as it is now.
  UndoLook(const Inlets& inlets, const Inlet& inlet, Read& db, ImportId id, Locale locale);

  /// Reads one bounded stretch from a place on, and moves it on; false behind the last.
  [[nodiscard]] bool next(Read& db, UndoPlace& at, std::vector<Hindrance>& found) const;
  /// Whether anything stands in the way of one part.
  [[nodiscard]] bool hindered(Read& db, const store::PartRow& part) const;

 private:
  [[nodiscard]] std::vector<Hindrance> look(Read& db, Stretch stretch) const;
  [[nodiscard]] std::vector<Hindrance> changed(Read& db, Stretch trail) const;
  [[nodiscard]] std::vector<Hindrance> used(Read& db, const std::vector<WrittenRow>& rows) const;
  [[nodiscard]] std::vector<Hindrance> replaced(Read& db, Stretch marks) const;
  [[nodiscard]] bool withdraws() const { return inlet_.undo.how == UndoHow::withdraws; }
  /// What a part wrote, and what took it back: records or rows of the trail.
  [[nodiscard]] Stretch stretch_of(const store::PartRow& part) const;
  [[nodiscard]] Stretch back_of(const store::PartRow& part) const;
  [[nodiscard]] std::string place_words(const std::string& table) const;

  const Inlets& inlets_;
  const Inlet& inlet_;
  std::vector<store::PartRow> parts_;
  /// Of this import, and of later ones that were taken back: they stand in nobody's way.
  Stretches settled_;
  Locale locale_;
};

/// Takes back what an import wrote: looks at all of it first, then takes its parts back, the last
/// first, each in a transaction that looks once more.
class UndoRun : public ImportWork {
 public:
  UndoRun(const Inlets& inlets, const Inlet& inlet, const Context& ctx, Lanes& lanes,
          std::function<Instant()> now, store::ImportRow row);

  [[nodiscard]] bool step() override;

 private:
  void look_on();
  void part_back();
  /// Takes a part back in this transaction; false where something stands in the way.
  [[nodiscard]] bool back(Tx& tx, store::PartRow part);
  void end(Tx& tx, bool hindered);
  void change(const std::function<void(Tx&)>& job);

  const Inlets& inlets_;
  const Inlet& inlet_;
  const Context& ctx_;
  Lanes& lanes_;
  std::function<Instant()> now_;
  store::ImportRow row_;
  std::optional<UndoPlace> looking_ = UndoPlace{};  ///< nothing when all was looked at
  std::optional<UndoLook> look_;                    ///< while it looks
  bool over_ = false;
};

}  // namespace twinrail::inlets
