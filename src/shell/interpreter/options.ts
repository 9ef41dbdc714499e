// Options of `set` and `shopt`.

/** `set -o` names with their letters, in the order in which `set -o` lists them. */
export const setOptions: readonly (readonly [name: string, letter: string])[] = [
  ['allexport', 'a'],
  ['braceexpand', 'B'],
  ['emacs', ''],
  ['errexit', 'e'],
  ['errtrace', 'E'],
  ['functrace', 'T'],
  ['hashall', 'h'],
  ['histexpand', 'H'],
  ['history', ''],
  ['ignoreeof', ''],
  ['interactive-comments', ''],
  ['keyword', 'k'],
  ['monitor', 'm'],
  ['noclobber', 'C'],
  ['noexec', 'n'],
  ['noglob', 'f'],
  ['nolog', ''],
  ['notify', 'b'],
  ['nounset', 'u'],
  ['onecmd', 't'],
  ['physical', 'P'],
  ['pipefail', ''],
  ['posix', ''],
  ['privileged', 'p'],
  ['verbose', 'v'],
  ['vi', ''],
  ['xtrace', 'x'],
];

/** `shopt` names, sorted. */
export const shoptNames: readonly string[] = [
  ...['autocd', 'assoc_expand_once', 'cdable_vars', 'cdspell', 'checkhash', 'checkjobs'],
  ...['checkwinsize', 'cmdhist', 'compat31', 'compat32', 'compat40', 'compat41', 'compat42'],
  ...['compat43', 'compat44', 'complete_fullquote', 'direxpand', 'dirspell', 'dotglob'],
  ...['execfail', 'expand_aliases', 'extdebug', 'extglob', 'extquote', 'failglob'],
  ...['force_fignore', 'globasciiranges', 'globskipdots', 'globstar', 'gnu_errfmt'],
  ...['histappend', 'histreedit', 'histverify', 'hostcomplete', 'huponexit', 'inherit_errexit'],
  ...['interactive_comments', 'lastpipe', 'lithist', 'localvar_inherit', 'localvar_unset'],
  ...['login_shell', 'mailwarn', 'no_empty_cmd_completion', 'nocaseglob', 'nocasematch'],
  ...['noexpand_translation', 'nullglob', 'patsub_replacement', 'progcomp', 'progcomp_alias'],
  ...['promptvars', 'restricted_shell', 'shift_verbose', 'sourcepath', 'varredir_close'],
  'xpg_echo',
];

const usualShopts = [
  ...['checkwinsize', 'cmdhist', 'complete_fullquote', 'extquote', 'force_fignore'],
  ...['globasciiranges', 'globskipdots', 'hostcomplete', 'interactive_comments'],
  ...['patsub_replacement', 'progcomp', 'promptvars', 'sourcepath'],
];

/** Which options are on. Both kinds share one set: their names are distinct but for history. */
export class Options {
  #on = new Set<string>();

  constructor(on: Iterable<string> = ['braceexpand', 'hashall', 'interactive-comments']) {
    for (const name of on) this.#on.add(name);
  }

  static usual(isInteractive: boolean): Options {
    const options = new Options();
    for (const name of usualShopts) options.set(name, true);
    const interactive = ['expand_aliases', 'emacs', 'histexpand', 'history', 'monitor'];
    if (isInteractive) for (const name of interactive) options.set(name, true);
    return options;
  }

  has(name: string): boolean {
    return this.#on.has(name);
  }

  set(name: string, isOn: boolean): void {
    if (isOn) this.#on.add(name);
    else this.#on.delete(name);
  }

  names(): string[] {
    return [...this.#on].sort();
  }

  copy(): Options {
    return new Options(this.#on);
  }

  /** `$-` without what the invocation adds. */
  letters(): string {
    const on = setOptions.filter(([name, letter]) => letter !== '' && this.has(name));
    const letters = on.map(([, letter]) => letter);
    const order = 'abefhikmnptuvxBCEHPT';
    return letters.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join('');
  }
}
