// Variables that are computed: RANDOM, SECONDS, LINENO, FUNCNAME and the like.
import { commandText } from '../print';
import { IndexedArray } from './arrays';
import { setOptions, shoptNames } from './options';
import type { Shell } from './shell';
import { type Attributes, type Dynamic, Variable } from './variables';

/** Puts the computed variables into the shell's globals, except those that were unset. */
export function defineDynamics(shell: Shell): void {
  const { globals } = shell.variables;
  for (const [name, { dynamic, attributes }] of Object.entries(dynamics(shell))) {
    const existing = globals.get(name);
    if (existing !== undefined) existing.dynamic = dynamic;
    else {
      const variable = new Variable(undefined, { ...attributes });
      variable.dynamic = dynamic;
      globals.set(name, variable);
    }
  }
}

interface Definition {
  readonly dynamic: Dynamic;
  readonly attributes?: Attributes;
}

function dynamics(shell: Shell): Readonly<Record<string, Definition>> {
  const frames = () => [...shell.frames].reverse();
  return {
    RANDOM: {
      dynamic: {
        read: () => String(nextRandom(shell)),
        assign: (text) => {
          shell.randomCount = (Number(text) || 0) * 65_536;
        },
      },
      attributes: { integer: true },
    },
    SRANDOM: {
      dynamic: {
        read: () => String(nextRandom(shell) * 131_072 + nextRandom(shell)),
      },
      attributes: { integer: true },
    },
    SECONDS: {
      dynamic: {
        read: () => String(Math.floor((shell.process.sim.now - shell.secondsBase) / 1000)),
        assign: (text) => {
          shell.secondsBase = shell.process.sim.now - (Number.parseInt(text, 10) || 0) * 1000;
        },
      },
      attributes: { integer: true },
    },
    LINENO: { dynamic: { read: () => String(shell.line) } },
    BASHPID: { dynamic: { read: () => String(shell.process.pid) } },
    BASH_SUBSHELL: { dynamic: { read: () => String(shell.subshellLevel) } },
    BASH_COMMAND: {
      dynamic: {
        read: () => {
          const current = shell.currentCommand;
          return typeof current === 'object' ? commandText(current) : (current ?? '');
        },
      },
    },
    _: { dynamic: { read: () => shell.lastArgument } },
    EPOCHSECONDS: { dynamic: { read: () => String(Math.floor(shell.process.sim.now / 1000)) } },
    EPOCHREALTIME: { dynamic: { read: () => (shell.process.sim.now / 1000).toFixed(6) } },
    HISTCMD: { dynamic: { read: () => String((shell.history?.lines.length ?? 0) + 1) } },
    FUNCNAME: {
      dynamic: {
        read: () => {
          const isInside = shell.frames.some((f) => f.kind === 'function');
          return isInside ? new IndexedArray(frames().map((f) => f.name)) : undefined;
        },
      },
    },
    BASH_SOURCE: { dynamic: { read: () => new IndexedArray(frames().map((f) => f.source)) } },
    BASH_LINENO: {
      dynamic: { read: () => new IndexedArray(frames().map((f) => String(f.callLine))) },
    },
    GROUPS: {
      dynamic: {
        read: () => {
          const { gid, groups } = shell.process.credentials;
          return new IndexedArray([...new Set([gid, ...groups])].map(String));
        },
      },
    },
    DIRSTACK: {
      dynamic: {
        read: () => new IndexedArray([shell.process.files.cwd, ...shell.directories]),
      },
    },
    BASHOPTS: {
      dynamic: { read: () => shoptNames.filter((n) => shell.options.has(n)).join(':') },
      attributes: { readonly: true },
    },
    SHELLOPTS: {
      dynamic: {
        read: () => setOptions.flatMap(([n]) => (shell.options.has(n) ? [n] : [])).join(':'),
      },
      attributes: { readonly: true },
    },
    PIPESTATUS: { dynamic: { read: () => new IndexedArray(shell.pipeStatus.map(String)) } },
    BASH_ARGV0: { dynamic: { read: () => shell.name } },
  };
}

function nextRandom(shell: Shell): number {
  shell.randomCount++;
  const name = `shell/${shell.pid}/${shell.randomCount}`;
  return Math.floor(shell.process.machine.random(name) * 32_768);
}
