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

 private:
  void clear() const;
  std::string name_;
  std::string part_;
};

/// Removes an SQLite file and what may lie beside it.
void remove_sqlite_file(const std::string& file);
/// The same so that the disk has it; throws DbError where one of them stays.
void remove_for_good(const std::string& file);

}  // namespace twinrail
