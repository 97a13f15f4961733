kvmcore_fail() {
  printf 'kvmcore: %s\n' "$1" >&2
  exit "${2:-1}"
}

# kvmcore_need PROGRAM...: all are there, or nothing begins.
kvmcore_need() {
  for kvmcore_program in "$@"; do
    command -v "$kvmcore_program" >/dev/null || kvmcore_fail "$kvmcore_program is not installed" 4
  done
}
