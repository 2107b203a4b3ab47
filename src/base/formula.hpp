#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.hpp"

namespace twinrail {

/// A formula over measures: numbers, names of `A-Z a-z 0-9 _`, `+ - * / ( )`, a sign before a
/// factor, and `open(m)`, `close(m)`, `avg_open_close(m)`, `same_period_last_year(m)`. No loops, no
/// text; it is parsed once into a flat program and computes with exact fractions.
class Formula {
 public:
  static constexpr std::size_t longest_text = 4'000;  ///< characters
  static constexpr std::size_t most_steps = 1'000;    ///< steps of the program
  static constexpr int deepest_nesting = 100;         ///< brackets and signs inside each other

  /// How a name is used; the caller provides one figure for each slot.
  enum class Use {
    value,           ///< the bare name
    open,            ///< open(m): the level before the first period
    close,           ///< close(m): the level at the end
    avg_open_close,  ///< mean of both
    last_year,       ///< same_period_last_year(m)
  };
  struct Slot {
    std::size_t measure = 0;  ///< index into measures()
    Use use = Use::value;
    friend bool operator==(const Slot&, const Slot&) = default;
  };

  /// Throws Error "bad_formula" with the argument `column` (from 1).
  [[nodiscard]] static Formula parse(std::string_view text);

  [[nodiscard]] const std::string& text() const { return text_; }
  /// The names in the formula, sorted, each once (also `days_in_period` and the like).
  [[nodiscard]] const std::vector<std::string>& measures() const& { return measures_; }
  [[nodiscard]] std::vector<std::string> measures() && { return std::move(measures_); }
  [[nodiscard]] std::optional<std::size_t> measure_index(std::string_view name) const;
  /// Each different use of a name, in order of appearance: what `evaluate` needs figures for.
  [[nodiscard]] const std::vector<Slot>& slots() const { return slots_; }
  [[nodiscard]] bool has_division() const { return has_division_; }
  [[nodiscard]] bool uses(std::size_t measure, Use use) const;

  enum class Outcome { value, missing_input, zero_denominator };
  struct Result {
    Outcome outcome = Outcome::missing_input;
    Fraction value;  ///< 0 unless the outcome is `value`
  };
  /// `figures` holds one entry for each of slots(); an absent one makes the result `missing_input`,
  /// also when a denominator is 0 as well. Throws Error "base.overflow".
  [[nodiscard]] Result evaluate(std::span<const std::optional<Fraction>> figures) const;

 private:
  friend class FormulaParser;
  enum class Op : std::uint8_t { number, slot, negate, add, subtract, multiply, divide };
  struct Step {
    Op op = Op::number;
    std::uint32_t operand = 0;  ///< index into numbers_ or slots_
  };

  Formula() = default;

  /// `left` op `right` into `left`; a sign has no right side.
  static void apply(Op op, Fraction& left, const Fraction& right);

  std::string text_;
  std::vector<std::string> measures_;
  std::vector<Slot> slots_;
  std::vector<Fraction> numbers_;
  std::vector<Step> steps_;  ///< in reverse Polish order
  bool has_division_ = false;
};

}  // namespace twinrail
