# bash completion for kvmcore(1), made by: kvmcore completion bash
# shellcheck shell=bash

@TABLES@

# The machines of the cluster that the line names.
_kvmcore_machines() {
  local i options=()
  for ((i = 1; i + 1 < ${#words[@]}; i++)); do
    case ${words[i]} in
      --cluster | -c | --connect | --config | -e | --extra-vars)
        options+=("${words[i]}" "${words[i + 1]}")
        ;;
    esac
  done
  "${words[0]}" list -o name -q "${options[@]}" 2> /dev/null
}

# Takes those words that begin as the one at the cursor does.
_kvmcore_offer() {
  local word
  for word in "$@"; do
    if [[ $word == "$cur"* ]]; then COMPREPLY+=("$word"); fi
  done
}

_kvmcore_reply() { # KIND…: a word, or @ and what it stands for
  local kind found=()
  for kind in "$@"; do
    case $kind in
      @file)
        compopt -o filenames 2> /dev/null
        mapfile -t found < <(compgen -f -- "$cur")
        COMPREPLY+=("${found[@]}")
        ;;
      @dir)
        compopt -o filenames 2> /dev/null
        mapfile -t found < <(compgen -d -- "$cur")
        COMPREPLY+=("${found[@]}")
        ;;
      @setting)
        compopt -o nospace 2> /dev/null
        if [[ $cur == @* ]]; then
          mapfile -t found < <(compgen -f -P @ -- "${cur#@}")
          COMPREPLY+=("${found[@]}")
        elif [[ $cur != *=* ]]; then
          mapfile -t found < <(_kvmcore_settings)
          _kvmcore_offer "${found[@]/%/=}"
        fi
        ;;
      @step)
        mapfile -t found < <(_kvmcore_steps)
        if [[ $cur == *,* ]]; then found=("${found[@]/#/${cur%,*},}"); fi
        _kvmcore_offer "${found[@]}"
        ;;
      @machine)
        mapfile -t found < <(_kvmcore_machines)
        _kvmcore_offer "${found[@]}"
        ;;
      @command)
        mapfile -t found < <(_kvmcore_commands)
        _kvmcore_offer "${found[@]}"
        ;;
      *) _kvmcore_offer "$kind" ;;
    esac
  done
}

_kvmcore() {
  local words=() word glue='' i command='' option='' cur kinds=()
  # bash takes a word apart at = and :, so vm_count=5 comes as three.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if ((i > 0)) && [[ $glue || $word == [=:]* ]]; then
      words[-1]+=$word
    else
      words+=("$word")
    fi
    glue=''
    if [[ $word =~ ^[=:]+$ ]]; then glue=yes; fi
  done
  cur=${words[-1]}
  unset 'words[-1]'
  for ((i = 1; i < ${#words[@]}; i++)); do
    word=${words[i]}
    if [[ $option ]]; then
      option=''
    elif [[ $word == -* ]]; then
      if _kvmcore_value "$command" "$word" > /dev/null; then option=$word; fi
    elif [[ -z $command ]]; then
      command=$word
    fi
  done
  COMPREPLY=()
  if [[ $option ]]; then
    mapfile -t kinds < <(_kvmcore_value "$command" "$option")
  elif [[ $cur == -* ]]; then
    mapfile -t kinds < <(_kvmcore_options "$command")
  elif [[ $command ]]; then
    mapfile -t kinds < <(_kvmcore_words "$command")
  else
    kinds=(@command)
  fi
  _kvmcore_reply "${kinds[@]}"
}

complete -F _kvmcore kvmcore
