#!/bin/sh
# Compares a running demo with the figures recomputed from the panel, line by line, and then makes
# sure that the comparison can fail: with one value of the panel changed it must.
#
#   compare.sh URL [options of recompute.sh]
#
# Needs TWINRAIL_TOKEN, or TWINRAIL_LOGIN and TWINRAIL_PASSWORD of someone who sees the company.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
url=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

node "$here/export.mjs" --url "$url" ${TWINRAIL_LOGIN:+--login "$TWINRAIL_LOGIN"} >"$work/raw"
LC_ALL=C sort "$work/raw" >"$work/served"
"$here/recompute.sh" "$@" >"$work/recomputed"
[ -s "$work/recomputed" ] || { echo "compare: nothing was recomputed" >&2; exit 1; }

if ! diff -u "$work/recomputed" "$work/served" >"$work/difference"; then
  head -n 40 "$work/difference"
  echo "compare: the server and the recomputation disagree" >&2
  exit 1
fi

# Sewing team 5 on 2015-01-15 makes 0.0001 more than it did.
sed 's/^\(2015-01-15,.*,sewing,Thursday,5,.*\),0\.700060345$/\1,0.700160345/' \
  "$here/../../data/demo/garment_kpi.csv" >"$work/changed.csv"
if cmp -s "$work/changed.csv" "$here/../../data/demo/garment_kpi.csv"; then
  echo "compare: the panel was not changed; the row of the trial is missing" >&2
  exit 1
fi
"$here/recompute.sh" "$@" --panel "$work/changed.csv" >"$work/changed"
if cmp -s "$work/changed" "$work/served"; then
  echo "compare: a changed panel still agrees" >&2
  exit 1
fi
echo "compare: $(wc -l <"$work/recomputed") lines agree; a changed panel does not"
