long long now() { return std::chrono::system_clock::now().time_since_epoch().count(); }
long long then() { return std::time(nullptr); }
long long steady() { return std::chrono::steady_clock::now().time_since_epoch().count(); }
long long real() {
  timespec at{};
  clock_gettime(CLOCK_REALTIME, &at);
  return at.tv_sec;
}
