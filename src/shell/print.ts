// Commands as text again, laid out as bash lays them out: for `type`, `declare -f`, `jobs`,
// BASH_COMMAND.
import type { Command, CompoundCommand, Condition, ListCommand, Redirect, Word } from './ast';

/** A command on as few lines as bash uses for jobs. */
export function commandText(command: Command): string {
  return new Printer(false).command(command);
}

/** `name () { ... }` as `type` and `declare -f` show functions. */
export function functionText(name: string, body: Command): string {
  const printer = new Printer(true);
  return `${name} () \n${printer.functionBody(body)}`;
}

/** The words of a simple command without redirections. */
export function wordsText(words: readonly Word[]): string {
  return words.map((word) => word.text).join(' ');
}

class Printer {
  #indent = 0;
  #isFunction: boolean;
  #pendingHere: Redirect[] = [];

  constructor(isFunction: boolean) {
    this.#isFunction = isFunction;
  }

  get #margin(): string {
    return ' '.repeat(this.#indent);
  }

  functionBody(body: Command): string {
    if (body.kind === 'group') {
      const redirects = this.#redirects(body.redirects);
      return `{ \n${this.#block(body.body, '')}\n${this.#margin}}${redirects}`;
    }
    const list: ListCommand = {
      kind: 'list',
      line: body.line,
      items: [{ command: body, isBackground: false }],
    };
    return `{ \n${this.#block(list, '')}\n${this.#margin}}`;
  }

  /** Lines of an indented body; `end` follows the last command. */
  #block(list: ListCommand, end: string): string {
    this.#indent += 4;
    const text = this.#margin + this.#list(list, `\n${this.#margin}`, end);
    this.#indent -= 4;
    return text;
  }

  #list(list: ListCommand, newline: string, end: string): string {
    let out = '';
    list.items.forEach(({ command, isBackground }, i) => {
      const isLast = i === list.items.length - 1;
      out += this.command(command);
      const here = this.#takeHere();
      if (isBackground) out += ` &${here}${isLast || here !== '' ? '' : ' '}`;
      else if (isLast) out += here === '' ? end : here;
      else out += here === '' ? `;${newline}` : `${here}${newline}`;
    });
    return out;
  }

  #takeHere(): string {
    const pending = this.#pendingHere;
    if (pending.length === 0) return '';
    this.#pendingHere = [];
    return pending.map((r) => `\n${r.here?.bodyText ?? ''}${r.here?.delimiter ?? ''}\n`).join('');
  }

  command(command: Command): string {
    switch (command.kind) {
      case 'simple': {
        const assignments = command.assignments.map((a) => a.text);
        const words = command.words.map((word) => word.text);
        const text = [...assignments, ...words].join(' ');
        return text + this.#redirects(command.redirects, text === '');
      }
      case 'pipeline': {
        const bang = command.isNegated ? '! ' : '';
        const time =
          command.timing === undefined ? '' : command.timing === 'posix' ? 'time -p ' : 'time ';
        return time + bang + command.commands.map((c) => this.command(c)).join(' | ');
      }
      case 'and-or': {
        let text = this.command(command.first);
        for (const { operator, command: next } of command.rest) {
          text += ` ${operator} ${this.command(next)}`;
        }
        return text;
      }
      case 'list':
        return this.#list(command, ' ', '');
      case 'function':
        return `function ${command.name} () \n${this.#margin}${this.functionBody(command.body)}`;
      case 'coproc':
        return `coproc ${command.name} ${this.command(command.body)}`;
      default:
        return this.#compound(command) + this.#redirects(command.redirects);
    }
  }

  #compound(command: CompoundCommand): string {
    const margin = this.#margin;
    switch (command.kind) {
      case 'subshell':
        return `( ${this.#list(command.body, this.#isFunction ? `\n${margin}` : ' ', '')} )`;
      case 'group':
        if (!this.#isFunction) return `{ ${this.#list(command.body, ' ', ';')} }`;
        return `{ \n${this.#block(command.body, '')}\n${margin}}`;
      case 'if':
        return this.#if(command);
      case 'for':
      case 'select': {
        const words = command.words?.map((w) => w.text).join(' ');
        const list = words === undefined ? ' in "$@"' : ` in ${words}`;
        return `${command.kind} ${command.name}${list};\n${margin}do\n${this.#do(command.body)}`;
      }
      case 'arithmetic-for': {
        const [first, test, step] = command.parts.map((w) => w.text.trim());
        return `for ((${first}; ${test}; ${step}))\n${margin}do\n${this.#do(command.body)}`;
      }
      case 'while':
      case 'until': {
        const test = this.#list(command.test, ' ', '');
        return `${command.kind} ${test}; do\n${this.#do(command.body)}`;
      }
      case 'case':
        return this.#case(command);
      case 'condition':
        return `[[ ${conditionText(command.test)} ]]`;
      case 'arithmetic':
        return `((${command.expression.text}))`;
    }
  }

  #do(body: ListCommand): string {
    return `${this.#block(body, ';')}\n${this.#margin}done`;
  }

  #if(command: CompoundCommand & { kind: 'if' }): string {
    let out = '';
    const margin = this.#margin;
    const [first, ...others] = command.branches;
    if (first === undefined) return out;
    out = `if ${this.#list(first.test, ' ', '')}; then\n${this.#block(first.body, ';')}\n`;
    const [next, ...rest] = others;
    if (next !== undefined) {
      this.#indent += 4;
      const nested = { ...command, branches: [next, ...rest] };
      const inner = this.#margin + this.#if(nested);
      this.#indent -= 4;
      return `${out}${margin}else\n${inner};\n${margin}fi`;
    }
    if (command.otherwise !== undefined) {
      out += `${margin}else\n${this.#block(command.otherwise, ';')}\n`;
    }
    return `${out}${margin}fi`;
  }

  #case(command: CompoundCommand & { kind: 'case' }): string {
    let out = `case ${command.subject.text} in `;
    this.#indent += 4;
    for (const clause of command.clauses) {
      const patterns = clause.patterns.map((p) => p.text).join(' | ');
      const body = clause.body === undefined ? this.#margin : this.#block(clause.body, '');
      out += `\n${this.#margin}${patterns})\n${body}\n${this.#margin}${clause.terminator}`;
    }
    this.#indent -= 4;
    return `${out}\n${this.#margin}esac`;
  }

  #redirects(redirects: readonly Redirect[], isFirst = false): string {
    let out = '';
    for (const redirect of redirects) {
      const text = this.#redirect(redirect);
      out += isFirst && out === '' ? text : ` ${text}`;
    }
    return out;
  }

  #redirect(redirect: Redirect): string {
    const { operator, fd, variable, target, here } = redirect;
    const where = variable === undefined ? (fd === undefined ? '' : String(fd)) : `{${variable}}`;
    if (here !== undefined) {
      this.#pendingHere.push(redirect);
      const quoted = here.isLiteral ? `'${here.delimiter}'` : here.delimiter;
      return `${where}${operator}${quoted}`;
    }
    if (operator === '>&' || operator === '<&') {
      const usual = operator === '>&' ? 1 : 0;
      const isFd = /^(\d+-?|-)$/.test(target.text);
      return isFd
        ? `${where === '' ? usual : where}${operator}${target.text}`
        : `&> ${target.text}`;
    }
    return `${where}${operator} ${target.text}`;
  }
}

function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case 'not':
      return `! ${conditionText(condition.operand)}`;
    case 'paren':
      return `( ${conditionText(condition.operand)} )`;
    case 'and':
      return `${conditionText(condition.left)} && ${conditionText(condition.right)}`;
    case 'or':
      return `${conditionText(condition.left)} || ${conditionText(condition.right)}`;
    case 'unary':
      return `${condition.operator} ${condition.operand.text}`;
    case 'binary':
      return `${condition.left.text} ${condition.operator} ${condition.right.text}`;
    case 'word':
      return `-n ${condition.word.text}`;
  }
}
