// apply --server-side: the server merges and knows who owns what.
import type { JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { ApiError } from '../../../../kubernetes/api/errors';
import type { Info } from '../../builder/info';
import { ExactError } from '../../framework/errors';
import type { Applied } from './client-side';
import type { ApplyRun } from './index';

/** Whether an error is a conflict between field managers. */
export function isApplyConflict(error: unknown): error is ApiError {
  return error instanceof ApiError && error.message.startsWith('Apply failed with');
}

/** Applies one object. @throws ExactError with advice for conflicts */
export function* applyOnServer(run: ApplyRun, info: Info): Task<Applied> {
  const { flags } = run.ctx;
  const rest = yield* run.ctx.rest();
  const manager = flags.changed('field-manager') ? flags.string('field-manager') : 'kubectl';
  try {
    const answer = yield* rest.request({
      verb: 'patch',
      apiVersion: info.resource.apiVersion,
      resource: info.resource.resource,
      ...(info.namespace ? { namespace: info.namespace } : {}),
      name: info.name,
      patchType: 'apply',
      body: info.object,
      query: {
        fieldManager: manager,
        fieldValidation: run.validation,
        force: String(flags.bool('force-conflicts')),
        ...(run.dryRun === 'server' ? { dryRun: 'All' } : {}),
      },
    });
    const object = answer.object as unknown as JsonObject;
    return { object, operation: 'serverside-applied' };
  } catch (error) {
    if (isApplyConflict(error)) throw new ExactError(`error: ${error.message}\n${advice}`);
    throw error;
  }
}

const advice = `Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`;
