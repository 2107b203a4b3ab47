#pragma once

#include <string>

namespace twinrail {

/// A file that is not whole yet: it gets its name when it is, and is removed when it never will be.
class PartFile {
 public:
  explicit PartFile(const std::string& name) : name_(name), part_(name + ".part") { clear(); }
  ~PartFile() { clear(); }
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;
  [[nodiscard]] const std::string& path() const { return part_; }
  /// Gives it its name for good: the disk has it, and what lies beside a former file of that name
  /// is gone, so that no old log is folded into the new file. Throws DbError.
  void finish();
  /// The same, but it has its other name beside that one until it is destroyed: a file with both
  /// is_half_made, and whoever made it was killed before the end. Throws DbError.
  void finish_for_now();

 private:
  void give_name(int (*give)(const char*, const char*));
  void clear() const;
  std::string name_;
  std::string part_;
};

/// Whether a file still has the name it had while it was made.
[[nodiscard]] bool is_half_made(const std::string& file);

/// Takes that name away from a file that is in use.
void keep_one_name(const std::string& file);

/// Removes an SQLite file and what may lie beside it.
void remove_sqlite_file(const std::string& file);
/// The same so that the disk has it; throws DbError where one of them stays.
void remove_for_good(const std::string& file);

}  // namespace twinrail
