#include <cstdio>

#include <sys/stat.h>

#include "app/commands.hpp"
#include "app/options.hpp"
#include "app/serving.hpp"
#include "base/error.hpp"
#include "platform/i18n/i18n.hpp"

int main(int argc, char** argv) {
  twinrail::prepare_process();
  ::umask(077);  // whatever is made holds the data of people
  try {
    return twinrail::run_command(argc, argv);
  } catch (const twinrail::Error& e) {
    using twinrail::Locale;
    fprintf(stderr, "twinrail: %s\n", twinrail::sentence(e).c_str());
    for (const twinrail::Problem& p : e.problems())
      fprintf(stderr, "  %s: %s\n", p.pointer.c_str(),
              twinrail::i18n::text(Locale::en, p.key, p.args).c_str());
  } catch (const std::exception& e) {
    fprintf(stderr, "twinrail: %s\n", e.what());
  }
  return 1;
}
