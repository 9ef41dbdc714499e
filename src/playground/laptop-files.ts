// The files that the student's laptop has besides those of any Debian: the usual shell setup of a
// user, and the tools in /usr/local/bin.
import { type Entry, file, program } from '../machine/filesystem/tree';

const bashrc = `# ~/.bashrc: executed by bash(1) for non-login shells.

case $- in
    *i*) ;;
      *) return;;
esac

HISTCONTROL=ignoreboth
shopt -s histappend
HISTSIZE=1000
HISTFILESIZE=2000
shopt -s checkwinsize

case "$TERM" in
    xterm-color|*-256color) color_prompt=yes;;
esac

if [ "$color_prompt" = yes ]; then
    PS1='\\[\\033[01;32m\\]\\u@\\h\\[\\033[00m\\]:\\[\\033[01;34m\\]\\w\\[\\033[00m\\]\\$ '
else
    PS1='\\u@\\h:\\w\\$ '
fi
unset color_prompt

alias ls='ls --color=auto'
alias grep='grep --color=auto'
alias ll='ls -l'
alias la='ls -A'
alias l='ls -CF'

if [ -f ~/.bash_aliases ]; then
    . ~/.bash_aliases
fi
`;

const profile = `# ~/.profile: executed by the command interpreter for login shells.

if [ -n "$BASH_VERSION" ]; then
    if [ -f "$HOME/.bashrc" ]; then
        . "$HOME/.bashrc"
    fi
fi

if [ -d "$HOME/bin" ] ; then
    PATH="$HOME/bin:$PATH"
fi
if [ -d "$HOME/.local/bin" ] ; then
    PATH="$HOME/.local/bin:$PATH"
fi
`;

const logout = `# ~/.bash_logout: executed by bash(1) when login shell exits.
`;

/** The files of a user's laptop. */
export function studentFiles(user: string, uid: number): Readonly<Record<string, Entry>> {
  const home = `/home/${user}`;
  return {
    [`${home}/.bashrc`]: file(bashrc, 0o644, uid),
    [`${home}/.profile`]: file(profile, 0o644, uid),
    [`${home}/.bash_logout`]: file(logout, 0o644, uid),
    '/usr/local/bin/kubectl': program('kubectl', 59_842_744),
    '/usr/local/bin/minikube': program('minikube', 138_412_032),
  };
}
