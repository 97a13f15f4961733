# kvmcore_shutdown SECONDS FORCE URI UUID NAME: waits until a machine that was asked to shut down is
# off, and asks it again now and then; FORCE is "force" to power it off in the end.
kvmcore_shutdown() {
  kvmcore_end=$(($(date +%s) + $1))
  kvmcore_pause=2
  kvmcore_again=$(($(date +%s) + kvmcore_pause))
  while :; do
    kvmcore_state=$(virsh -q -c "$3" domstate "$4" --reason 2>/dev/null | head -n 1)
    case $kvmcore_state in
      'shut off '*) return 0 ;;
      '') ! virsh -q -c "$3" uri >/dev/null || return 0 ;; # libvirt answers: it is gone
      'paused (shutting down)' | 'paused (starting up)') ;;
      paused*)
        [ "$2" = force ] || kvmcore_fail "$5 is $kvmcore_state, so it can't shut down"
        break
        ;;
    esac
    kvmcore_now=$(date +%s)
    if [ "$kvmcore_now" -ge "$kvmcore_end" ]; then
      [ "$2" = force ] || kvmcore_fail "$5 did not shut down within $1 s" 6
      break
    fi
    if [ "$kvmcore_now" -ge "$kvmcore_again" ]; then
      virsh -q -c "$3" shutdown "$4" >/dev/null 2>&1 || :
      kvmcore_pause=$((kvmcore_pause * 3 / 2 < 10 ? kvmcore_pause * 3 / 2 : 10))
      kvmcore_again=$((kvmcore_now + kvmcore_pause))
    fi
    sleep 1
  done
  virsh -q -c "$3" destroy "$4" --graceful || virsh -q -c "$3" destroy "$4" ||
    [ "$(virsh -q -c "$3" domstate "$4" | head -n 1)" = 'shut off' ]
}
