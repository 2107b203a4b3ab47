#include "platform/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include <sodium.h>

#include "platform/embedded.hpp"
#include "platform/http/gzip.hpp"

namespace twinrail {
namespace {

struct MediaType {
  std::string_view ending;
  std::string_view type;
};
constexpr std::array media_types{
    MediaType{".html", "text/html; charset=utf-8"},
    MediaType{".js", "text/javascript; charset=utf-8"},
    MediaType{".css", "text/css; charset=utf-8"},
    MediaType{".json", "application/json"},
    MediaType{".svg", "image/svg+xml"},
    MediaType{".png", "image/png"},
    MediaType{".ico", "image/x-icon"},
    MediaType{".woff2", "font/woff2"},
    MediaType{".webmanifest", "application/manifest+json"},
};

std::string tag_of(std::string_view content) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return "\"" + std::string(hex) + "\"";
}

struct Found {
  std::string content;
  std::string tag;
};

/// Only what lies in the folder itself: no hidden file, and nothing behind a link, which could lead
/// anywhere.
bool is_own_file(const std::string& folder, const std::string& path) {
  namespace fs = std::filesystem;
  if (path.starts_with('/')) return false;
  std::error_code failed;
  fs::path at = folder;
  for (const fs::path& part : fs::path(path)) {
    if (part.empty() || part.native().front() == '.') return false;
    at /= part;
    if (fs::is_symlink(fs::symlink_status(at, failed))) return false;
  }
  return fs::is_regular_file(at, failed);
}

/// Files in a folder may change while we run: each is read when it is asked for.
std::optional<Found> found_in(const std::string& folder, const std::string& path) {
  const std::string name = folder + "/" + path;
  if (!is_own_file(folder, path)) return std::nullopt;
  std::ifstream file(name, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream bytes;
  bytes << file.rdbuf();
  Found found{bytes.str(), {}};
  found.tag = tag_of(found.content);
  return found;
}

/// Files that the program carries never change: their tags are made once.
std::optional<Found> carried(const std::string& path) {
  static const std::map<std::string_view, std::string> tags = [] {
    std::map<std::string_view, std::string> made;
    for (const EmbeddedFile& file : embedded_files())
      if (file.path.starts_with("web/")) made.emplace(file.path, tag_of(file.content));
    return made;
  }();
  const auto files = embedded_files();
  const std::string name = "web/" + path;
  const auto found = std::ranges::lower_bound(files, name, {}, &EmbeddedFile::path);
  if (found == files.end() || found->path != name) return std::nullopt;
  return Found{std::string(found->content), tags.at(found->path)};
}

std::optional<Found> file_at(const std::string& folder, const std::string& path) {
  return folder.empty() ? carried(path) : found_in(folder, path);
}

Response plain(int status, std::string body = {}) {
  return {.status = status, .content_type = "text/plain", .body = std::move(body)};
}

std::string media_type_of(std::string_view path) {
  const auto type = std::ranges::find_if(
      media_types, [&](const MediaType& m) { return path.ends_with(m.ending); });
  return type == media_types.end() ? "application/octet-stream" : std::string(type->type);
}

Response answer(const Request& request, const std::string& path, Found found, bool packed) {
  Response response;
  response.content_type = media_type_of(path);
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("ETag", found.tag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Cache-Control", path.starts_with("assets/")
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  const bool known = request.header("if-none-match") == found.tag;
  response.status = known ? 304 : 200;
  if (!known) response.body = std::move(found.content);
  return response;
}

}  // namespace

Response static_file(const Request& request, const std::string& folder) {
  if (request.method != Method::get && request.method != Method::head) {
    Response refused = plain(405);
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return refused;
  }
  const bool gzip = takes_gzip(request.header("accept-encoding"));
  const auto packed_at = [&](const std::string& path) {
    return gzip ? file_at(folder, path + ".gz") : std::nullopt;
  };
  std::string path(request.path().substr(1));
  if (auto packed = packed_at(path)) return answer(request, path, std::move(*packed), true);
  auto found = file_at(folder, path);
  if (!found && path.starts_with("assets/")) return plain(404);
  if (!found) {  // a route of the page itself
    path = "index.html";
    if (auto packed = packed_at(path)) return answer(request, path, std::move(*packed), true);
    found = file_at(folder, path);
  }
  if (!found) return plain(404, "the web client is not built in\n");
  return answer(request, path, std::move(*found), false);
}

}  // namespace twinrail
