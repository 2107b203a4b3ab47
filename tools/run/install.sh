# shellcheck shell=bash
# What a fresh Debian 12 lacks, installed once. Sourced by ./run. Quick and without network when satisfied.

# To build and to run the product.
packages_build=(
  ca-certificates ccache clang-22 cmake curl fonts-noto-cjk libboost1.81-dev libclang-rt-22-dev libcli11-dev
  libexpat1-dev libfmt-dev libhowardhinnant-date-dev libicu-dev libpango1.0-dev libpq-dev libsodium-dev libspdlog-dev
  libsqlite3-dev libssl-dev libtomlplusplus-dev libxlsxwriter-dev libzip-dev lld-22 ninja-build pkg-config
  python3 tzdata zlib1g-dev doctest-dev librapidcheck-dev
)
# To check and test it: the second engine and a browser, a mail server.
packages_test=(
  chromium clang-format-22 clang-tidy-22 git llvm-22 openssl poppler-utils postgresql-15 postgresql-client-15 procps
  python3-aiosmtpd shellcheck sqlite3
)
# To measure it: the load, the yardstick of the static file, and the profiles.
packages_bench=(wrk nginx-light linux-perf)

# Says what went wrong and stops.
fail() {
  printf 'run: %s\n' "$*" >&2
  exit 1
}

# Prints those of the named packages that are not installed. nginx-light and nginx serve alike.
missing_packages() {
  local name
  for name in "$@"; do
    if ! dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q '^install ok installed$'; then
      if [[ $name == nginx-light ]] && command -v nginx >/dev/null; then continue; fi
      if [[ $name == linux-perf ]] && command -v perf >/dev/null; then continue; fi
      printf '%s\n' "$name"
    fi
  done
}

# Installs the named Debian packages that are missing.
need_packages() {
  command -v dpkg-query >/dev/null || fail "this is not Debian; needed are: $*"
  local missing=()
  mapfile -t missing < <(missing_packages "$@")
  [[ ${#missing[@]} -gt 0 ]] || return 0

  local as_root=()
  if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      fail "these packages are missing and neither root nor sudo is at hand; install them with:
  apt-get install --no-install-recommends ${missing[*]}"
    fi
    as_root=(sudo)
  fi
  printf 'run: installing %s\n' "${missing[*]}"
  "${as_root[@]}" apt-get update -q >/dev/null ||
    fail "apt-get update failed; is the network there?"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -q -y --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "apt-get could not install ${missing[*]} (clang-22 comes from Debian 12's security suite)"
}

# The web client is built with Node 20.19 or newer; Debian 12 has 18, so it is not installed from there.
need_node() {
  local found
  found=$(node --version 2>/dev/null || true)
  if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number);
      process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' 2>/dev/null; then
    fail "Node 20.19 or newer is needed for the web client, found: ${found:-none}.
  Install it from https://nodejs.org or your distribution's backports, then run this again."
  fi
  command -v npm >/dev/null || fail "npm is missing; it comes with Node from https://nodejs.org"
}

# What every build needs. Node is asked for first: nothing is installed before what a person has to bring is here.
need_tools() {
  need_node
  need_packages "$@"
}

# Installs the npm packages of a folder exactly as locked, once per change of the lock file.
need_npm() {
  local folder=$1 stamp now
  [[ -f $folder/package-lock.json ]] || return 0
  stamp=$folder/node_modules/.installed
  now=$(sha256sum <"$folder/package-lock.json")
  if [[ -f $stamp && $(cat "$stamp") == "$now" ]]; then
    return 0
  fi
  printf 'run: npm ci in %s\n' "${folder#"$root"/}"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) ||
    fail "npm ci failed in $folder"
  printf '%s\n' "$now" >"$stamp"
}
