#include "app/options.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "platform/db/connection.hpp"
#include "platform/i18n/i18n.hpp"

namespace twinrail {

Config config_of(const Options& o) {
  Config config = read_config(o.config_file, environment_variables());
  if (!o.data.empty()) config.data = o.data;
  if (o.port >= 0) config.port = static_cast<std::uint16_t>(o.port);
  config.demo = config.demo || o.demo;
  return config;
}

std::string sentence(const Error& e) {
  std::string text = i18n::text(Locale::en, e.key(), e.args());
  if (const auto* db = dynamic_cast<const DbError*>(&e)) text += " (" + db->detail() + ")";
  return text;
}

void tenant_option(CLI::App* command, Options& o) {
  command->add_option("--tenant", o.tenant, "code of the company")->capture_default_str();
}

}  // namespace twinrail
