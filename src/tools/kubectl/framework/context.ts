// What a verb gets: its flags and arguments, output, the client, the namespace.
import type { Task } from '../../../base/sim';
import type { Process } from '../../../machine/types';
import {
  clientConfig,
  configOf,
  type NamespaceChoice,
  namespaceChoice,
} from '../rest/client-config';
import type { KubeConfig } from '../rest/kubeconfig';
import { Rest } from '../rest/rest';
import { type CommandSpec, commandPath } from './commands';
import { ExactError } from './errors';
import type { ParsedLine } from './parse-flags';
import type { FlagValues } from './values';

/** One run of a verb. */
export class Context {
  readonly flags: FlagValues;
  readonly args: readonly string[];
  /** How many arguments stood before `--`; -1 without one. */
  readonly argsBeforeDash: number;
  #config: KubeConfig | undefined;
  #rest: Rest | undefined;

  constructor(
    readonly process: Process,
    readonly command: CommandSpec,
    line: ParsedLine,
  ) {
    this.flags = line.flags;
    this.args = line.args;
    this.argsBeforeDash = line.argsBeforeDash;
  }

  /** Virtual ms since the epoch. */
  get now(): number {
    return this.process.sim.now;
  }

  out(text: string): Task<void> {
    return this.process.write(text);
  }

  err(text: string): Task<void> {
    return this.process.error(text);
  }

  /** The kubeconfig. @throws PlainError */
  config(): KubeConfig {
    this.#config ??= configOf(this.process, this.flags);
    return this.#config;
  }

  /** The namespace to work in. @throws */
  namespace(): NamespaceChoice {
    return namespaceChoice(this.config(), this.flags);
  }

  /** The client, made at first use. @throws */
  *rest(): Task<Rest> {
    if (this.#rest === undefined) {
      const config = yield* clientConfig(this.process, this.config(), this.flags);
      this.#rest = new Rest(this.process, config);
    }
    return this.#rest;
  }

  /** How many warnings servers gave (--warnings-as-errors). */
  get warningCount(): number {
    return this.#rest?.warningCount ?? 0;
  }

  /** A complaint about how the command was called. */
  usageError(message: string): ExactError {
    const see = `See '${commandPath(this.command)} -h' for help and examples`;
    return new ExactError(`error: ${message}\n${see}`);
  }
}
