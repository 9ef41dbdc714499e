// --profile: which rights a debugging container gets.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';

/** Where the container will live. */
export type ProfileTarget = 'ephemeral' | 'copy' | 'node';

const profiles = ['legacy', 'general', 'baseline', 'netadmin', 'restricted', 'sysadmin'];

/** @throws PlainError for unknown profiles; an old one is warned about. */
export function* checkProfile(ctx: Context): Task<void> {
  const profile = ctx.flags.string('profile');
  if (!profiles.includes(profile)) fail(`unknown profile: ${profile}`);
  if (profile === 'legacy') {
    yield* ctx.err(
      '--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to ' +
        'specify other profile, for example "--profile=general".\n',
    );
  }
}

/** The securityContext of a profile, in an object to be spread. */
export function profileSecurity(profile: string, target: ProfileTarget): JsonObject {
  const securityContext = securityOf(profile, target);
  return securityContext === undefined ? {} : { securityContext };
}

function securityOf(profile: string, target: ProfileTarget): JsonObject | undefined {
  switch (profile) {
    case 'general':
      return target === 'node' ? undefined : { capabilities: { add: ['SYS_PTRACE'] } };
    case 'netadmin':
      return { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } };
    case 'restricted':
      return {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      };
    case 'sysadmin':
      return { privileged: true };
    default:
      return undefined;
  }
}

/** Whether a debugging pod on a node shares the node's namespaces and sees its files. */
export function usesHost(profile: string): { readonly shares: boolean; readonly mounts: boolean } {
  const shares = ['legacy', 'general', 'netadmin', 'sysadmin'].includes(profile);
  return { shares, mounts: ['legacy', 'general', 'sysadmin'].includes(profile) };
}
