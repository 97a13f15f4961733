# Prints what zsh would offer: complete.zsh FUNCTIONS LINE, where FUNCTIONS is a folder with the
# completion in a file _kvmcore. A shell at a terminal of its own is given the line and a tab.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=(${(q)1} \$fpath) PROMPT="
zpty -w shell 'source '${(q)0:A:h}/shown.zsh
zpty -r shell out '*READY*' || exit 1
zpty -n -w shell "$2"$'\t'
zpty -r shell out '*BEGIN*END*' || exit 1
print -r -- "${${out##*BEGIN}%%END*}"
