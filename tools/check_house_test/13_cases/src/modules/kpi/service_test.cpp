void test() { round_up(target); }
