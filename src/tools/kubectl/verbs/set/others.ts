// set selector, serviceaccount, subject.
import { isObject, type JsonObject } from '../../../../base/json';
import { parseLabelSelector } from '../../../../base/labels';
import { readDryRun } from '../../framework/dry-run';
import { fail, PlainError } from '../../framework/errors';
import { defineVerb } from '../../framework/verb';
import { updatePodSpec } from '../../pods/pod-template';
import { serviceAccount as accountSubject } from '../create/rbac';
import { findForSet, updateAll } from './update';

export const selector = defineVerb({
  name: 'selector',
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    if (ctx.args.length === 0) fail('one selector is required');
    const text = ctx.args.at(-1) ?? '';
    const found = yield* findForSet(ctx, ctx.args.slice(0, -1));
    const parsed = parseLabelSelector(text);
    if (!parsed.ok) fail(parsed.error);
    const requirements = parsed.ok ? parsed.selector.requirements : [];
    return yield* updateAll(ctx, found, {
      dryRun,
      operation: 'selector updated',
      failure: 'failed to patch selector update: ',
      change: (info) => {
        if (info.resource.kind !== 'Service') {
          throw new PlainError('setting a selector is only supported for Services');
        }
        const pairs: Record<string, string> = {};
        const others: string[] = [];
        for (const one of requirements) {
          if (one.symbol !== undefined && one.operator === 'In')
            pairs[one.key] = one.values[0] ?? '';
          else others.push(`{${one.key} ${one.operator} [${one.values.join(' ')}]}`);
        }
        if (others.length > 0) {
          throw new PlainError(
            `match expression [${others.join(' ')}] not supported on this object`,
          );
        }
        const spec = isObject(info.object.spec) ? info.object.spec : {};
        return { ...info.object, spec: { ...spec, selector: pairs } };
      },
    });
  },
});

export const serviceaccount = defineVerb({
  name: 'serviceaccount',
  *run(ctx) {
    const dryRun = yield* readDryRun(ctx);
    const name = ctx.args.at(-1);
    if (name === undefined) fail('serviceaccount is required');
    const found = yield* findForSet(ctx, ctx.args.slice(0, -1));
    const isLocal = ctx.flags.bool('local');
    return yield* updateAll(ctx, found, {
      dryRun,
      operation: 'serviceaccount updated',
      failure: 'failed to patch ServiceAccountName ',
      change: (info) =>
        updatePodSpec(info, isLocal, (spec) => ({
          ...spec,
          serviceAccountName: name ?? '',
          ...(spec.serviceAccount === undefined ? {} : { serviceAccount: name ?? '' }),
        })),
    });
  },
});

export const subject = defineVerb({
  name: 'subject',
  *run(ctx) {
    const { flags } = ctx;
    const dryRun = yield* readDryRun(ctx);
    const found = yield* findForSet(ctx, ctx.args);
    const apiGroup = 'rbac.authorization.k8s.io';
    const added: JsonObject[] = [
      ...flags.list('user').map((name) => ({ kind: 'User', apiGroup, name })),
      ...flags.list('group').map((name) => ({ kind: 'Group', apiGroup, name })),
    ];
    const accounts = flags.list('serviceaccount');
    if (added.length + accounts.length === 0) {
      for (const outcome of found.outcomes) if ('error' in outcome) throw outcome.error;
      fail('you must specify at least one value of user, group or serviceaccount');
    }
    added.push(...accounts.map(accountSubject));
    return yield* updateAll(ctx, found, {
      dryRun,
      operation: 'subjects updated',
      failure: 'failed to patch subjects to rolebinding: ',
      change: (info) => {
        const { kind, resource } = info.resource;
        if (kind !== 'RoleBinding' && kind !== 'ClusterRoleBinding') {
          throw new PlainError(
            `${resource}/${info.name} setting subjects is only supported for ` +
              'RoleBinding/ClusterRoleBinding',
          );
        }
        const { subjects } = info.object;
        const old = Array.isArray(subjects) ? subjects.filter(isObject) : [];
        const isKnown = (one: JsonObject) =>
          old.some(
            (two) =>
              two.kind === one.kind && two.name === one.name && two.namespace === one.namespace,
          );
        return { ...info.object, subjects: [...old, ...added.filter((one) => !isKnown(one))] };
      },
    });
  },
});
