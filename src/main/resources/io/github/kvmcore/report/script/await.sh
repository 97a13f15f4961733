# kvmcore_await SECONDS TEXT COMMAND [ARGUMENT...]: asks until the command succeeds.
kvmcore_await() {
  kvmcore_seconds=$1
  kvmcore_what=$2
  shift 2
  kvmcore_end=$(($(date +%s) + kvmcore_seconds))
  until "$@"; do
    [ "$(date +%s)" -lt "$kvmcore_end" ] ||
      kvmcore_fail "after $kvmcore_seconds s it is still not so: $kvmcore_what" 6
    sleep 1
  done
}

# kvmcore_running URI NAME: whether a machine runs.
kvmcore_running() {
  [ "$(virsh -q -c "$1" domstate "$2" | head -n 1)" = running ]
}

# kvmcore_address URI NAME MAC: a machine's address, by its DHCP lease or the host's ARP table.
kvmcore_address() {
  for kvmcore_source in lease arp; do
    virsh -q -c "$1" domifaddr "$2" --source "$kvmcore_source" 2>/dev/null || :
  done | awk -v mac="$3" '
    tolower($2) == mac && $3 == "ipv4" { sub(/\/.*/, "", $4); print $4; found = 1; exit }
    END { exit !found }'
}

# kvmcore_ssh URI NAME MAC ADDRESS: whether a machine answers on ssh; an empty ADDRESS is looked up.
kvmcore_ssh() {
  kvmcore_host=$4
  if [ -z "$kvmcore_host" ]; then
    kvmcore_host=$(kvmcore_address "$1" "$2" "$3") || return 1
  fi
  [ -n "$(ssh-keyscan -T 2 -- "$kvmcore_host" 2>/dev/null)" ]
}
