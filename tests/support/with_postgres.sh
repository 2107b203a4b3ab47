#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL 15 and stops the server afterwards.
#
#   tests/support/with_postgres.sh [--durable] [--keep-log FILE] COMMAND…
#
# The server lives in a new temporary folder, listens on a unix socket there and on no network port.
# COMMAND sees its address in TWINRAIL_TEST_PG, a libpq conninfo of a superuser. Without --durable the
# server does not wait for the disk (fsync off): right for tests, wrong for kill loops and benchmarks.
# Started inside another with_postgres.sh it uses that server instead of a second one.
set -euo pipefail

durable=no
log=
while [[ ${1:-} == --* ]]; do
  case $1 in
    --durable) durable=yes ;;
    --keep-log) shift; log=$1 ;;
    *) echo "with_postgres: unknown option $1" >&2; exit 2 ;;
  esac
  shift
done
if [[ $# -eq 0 ]]; then
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi
if [[ -n ${TWINRAIL_TEST_PG:-} && $durable == no ]]; then
  exec "$@"
fi

bin=/usr/lib/postgresql/15/bin
if [[ ! -x $bin/initdb ]]; then
  echo "with_postgres: PostgreSQL 15 is missing ($bin/initdb); install the package postgresql-15" >&2
  exit 1
fi

# initdb refuses to run as root: the server then belongs to the user of the package.
as_server=()
if [[ $(id -u) -eq 0 ]]; then
  as_server=(runuser -u postgres --)
fi

# A short path: a socket's name must fit in 107 characters. Durable runs need a real disk.
parent=/tmp
if [[ $durable == yes && -d /var/tmp ]]; then
  parent=/var/tmp
fi
folder=$("${as_server[@]}" mktemp -d "$parent/twinrail-pg.XXXXXX")
started=no
finish() {
  if [[ $started == yes ]]; then
    "${as_server[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --wait stop \
      >/dev/null 2>&1 || true
  fi
  if [[ -n $log && -f $folder/log ]]; then
    cp "$folder/log" "$log"
  fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

cd "$folder" 2>/dev/null || cd /
"${as_server[@]}" "$bin/initdb" --pgdata "$folder/data" --username twinrail_test --auth trust \
  --encoding UTF8 --locale C --no-sync >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2
  exit 1
}
settings=(
  "listen_addresses=''" "unix_socket_directories='$folder'" "max_connections=200"
  "max_locks_per_transaction=512" "timezone='UTC'" "log_min_messages=warning"
)
if [[ $durable == no ]]; then
  settings+=("fsync=off" "synchronous_commit=off" "full_page_writes=off")
fi
printf '%s\n' "${settings[@]}" | "${as_server[@]}" tee -a "$folder/data/postgresql.conf" >/dev/null
cd - >/dev/null

if ! "${as_server[@]}" "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --wait --timeout 60 \
  start >/dev/null 2>&1; then
  cat "$folder/log" >&2
  exit 1
fi
started=yes
"$bin/createdb" --host "$folder" --username twinrail_test twinrail

export TWINRAIL_TEST_PG="host=$folder port=5432 user=twinrail_test dbname=twinrail"
"$@"
