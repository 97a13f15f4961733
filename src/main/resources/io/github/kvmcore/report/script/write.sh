# kvmcore_write MODE OWNER FILE: writes standard input to a file, whole or not at all. The owner
# stays where it is empty.
kvmcore_write() {
  [ ! -d "$3" ] || kvmcore_fail "$3 is a directory"
  rm -f -- "$3.part"
  cat >"$3.part"
  [ -z "$2" ] || chown -- "$2" "$3.part"
  chmod "$1" -- "$3.part"
  mv -f -- "$3.part" "$3"
}
