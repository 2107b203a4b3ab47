#include "platform/db/sqlite_file.hpp"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace twinrail {

DbError::Kind kind_of_system(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return DbError::Kind::missing;
    case EACCES:
    case EPERM:
    case EROFS:
      return DbError::Kind::no_right;
    case EMFILE:
    case ENFILE:
      return DbError::Kind::no_files;
    case ENOSPC:
    case EDQUOT:
      return DbError::Kind::full;
    default:
      return DbError::Kind::unavailable;
  }
}

void make_sqlite_file(const std::string& file) {
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) throw DbError(kind_of_system(errno), file + ": " + std::strerror(errno));
  ::close(made);
}

void fold_sqlite(Connection& connection) { connection.script("PRAGMA journal_mode = DELETE"); }

void require_whole(const std::string& file, Depth depth) {
  const std::vector<std::string> found = damage_of_sqlite(file, depth);
  if (!found.empty()) throw DbError(DbError::Kind::broken, found.front());
}

}  // namespace twinrail
