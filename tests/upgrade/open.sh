# shellcheck shell=bash
# How a kept database is looked at. Sourced by keep and run.

# Serves the folder and runs a command with the address as its last argument: served DATA COMMAND…
# The environment names the engine.
served() {
  local data=$1 log url='' server result=0
  shift
  log=$(mktemp)
  "$TWINRAIL" --data "$data" serve --port 0 >"$log" 2>&1 &
  server=$!
  for _ in $(seq 1 300); do
    url=$(sed -n 's/^ready //p' "$log")
    [[ -z $url ]] || break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  if [[ -z $url ]]; then
    cat "$log" >&2
    result=1
  else
    "$@" "$url" || result=1
  fi
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -f "$log"
  return "$result"
}

# Prints what the program answers and what does not depend on the day: who and what there is.
seen_by() { served "$1" node "$(dirname "${BASH_SOURCE[0]}")/seen.mjs"; }
