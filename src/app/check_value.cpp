#include <array>
#include <deque>

#include "app/check_fields.hpp"
#include "app/check_ops.hpp"
#include "modules/kpi/rules.hpp"

/// What a KPI is worth and what arrives for it: kpi.value and kpi.readings.
namespace twinrail::check {
namespace {

namespace rules = kpi::rules;

template <class T>
T named(const std::string& word, std::string_view field) {
  const auto found = enum_named<T>(word);
  if (!found) throw malformed(std::string(field) + " cannot be \"" + word + "\"");
  return *found;
}

/// A figure of any length: what is divided and summed exactly needs no bound of six decimals.
Fraction fraction_of(const Value& value, std::string_view name) {
  std::optional<std::string> plain;
  if (value.kind() == Value::Kind::number) plain = plain_number(value.text());
  if (value.kind() == Value::Kind::text) plain = value.text();
  const auto parsed = plain ? Fraction::parse(*plain) : std::nullopt;
  if (!parsed) throw malformed(std::string(name) + " is not a number, or too long");
  return *parsed;
}

rules::Cell cell_of(const Value& value, std::string_view name) {
  if (value.is_null()) return rules::Cell::missing();
  if (value.kind() != Value::Kind::list) return rules::Cell::of(fraction_of(value, name));
  std::vector<std::string> members;
  for (const Value& member : value.items()) {
    if (member.kind() != Value::Kind::text && member.kind() != Value::Kind::number) {
      throw malformed(std::string(name) + " has a member that is no name");
    }
    members.push_back(member.text());
  }
  return rules::Cell::of_members(std::move(members));
}

/// The cells of one row in the order of the formula's names; others are read, and left out.
std::vector<rules::Cell> cells_of(const Fields& row, std::string_view field,
                                  const Formula& formula) {
  std::vector<rules::Cell> cells;
  if (!row.has(field)) return cells;
  const Value& measures = row.object(field);
  cells.resize(formula.measures().size());
  for (std::size_t i = 0; i < measures.names().size(); ++i) {
    const std::string& name = measures.names()[i];
    rules::Cell cell = cell_of(measures.items()[i], name);
    if (const auto place = formula.measure_index(name)) cells[*place] = std::move(cell);
  }
  return cells;
}

std::vector<rules::Row> rows_of(const Fields& in, const Formula& formula) {
  std::vector<rules::Row> rows;
  for (const Value& item : in.list("rows")) {
    const Fields entry(item, {"unit", "period", "measures", "opening", "last_year", "currency"},
                       Extra::reader_names);
    static_cast<void>(entry.object("measures"));
    rules::Row row;
    row.unit = entry.text_if("unit").value_or("");
    row.period = entry.text("period");
    row.currency = entry.text_if("currency").value_or("");
    row.measures = cells_of(entry, "measures", formula);
    row.opening = cells_of(entry, "opening", formula);
    row.last_year = cells_of(entry, "last_year", formula);
    rows.push_back(std::move(row));
  }
  return rows;
}

rules::Conversion conversion_of(const Value& value) {
  const Fields in(value, {"measures", "to", "rate", "rates"});
  rules::Conversion money;
  for (const Value& name : in.list("measures")) money.measures.insert(text_of(name, "measures"));
  money.to = in.text("to");
  money.rate = named<rules::RateKind>(in.text("rate"), "rate");
  for (const Value& item : in.list("rates")) {
    const Fields entry(item, {"from", "to", "date", "closing", "average"}, Extra::reader_names);
    rules::FxRate rate;
    rate.from = entry.text("from");
    rate.to = entry.text("to");
    rate.date = entry.date("date");
    if (entry.has("closing")) rate.closing = fraction_of(entry.required("closing"), "closing");
    if (entry.has("average")) rate.average = fraction_of(entry.required("average"), "average");
    money.rates.push_back(std::move(rate));
  }
  return money;
}

std::vector<rules::MeasureKind> kinds_of(const Fields& in, const Formula& formula) {
  std::vector<rules::MeasureKind> kinds(formula.measures().size(), rules::MeasureKind::flow);
  if (!in.has("kinds")) return kinds;
  const Value& given = in.object("kinds");
  for (std::size_t i = 0; i < given.names().size(); ++i) {
    const auto kind = named<rules::MeasureKind>(text_of(given.items()[i], "kinds"), "kinds");
    if (const auto place = formula.measure_index(given.names()[i])) kinds[*place] = kind;
  }
  return kinds;
}

Value value(const Value& inputs) {
  const Fields in(inputs, {"formula", "rows", "kinds", "time_agg", "org_agg", "unit_weights",
                           "calendar", "money"});
  const Formula formula = Formula::parse(in.text("formula"));
  rules::ValueRule rule{.formula = formula,
                        .kinds = kinds_of(in, formula),
                        .unit_weights = {},
                        .money = std::nullopt};
  rule.time_agg = named<rules::TimeAgg>(in.text("time_agg"), "time_agg");
  rule.org_agg = named<rules::OrgAgg>(in.text_if("org_agg").value_or("none"), "org_agg");
  if (in.has("unit_weights")) {
    const Value& weights = in.object("unit_weights");
    for (std::size_t i = 0; i < weights.names().size(); ++i) {
      rule.unit_weights.emplace(weights.names()[i], decimal_of(weights.items()[i], "unit_weights"));
    }
  }
  if (in.has("calendar")) {
    const Fields calendar(in.object("calendar"), {"zone"});
    rule.zone = calendar.text_if("zone").value_or(rule.zone);
  }
  if (in.has("money")) rule.money = conversion_of(in.object("money"));
  const auto verdict = rules::evaluate(rule, rows_of(in, formula));
  if (verdict.null_reason == rules::NullReason::overflow)
    throw Error(Fault::invalid, "base.overflow");
  return Value::object(
      {{"value", verdict.value ? Value(verdict.value->to_fixed(4)) : Value()},
       {"null_reason", verdict.null_reason ? Value(enum_name(*verdict.null_reason)) : Value()},
       {"coverage", verdict.coverage}});
}

// ---- readings

std::map<std::string, rules::SourcePolicy> sources_of(const Fields& in) {
  std::map<std::string, rules::SourcePolicy> sources;
  if (!in.has("sources")) return sources;
  const Value& given = in.object("sources");
  for (std::size_t i = 0; i < given.names().size(); ++i) {
    const Fields entry(given.items()[i], {"standing_reason", "round"});
    rules::SourcePolicy policy;
    policy.standing_reason = entry.text_if("standing_reason");
    if (entry.has("round")) {
      const std::int64_t decimals = entry.whole("round");
      if (decimals < 0 || decimals > Decimal::digits) throw malformed("round is not 0 to 6");
      policy.round_decimals = static_cast<int>(decimals);
    }
    sources.emplace(given.names()[i], policy);
  }
  return sources;
}

rules::Dictionaries dictionaries_of(const Fields& in) {
  rules::Dictionaries dictionaries;
  if (!in.has("dictionaries")) return dictionaries;
  const Value& given = in.object("dictionaries");
  for (std::size_t i = 0; i < given.names().size(); ++i) {
    if (given.items()[i].kind() != Value::Kind::list) throw malformed("a dictionary is no list");
    auto& words = dictionaries[given.names()[i]];
    for (const Value& word : given.items()[i].items()) words.insert(text_of(word, "dictionaries"));
  }
  return dictionaries;
}

rules::Dims dims_of(const Fields& record) {
  rules::Dims dims;
  if (!record.has("dims")) return dims;
  const Value& given = record.object("dims");
  for (std::size_t i = 0; i < given.names().size(); ++i) {
    dims.emplace(given.names()[i], text_of(given.items()[i], "dims"));
  }
  return dims;
}

/// An amount as text; a JSON number is written as a plain decimal.
std::string amount_of(const Value& value) {
  if (value.kind() == Value::Kind::text) return value.text();
  const auto plain = value.kind() == Value::Kind::number ? plain_number(value.text())
                                                         : std::optional<std::string>();
  if (!plain) throw malformed("amount is not a number");
  return *plain;
}

Value written(const rules::IntakeVerdict& verdict) {
  const bool refused = verdict.outcome == rules::IntakeOutcome::refused;
  return Value::object({{"outcome", rules::name_of(verdict.outcome)},
                        {"revision", refused ? Value() : Value::whole(verdict.revision)},
                        {"amount", refused ? Value() : Value(verdict.amount)},
                        {"code", refused ? Value(verdict.code) : Value()}});
}

Value readings(const Value& inputs) {
  const Fields in(inputs, {"records", "sources", "dictionaries"});
  std::deque<std::string> amounts;  // the records look into it, so nothing may move
  std::vector<rules::BatchRecord> records;
  for (const Value& item : in.list("records")) {
    const Fields entry(item, {"measure", "source", "source_key", "amount", "reason", "dims"},
                       Extra::reader_names);
    amounts.push_back(amount_of(entry.required("amount")));
    rules::BatchRecord record;
    record.measure = entry.text("measure");
    record.source = entry.text("source");
    record.source_key = entry.text("source_key");
    record.reading.amount = amounts.back();
    record.reading.reason = entry.text_if("reason");
    record.reading.dims = dims_of(entry);
    records.push_back(std::move(record));
  }
  Value results = Value::list();
  for (const auto& verdict : rules::intake_batch(records, sources_of(in), dictionaries_of(in))) {
    results.append(written(verdict));
  }
  return Value::object({{"results", results}});
}

constexpr std::array table{
    Operation{"kpi", "value", "kpi::rules::evaluate", value},
    Operation{"kpi", "readings", "kpi::rules::intake_batch", readings},
};

}  // namespace

std::span<const Operation> value_operations() { return table; }

}  // namespace twinrail::check
