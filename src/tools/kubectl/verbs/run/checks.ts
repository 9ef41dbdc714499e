// What `run` checks before it makes a pod.
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';

const HOST = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `${HOST}(?:\\.${HOST})*(?::[0-9]+)?`;
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const NAME = `(?:${DOMAIN}/)?${PART}(?:/${PART})*`;
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^${NAME}(?::${TAG})?(?:@${DIGEST})?$`);

/** @throws PlainError for names that no image can have */
export function checkImage(image: string): void {
  if (image === '') fail('--image is required');
  if (!REFERENCE.test(image)) {
    fail(`Invalid image name ${JSON.stringify(image)}: invalid reference format`);
  }
}

/** --restart. @throws ExactError */
export function restartPolicy(ctx: Context): string {
  const value = ctx.flags.string('restart');
  if (value === '') return 'Always';
  if (value === 'Always' || value === 'OnFailure' || value === 'Never') return value;
  throw ctx.usageError(`invalid restart policy: ${value}`);
}

/** --image-pull-policy. @throws ExactError */
export function checkPullPolicy(ctx: Context): void {
  const value = ctx.flags.string('image-pull-policy');
  if (['', 'Always', 'IfNotPresent', 'Never'].includes(value)) return;
  throw ctx.usageError(`invalid image pull policy: ${value}`);
}
