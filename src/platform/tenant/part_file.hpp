#pragma once

#include <filesystem>
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
  void finish() { std::filesystem::rename(part_, name_); }

 private:
  void clear() {
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(part_ + end, ignored);
  }
  std::string name_;
  std::string part_;
};

}  // namespace twinrail
