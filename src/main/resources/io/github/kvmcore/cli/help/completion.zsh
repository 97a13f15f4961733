#compdef kvmcore
# zsh completion for kvmcore(1), made by: kvmcore completion zsh

@TABLES@

# The machines of the cluster that the line names.
_kvmcore_machines() {
  local -a options names
  local i
  for ((i = 2; i < $#kvmcore_line; i++)); do
    case $kvmcore_line[i] in
      --cluster | -c | --connect | --config | -e | --extra-vars)
        options+=("$kvmcore_line[i]" "$kvmcore_line[i+1]")
        ;;
    esac
  done
  names=(${(f)"$($kvmcore_line[1] list -o name -q $options 2> /dev/null)"})
  compadd -a names
}

_kvmcore_offer() { # KIND…: a word, or @ and what it stands for
  local kind
  local -a found
  local nothing=1
  for kind in "$@"; do
    case $kind in
      @file) _files && nothing=0 ;;
      @dir) _files -/ && nothing=0 ;;
      @setting)
        if compset -P @; then
          _files && nothing=0
        else
          found=(${(f)"$(_kvmcore_settings)"})
          compadd -S = -a found && nothing=0
        fi
        ;;
      @step)
        found=(${(f)"$(_kvmcore_steps)"})
        compset -P '*,'
        compadd -S '' -a found && nothing=0
        ;;
      @machine) _kvmcore_machines && nothing=0 ;;
      @command) _kvmcore_commands && nothing=0 ;;
      *) compadd -- $kind && nothing=0 ;;
    esac
  done
  return nothing
}

_kvmcore() {
  local curcontext=$curcontext state line
  local -a kvmcore_line common
  typeset -A opt_args
  kvmcore_line=("${words[@]}")
  _kvmcore_common
  _arguments -C -S $common '1: :_kvmcore_commands' '*:: :->argument' && return
  if [[ $state == argument ]]; then
    _kvmcore_arguments $words[1]
  fi
}

if [[ $funcstack[1] == _kvmcore ]]; then
  _kvmcore "$@"
else
  compdef _kvmcore kvmcore
fi
