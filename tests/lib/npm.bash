# shellcheck shell=bash
# Packages of npm that a test asks for a second opinion. They are kept outside the tree, each in a folder of its own, so that two tests that
# run at once do not change each other's: $ECOM_TEST_NPM, else a folder of the user's cache.

# needs_npm NAME VERSION: sets $packages to the folder that has node_modules with it; skips where it cannot be had.
needs_npm() {
  local cache=${ECOM_TEST_NPM:-${XDG_CACHE_HOME:-/var/tmp}/ecom-test-npm} none=$BATS_FILE_TMPDIR/no-npm lock
  packages=$cache/${1//\//+}@$2
  [ ! -e "$packages" ] || return 0
  [ ! -e "$none" ] || skip "npm, or its package $1, cannot be had"
  mkdir -p "$cache"
  exec {lock}>"$packages.lock"
  flock "$lock"
  # Whole or not at all: what was not fetched to its end has another name.
  if [ ! -e "$packages" ]; then
    rm -rf "$packages.new"
    if ! timeout 240 npm install --silent --no-fund --no-audit --fetch-retries 1 --prefix "$packages.new" "$1@$2" >/dev/null 2>&1 {lock}>&- ||
      ! mv "$packages.new" "$packages"; then
      touch "$none"
      exec {lock}>&-
      skip "npm, or its package $1, cannot be had"
    fi
  fi
  exec {lock}>&-
}
