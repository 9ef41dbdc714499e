// What the parser makes of shell text. Words keep their source text beside their parts, so that
// commands can be printed again (`type`, `jobs`, BASH_COMMAND). Lines count from 1.

/** A word as written; `literal` is its value when nothing in it needs expansion. */
export interface Word {
  readonly text: string;
  readonly parts: readonly Part[];
  readonly literal?: string | undefined;
}

export type Part =
  | TextPart
  | DoublePart
  | ParameterPart
  | CommandPart
  | ArithmeticPart
  | ProcessPart
  | ArrayPart;

/** Characters as they are; `isQuoted` when quotes or a backslash protected them. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly isQuoted: boolean;
}

export interface DoublePart {
  readonly kind: 'double';
  readonly parts: readonly Part[];
}

/** `$name` or `${...}`. */
export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  readonly subscript?: Word | undefined;
  readonly isIndirect: boolean;
  readonly isLength: boolean;
  readonly operation?: ParameterOperation | undefined;
  readonly text: string;
}

export type ParameterOperation =
  | { readonly kind: 'default'; readonly operator: string; readonly word: Word }
  | { readonly kind: 'trim'; readonly operator: string; readonly pattern: Word }
  | {
      readonly kind: 'replace';
      readonly operator: string;
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | { readonly kind: 'case'; readonly operator: string; readonly pattern: Word }
  | {
      readonly kind: 'slice';
      readonly offset: Word;
      readonly length?: Word | undefined;
    }
  | { readonly kind: 'transform'; readonly operator: string }
  /** `${!name*}`, `${!name@}`. */
  | { readonly kind: 'names'; readonly operator: string }
  /** `bad substitution` when it is expanded. */
  | { readonly kind: 'bad' };

export interface CommandPart {
  readonly kind: 'command';
  readonly script: Script;
  /** Syntax errors of backquotes appear when they run. */
  readonly failure?: SyntaxFailure | undefined;
}

export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly expression: Word;
}

export interface ProcessPart {
  readonly kind: 'process';
  readonly direction: '<' | '>';
  readonly script: Script;
}

/** `(a [k]=v)` after an assignment. */
export interface ArrayPart {
  readonly kind: 'array';
  readonly elements: readonly ArrayElement[];
}

export interface ArrayElement {
  readonly subscript?: Word | undefined;
  readonly isAppend: boolean;
  readonly value: Word;
}

/** `name=value`, `name[i]+=value`, `name=(...)`. */
export interface Assignment {
  readonly name: string;
  readonly subscript?: Word | undefined;
  readonly isAppend: boolean;
  readonly value: Word;
  readonly array?: ArrayPart | undefined;
  readonly text: string;
}

export interface Redirect {
  readonly operator: string;
  /** Descriptor written before the operator; undefined: the operator's usual one. */
  readonly fd?: number | undefined;
  /** `{name}` before the operator. */
  readonly variable?: string | undefined;
  /** The file or descriptor; for a here-document its body. */
  readonly target: Word;
  readonly here?: HereDocument | undefined;
}

export interface HereDocument {
  readonly delimiter: string;
  readonly isLiteral: boolean;
  readonly stripsTabs: boolean;
  /** Filled in when the parser has read the lines after the command. */
  body: Word;
  bodyText: string;
}

export type Command =
  | SimpleCommand
  | PipelineCommand
  | AndOrCommand
  | ListCommand
  | CompoundCommand
  | FunctionCommand
  | CoprocCommand;

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  /** By index in `words`: arguments of declare and its kin that are assignments. */
  readonly declarations?: ReadonlyMap<number, Assignment> | undefined;
  readonly redirects: readonly Redirect[];
}

export interface PipelineCommand {
  readonly kind: 'pipeline';
  readonly line: number;
  readonly commands: readonly Command[];
  readonly isNegated: boolean;
  readonly timing?: 'bash' | 'posix' | undefined;
}

export interface AndOrCommand {
  readonly kind: 'and-or';
  readonly line: number;
  readonly first: Command;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly command: Command }[];
}

export interface ListCommand {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly { readonly command: Command; readonly isBackground: boolean }[];
}

interface CompoundBase {
  readonly line: number;
  readonly redirects: readonly Redirect[];
}

export type CompoundCommand =
  | (CompoundBase & { readonly kind: 'group' | 'subshell'; readonly body: ListCommand })
  | (CompoundBase & {
      readonly kind: 'if';
      readonly branches: readonly { readonly test: ListCommand; readonly body: ListCommand }[];
      readonly otherwise?: ListCommand | undefined;
    })
  | (CompoundBase & {
      readonly kind: 'for' | 'select';
      readonly name: string;
      readonly words?: readonly Word[] | undefined;
      readonly body: ListCommand;
    })
  | (CompoundBase & {
      readonly kind: 'arithmetic-for';
      readonly parts: readonly [Word, Word, Word];
      readonly body: ListCommand;
    })
  | (CompoundBase & {
      readonly kind: 'while' | 'until';
      readonly test: ListCommand;
      readonly body: ListCommand;
    })
  | (CompoundBase & {
      readonly kind: 'case';
      readonly subject: Word;
      readonly clauses: readonly CaseClause[];
    })
  | (CompoundBase & { readonly kind: 'condition'; readonly test: Condition })
  | (CompoundBase & { readonly kind: 'arithmetic'; readonly expression: Word });

export interface CaseClause {
  readonly patterns: readonly Word[];
  readonly body?: ListCommand | undefined;
  readonly terminator: ';;' | ';&' | ';;&';
}

/** Inside `[[ ]]`. */
export type Condition =
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'paren'; readonly operand: Condition }
  | {
      readonly kind: 'and' | 'or';
      readonly left: Condition;
      readonly right: Condition;
    }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Word }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Word;
      readonly right: Word;
    }
  | { readonly kind: 'word'; readonly word: Word };

export interface FunctionCommand {
  readonly kind: 'function';
  readonly line: number;
  readonly name: string;
  readonly body: Command;
}

export interface CoprocCommand {
  readonly kind: 'coproc';
  readonly line: number;
  readonly name: string;
  readonly body: Command;
}

/** A complete program text, parsed. */
export interface Script {
  readonly body: ListCommand;
  readonly text: string;
}

/** Why text is no program. */
export interface SyntaxFailure {
  readonly line: number;
  /** Without the shell's name and line number. */
  readonly message: string;
  /** The offending source line, shown below the message. */
  readonly sourceLine?: string | undefined;
  /** A second complaint that bash adds. */
  readonly followUp?: string | undefined;
  /** Status, where it isn't 2. */
  readonly code?: number | undefined;
  /** More input could make it valid: the interactive shell asks for it. */
  readonly isIncomplete: boolean;
}
