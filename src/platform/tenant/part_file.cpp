#include "platform/tenant/part_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "platform/db/connection.hpp"

namespace twinrail {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& what) {
  const auto kind = errno == ENOSPC ? DbError::Kind::full : DbError::Kind::unavailable;
  throw DbError(kind, what + ": " + std::strerror(errno));
}

/// Waits until the disk has a file, or the names in a folder.
void sync(const std::string& path, int kind) {
  const int opened = ::open(path.c_str(), kind | O_RDONLY | O_CLOEXEC);
  if (opened < 0) refuse(path);
  const bool done = ::fsync(opened) == 0;
  const int error = errno;
  ::close(opened);
  errno = error;
  if (!done) refuse(path);
}

void sync_folder_of(const std::string& file) {
  const fs::path folder = fs::path(file).parent_path();
  sync(folder.empty() ? "." : folder.string(), O_DIRECTORY);
}

void remove_beside(const std::string& file) {
  for (const char* end : {"-wal", "-shm", "-journal"}) {
    std::error_code ignored;
    fs::remove(file + end, ignored);
    if (fs::exists(file + end, ignored)) refuse(file + end);
  }
}

}  // namespace

void PartFile::finish() { give_name(&std::rename); }
void PartFile::finish_for_now() { give_name(&::link); }

void PartFile::give_name(int (*give)(const char*, const char*)) {
  remove_beside(name_);
  sync(part_, 0);
  if (give(part_.c_str(), name_.c_str()) != 0) refuse(name_);
  sync_folder_of(name_);
}

void PartFile::clear() const { remove_sqlite_file(part_); }

bool is_half_made(const std::string& file) {
  std::error_code none;
  return fs::equivalent(file, file + ".part", none);
}

void keep_one_name(const std::string& file) {
  std::error_code ignored;
  if (is_half_made(file)) fs::remove(file + ".part", ignored);
}

void remove_sqlite_file(const std::string& file) {
  std::error_code ignored;
  for (const char* end : {"", "-wal", "-shm", "-journal"}) fs::remove(file + end, ignored);
}

void remove_for_good(const std::string& file) {
  std::error_code failed;
  fs::remove(file, failed);
  if (failed) throw DbError(DbError::Kind::no_right, file + ": " + failed.message());
  remove_beside(file);
  sync_folder_of(file);
}

}  // namespace twinrail
