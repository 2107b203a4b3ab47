#!/usr/bin/env bash
# Serves the demo company: makes and loads it on first use, then answers until stopped.
#
#   load.sh [--port N] [--data DIR] [--today YYYY-MM-DD] [--feed]
#
# TWINRAIL names the program. DIR is the demo's own folder and holds all of it: the company in DIR/data, the key of
# its audit trail beside that in DIR/audit.key, and what the demo writes down for itself. With --today, on first use, the
# story is told up to that day and the demo's clock goes on from there. With --feed the last ten working days of the
# panel are posted one by one through the public API, so that the board moves while one watches.
set -euo pipefail
umask 077 # the log and the token are nobody else's

here=$(cd "$(dirname "$0")" && pwd)
port=0
folder=${TMPDIR:-/tmp}/twinrail-demo-$(id -u)
feed=false
today=
while [ $# -gt 0 ]; do
  case $1 in
    --port) port=$2; shift 2 ;;
    --data) folder=$2; shift 2 ;;
    --today) today=$2; shift 2 ;;
    --feed) feed=true; shift ;;
    *) echo "demo: unknown option $1" >&2; exit 2 ;;
  esac
done

mkdir -p "$folder"
# The usual place has a name that anybody can guess: what somebody else prepared there is not served.
if [ -z "$(find "$folder" -maxdepth 0 -type d -user "$(id -u)" -perm 700)" ]; then
  echo "demo: $folder must be a folder of yours that is closed to others: chmod 700, or name one with --data" >&2
  exit 1
fi
data=$folder/data
# Beside the data, for a key may not lie in them; and here, for the demo leaves nothing anywhere else.
export TWINRAIL_AUDIT_KEY=$folder/audit.key
log=$folder/server.log
token_file=$folder/demo-token
password=twinrail-demo
server=

twinrail() { "$TWINRAIL" --data "$data" "$@"; }

# The server folds its log into the files when it ends, so the folder is whole when this script is over.
stop() {
  [ -n "$server" ] || return 0
  kill "$server" 2>/dev/null || true
  wait "$server" || true
  server=
}
trap stop EXIT
trap 'exit 0' INT TERM

# What it prints goes to the log: start PORT [NAME=VALUE…], with settings of its own.
start() {
  local at=$1
  shift
  : >"$log" # what an earlier server said in it is not this one's word
  env "$@" "$TWINRAIL" --data "$data" serve --port "$at" --demo >"$log" 2>&1 &
  server=$!
  for _ in $(seq 1 200); do
    url=$(sed -n 's/^ready //p' "$log")
    [ -n "$url" ] && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$log" >&2
  echo "demo: the server did not start" >&2
  exit 1
}

import() { twinrail import "$1" "$2" --tenant hengzhi >/dev/null || { twinrail import "$1" "$2" --tenant hengzhi --dry-run; exit 1; }; }

# An API token that has ended when the story has: 140 days after its first one.
token() {
  local login=$1 scope scopes=()
  shift
  for scope in "$@"; do scopes+=(--scope "$scope"); done
  twinrail user token "$login" "${scopes[@]}" --label story --days 140 --tenant hengzhi
}

# What lies behind the demo, each deed on its day: the server follows a clock of its own until it is told.
tell_past() {
  local made=$1 goals=(okr.read okr.write okr.check_in okr.comment kpi.read people.read)
  STORY_EXECUTIVE=$(token executive okr.define kpi.acknowledge "${goals[@]}")
  STORY_HR=$(token hr okr.define kpi.write_reading people.write "${goals[@]}")
  STORY_MANAGER=$(token manager "${goals[@]}")
  export STORY_EXECUTIVE STORY_HR STORY_MANAGER
  start 0 TWINRAIL_HTTP_METRICS_PORT=0
  node "$here/tell.mjs" --url "$url" --made "$made" --clock "$made/clock" --metrics "$(sed -n 's/^metrics //p' "$log")"
  unset TWINRAIL_INSTALLATION_KIND TWINRAIL_CLOCK_FILE STORY_EXECUTIVE STORY_HR STORY_MANAGER
  stop
}

# The days between the demo's today and the machine's stay with the folder.
set_clock() {
  [ -e "$folder/shift" ] || return 0
  TWINRAIL_CLOCK_SHIFT=$(cat "$folder/shift")d
  export TWINRAIL_INSTALLATION_KIND=demo TWINRAIL_CLOCK_SHIFT
}

load() {
  local made=$folder/made login number role real
  real=$(TZ=Asia/Shanghai date +%F) # the factory's day
  node "$here/make_readings.mjs" --out "$made" --today "${today:-$real}" >/dev/null
  export TWINRAIL_INSTALLATION_KIND=demo TWINRAIL_CLOCK_FILE=$made/clock
  twinrail tenant create hengzhi --name-zh '恒织服装（演示）' --name-en 'Hengzhi Garment (demo)' \
    --zone Asia/Shanghai --week-start saturday >/dev/null
  import people.legal_entity "$here/legal_entities.csv"
  import people.unit "$made/units-bare.csv"
  import people.person "$here/people.csv"
  import people.unit "$here/units.csv"
  import kpi.measure "$here/measures.csv"
  import kpi.source "$here/sources.csv"
  import kpi.kpi "$here/kpis.csv"
  import kpi.assignment "$made/assignments.csv"
  tail -n +2 "$here/logins.csv" | while IFS=, read -r login number role; do
    twinrail user add "$login" --password-file - --role "$role" --employee "$number" \
      --tenant hengzhi <<<"$password" >/dev/null
  done
  tell_past "$made"
  rm -f "$folder/shift"
  [ -z "$today" ] || echo $((($(date -u -d "$today" +%s) - $(date -u -d "$real" +%s)) / 86400)) >"$folder/shift"
  set_clock
  twinrail user token hr --scope kpi.write_reading --scope kpi.read --scope people.read \
    --label feed --days 3650 --tenant hengzhi >"$token_file"
  start "$port"
  TWINRAIL_PASSWORD=$password node "$here/tell.mjs" --url "$url" --made "$made"
  touch "$folder/loaded"
}

# Half a demo is made anew; what no demo has begun is somebody's.
refuse_others() {
  [ ! -e "$folder/directory.sqlite" ] && { [ ! -e "$data" ] || [ -d "$folder/made" ]; } && return
  echo "demo: $folder holds data that are no demo's; name another folder with --data" >&2
  exit 1
}

# Once the folder was the data folder itself, and the trail was sealed with the user's own key.
move_old() {
  [ -e "$folder/directory.sqlite" ] || return 0
  mkdir -p "$data"
  mv "$folder"/tenants "$folder"/directory.sqlite* "$data"
  echo "demo: the company of $folder now lies in $data; its audit trail goes on with a key of the demo's own"
}

if [ -e "$folder/loaded" ]; then
  move_old
  set_clock
  start "$port"
else
  refuse_others
  rm -rf "$data" "$folder/made"
  load
fi

cat <<TXT
demo: an invented garment factory around real figures (UCI 597, CC BY 4.0; data/demo/SOURCES.md)
sign in as executive, hr, manager, employee, operator or admin; password $password
ready $url
TXT
if $feed; then
  TWINRAIL_TOKEN=$(cat "$token_file") node "$here/feed.mjs" --url "$url" --file "$folder/made/readings-feed.csv"
fi
wait "$server"
