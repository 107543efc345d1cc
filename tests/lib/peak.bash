# shellcheck shell=bash
# How much memory a command held.

# peak_kib COMMAND...: the most memory that it held, in KiB, is left in the file "peak". Sanitizers need memory of their own.
peak_kib() {
  python3 -c 'import os, resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
os.write(3, b"%d" % resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)' "$@" 3>peak
}
