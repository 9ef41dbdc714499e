// The container that debug adds.
import type { JsonObject } from '../../../../base/json';
import type { Context } from '../../framework/context';
import { type ProfileTarget, profileSecurity } from './profiles';

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** Letters as generated names end in. */
export function randomEnding(ctx: Context): string {
  const { machine } = ctx.process;
  return Array.from({ length: 5 }, () => {
    return ALPHABET[Math.floor(machine.random('kubectl-debug') * ALPHABET.length)] ?? 'b';
  }).join('');
}

/** `debugger-x2x4z`. */
export function debuggerName(ctx: Context): string {
  return `debugger-${randomEnding(ctx)}`;
}

/** What stands behind `--`. */
export function commandOf(ctx: Context): readonly string[] {
  return ctx.argsBeforeDash < 0 ? [] : ctx.args.slice(ctx.argsBeforeDash);
}

/** A container of the wanted image with the profile's rights. */
export function debugContainer(ctx: Context, name: string, target: ProfileTarget): JsonObject {
  const { flags } = ctx;
  const command = commandOf(ctx);
  const env = flags.list('env').flatMap((one) => envOf(one));
  const policy = flags.string('image-pull-policy');
  return {
    name,
    image: flags.string('image'),
    ...(command.length > 0
      ? { [flags.bool('arguments-only') ? 'args' : 'command']: [...command] }
      : {}),
    ...(env.length > 0 ? { env } : {}),
    ...(policy ? { imagePullPolicy: policy } : {}),
    ...(flags.bool('stdin') ? { stdin: true } : {}),
    ...(flags.bool('tty') ? { tty: true } : {}),
    ...profileSecurity(flags.string('profile'), target),
  };
}

function envOf(pair: string): JsonObject[] {
  const at = pair.indexOf('=');
  return at < 0 ? [] : [{ name: pair.slice(0, at), value: pair.slice(at + 1) }];
}
