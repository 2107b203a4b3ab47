#pragma once

#include "modules/kpi/model_target.hpp"

/// Lines of the files that the KPI rail takes in: a column is a field, a name two columns.
namespace twinrail::kpi {

struct MeasureRecord : ReadingBounds {
  CodeText<64> code;
  Names name;
  MeasureKind kind = MeasureKind::flow;
  std::optional<Text<32>> unit;
  std::optional<Grain> grain;  ///< day unless said
};
DESCRIBE_ON(MeasureRecord, ReadingBounds, code, name, kind, unit, grain);

struct KpiRecord {
  CodeText<64> code;
  Names name;
  Text<4000> formula;
  std::optional<Text<32>> unit;
  std::optional<Int<0, 6>> decimals;
  Direction direction = Direction::higher;
  Frequency frequency = Frequency::month;
  TimeAgg time_agg = TimeAgg::ratio_of_sums;
  std::optional<OrgAgg> org_agg;    ///< none unless said
  std::optional<LeadLag> lead_lag;  ///< lag unless said
  std::optional<Names> category;
  std::optional<Text<1000>> purpose_zh;  ///< what it means, see KpiWords
  std::optional<Text<1000>> purpose_en;
  std::optional<Text<1000>> counted_zh;
  std::optional<Text<1000>> counted_en;
  std::optional<Text<1000>> left_out_zh;
  std::optional<Text<1000>> left_out_en;
  std::optional<Text<1000>> origin_zh;
  std::optional<Text<1000>> origin_en;
  std::optional<Text<200>> answers_zh;
  std::optional<Text<200>> answers_en;
};
DESCRIBE(KpiRecord, code, name, formula, unit, decimals, direction, frequency, time_agg, org_agg,
         lead_lag, category, purpose_zh, purpose_en, counted_zh, counted_en, left_out_zh,
         left_out_en, origin_zh, origin_en, answers_zh, answers_en);

struct AssignmentRecord : TargetValues {
  Text<64> kpi;
  Text<64> unit;
  std::optional<Text<64>> owner_no;
  Date from;
  std::optional<Weight> weight;
  std::optional<bool> veto;
  std::optional<Text<8>> breach_op;  ///< without one nobody is warned
  std::optional<Decimal> breach_value;
  std::optional<Decimal> breach_value_to;
  std::optional<Text<8>> recover_op;
  std::optional<Decimal> recover_value;
  std::optional<Decimal> recover_value_to;
  std::optional<Int<1, 99>> n;
  std::optional<Int<1, 99>> m;
  std::optional<Int<0, 366>> grace_days;
  std::optional<TargetMode> mode;  ///< how a target of a period that has ended is meant
  std::optional<Text<500>> reason;
};
DESCRIBE_ON(AssignmentRecord, TargetValues, kpi, unit, owner_no, from, weight, veto, breach_op,
            breach_value, breach_value_to, recover_op, recover_value, recover_value_to, n, m,
            grace_days, mode, reason);

/// A source that a file registers; accounts and roles become its writers on its page.
struct SourceRecord {
  CodeText<64> code;
  Names name;
  std::optional<bool> whole_company;  ///< whoever reports for the company writes; true unless said
};
DESCRIBE(SourceRecord, code, name, whole_company);

struct ReadingRecord {
  Text<64> measure;
  Text<64> unit;
  Date day;
  Text<32> amount;
  std::optional<CodeText<64>> source;  ///< "file" unless named
  Text<128> source_key;
  std::optional<Text<500>> reason;
};
DESCRIBE(ReadingRecord, measure, unit, day, amount, source, source_key, reason);

}  // namespace twinrail::kpi
