// The reader of formulas: any text is a formula within its bounds or a refusal, and a formula
// computes or says why not.
#include "base/formula.hpp"

#include "fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace twinrail;
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::read([&] {
    const Formula formula = Formula::parse(text);
    fuzz::require(formula.measures().size() <= Formula::most_steps);
    const Formula again = Formula::parse(formula.text());
    fuzz::require(again.measures() == formula.measures());
    fuzz::require(again.slots() == formula.slots());
    std::vector<std::optional<Fraction>> figures;
    for (std::size_t i = 0; i < formula.slots().size(); ++i)
      figures.emplace_back(Fraction(Decimal::from_micros(size > i ? data[i] - 64 : 0)));
    (void)formula.evaluate(figures);
  });
  return 0;
}
