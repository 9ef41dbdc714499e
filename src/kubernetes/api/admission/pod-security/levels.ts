// Levels of the Pod Security Standards and what namespaces' labels ask for.
import type { PodSpec } from '../../../kinds/generated/types';
import { baselineChecks, type Check, type Violation } from './checks';
import { restrictedChecks } from './restricted-checks';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** A level in a version, as labels name it. */
export interface LevelVersion {
  readonly level: Level;
  /** `latest` or `v1.33`. */
  readonly version: string;
}

const prefix = 'pod-security.kubernetes.io/';
const levels: readonly string[] = ['privileged', 'baseline', 'restricted'];

/** How strict a level is: 0, 1, 2. */
export function strictness(level: Level): number {
  return levels.indexOf(level);
}

/** What the labels ask for in a mode; modes that aren't named follow `enforce`. */
export function levelOf(
  labels: Readonly<Record<string, string>> | undefined,
  mode: 'enforce' | 'warn' | 'audit',
): LevelVersion {
  const level = labels?.[`${prefix}${mode}`];
  if (level === undefined && mode !== 'enforce') return levelOf(labels, 'enforce');
  return {
    level: levels.includes(level ?? '') ? (level as Level) : 'privileged',
    version: labels?.[`${prefix}${mode}-version`] ?? 'latest',
  };
}

/** Labels that aren't understood: [key, value, why]. */
export function labelProblems(
  labels: Readonly<Record<string, string>> | undefined,
): readonly (readonly [string, string, string])[] {
  const problems: [string, string, string][] = [];
  for (const mode of ['enforce', 'audit', 'warn']) {
    const level = labels?.[prefix + mode];
    if (level !== undefined && !levels.includes(level)) {
      problems.push([prefix + mode, level, `must be one of ${levels.join(', ')}`]);
    }
    const key = `${prefix}${mode}-version`;
    const version = labels?.[key];
    if (version !== undefined && version !== 'latest' && !/^v1\.(0|[1-9]\d*)$/.test(version)) {
      problems.push([key, version, 'must be "latest" or "v1.x"']);
    }
  }
  return problems;
}

const overridden = new Set(restrictedChecks.flatMap((check) => check.overrides ?? []));

function checksOf(level: Level): readonly Check[] {
  if (level === 'privileged') return [];
  if (level === 'baseline') return baselineChecks;
  return [...baselineChecks.filter((check) => !overridden.has(check.id)), ...restrictedChecks];
}

/** What a spec does that the level forbids. */
export function violations(spec: PodSpec, level: Level): readonly Violation[] {
  return checksOf(level)
    .map((check) => check.run(spec))
    .filter((one) => one !== undefined);
}

/** `PodSecurity "restricted:latest": reason (detail), ...`. */
export function describeViolations(wanted: LevelVersion, all: readonly Violation[]): string {
  const list = all.map((one) => (one.detail ? `${one.reason} (${one.detail})` : one.reason));
  return `PodSecurity "${wanted.level}:${wanted.version}": ${list.join(', ')}`;
}
