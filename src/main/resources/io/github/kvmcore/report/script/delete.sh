# kvmcore_delete PATH: removes a file, a link or an empty directory, where there is one.
kvmcore_delete() {
  if [ -d "$1" ] && [ ! -L "$1" ]; then
    rmdir -- "$1"
  else
    rm -f -- "$1"
  fi
}
