// config: lasting settings.
import type { Task } from '../../../base/sim';
import { configKeys, drivers, kubernetesVersions } from '../addons/list';
import { rootCommand } from '../commands';
import type { Context } from '../context';
import { MinikubeExit, QuietExit, usage } from '../exit';
import { helpText } from '../help';
import { defineVerb } from '../verb';
import { defaultKubernetes } from '../versions';

const numbers = new Set(['cpus', 'v', 'ReminderWaitPeriodInHours', 'MaxAuditEntries']);
const switches = /^(Want|EmbedCerts|cache$|native-ssh|rootless|disable-driver-mounts)/;
const afterDelete = new Set([
  'driver',
  'cpus',
  'memory',
  'disk-size',
  'container-runtime',
  'vm-driver',
]);

export default defineVerb({
  name: 'config',
  *run(ctx) {
    const command = rootCommand.children.find((one) => one.name === 'config');
    if (command !== undefined) yield* ctx.out.print(helpText(command));
    return 0;
  },
  subcommands: { defaults, get, set, unset, view },
});

function* get(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined) throw new QuietExit(14);
  const value = ctx.profiles.setting(name);
  if (value === undefined) {
    yield* ctx.process.error('Error: specified key could not be found in config\n');
    return 14;
  }
  yield* ctx.out.print(`${value}\n`);
  return 0;
}

function* set(ctx: Context): Task<number> {
  const [name, value] = ctx.args;
  if (name === undefined || value === undefined || ctx.args.length > 2) {
    const many = ctx.args.length > 2 ? 'toom many' : 'not enough';
    const text = `${many} arguments (${ctx.args.length}).`;
    throw usage(`${text}\nusage: minikube config set PROPERTY_NAME PROPERTY_VALUE`);
  }
  const wrong = problemOf(name, value);
  if (wrong !== undefined) {
    const options = { code: 10, hasIssueBox: true };
    throw new MinikubeExit('MK_CONFIG_SET', `Set failed: ${wrong}`, options);
  }
  if (afterDelete.has(name)) {
    const text = 'These changes will take effect upon a minikube delete and then a minikube start';
    yield* ctx.out.warn('warning', text);
  }
  ctx.profiles.change(name, typed(name, value));
  return 0;
}

function problemOf(name: string, value: string): string | undefined {
  if (!configKeys.includes(name)) {
    const where = `find settings for ${JSON.stringify(name)} value of ${JSON.stringify(value)}`;
    return `${where}: property name ${JSON.stringify(name)} not found`;
  }
  const start = `run validations for ${JSON.stringify(name)} with value of ${JSON.stringify(value)}`;
  if (numbers.has(name) && !/^-?\d+$/.test(value)) {
    return `${start}: [${name}:strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax]`;
  }
  if (name === 'driver' && !drivers.includes(value)) {
    return `${start}: [driver ${JSON.stringify(value)} is not supported]`;
  }
  return undefined;
}

function typed(name: string, value: string): string | number | boolean {
  if (numbers.has(name) || (name === 'memory' && /^\d+$/.test(value))) return Number(value);
  if (switches.test(name)) return value === 'true';
  return value;
}

function* unset(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined) throw usage('usage: minikube config unset PROPERTY_NAME');
  ctx.profiles.change(name, undefined);
  return 0;
}

function* view(ctx: Context): Task<number> {
  for (const [name, value] of Object.entries(ctx.profiles.settings())) {
    yield* ctx.out.print(`- ${name}: ${value}\n`);
  }
  return 0;
}

function* defaults(ctx: Context): Task<number> {
  const [name] = ctx.args;
  if (name === undefined)
    throw usage('not enough arguments (0).\nusage: minikube config defaults PROPERTY_NAME');
  const values =
    name === 'kubernetes-version'
      ? [defaultKubernetes, ...kubernetesVersions]
      : name === 'driver'
        ? drivers
        : undefined;
  if (values === undefined) {
    const text = `Valid fields: \n\n${['kubernetes-version', 'driver'].map((one) => ` * ${one}\n`).join('')}`;
    throw usage(text);
  }
  for (const value of values) yield* ctx.out.print(`* ${value}\n`);
  return 0;
}
