#!/bin/sh
# Works out every KPI point, key result and objective of the demo, now and at the end of each past
# day, from the original panel, with sqlite3 and integers only, and prints them as sorted lines. Shares no code with the product.
#
#   recompute.sh [--panel FILE] [--demo DIR] [--weeks N] [--through DAY] [--today DAY]
#
# --weeks    whole weeks by which the demo's dates are moved (default 0)
# --through  last day of the panel that was loaded, as the panel dates it (default 2015-02-05)
# --today    the day on which it is asked, as the panel dates it: later periods are open
#            (default 2015-02-18)
set -eu

lines=$(mktemp)
trap 'rm -f "$lines"' EXIT

here=$(cd "$(dirname "$0")" && pwd)
demo=$here/../../data/demo
panel=
weeks=0
through=2015-02-05
today=2015-02-18
# The seventh working day: the objectives become active when it has been loaded.
opening=2015-01-08

while [ $# -gt 0 ]; do
  case $1 in
    --panel) panel=$2 ;;
    --demo) demo=$2 ;;
    --weeks) weeks=$2 ;;
    --through) through=$2 ;;
    --today) today=$2 ;;
    *) echo "recompute.sh: unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
[ -n "$panel" ] || panel=$demo/garment_kpi.csv
for day in "$through" "$today"; do
  case $day in
    [0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]) ;;
    *) echo "recompute.sh: not a date: $day" >&2; exit 2 ;;
  esac
done
case $weeks in
  '' | *[!0-9-]*) echo "recompute.sh: not a number of weeks: $weeks" >&2; exit 2 ;;
esac

{
  echo ".bail on"
  echo ".mode csv"
  echo ".import \"$panel\" raw"
  echo ".import \"$demo/units.csv\" unit"
  echo ".import \"$demo/assignments.csv\" assignment"
  echo ".mode list"
  echo "CREATE TABLE param AS SELECT $weeks AS weeks, '$through' AS through, '$today' AS today,"
  echo "  '$opening' AS opening;"
  echo "CREATE TABLE doc AS SELECT CAST(readfile('$demo/objectives.json') AS TEXT) AS body;"
  cat "$here/numbers.sql" "$here/points.sql" "$here/goals.sql"
  for _ in 1 2 3 4 5 6 7 8; do cat "$here/roll_up.sql"; done
  echo "INSERT INTO must SELECT 'every objective stands: no loop, at most eight levels',"
  echo "  (SELECT count(*) FROM objective, moment) = (SELECT count(*) FROM standing);"
  cat "$here/print.sql"
} | sqlite3 -batch :memory: >"$lines"
LC_ALL=C sort "$lines"
