# shellcheck shell=bash
# Building, generating and the demo. Sourced by ./run.

# The build whose program is asked and tried. ./run test takes the one with the sanitizers, which it makes
# anyway; TWINRAIL_TEST_BUILD=release ./run test tries what is shipped.
program_preset() {
  printf '%s' "${TWINRAIL_TEST_BUILD:-release}"
}

program() {
  printf '%s/build/%s/twinrail' "$root" "$(program_preset)"
}

# Configures a preset; says nothing unless it fails.
configure_preset() {
  local preset=$1
  cmake --preset "$preset" >"$(log_of "configure-$preset")" 2>&1 || {
    cat "$(log_of "configure-$preset")" >&2
    fail "cmake --preset $preset failed"
  }
}

# Builds a preset; further arguments are targets.
build_preset() {
  local preset=$1
  shift
  [[ -f build/$preset/build.ninja ]] || configure_preset "$preset"
  cmake --build "build/$preset" --target "${@:-all}" -- --quiet
}

# The path of a log file below build/logs.
log_of() {
  mkdir -p build/logs
  printf 'build/logs/%s.log' "$1"
}

# Builds the web client into web/dist when a source is newer than the last build.
build_web() {
  [[ -f web/package.json ]] || return 0
  need_node
  need_npm "$root/web"
  local newer=all
  if [[ -f web/dist/index.html ]]; then
    newer=$(
      find web \( -path web/node_modules -o -path web/dist \) -prune -o \
        -type f -newer web/dist/index.html -print
      find src -path '*/i18n/*.json' -newer web/dist/index.html
    )
  fi
  [[ -n $newer ]] || return 0
  printf 'run: building the web client\n'
  (cd web && npm run --silent build) >"$(log_of web-client)" 2>&1 || {
    tail -n 60 "$(log_of web-client)" >&2
    fail "the web client does not build"
  }
}

# The web client first: the program carries it.
run_build() {
  local preset=${1:-release}
  case $preset in
    release | debug | asan) ;;
    *) fail "no preset $preset; there are release, debug and asan" ;;
  esac
  need_tools "${packages_build[@]}"
  build_web
  build_preset "$preset"
}

# Writes what is derived from the described structs: the document, then the client's types.
generate() {
  local document=$1 types=$2
  "$(program)" openapi >"$document"
  web/node_modules/.bin/openapi-typescript "$document" --output "$types" >/dev/null
}

# ./run gen. The program is built without looking at the client, which may not build yet.
run_gen() {
  need_tools "${packages_build[@]}"
  need_npm "$root/web"
  build_preset "$(program_preset)" twinrail
  generate web/src/api/openapi.json web/src/api/schema.ts
  node web/tools/gen_words.mjs
}

# ./run demo: build, then the demo's own script loads the data and serves it.
run_demo() {
  need_tools "${packages_build[@]}"
  build_web
  build_preset release twinrail
  TWINRAIL=$root/build/release/twinrail exec data/demo/load.sh "$@"
}

# ./run pictures: every screen in both languages, light and dark, from a freshly loaded demo; then the
# journeys of the pages in all looks and of the first week in both languages, of which ./run test sees one.
run_pictures() {
  need_tools "${packages_build[@]}" chromium fonts-noto-cjk
  build_web
  build_preset release twinrail
  tests/support/with_demo.sh node web/tools/pictures.mjs "$@"
  [[ $# -eq 0 ]] || return 0
  TWINRAIL_TEST_TURN=all tests/support/with_demo.sh node --test tests/journeys/pages.mjs tests/journeys/first_week.mjs
}

# ./run bench: each figure is a ratio against a yardstick of the same run.
run_bench() {
  need_tools "${packages_build[@]}" "${packages_test[@]}" "${packages_bench[@]}"
  build_web
  build_preset release twinrail yardstick
  exec tests/load/run "$@"
}

# ./run new-module NAME
run_new_module() {
  need_tools python3 clang-format-22
  python3 tools/new_module.py "$@"
  node web/tools/gen_words.mjs
  clang-format-22 -i "src/modules/$1/"*.[ch]pp src/app/module_list.[ch]pp
}

# ./run notices: read off the program and the client as they are built.
run_notices() {
  local preset=${1:-release}
  run_build "$preset"
  need_node
  need_npm "$root/web"
  python3 tools/notices.py "build/$preset"
}
