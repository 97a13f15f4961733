# In the shell in which something is completed: prints the matches instead of taking them.
autoload -Uz compinit
compinit -u -D
bindkey '^I' complete-word
unsetopt list_beep beep zle_bracketed_paste 2> /dev/null
say_begin() { print -r -- BEGIN }
say_end() { print -r -- END; exit }
compprefuncs=(say_begin)
comppostfuncs=(say_end)
compadd() {
  if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then
    builtin compadd "$@"
    return
  fi
  local -a __found
  builtin compadd -A __found "$@"
  print -rl -- $__found
  builtin compadd "$@"
}
print -r -- READY
