# kvmcore_smoke BUILDER TARGET: builds the smoke image.
kvmcore_smoke() {
  "$1" "$2.part.qcow2" "$2.work"
  mv -f -- "$2.part.qcow2" "$2"
  rm -rf -- "$2.work"
}
