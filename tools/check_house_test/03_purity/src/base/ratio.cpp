long half(long n) { return std::lround(n * 5e-1); }
