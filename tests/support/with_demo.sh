#!/usr/bin/env bash
# Runs a command beside a freshly loaded demo company, and stops the server afterwards.
#
#   tests/support/with_demo.sh [--postgres] COMMAND…
#
# COMMAND sees TWINRAIL_TEST_URL, TWINRAIL_LOGIN and TWINRAIL_PASSWORD of an executive, and TWINRAIL_TOKEN,
# an API token that may post readings. With --postgres the company lives in a database
# of its own in the server that TWINRAIL_TEST_PG names (with_postgres.sh), else in SQLite files. The program is TWINRAIL, or the release build.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [[ ${1:-} == --postgres ]]; then
  shift
  : "${TWINRAIL_TEST_PG:?with_demo: run it inside with_postgres.sh}"
  psql --quiet "$TWINRAIL_TEST_PG" --command "CREATE DATABASE demo_$$"
  export TWINRAIL_DATABASE_POSTGRES=${TWINRAIL_TEST_PG/dbname=twinrail/dbname=demo_$$}
fi
export TWINRAIL=${TWINRAIL:-$root/build/release/twinrail}
[[ -x $TWINRAIL ]] || { echo "with_demo: $TWINRAIL is missing; ./run build" >&2; exit 1; }

folder=$(mktemp -d)
export TWINRAIL_AUDIT_KEY=$folder/demo/audit.key # what COMMAND does with the program seals with the demo's key, too
: >"$folder/log"  # there before it is read, however late the demo starts
"$root/data/demo/load.sh" --port 0 --data "$folder/demo" >"$folder/log" 2>&1 &
demo=$!
finish() {
  kill "$demo" 2>/dev/null || true
  wait "$demo" 2>/dev/null || true
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Loading takes about a minute on a busy machine.
url=
for _ in $(seq 1 1800); do
  url=$(sed -n 's/^ready //p' "$folder/log")
  [[ -z $url ]] || break
  kill -0 "$demo" 2>/dev/null || break
  sleep 0.1
done
if [[ -z $url ]]; then
  cat "$folder/log" "$folder"/demo/*.log >&2 2>/dev/null || true
  echo "with_demo: the demo did not become ready" >&2
  exit 1
fi

TWINRAIL_TOKEN=$(cat "$folder/demo/demo-token")
export TWINRAIL_TOKEN TWINRAIL_TEST_URL=$url
export TWINRAIL_LOGIN=executive
TWINRAIL_PASSWORD=$(sed -n 's/^sign in as .*; password //p' "$folder/log")
export TWINRAIL_PASSWORD
"$@"
