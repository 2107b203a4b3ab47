#include "base/formula.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace twinrail {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_name_char(char c) {
  return is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::array<std::pair<std::string_view, Formula::Use>, 4> functions{{
    {"open", Formula::Use::open},
    {"close", Formula::Use::close},
    {"avg_open_close", Formula::Use::avg_open_close},
    {"same_period_last_year", Formula::Use::last_year},
}};

}  // namespace

/// Recursive descent over sum, product and factor; writes the program in reverse Polish order.
class FormulaParser {
 public:
  explicit FormulaParser(std::string_view text) : text_(text) {}

  Formula parse() {
    if (text_.size() > Formula::longest_text) refuse(Formula::longest_text);
    formula_.text_ = std::string(text_);
    sum();
    skip_spaces();
    if (at_ < text_.size()) refuse(at_);
    sort_names();
    return std::move(formula_);
  }

 private:
  using Op = Formula::Op;

  [[noreturn]] static void refuse(std::size_t at) {
    throw Error(Fault::invalid, "bad_formula", Arguments{{"column", std::to_string(at + 1)}});
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  /// The next character that is no space, or 0 at the end.
  char peek() {
    skip_spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  void expect(char wanted) {
    if (peek() != wanted) refuse(at_);
    ++at_;
  }

  void emit(Op op, std::size_t operand = 0) {
    if (formula_.steps_.size() >= Formula::most_steps) refuse(at_);
    formula_.steps_.push_back({op, static_cast<std::uint32_t>(operand)});
  }

  void enter() {
    if (++depth_ > Formula::deepest_nesting) refuse(at_);
  }

  void sum() {
    product();
    for (char c = peek(); c == '+' || c == '-'; c = peek()) {
      ++at_;
      product();
      emit(c == '+' ? Op::add : Op::subtract);
    }
  }

  void product() {
    factor();
    for (char c = peek(); c == '*' || c == '/'; c = peek()) {
      ++at_;
      factor();
      emit(c == '*' ? Op::multiply : Op::divide);
      if (c == '/') formula_.has_division_ = true;
    }
  }

  void factor() {
    enter();
    const char c = peek();
    if (c == '+' || c == '-') {
      ++at_;
      factor();
      if (c == '-') emit(Op::negate);
    } else if (c == '(') {
      ++at_;
      sum();
      expect(')');
    } else if (is_name_char(c)) {
      word();
    } else {
      refuse(at_);
    }
    --depth_;
  }

  std::string_view take_name() {
    skip_spaces();
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name_char(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  /// A number, a measure, or a function of one measure.
  void word() {
    const std::size_t start = at_;
    const std::string_view name = take_name();
    if (std::all_of(name.begin(), name.end(), is_digit)) return number(start);
    if (peek() != '(') return slot(name, Formula::Use::value);
    const auto* const function = std::find_if(
        functions.begin(), functions.end(), [&](const auto& known) { return known.first == name; });
    if (function == functions.end()) refuse(start);
    ++at_;
    skip_spaces();
    const std::size_t argument = at_;
    const std::string_view measure = take_name();
    if (std::all_of(measure.begin(), measure.end(), is_digit)) refuse(argument);
    slot(measure, function->second);
    expect(')');
  }

  void number(std::size_t start) {
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      const std::size_t decimals = at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      if (at_ == decimals) refuse(at_);
    }
    const auto value = Fraction::parse(text_.substr(start, at_ - start));
    if (!value) refuse(start);
    formula_.numbers_.push_back(*value);
    emit(Op::number, formula_.numbers_.size() - 1);
  }

  void slot(std::string_view name, Formula::Use use) {
    auto& names = formula_.measures_;
    auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) found = names.insert(names.end(), std::string(name));
    const Formula::Slot wanted{static_cast<std::size_t>(found - names.begin()), use};
    auto& slots = formula_.slots_;
    auto known = std::find(slots.begin(), slots.end(), wanted);
    if (known == slots.end()) known = slots.insert(slots.end(), wanted);
    emit(Op::slot, static_cast<std::size_t>(known - slots.begin()));
  }

  /// The names came in order of appearance; callers get them sorted.
  void sort_names() {
    std::vector<std::string> sorted = formula_.measures_;
    std::sort(sorted.begin(), sorted.end());
    for (auto& slot : formula_.slots_) {
      const auto at =
          std::lower_bound(sorted.begin(), sorted.end(), formula_.measures_[slot.measure]);
      slot.measure = static_cast<std::size_t>(at - sorted.begin());
    }
    formula_.measures_ = std::move(sorted);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Formula formula_;
};

Formula Formula::parse(std::string_view text) { return FormulaParser(text).parse(); }

std::optional<std::size_t> Formula::measure_index(std::string_view name) const {
  const auto at = std::lower_bound(measures_.begin(), measures_.end(), name);
  if (at == measures_.end() || *at != name) return std::nullopt;
  return static_cast<std::size_t>(at - measures_.begin());
}

bool Formula::uses(std::size_t measure, Use use) const {
  return std::find(slots_.begin(), slots_.end(), Slot{measure, use}) != slots_.end();
}

void Formula::apply(Op op, Fraction& left, const Fraction& right) {
  if (op == Op::negate) left = -left;
  if (op == Op::add) left = left + right;
  if (op == Op::subtract) left = left - right;
  if (op == Op::multiply) left = left * right;
  if (op == Op::divide) left = left / right;
}

Formula::Result Formula::evaluate(std::span<const std::optional<Fraction>> figures) const {
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    if (i >= figures.size() || !figures[i]) return {Outcome::missing_input, {}};
  }
  std::vector<Fraction> stack;
  for (const Step& step : steps_) {
    if (step.op == Op::number || step.op == Op::slot) {
      stack.push_back(step.op == Op::number ? numbers_[step.operand] : *figures[step.operand]);
      continue;
    }
    const Fraction right = stack.back();
    if (step.op == Op::divide && right.is_zero()) return {Outcome::zero_denominator, {}};
    if (step.op != Op::negate) stack.pop_back();
    apply(step.op, stack.back(), right);
  }
  return {Outcome::value, stack.back()};
}

}  // namespace twinrail
