#!/bin/sh
# Installs what the build, the examples and the tests need on Debian 12; "peers": what the benchmark of forecasts compares with.
# Does nothing when all of it is there.
# shellcheck disable=SC2086 # lists of words are meant to split
set -eu

build='gcc make pkg-config libc6-dev libcsv-dev libjansson-dev libsqlite3-dev libpq-dev libxgboost-dev libsvm-dev libcurl4-openssl-dev
  libssl-dev libexpat1-dev libpcre2-dev tzdata'
tests='bash git util-linux sqlite3 postgresql bats jq miller python3 xz-utils groff-base mandoc
  shellcheck clang clang-tidy cppcheck valgrind openssl python3-aiosmtpd nginx-light prometheus curl time'

wanted="$build $tests"
[ "${1:-}" != peers ] || wanted='r-base-core r-cran-forecast'

if ! command -v dpkg-query >/dev/null; then
  echo "not a Debian system: the packages wanted are, by their Debian names:" $wanted >&2
  exit 0
fi
missing=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $wanted 2>/dev/null |
  awk -v wanted="$wanted" '
    $2 == "installed" { have[$1] = 1 }
    END { n = split(wanted, names); for (i = 1; i <= n; i++) if (!(names[i] in have)) print names[i] }')
[ -n "$missing" ] || exit 0

echo "installing:" $missing
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
apt_get="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q"
$apt_get update
$apt_get install -y --no-install-recommends $missing
