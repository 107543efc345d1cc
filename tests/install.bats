#!/usr/bin/env bats
# What make install puts in place works from anywhere with a cron job's environment, and make uninstall takes all of it away.

load lib/helpers

# -o all: the build under test is installed as it is.
make_() { env -u MAKEFLAGS -u MAKELEVEL make -s -C "$ECOM_ROOT" -o all O="$ECOM_BUILD" DESTDIR="$PWD/root" PREFIX=/usr "$@"; }

# cron COMMAND...: with nothing but PATH and ECOM_STORE
cron() { (cd / && env -i PATH="$1:/usr/bin:/bin" ECOM_STORE="$ECOM_STORE" "${@:2}"); }

@test "an installed copy works from any folder with an empty environment" {
  assert_exit 0 make_ install
  for program in "$ECOM_ROOT"/cmd/ecom-*/main.c; do
    program=$(basename "$(dirname "$program")")
    assert_exit 0 cron "$PWD/root/usr/bin" "$program" --version
    [ -s "root/usr/share/man/man1/$program.1" ]
    [ -s "root/usr/share/bash-completion/completions/$program" ]
    [ -s "root/usr/share/fish/vendor_completions.d/$program.fish" ]
  done
  [ -s root/usr/share/zsh/site-functions/_ecom ]
  assert_exit 0 cron "$PWD/root/usr/bin" ecom-catalog import sku=A name=Apple
  assert_exit 0 cron "$PWD/root/usr/bin" ecom-catalog get A
  assert_json '.name == "Apple"'
}

@test "an installed tree may be moved: nothing knows where it was built" {
  make_ install
  mv root/usr moved
  assert_exit 0 cron "$PWD/moved/bin" ecom-catalog import sku=A name=Apple
  assert_equal "$(sql "SELECT name FROM product")" Apple
}

@test "uninstall leaves nothing behind" {
  make_ install
  [ "$(find root -type f | wc -l)" -gt 10 ]
  assert_exit 0 make_ uninstall
  assert_equal "$(find root -type f)" ''
}
