# shellcheck shell=bash
# ./run test and ./run check. Sourced by ./run.

passed=0
failed=0
failed_stages=()

# Runs a stage, keeps its output in build/logs and adds its counts: stage NAME COMMAND…
# One that takes longer than tools/run/budgets.txt gives it has failed, whatever it found.
stage() {
  local name=$1 status=0 started=$SECONDS
  shift
  printf -- '== %s\n' "$name"
  ("$@") >"$(log_of "$name")" 2>&1 || status=$?
  count_stage "$name" "$status" $((SECONDS - started))
}

# The same beside others, with what they leave of the machine: begin_stage NAME COMMAND… and at last
# end_stage, which waits for it. One at a time.
begin_stage() {
  beside=$1
  shift
  printf -- '== %s goes on beside the next ones\n' "$beside"
  (
    status=0
    started=$SECONDS
    nice -n 10 "$@" >"$(log_of "$beside")" 2>&1 || status=$?
    printf '%d %d\n' "$status" $((SECONDS - started)) >"build/logs/$beside.end"
  ) &
  beside_pid=$!
  trap 'pkill -TERM -P "$beside_pid" 2>/dev/null || true' EXIT
}

end_stage() {
  local status=1 seconds=0
  printf -- '== %s\n' "$beside"
  wait "$beside_pid" || true
  read -r status seconds <"build/logs/$beside.end" || true
  count_stage "$beside" "$status" "$seconds"
}

# Adds what a stage found, and prints the end of its output when something failed.
count_stage() {
  local name=$1 status=$2 seconds=$3 log counts most
  log=$(log_of "$name")
  most=$(budget_of "$name")
  read -r -a counts < <(python3 tools/count_tests.py "$log" "$status")
  if ((seconds > most)); then
    printf 'over its budget: %d s of %d s (tools/run/budgets.txt)\n' "$seconds" "$most" >>"$log"
    counts[1]=$((counts[1] + 1))
  fi
  passed=$((passed + counts[0]))
  failed=$((failed + counts[1]))
  printf '   %d passed, %d failed (%d s of %d s)\n' "${counts[0]}" "${counts[1]}" "$seconds" "$most"
  if [[ ${counts[1]} -gt 0 ]]; then
    failed_stages+=("$name")
    tail -n 80 "$log" | sed 's/^/   | /'
    printf '   whole output: %s\n' "$log"
  fi
}

# The seconds that a stage may take; TWINRAIL_TEST_SLOWER=N is for a machine N times slower or shared by N.
budget_of() {
  local most
  most=$(awk -v name="$1" '$1 == name { most = $2; known = 1 } $1 == "*" { other = $2 }
    END { print known ? most : other }' tools/run/budgets.txt)
  printf '%d' $((most * ${TWINRAIL_TEST_SLOWER:-1}))
}

# Builds a preset as a stage of its own. What does not build is not tested.
stage_build() {
  local before=$failed
  stage "build-$1" built "$@"
  [[ $failed -eq $before ]] || {
    close_tests || true
    exit 1
  }
}

built() {
  build_preset "$@" && printf '1 passed, 0 failed (%s)\n' "$1"
}

# Prints the sum and leaves with status 1 when anything failed.
close_tests() {
  if [[ ${#failed_stages[@]} -gt 0 ]]; then
    printf 'failed: %s\n' "${failed_stages[*]}"
  fi
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [[ $failed -eq 0 ]]
}

# All ctest executables that match the further arguments, on both engines.
# Two at once: each program has folders and a database of its own.
ctest_asan() {
  tests/support/with_postgres.sh \
    ctest --test-dir build/asan --verbose --no-tests=error --parallel 2 "$@"
}

# The rules of the house, each with the sample that it must catch; formatting; scripts.
check_house() {
  local status=0
  python3 -m unittest discover --start-directory tools --pattern '*_test.py' || status=1
  python3 tools/check_house.py || status=1
  check_format || status=1
  check_scripts || status=1
  return "$status"
}

cpp_sources() {
  git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' ':!tools/check_house_test'
}

check_format() {
  local status=0
  cpp_sources | xargs clang-format-22 --dry-run -Werror || status=1
  printf '%d passed, %d failed (format; ./run format mends it)\n' $((1 - status)) "$status"
  return "$status"
}

run_format() {
  need_packages clang-format-22
  cpp_sources | xargs clang-format-22 -i
}

# The files that ./run sources are checked through it.
check_scripts() {
  local scripts status=0
  mapfile -t scripts < <(git ls-files | xargs grep -lE '^#!.*[ /](ba)?sh$' --)
  shellcheck --external-sources --check-sourced "${scripts[@]}" || status=1
  printf '%d passed, %d failed (shellcheck)\n' $((1 - status)) "$status"
  return "$status"
}

# What clang-tidy needs of a build folder: how each file is compiled, and the precompiled header.
ready_to_tidy() {
  configure_preset asan
  build_preset asan twinrail_precompiled
}

# The quick checks, on what has changed and on a part of the rest.
tidy_sample() {
  ready_to_tidy && python3 tools/tidy.py build/asan --sample
}

# ./run tidy [FILE…]: all checks of .clang-tidy, on every file or on these.
run_tidy() {
  need_packages "${packages_build[@]}" clang-tidy-22
  ready_to_tidy
  python3 tools/tidy.py build/asan "$@"
}

# openapi.json and schema.ts are what the program and the generator produce now.
check_generated() {
  local folder status=0
  folder=$(mktemp -d)
  generate "$folder/openapi.json" "$folder/schema.ts" || status=1
  python3 tools/check_house.py --generated "$folder" || status=1
  rm -rf "$folder"
  return "$status"
}

# redocly and spectral (OWASP rules) on the OpenAPI document.
lint_document() {
  local status=0
  export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
  (cd tools/openapi && npm run --silent lint) || status=1
  printf '%d passed, %d failed (OpenAPI rules)\n' $((1 - status)) "$status"
  return "$status"
}

stage_document() {
  [[ -f web/src/api/openapi.json ]] || return 0
  need_npm "$root/tools/openapi"
  stage generated check_generated
  stage openapi-rules lint_document
}

built_web() {
  build_web && printf '1 passed, 0 failed (web client)\n'
}

web_tests() {
  (cd web && npm run --silent lint && NO_COLOR=1 CI=1 npm run --silent test)
}

# One demo company for all journeys that do not stop its server.
journeys() {
  tests/support/with_demo.sh node --test --test-reporter=tap --test-concurrency=1 tests/journeys/*.mjs
}

# Whatever else tests the whole product: each tests/NAME/run ends with "N passed, M failed".
stage_programs() {
  local one
  for one in tests/*/run; do
    [[ -x $one && $one != tests/load/run && $one != tests/how_to/run ]] || continue
    if [[ $one == tests/libreoffice/run ]] && ! command -v soffice >/dev/null; then
      printf -- '== libreoffice SKIPPED: soffice is not installed (apt-get install libreoffice-calc)\n'
      continue
    fi
    stage "$(basename "$(dirname "$one")")" "$one"
  done
}

stage_journeys() {
  compgen -G 'tests/journeys/*.mjs' >/dev/null || return 0
  stage journeys journeys
}

run_check() {
  choose_program
  need_tools "${packages_build[@]}" "${packages_test[@]}"
  stage house check_house
  stage tidy tidy_sample
  if [[ -f web/src/api/openapi.json ]]; then
    need_npm "$root/web"
    stage_build "$(program_preset)" twinrail
    stage_document
  fi
  close_tests
}

test_all() {
  stage house check_house
  stage web-build built_web
  stage_build asan
  stage ctest ctest_asan
  stage tidy tidy_sample
  [[ $(program_preset) == asan ]] || stage_build "$(program_preset)" twinrail
  stage_document
  # The how-to pages compile; the others wait for jobs, browsers and killed servers most of the time.
  begin_stage how_to tests/how_to/run
  [[ ! -f web/package.json ]] || stage web web_tests
  stage_programs
  stage_journeys
  end_stage
}

test_fast() {
  stage house check_house
  stage_build asan
  stage ctest ctest_asan -L fast
}

# One module, layer or folder of tests/. What follows the name goes to the folder's run; it may then take longer.
test_one() {
  local name=$1
  shift
  case $name in
    web) need_node && need_npm "$root/web" && stage web web_tests ;;
    tools) stage house check_house ;;
    journeys)
      stage web-build built_web
      stage_build "$(program_preset)" twinrail
      stage_journeys
      ;;
    *)
      if [[ -x tests/$name/run ]]; then
        stage_build "$(program_preset)"
        stage "$name${1:+-by-hand}" "tests/$name/run" "$@"
        return
      fi
      [[ -d src/$name || -d src/modules/$name || -d tests/$name ]] || fail "nothing to test is named $name"
      [[ -d tests/$name ]] && name=across_$name
      build_tests_of "$name"
      stage "$name" ctest_asan -R "^${name}(_slow)?_test\$"
      ;;
  esac
}

# Builds NAME_test and, where there is one, NAME_slow_test: a test is named as its executable.
build_tests_of() {
  local name=$1 targets
  configure_preset asan
  mapfile -t targets < <(ctest --test-dir build/asan --show-only -R "^${name}(_slow)?_test\$" |
    sed -n 's/^ *Test *#[0-9]*: //p')
  [[ ${#targets[@]} -gt 0 ]] || fail "$name has no tests"
  stage_build asan "${targets[@]}"
}

# The program that every stage runs.
choose_program() {
  export TWINRAIL_TEST_BUILD=${TWINRAIL_TEST_BUILD:-asan}
  TWINRAIL=$(program)
  export TWINRAIL
}

run_test() {
  choose_program
  need_tools "${packages_build[@]}" "${packages_test[@]}"
  case ${1:-all} in
    all) test_all ;;
    fast) test_fast ;;
    *) test_one "$@" ;;
  esac
  close_tests
}
