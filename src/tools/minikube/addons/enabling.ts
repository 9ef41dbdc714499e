// Switching an addon on and off, with what is said about it.
import type { Task } from '../../../base/sim';
import type { Context, Loaded } from '../context';
import { MinikubeExit } from '../exit';
import { type AddonFacts, addonNamed, imagesOf } from './list';

const owners = 'https://github.com/kubernetes/minikube/blob/master/OWNERS';

/** `addons enable`. @throws MinikubeExit */
export function* enableAddon(ctx: Context, loaded: Loaded, name: string): Task<void> {
  const addon = addonNamed(name);
  if (addon === undefined) {
    const text = `enable failed: run callbacks: ${name} is not a valid addon`;
    throw new MinikubeExit('MK_ADDON_ENABLE', text, { code: 10, hasIssueBox: true });
  }
  yield* sayMaintainer(ctx, addon);
  const objects = ctx.platform.addonObjects(name);
  if (objects === undefined) {
    const text = `enable failed: run callbacks: the addon ${name} is not part of this playground`;
    throw new MinikubeExit('MK_ADDON_ENABLE', text, { code: 10 });
  }
  yield* installAddon(ctx, loaded, addon);
}

/** Images, objects, and the profile's note; without the tips. */
export function* installAddon(ctx: Context, loaded: Loaded, addon: AddonFacts): Task<void> {
  const { out, profiles, platform } = ctx;
  const { machines } = loaded;
  const { name } = addon;
  if (machines.state === 'Running') {
    for (const image of imagesOf(addon)) yield* out.step('option', `Using image ${image}`);
    yield* ctx.process.sleep(300);
    yield* machines.apply(platform.addonObjects(name) ?? []);
  }
  if (name === 'dashboard' && loaded.config.Addons['metrics-server'] !== true) {
    const tip = 'Some dashboard features require the metrics-server addon.';
    yield* out.step(
      'tip',
      `${tip} To enable all features please run:\n\n\tminikube addons enable metrics-server\n`,
    );
  }
  const { config } = loaded;
  profiles.write({ ...config, Addons: { ...config.Addons, [name]: true } });
}

function* sayMaintainer({ out }: Context, { name, maintainer }: AddonFacts): Task<void> {
  if (/^(3rd|third)[ -]party/.test(maintainer)) {
    const risk = 'is not maintained or verified by minikube maintainers, enable at your own risk.';
    yield* out.step('warning', `${name} is a 3rd party addon and ${risk}`);
    return;
  }
  const whom = `${name} is an addon maintained by ${maintainer}.`;
  yield* out.step('tip', `${whom} For any concerns contact minikube on GitHub.`);
  yield* out.print(`You can view the list of minikube maintainers at: ${owners}\n`);
}

/** `addons disable`. @throws MinikubeExit */
export function* disableAddon(ctx: Context, loaded: Loaded, name: string): Task<void> {
  if (addonNamed(name) === undefined) {
    const text = `"'${name}' is not a valid minikube addon`;
    throw new MinikubeExit('SVC_ADDON_UNSUPPORTED', text, { code: 116 });
  }
  const { config, machines } = loaded;
  const objects = ctx.platform.addonObjects(name);
  if (objects !== undefined && machines.state === 'Running' && config.Addons[name] === true) {
    yield* machines.remove([...objects].reverse());
    yield* ctx.process.sleep(500);
  }
  ctx.profiles.write({ ...config, Addons: { ...config.Addons, [name]: false } });
  yield* ctx.out.step('disabled', `"The '${name}' addon is disabled`);
}
