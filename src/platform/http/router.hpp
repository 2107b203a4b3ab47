#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/file_reply.hpp"
#include "base/quota.hpp"
#include "platform/access/rights.hpp"
#include "platform/context.hpp"
#include "platform/db/lanes.hpp"
#include "platform/http/cursor.hpp"
#include "platform/http/message.hpp"
#include "platform/json/json.hpp"

namespace twinrail {

class Tenant;

/// Where a use case runs, as its signature says: with Read, Tx or Lanes.
enum class Lane { read, write, worker };

/// What the router itself reads of a reply.
struct ReplyMarks {
  std::optional<std::int64_t> version;  ///< of the thing, for its ETag
  std::optional<std::string> next;      ///< cursor of the next page
  std::string file;                     ///< name of a reply that is a file
  std::optional<Media> kind;            ///< and which kind of file it is
};
[[nodiscard]] ReplyMarks marks_of(const TypeInfo& type, const void* reply);

/// A request of a route that is answered by one call together with others.
struct Part {
  const Context* context = nullptr;
  const void* request = nullptr;
  std::string* out = nullptr;   ///< takes the reply's JSON
  ReplyMarks* marks = nullptr;  ///< and what the router reads of it
};

/// What a path says at the places of its names, decoded.
using PathNames = std::vector<std::pair<std::string_view, std::string>>;

/// One route: a path, a request, a reply, and the use case that turns one into the other.
struct Route {
  Method method = Method::get;
  std::string path;  ///< "/api/v1/measures/{measure}/readings"
  std::string summary;
  std::string name;  ///< operation id, made of method and path
  std::string module_;
  const TypeInfo* request = nullptr;
  const TypeInfo* reply = nullptr;
  Lane lane = Lane::read;
  bool is_open = false;  ///< answers without sign-in
  /// About tokens, sessions or passwords: an API token never gets in, whatever its scopes, and no
  /// answer is kept to be sent again, because a secret may stand in it.
  bool is_by_session = false;
  std::span<const Media> files;  ///< the kinds of file that it answers; none: JSON
  bool takes_upload = false;
  bool is_dear = false;  ///< a read that costs much: one of an account at a time
  /// It changes or removes a thing with a version, and names the one that it is based on: every
  /// PUT, PATCH and DELETE unless it says otherwise, and a POST that moves on what is there.
  /// Without If-Match it is refused before its body; the use case compares.
  bool is_versioned = false;
  std::optional<Permission> permission;
  /// What else a caller needs, where the path decides that; throws before the body is read.
  std::function<void(const Context&, const PathNames&)> gate;
  /// Of a route that makes something: how many of it there may be. The use case keeps to it.
  std::optional<Quota> quota;
  std::size_t body_limit = 1 << 20;
  int ok_status = 200;

  std::function<std::shared_ptr<void>()> make_request;
  /// Runs the use case and appends the reply's JSON. `db` is the Read, Tx or Lanes.
  std::function<ReplyMarks(const Context&, void* db, const void* request, std::string& out)> run;
  /// Runs the use case for all at once; empty when every request is taken alone.
  std::function<void(Tx&, std::span<const Part>)> run_together;
  std::function<void(void* request, Upload&&)> set_upload;

  Route& open() { return is_open = true, *this; }
  Route& by_session() { return is_by_session = true, *this; }
  Route& needs(Permission p) { return permission = p, *this; }
  Route& asks(std::function<void(const Context&, const PathNames&)> g) {
    return gate = std::move(g), *this;
  }
  Route& dear() { return is_dear = true, *this; }
  Route& versioned() { return is_versioned = true, *this; }
  Route& unversioned() { return is_versioned = false, *this; }
  Route& within(const Quota& q) { return quota = q, *this; }
  Route& status(int code) { return ok_status = code, *this; }
  Route& body_max(std::size_t bytes) { return body_limit = bytes, *this; }
  /// Requests of one account that wait for the writer at the same moment are answered by one call.
  /// It throws when any of them is refused; each is then taken alone.
  template <class S, class Reply, class Req>
  Route& together(S& s, std::vector<Reply> (S::*f)(std::span<const Asked<Req>>, Tx&));
};

template <class S, class Reply, class Req>
Route& Route::together(S& s, std::vector<Reply> (S::*f)(std::span<const Asked<Req>>, Tx&)) {
  run_together = [&s, f](Tx& tx, std::span<const Part> parts) {
    std::vector<Asked<Req>> asked;
    for (const Part& p : parts) asked.push_back({*p.context, *static_cast<const Req*>(p.request)});
    const std::vector<Reply> replies = (s.*f)(asked, tx);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      write_json(*parts[i].out, type_of<Reply>(), &replies[i], parts[i].context);
      *parts[i].marks = marks_of(type_of<Reply>(), &replies[i]);
    }
  };
  return *this;
}

template <class Reply>
inline constexpr bool is_file = std::derived_from<Reply, FileReply>;

/// Appends the answer of a use case to `out`: as JSON that the caller may see, or a file as it is.
/// Where a list goes on is the route's own matter.
template <class Reply>
ReplyMarks give(const Context& ctx, const Route& route, Reply reply, std::string& out) {
  if constexpr (requires {
                  { reply.next } -> std::same_as<std::optional<std::string>&>;
                })
    if (reply.next) reply.next = closed_cursor(route.name, *reply.next);
  if constexpr (is_file<Reply>) {
    out += reply.content;
    return {.file = std::move(reply.name), .kind = reply.kind};
  } else {
    write_json(out, type_of<Reply>(), &reply, &ctx);
    return marks_of(type_of<Reply>(), &reply);
  }
}

template <class T>
concept HasUpload = requires(T t) {
  { t.body } -> std::same_as<Upload&>;
};

/// All routes of all modules.
class Router {
 public:
  /// Routes that follow belong to this module.
  void module(std::string name) { module_ = std::move(name); }

  template <class S, class Reply, class Db, class Req>
  Route& get(std::string_view path, std::string_view summary, S& s,
             Reply (S::*f)(const Context&, Db&, const Req&)) {
    return add(Method::get, path, summary, s, f);
  }
  template <class S, class Reply, class Db, class Req>
  Route& post(std::string_view path, std::string_view summary, S& s,
              Reply (S::*f)(const Context&, Db&, const Req&)) {
    return add(Method::post, path, summary, s, f);
  }
  template <class S, class Reply, class Db, class Req>
  Route& put(std::string_view path, std::string_view summary, S& s,
             Reply (S::*f)(const Context&, Db&, const Req&)) {
    return add(Method::put, path, summary, s, f);
  }
  template <class S, class Reply, class Db, class Req>
  Route& patch(std::string_view path, std::string_view summary, S& s,
               Reply (S::*f)(const Context&, Db&, const Req&)) {
    return add(Method::patch, path, summary, s, f);
  }
  template <class S, class Reply, class Db, class Req>
  Route& del(std::string_view path, std::string_view summary, S& s,
             Reply (S::*f)(const Context&, Db&, const Req&)) {
    return add(Method::del, path, summary, s, f);
  }

  struct Match {
    const Route* route = nullptr;
    std::string allowed;  ///< methods of a path that exists, when this is none of them
    PathNames names;
  };
  [[nodiscard]] Match match(Method method, std::string_view path) const;
  [[nodiscard]] const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  template <class S, class Reply, class Db, class Req>
  Route& add(Method method, std::string_view path, std::string_view summary, S& s,
             Reply (S::*f)(const Context&, Db&, const Req&)) {
    auto route = std::make_unique<Route>();
    route->method = method;
    route->path = "/api/v1" + std::string(path);
    route->summary = summary;
    route->is_versioned = method != Method::get && method != Method::post;
    route->request = &type_of<Req>();
    route->reply = &type_of<std::conditional_t<is_file<Reply>, RawJson, Reply>>();
    if constexpr (is_file<Reply>) route->files = Reply::kinds;
    route->lane = std::is_same_v<Db, Tx>     ? Lane::write
                  : std::is_same_v<Db, Read> ? Lane::read
                                             : Lane::worker;
    route->make_request = [] { return std::make_shared<Req>(); };
    route->run = [&s, f, r = route.get()](const Context& ctx, void* db, const void* request,
                                          std::string& out) {
      Reply reply = (s.*f)(ctx, *static_cast<Db*>(db), *static_cast<const Req*>(request));
      return give(ctx, *r, std::move(reply), out);
    };
    if constexpr (HasUpload<Req>) {
      route->takes_upload = true;
      route->set_upload = [](void* r, Upload&& u) { static_cast<Req*>(r)->body = std::move(u); };
    }
    return insert(std::move(route));
  }

  /// Checks the route (bounded request, every path name a field) and keeps it. Throws
  /// std::logic_error, so that a wrong table stops the program at its start.
  Route& insert(std::unique_ptr<Route> route);

  std::string module_;
  std::vector<std::unique_ptr<Route>> routes_;
  struct Node;
  std::shared_ptr<Node> root_;
};

}  // namespace twinrail
