#pragma once

#include <functional>

#include "app/installation_fixture.hpp"
#include "platform/exports/export_files.hpp"

/// The job that makes files of long lists, run by a test.
namespace twinrail::testing {

struct FileMaking {
  ExportSizes sizes{};
  /// What happens once the view of the company has been taken that a file is made of.
  std::function<void()> meanwhile{};
  /// Whether the program stops: asked before each part.
  std::function<bool()> stopping = [] { return false; };
  std::function<Instant()> now = &now_utc;
};

/// Runs the job of "north" as often as something waits, `turns` times at most; says how often it
/// failed.
int make_files(Application& app, Tenant& north, const FileMaking& how = {}, int turns = 20);

}  // namespace twinrail::testing
