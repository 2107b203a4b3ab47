// The yardstick of the benchmarks; prints one line of JSON.
//
//   yardstick replay --before FILE --after FILE TARGET [--threads N] [--writers N]
//   yardstick changes --before FILE --after FILE --tables NAME,… TARGET
//   yardstick board TARGET --unit ID [--threads N] [--seconds N]
//   yardstick people TARGET --people ID,… [--threads N] [--seconds N]
//   yardstick map TARGET --cycle ID --after-each ID,… [--threads N] [--seconds N]
//
// TARGET is --file FILE or --postgres CONNECTION --schema NAME. `replay` writes the rows that the
// product wrote between two copies of a company into a copy of the first: one durable transaction a
// request, one after the other, and says how long each took; with --threads, so many threads each
// hand one request's rows to a group-commit loop and wait for its commit. `changes` writes all rows
// of the tables that differ between the two in one durable transaction. `board` fetches the rows
// of a unit's board from many threads, each with its own connection; `people` those of a page of
// people; `map` the pages of an alignment map, each after one of the ids.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <mutex>
#include <semaphore>
#include <thread>

#include "board.hpp"
#include "changes.hpp"
#include "engines.hpp"
#include "journal.hpp"

namespace bare {

void die(const std::string& why) {
  std::fprintf(stderr, "yardstick: %s\n", why.c_str());
  std::exit(1);
}

void drop_triggers(const Target& target) {
  target.file.empty() ? drop_postgres_triggers(target.postgres, target.schema)
                      : drop_sqlite_triggers(target.file);
}
std::unique_ptr<Writer> open_writer(const Target& target) {
  return target.file.empty() ? postgres_writer(target.postgres, target.schema)
                             : sqlite_writer(target.file);
}
std::unique_ptr<Reader> open_reader(const Target& target, const std::vector<std::string>& queries) {
  return target.file.empty() ? postgres_reader(target.postgres, target.schema, queries)
                             : sqlite_reader(target.file, queries);
}

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

/// Milliseconds at a share of the sorted list.
double at_share(std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(share * static_cast<double>(sorted.size())))] *
         1e3;
}

/// The words between the commas.
std::vector<std::string> list(const std::string& text) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find(',', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

void write_all(Writer& writer, const Transaction& transaction) {
  for (const Rows& rows : transaction) writer.write(rows);
}

/// One transaction after the other. Gives how long each took, in seconds.
std::vector<double> one_by_one(const Target& target, const std::vector<Transaction>& transactions) {
  const auto writer = open_writer(target);
  std::vector<double> took;
  for (const Transaction& t : transactions) {
    const auto began = Clock::now();
    writer->begin();
    write_all(*writer, t);
    writer->commit();
    took.push_back(seconds_since(began));
  }
  return took;
}

/// Threads that each hand over one transaction's rows and wait for its commit; a loop commits those
/// that wait together.
class Group {
 public:
  Group(const Target& target, const std::vector<Transaction>& transactions, int threads,
        int writers)
      : target_(target), transactions_(transactions) {
    std::vector<std::thread> loops, callers;
    for (int i = 0; i < writers; ++i) loops.emplace_back([this] { commit_groups(); });
    for (int i = 0; i < threads; ++i) callers.emplace_back([this] { hand_over(); });
    for (std::thread& t : callers) t.join();
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    ready_.notify_all();
    for (std::thread& t : loops) t.join();
  }
  std::vector<double> took;

 private:
  struct Waiting {
    const Transaction* transaction;
    std::binary_semaphore* done;
  };

  void hand_over() {
    std::binary_semaphore done(0);
    std::vector<double> mine;
    for (std::size_t at = next_++; at < transactions_.size(); at = next_++) {
      const auto began = Clock::now();
      {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({&transactions_[at], &done});
      }
      ready_.notify_one();
      done.acquire();
      mine.push_back(seconds_since(began));
    }
    const std::lock_guard lock(mutex_);
    took.insert(took.end(), mine.begin(), mine.end());
  }

  void commit_groups() {
    const auto writer = open_writer(target_);
    for (;;) {
      std::vector<Waiting> group;
      {
        std::unique_lock lock(mutex_);
        ready_.wait(lock, [&] { return over_ || !waiting_.empty(); });
        if (waiting_.empty()) return;
        group.swap(waiting_);
      }
      writer->begin();
      for (const Waiting& w : group) write_all(*writer, *w.transaction);
      writer->commit();
      for (const Waiting& w : group) w.done->release();
    }
  }

  const Target& target_;
  const std::vector<Transaction>& transactions_;
  std::atomic<std::size_t> next_ = 0;
  std::mutex mutex_;
  std::condition_variable ready_;
  std::vector<Waiting> waiting_;
  bool over_ = false;
};

/// Says how long the transactions took and what they wrote.
int told(const std::vector<Transaction>& transactions, std::vector<double> took, double seconds,
         double cpu_ms = 0) {
  std::sort(took.begin(), took.end());
  std::map<std::string, std::size_t> rows;
  for (const Transaction& t : transactions)
    for (const Rows& r : t) rows[r.shape->table] += r.rows.size();
  std::printf("{\"transactions\":%zu,\"seconds\":%.6f,\"cpu_ms\":%.3f,\"p50_ms\":%.4f,",
              transactions.size(), seconds, cpu_ms, at_share(took, 0.5));
  std::printf("\"p99_ms\":%.4f,\"rows\":{", at_share(took, 0.99));
  const char* comma = "";
  for (const auto& [table, count] : rows) {
    std::printf("%s\"%s\":%zu", comma, table.c_str(), count);
    comma = ",";
  }
  std::printf("}}\n");
  return 0;
}

int replay(const std::map<std::string, std::string>& given, const Target& target) {
  const Journal journal(given.at("before"), given.at("after"));
  drop_triggers(target);
  const int threads = given.contains("threads") ? std::stoi(given.at("threads")) : 0;
  const int writers = given.contains("writers") ? std::stoi(given.at("writers")) : 1;
  const auto began = Clock::now();
  std::vector<double> took = threads > 0
                                 ? Group(target, journal.transactions(), threads, writers).took
                                 : one_by_one(target, journal.transactions());
  return told(journal.transactions(), std::move(took), seconds_since(began));
}

int changes(const std::map<std::string, std::string>& given, const Target& target) {
  const Changes changes(given.at("before"), given.at("after"), list(given.at("tables")));
  drop_triggers(target);
  const std::vector<Transaction> transactions{changes.transaction()};
  const auto began = Clock::now();
  const std::clock_t used = std::clock();
  std::vector<double> took = one_by_one(target, transactions);
  const double cpu_ms = 1e3 * static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC;
  return told(transactions, std::move(took), seconds_since(began), cpu_ms);
}

/// Reads with the statements from many threads for a while, with one value after the other.
int read(const std::map<std::string, std::string>& given, const Target& target,
         const std::vector<std::string>& queries, const std::vector<std::int64_t>& values) {
  const int threads = given.contains("threads") ? std::stoi(given.at("threads")) : 16;
  const double seconds = given.contains("seconds") ? std::stod(given.at("seconds")) : 5;
  std::mutex mutex;
  std::vector<double> took;
  std::int64_t rows = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < threads; ++i)
    callers.emplace_back([&] {
      const auto reader = open_reader(target, queries);
      std::int64_t seen = reader->read(values[0]);  // warm
      std::vector<double> mine;
      const auto start = Clock::now();
      while (seconds_since(start) < seconds) {
        const auto began = Clock::now();
        seen = reader->read(values[mine.size() % values.size()]);
        mine.push_back(seconds_since(began));
      }
      const std::lock_guard lock(mutex);
      rows = seen;
      took.insert(took.end(), mine.begin(), mine.end());
    });
  for (std::thread& t : callers) t.join();
  std::sort(took.begin(), took.end());
  std::printf("{\"requests\":%zu,\"seconds\":%.6f,\"rows\":%lld,\"p50_ms\":%.4f,\"p99_ms\":%.4f}\n",
              took.size(), seconds, static_cast<long long>(rows), at_share(took, 0.5),
              at_share(took, 0.99));
  return 0;
}

}  // namespace

}  // namespace bare

int main(int argc, char** argv) {
  std::map<std::string, std::string> given;
  for (int i = 2; i + 1 < argc; i += 2) given[std::string(argv[i]).substr(2)] = argv[i + 1];
  bare::Target target{given["file"], given["postgres"], given["schema"]};
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "replay") return bare::replay(given, target);
  if (what == "board")
    return bare::read(given, target, bare::board_queries(), {std::stoll(given.at("unit"))});
  if (what == "people")
    return bare::read(given, target, bare::people_queries(given.at("people")), {1});
  if (what == "changes") return bare::changes(given, target);
  if (what == "map") {
    std::vector<std::int64_t> after;
    for (const std::string& id : bare::list(given.at("after-each")))
      after.push_back(std::stoll(id));
    return bare::read(given, target, bare::map_queries(given.at("cycle")), after);
  }
  bare::die("say replay, changes, board, people or map");
}
