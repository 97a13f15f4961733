# kvmcore_bytes FILE OFFSET COUNT: bytes of a file in hexadecimal.
kvmcore_bytes() {
  od -An -v -tx1 -j"$2" -N"$3" -- "$1" | tr -d ' \n'
}

# kvmcore_matches FILE DIGEST: whether a file has a digest, given as sha256:HEX or sha512:HEX.
kvmcore_matches() {
  kvmcore_sum=$("${2%%:*}sum" <"$1") || return 1
  [ "${kvmcore_sum%% *}" = "${2#*:}" ]
}

# kvmcore_listed DIGESTS NAME: the SHA-512 that a list of digests has for a file: Flatcar's DIGESTS, or
# what sha512sum, sha512sum --tag and openssl dgst write.
kvmcore_listed() {
  kvmcore_name=$2 awk '
    { sub(/\r$/, "") }
    NR == 1 { sub(/^\357\273\277/, "") }
    /^#/ { if ($3 == "HASH") { headed = 1; wanted = ($2 == "SHA512") } next }
    {
      name = $0
      digest = $1
      found = headed ? wanted : length($1) == 128
      if (name ~ /^SHA-?(2-)?512 ?\(.*\) ?= ?[0-9A-Fa-f]+$/) {
        found = 1
        digest = $NF
        sub(/^[^(]*\(/, "", name)
        sub(/\) ?= ?[0-9A-Fa-f]+$/, "", name)
        sub(/^.*=/, "", digest)
      } else {
        sub(/^[0-9A-Fa-f]+ [ *]/, "", name)
      }
      sub(/^.*\//, "", name)
      if (found && name == ENVIRON["kvmcore_name"]) { print "sha512:" tolower(digest); exit }
    }' <"$1"
}

# kvmcore_published URL FILE: the digest that the server has beside a file, by way of FILE; nothing
# where it has none.
kvmcore_published() {
  kvmcore_status=0
  kvmcore_code=$(curl -sSL -o "$2" -w '%{http_code}' --url "$1.DIGESTS") || kvmcore_status=$?
  case $kvmcore_status:$kvmcore_code in
    0:200 | 0:000) ;;
    0:403 | 0:404 | 0:410 | 37:*)
      rm -f -- "$2"
      printf 'kvmcore: no digest known for %s: it is not checked\n' "$1" >&2
      return 0
      ;;
    *) kvmcore_fail "$1.DIGESTS can't be fetched ($kvmcore_status:$kvmcore_code)" ;;
  esac
  kvmcore_found=$(kvmcore_listed "$2" "${1##*/}")
  rm -f -- "$2"
  [ -n "$kvmcore_found" ] || kvmcore_fail "$1.DIGESTS lists no SHA-512 of ${1##*/}"
  printf '%s\n' "$kvmcore_found"
}

# kvmcore_download URL TARGET DIGEST MAX: fetches a base image; run again, it goes on where it ended.
kvmcore_download() (
  umask 077
  kvmcore_digest=$3
  if [ -z "$kvmcore_digest" ]; then
    kvmcore_digest=$(kvmcore_published "${1%%[?#]*}" "$2.DIGESTS")
  fi
  if [ -z "$kvmcore_digest" ]; then
    rm -f -- "$2.download" # what can't be checked is not gone on with
  fi
  if [ ! -f "$2.download" ] || ! kvmcore_matches "$2.download" "$kvmcore_digest"; then
    curl -fL --retry 3 -C - -o "$2.download" --url "$1"
  fi
  kvmcore_check "$2.download" "$kvmcore_digest" || {
    rm -f -- "$2.download"
    kvmcore_fail "$1 has another digest than $kvmcore_digest; it was thrown away"
  }
  kvmcore_install "$2.download" "$2" "$4"
  rm -f -- "$2.download"
)

# kvmcore_check FILE DIGEST: whether a file has its digest, where one is known.
kvmcore_check() {
  [ -z "$2" ] || kvmcore_matches "$1" "$2"
}

# kvmcore_take FILE TARGET DIGEST MAX: takes a base image from a file of this host.
kvmcore_take() (
  umask 077
  kvmcore_check "$1" "$3" || kvmcore_fail "$1 has another digest than $3"
  kvmcore_install "$1" "$2" "$4"
)

# kvmcore_install FILE TARGET MAX: unpacks an image, makes it a qcow2 file and puts it in place.
kvmcore_install() {
  case $(kvmcore_bytes "$1" 0 6) in
    425a68*) bzip2 -dc <"$1" >"$2.part" ;;
    fd377a585a00) xz -dc <"$1" >"$2.part" ;;
    1f8b*) gzip -dc <"$1" >"$2.part" ;;
    *) cat <"$1" >"$2.part" ;;
  esac
  if [ "$(kvmcore_bytes "$2.part" 0 4)" != 514649fb ]; then
    [ "$(kvmcore_bytes "$2.part" 510 2)" = 55aa ] ||
      [ "$(kvmcore_bytes "$2.part" 512 8)" = 4546492050415254 ] ||
      kvmcore_fail "$1 is no disk: it has neither a boot sector nor a partition table"
    [ "$(kvmcore_bytes "$2.part" 514 4)" != 48647253 ] || kvmcore_fail "$1 is a Linux kernel"
    qemu-img convert -f raw -O qcow2 "$2.part" "$2.qcow2.part"
    mv -f -- "$2.qcow2.part" "$2.part"
  fi
  kvmcore_judge "$2.part" "$3"
  mv -f -- "$2.part" "$2"
}

# kvmcore_judge QCOW2 MAX: no other file is read through the image, and its disk has at most MAX
# bytes; 0: no bound.
kvmcore_judge() {
  [ "$(kvmcore_bytes "$1" 8 8)" = 0000000000000000 ] || kvmcore_fail "$1 has a backing file"
  if [ "$(kvmcore_bytes "$1" 4 4)" != 00000002 ]; then
    [ $((0x$(kvmcore_bytes "$1" 79 1) & 4)) -eq 0 ] || kvmcore_fail "$1 has a data file"
  fi
  kvmcore_status=0
  qemu-img check -q -f qcow2 "$1" >&2 || kvmcore_status=$?
  case $kvmcore_status in
    0 | 3) ;; # 3: only space is lost
    *) kvmcore_fail "$1 is damaged or cut, as qemu-img check finds" ;;
  esac
  kvmcore_size=$((0x$(kvmcore_bytes "$1" 24 8)))
  [ "$2" -eq 0 ] || [ "$kvmcore_size" -le "$2" ] ||
    kvmcore_fail "the image's disk has $kvmcore_size bytes, more than the machines' $2"
}
