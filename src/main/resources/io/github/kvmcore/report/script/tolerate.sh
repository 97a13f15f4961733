# kvmcore_tolerate TEXT COMMAND [ARGUMENT...]: runs a command; a failure that says TEXT means that
# there was nothing left to do.
kvmcore_tolerate() {
  kvmcore_text=$1
  shift
  kvmcore_status=0
  exec 3>&1
  kvmcore_errors=$("$@" 2>&1 >&3 3>&-) || kvmcore_status=$?
  exec 3>&-
  [ -z "$kvmcore_errors" ] || printf '%s\n' "$kvmcore_errors" >&2
  [ "$kvmcore_status" -ne 0 ] || return 0
  case $kvmcore_errors in
    *"$kvmcore_text"*) return 0 ;;
  esac
  return "$kvmcore_status"
}
