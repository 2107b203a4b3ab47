#include "platform/http/static_files.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <sstream>

#include <sodium.h>

#include "platform/embedded.hpp"

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

std::optional<std::string> content_of(const std::string& folder, const std::string& path) {
  if (path.find("..") != std::string::npos) return std::nullopt;
  if (!folder.empty()) {
    std::ifstream file(folder + "/" + path, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
  }
  const auto files = embedded_files();
  const std::string name = "web/" + path;
  const auto found = std::ranges::lower_bound(files, name, {}, &EmbeddedFile::path);
  if (found == files.end() || found->path != name) return std::nullopt;
  return std::string(found->content);
}

std::string tag_of(const std::string& content) {
  unsigned char digest[16];
  crypto_generichash(digest, sizeof digest, reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), nullptr, 0);
  char hex[33];
  sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
  return "\"" + std::string(hex) + "\"";
}

}  // namespace

Response static_file(const Request& request, const std::string& folder) {
  Response response;
  if (request.method != Method::get && request.method != Method::head) {
    response.status = 405;
    response.content_type = "text/plain";
    return response;
  }
  std::string path(request.path().substr(1));
  const bool takes_gzip = request.header("accept-encoding").find("gzip") != std::string_view::npos;
  const auto read = [&](const std::string& name) {
    auto packed = takes_gzip ? content_of(folder, name + ".gz") : std::nullopt;
    if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
    return packed ? packed : content_of(folder, name);
  };
  auto content = path.empty() ? std::nullopt : read(path);
  if (!content) {
    if (path.starts_with("assets/")) {
      response.status = 404;
      response.content_type = "text/plain";
      return response;
    }
    path = "index.html";
    content = read(path);
  }
  if (!content) {
    response.status = 404;
    response.content_type = "text/plain";
    response.body = "the web client is not built in\n";
    return response;
  }
  const auto type = std::ranges::find_if(
      media_types, [&](const MediaType& m) { return path.ends_with(m.ending); });
  response.content_type =
      type == media_types.end() ? "application/octet-stream" : std::string(type->type);
  const std::string tag = tag_of(*content);
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Cache-Control", path.starts_with("assets/")
                                                     ? "public, max-age=31536000, immutable"
                                                     : "no-cache");
  if (request.header("if-none-match") == tag)
    response.status = 304;
  else
    response.body = std::move(*content);
  return response;
}

}  // namespace twinrail
