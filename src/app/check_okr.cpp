#include <array>
#include <unordered_map>

#include "app/check_fields.hpp"
#include "app/check_ops.hpp"
#include "modules/okr/rules.hpp"

namespace twinrail::check {
namespace {

namespace rules = okr::rules;

Value list_of(const std::vector<std::string_view>& words) {
  Value list = Value::list();
  for (const std::string_view word : words) list.append(word);
  return list;
}

std::vector<rules::DatedValue> series_of(const std::vector<Value>& items) {
  std::vector<rules::DatedValue> series;
  for (const Value& item : items) {
    const Fields entry(item, {"from", "value"}, Extra::reader_names);
    series.push_back({entry.date("from"), entry.decimal("value")});
  }
  return series;
}

rules::Relation relation_of(const Fields& fields, std::string_view name) {
  return fields.choice_or(
      name, rules::Relation::contributes,
      {{"contributes", rules::Relation::contributes}, {"supports", rules::Relation::supports}});
}

// ---- key results

rules::Progress move_of(const Fields& in) {
  in.not_both("current", "history");
  in.not_both("target", "target_series");
  rules::Move move;
  move.start = in.decimal("start");
  if (in.has("target_series")) {
    move.targets = series_of(in.list("target_series"));
    move.as_of = in.date("as_of");
    if (move.targets.empty()) throw malformed("target_series is empty");
  } else {
    move.targets = {{Date::first(), in.decimal("target")}};
  }
  if (in.has("history")) {
    for (const Value& item : in.list("history")) {
      const Fields entry(item, {"date", "value"}, Extra::reader_names);
      move.check_ins.push_back({entry.date("date"), entry.decimal("value")});
    }
  } else if (const auto current = in.decimal_or_null("current")) {
    move.check_ins = {{Date::first(), *current}};
  }
  move.imported = in.flag_or("imported", false);
  move.aim = in.choice_or("direction", rules::Aim::up,
                          {{"up", rules::Aim::up}, {"down", rules::Aim::down}});
  rules::Progress progress = rules::move_progress(move);
  if (!in.has("history")) progress.reached_on.reset();  // a bare current value has no day
  return progress;
}

rules::Progress progress_of(const Fields& in) {
  enum class Kind { move, binary };
  const Kind kind = in.choice<Kind>("kind", {{"move", Kind::move}, {"binary", Kind::binary}});
  if (kind == Kind::move) return move_of(in);
  return rules::binary_progress(in.date_or_null("done_on"), in.date("as_of"));
}

Value kr_progress(const Value& inputs) {
  const auto shown =
      progress_of(Fields(inputs, {"kind", "start", "target", "target_series", "as_of", "current",
                                  "history", "imported", "direction", "done_on"}));
  const bool measured = shown.state == rules::ProgressState::measured;
  if (measured && !shown.raw && !shown.degenerate) throw Error(Fault::invalid, "base.overflow");
  return Value::object({{"progress", shown.progress},
                        {"raw", shown.raw},
                        {"state", measured ? "measured" : "pending"},
                        {"coverage", shown.coverage},
                        {"flags", list_of(shown.flags())},
                        {"reached_on", shown.reached_on}});
}

Value kr_anchored_score(const Value& inputs) {
  const Fields in(inputs, {"base", "commit", "target", "stretch", "value"});
  const rules::Anchors anchors{.base = in.decimal("base"),
                               .commit = in.decimal_if("commit"),
                               .target = in.decimal_if("target"),
                               .stretch = in.decimal("stretch")};
  const auto scored = rules::anchored_score(anchors, in.decimal("value"));
  constexpr std::array zones{"fail", "commit", "target", "stretch"};
  Value flags = Value::list();
  if (scored.regressed) flags.append("regressed");
  return Value::object({{"score", scored.score},
                        {"zone", zones[static_cast<std::size_t>(scored.zone)]},
                        {"flags", flags}});
}

Value kr_keep(const Value& inputs) {
  const Fields in(inputs, {"values", "lower", "upper"});
  std::vector<std::optional<Decimal>> values;
  for (const Value& value : in.list("values")) {
    values.push_back(decimal_or_null_of(value, "values"));
  }
  const auto kept =
      rules::keep_score({.lower = in.decimal_if("lower"), .upper = in.decimal_if("upper")}, values);
  constexpr std::array statuses{"no_data", "green", "red"};
  return Value::object({{"score", kept.score},
                        {"coverage", kept.coverage},
                        {"current_status", statuses[static_cast<std::size_t>(kept.current)]}});
}

Value kr_milestones(const Value& inputs) {
  const Fields in(inputs, {"milestones", "as_of"});
  std::vector<rules::Milestone> milestones;
  for (const Value& item : in.list("milestones")) {
    const Fields entry(item, {"title", "weight", "done", "done_on"}, Extra::reader_names);
    entry.not_both("done", "done_on");
    rules::Milestone milestone{.weight = entry.decimal_if("weight"), .done = false};
    if (entry.has("done_on")) {
      milestone.done = rules::done_by(entry.date("done_on"), in.date("as_of"));
    } else if (item.find("done_on") == nullptr) {
      milestone.done = entry.flag("done");
    }
    milestones.push_back(milestone);
  }
  return Value::object({{"progress", rules::milestone_progress(milestones)}});
}

Value carry_over(const Value& inputs) {
  const Fields in(inputs, {"start", "target", "closed_at", "new_target"});
  const auto next = rules::carry_over(in.decimal("start"), in.decimal("target"),
                                      in.decimal("closed_at"), in.decimal_if("new_target"));
  return Value::object({{"new_start", next.new_start},
                        {"new_target", next.new_target},
                        {"new_progress", next.new_progress},
                        {"relation", "continues"},
                        {"last_cycle_progress", next.last_cycle_progress}});
}

// ---- roll-up

Fields item_fields(const Value& item) {
  return Fields(item,
                {"progress", "coverage", "weight", "weight_series", "share", "kind", "relation",
                 "active", "target", "actual", "start", "unit"},
                Extra::reader_names);
}

rules::RollupItem rollup_item(const Value& item, const Fields& in) {
  const Fields entry = item_fields(item);
  entry.not_both("weight", "weight_series");
  rules::RollupItem result{.progress = entry.decimal_or_null("progress"),
                           .weight = entry.decimal_if("weight"),
                           .relation = relation_of(entry, "relation"),
                           .active = entry.flag_or("active", true)};
  result.coverage = entry.decimal_or("coverage", result.coverage);
  result.share = entry.decimal_or("share", result.share);
  if (entry.has("weight_series")) {
    const auto series = series_of(entry.list("weight_series"));
    const auto* now = rules::in_force(series, in.date("as_of"));
    if (now != nullptr) result.weight = now->value;
  }
  return result;
}

rules::AmountItem amount_item(const Value& item) {
  const Fields entry = item_fields(item);
  return {.start = entry.decimal_or("start", Decimal()),
          .target = entry.decimal("target"),
          .actual = entry.decimal_or_null("actual"),
          .unit = entry.text("unit"),
          .relation = relation_of(entry, "relation"),
          .active = entry.flag_or("active", true)};
}

Value written(const rules::Rollup& result) {
  return Value::object({{"progress", result.progress}, {"coverage", result.coverage}});
}

Value objective_rollup(const Value& inputs) {
  const Fields in(inputs, {"items", "groups", "as_of", "mode"});
  in.not_both("items", "groups");
  std::vector<const Value*> items;
  if (in.has("groups")) {
    for (const Value& group : in.list("groups")) {
      if (group.kind() != Value::Kind::list) throw malformed("a group is not a list");
      for (const Value& item : group.items()) items.push_back(&item);
    }
  } else {
    for (const Value& item : in.list("items")) items.push_back(&item);
  }
  const bool amounts = in.choice_or("mode", false, {{"weighted", false}, {"amounts", true}});
  if (amounts) {
    std::vector<rules::AmountItem> sums;
    for (const Value* item : items) sums.push_back(amount_item(*item));
    return written(rules::roll_up_amounts(sums));
  }
  std::vector<rules::RollupItem> weighted;
  for (const Value* item : items) weighted.push_back(rollup_item(*item, in));
  return written(rules::roll_up(weighted));
}

rules::TreeKeyResult tree_key_result(const Value& item) {
  const Fields entry(item,
                     {"kind", "start", "target", "target_series", "as_of", "current", "history",
                      "imported", "direction", "done_on", "weight"},
                     Extra::reader_names);
  const auto shown = progress_of(entry);
  rules::TreeKeyResult result{
      .progress = std::nullopt, .coverage = shown.coverage, .weight = entry.decimal_if("weight")};
  if (shown.state == rules::ProgressState::measured) result.progress = shown.progress;
  return result;
}

rules::TreeObjective tree_objective(const std::string& name, const Value& objective,
                                    const std::unordered_map<std::string, std::size_t>& places) {
  const Fields in(objective, {"key_results", "children", "active"}, Extra::reader_names);
  rules::TreeObjective result;
  result.name = name;
  result.active = in.flag_or("active", true);
  for (const Value& item : in.list_or_empty("key_results")) {
    result.key_results.push_back(tree_key_result(item));
  }
  for (const Value& item : in.list_or_empty("children")) {
    const Fields entry(item, {"objective", "share", "weight", "relation"}, Extra::reader_names);
    const auto place = places.find(entry.text("objective"));
    if (place == places.end()) {
      throw malformed("no objective \"" + entry.text("objective") + "\"");
    }
    rules::TreeChild child{.objective = place->second,
                           .weight = entry.decimal_if("weight"),
                           .relation = relation_of(entry, "relation")};
    child.share = entry.decimal_or("share", child.share);
    result.children.push_back(child);
  }
  return result;
}

Value tree(const Value& inputs) {
  const Fields in(inputs, {"objectives"});
  const Value& objectives = in.object("objectives");
  const auto& names = objectives.names();
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < names.size(); ++i) places.emplace(names[i], i);
  std::vector<rules::TreeObjective> nodes;
  for (std::size_t i = 0; i < names.size(); ++i) {
    nodes.push_back(tree_objective(names[i], objectives.items()[i], places));
  }
  const auto computed = rules::roll_up_tree(nodes);
  Value answer = Value::object();
  for (std::size_t i = 0; i < names.size(); ++i) answer.add(names[i], written(computed[i]));
  return answer;
}

Value rail_headline(const Value& inputs) {
  using State = rules::ObjectiveState;
  const Fields in(inputs, {"objectives"});
  std::vector<rules::RailObjective> objectives;
  for (const Value& item : in.list("objectives")) {
    const Fields entry(item, {"progress", "coverage", "weight", "state", "recovers"},
                       Extra::reader_names);
    rules::RailObjective objective{.progress = entry.decimal_or_null("progress"),
                                   .weight = entry.decimal_if("weight"),
                                   .recovers = entry.flag_or("recovers", false)};
    objective.coverage = entry.decimal_or("coverage", objective.coverage);
    objective.state = entry.choice_or("state", State::active,
                                      {{"draft", State::draft},
                                       {"review", State::review},
                                       {"active", State::active},
                                       {"closed", State::closed},
                                       {"abandoned", State::closed}});
    objective.abandoned = entry.has("state") && entry.text("state") == "abandoned";
    objectives.push_back(objective);
  }
  const auto rail = rules::rail_headline(objectives);
  return Value::object({{"progress", rail.headline.progress},
                        {"coverage", rail.headline.coverage},
                        {"counted", Value::whole(static_cast<std::int64_t>(rail.counted))},
                        {"recovery", Value::whole(static_cast<std::int64_t>(rail.recovery))},
                        {"recovery_progress", rail.recovery_progress}});
}

Value weights_split(const Value& inputs) {
  const Fields in(inputs, {"weights", "set"});
  std::vector<Decimal> weights;
  for (const Value& weight : in.list("weights")) weights.push_back(decimal_of(weight, "weights"));
  std::vector<rules::WeightChoice> chosen;
  for (const Value& item : in.list("set")) {
    const Fields entry(item, {"index", "weight"}, Extra::reader_names);
    const std::int64_t index = entry.whole("index");
    if (index < 0) throw malformed("index is below 0");
    chosen.push_back({static_cast<std::size_t>(index), entry.decimal("weight")});
  }
  Value split = Value::list();
  for (const Decimal weight : rules::split_weights(weights, chosen)) split.append(weight);
  return Value::object({{"weights", split}});
}

rules::ContributionEdge edge_of(const Value& item) {
  const Fields entry(item, {"from", "to", "share", "kind"}, Extra::reader_names);
  rules::ContributionEdge edge{.child = entry.text("from"),
                               .parent = entry.text("to"),
                               .relation = relation_of(entry, "kind")};
  edge.share = entry.decimal_or("share", edge.share);
  return edge;
}

Value contribution_validate(const Value& inputs) {
  const Fields in(inputs, {"edges", "add"});
  std::vector<rules::ContributionEdge> edges;
  for (const Value& item : in.list("edges")) edges.push_back(edge_of(item));
  const auto added = edge_of(in.object("add"));
  try {
    return Value::object({{"accepted", true}, {"sum", rules::accept_contribution(edges, added)}});
  } catch (const Error& refusal) {
    if (refusal.key() != "cycle") throw;
    Value path = Value::list();  // the message holds it as one text, the case as a list
    for (const std::string& name : rules::loop_closed_by(edges, added)) path.append(name);
    return Value::object({{"rejected", refusal.key()}, {"path", path}});
  }
}

constexpr std::array table{
    Operation{"okr", "kr_progress", "okr::rules::move_progress, binary_progress", kr_progress},
    Operation{"okr", "kr_anchored_score", "okr::rules::anchored_score", kr_anchored_score},
    Operation{"okr", "kr_keep", "okr::rules::keep_score", kr_keep},
    Operation{"okr", "kr_milestones", "okr::rules::milestone_progress", kr_milestones},
    Operation{"okr", "carry_over", "okr::rules::carry_over", carry_over},
    Operation{"okr", "objective_rollup", "okr::rules::roll_up, roll_up_amounts", objective_rollup},
    Operation{"okr", "tree", "okr::rules::roll_up_tree", tree},
    Operation{"okr", "rail_headline", "okr::rules::rail_headline", rail_headline},
    Operation{"okr", "weights_split", "okr::rules::split_weights", weights_split},
    Operation{"okr", "contribution_validate", "okr::rules::accept_contribution",
              contribution_validate},
};

}  // namespace

std::span<const Operation> okr_operations() { return table; }

}  // namespace twinrail::check
