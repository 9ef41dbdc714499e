// addons: parts that a cluster can do without.
import type { Task } from '../../../base/sim';
import { services } from '../../../kubernetes/api/refs';
import { disableAddon, enableAddon } from '../addons/enabling';
import { addonFacts, addonNamed } from '../addons/list';
import { rootCommand } from '../commands';
import type { Context } from '../context';
import { MinikubeExit, usage } from '../exit';
import { helpText } from '../help';
import { boxTable } from '../table';
import { urlsOf } from '../urls';
import { defineVerb } from '../verb';

export default defineVerb({
  name: 'addons',
  *run(ctx) {
    const command = rootCommand.children.find((one) => one.name === 'addons');
    if (command !== undefined) yield* ctx.out.print(helpText(command));
    return 0;
  },
  subcommands: { list, enable, disable, images, configure, open },
});

function* list(ctx: Context): Task<number> {
  const { out, flags, profiles } = ctx;
  if (ctx.args.length > 0) throw usage('usage: minikube addons list');
  const config = profiles.read(ctx.profileName);
  if (flags.string('output') === 'json') {
    const entries = addonFacts.map(({ name }) => {
      const Status = config?.Addons[name] ? 'enabled' : 'disabled';
      return [name, { Status, Profile: config?.Name ?? ctx.profileName }];
    });
    yield* out.print(JSON.stringify(Object.fromEntries(entries)));
    return 0;
  }
  const isGreen = out.isTerminal;
  const rows = addonFacts.map(({ name, maintainer }) => {
    if (config === undefined) return [name, maintainer];
    const isOn = config.Addons[name] === true;
    const cells = [name, config.Name, isOn ? 'enabled ✅' : 'disabled', maintainer];
    return isOn && isGreen ? cells.map((cell) => `\x1b[32m${cell}\x1b[0m`) : cells;
  });
  const head =
    config === undefined
      ? ['ADDON NAME', 'MAINTAINER']
      : ['ADDON NAME', 'PROFILE', 'STATUS', 'MAINTAINER'];
  yield* out.print(boxTable(head, rows));
  return 0;
}

function* enable(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined || ctx.args.length !== 1) {
    throw usage('usage: minikube addons enable ADDON_NAME');
  }
  const loaded = yield* ctx.loaded();
  yield* enableAddon(ctx, loaded, name);
  yield* ctx.out.step('enabled', `The '${name}' addon is enabled`);
  return 0;
}

function* disable(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined || ctx.args.length !== 1) {
    throw usage('usage: minikube addons disable ADDON_NAME');
  }
  yield* disableAddon(ctx, yield* ctx.loaded(), name);
  return 0;
}

function* images(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined) throw usage('usage: minikube addons images ADDON_NAME');
  const addon = addonNamed(name);
  if (addon === undefined) {
    yield* ctx.out.warn('failure', `No such addon ${name}`);
    return 0;
  }
  if (addon.images.length === 0) {
    yield* ctx.out.step('happy', `${name} doesn't have images.`);
    return 0;
  }
  yield* ctx.out.step('success', `${name} has following images:`);
  const rows = addon.images.map((one) => [one.name, one.image, one.registry]);
  yield* ctx.out.print(boxTable(['IMAGE NAME', 'DEFAULT IMAGE', 'DEFAULT REGISTRY'], rows));
  return 0;
}

function* configure(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined) throw usage('usage: minikube addons configure ADDON_NAME');
  yield* ctx.out.warn('failure', `${name} has no available configuration options`);
  return 0;
}

function* open(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined) throw usage('usage: minikube addons open ADDON_NAME');
  const loaded = yield* ctx.running();
  if (addonNamed(name) === undefined) {
    throw usage(
      `addon '${name}' is not a valid addon packaged with minikube.\n` +
        'To see the list of available addons run:\nminikube addons list',
    );
  }
  if (loaded.config.Addons[name] !== true) {
    const text = `addon '${name}' is currently not enabled.`;
    throw new MinikubeExit(
      'SVC_ADDON_NOT_ENABLED',
      `${text}\nTo enable this addon run:\nminikube addons enable ${name}`,
      { code: 11 },
    );
  }
  const label = 'kubernetes.io/minikube-addons-endpoint';
  const all = yield* loaded.machines.client.list(services);
  const found = all.filter((one) => one.metadata.labels?.[label] === name);
  if (found.length === 0) {
    const text = `This addon does not have an endpoint defined for the 'addons open' command.`;
    throw usage(`${text}\nYou can add one by annotating a service with the label ${label}:${name}`);
  }
  const address = loaded.config.Nodes[0]?.IP ?? '';
  for (const service of found) {
    const { urls } = urlsOf(service, address, (ip, port) => `http://${ip}:${port}`);
    for (const url of urls) yield* ctx.out.print(`${url}\n`);
  }
  return 0;
}
