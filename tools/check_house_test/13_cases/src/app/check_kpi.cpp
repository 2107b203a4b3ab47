Decimal run(const Case& c) { return kpi::rules::achieved(c.value, c.target); }
