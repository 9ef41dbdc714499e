// kuberc: shows and changes the preferences file.
import { isObject, type Json, type JsonObject } from '../../../../base/json';
import type { Task } from '../../../../base/sim';
import { printYaml, yamlToValue } from '../../../../base/yaml';
import type { Context } from '../../framework/context';
import { fail } from '../../framework/errors';
import { helpText } from '../../framework/help';
import { defineVerb } from '../../framework/verb';

export default defineVerb({
  name: 'kuberc',
  *run(ctx) {
    yield* ctx.out(helpText(ctx.command));
    return 0;
  },
  subcommands: {
    view: { name: 'view', run: runView },
    set: { name: 'set', run: runSet },
  },
});

function pathOf(ctx: Context): string {
  const flag = ctx.flags.string('kuberc');
  const env = ctx.process.env.get('KUBERC') ?? '';
  return flag || (env === 'off' ? '' : env) || `${ctx.process.env.get('HOME') ?? ''}/.kube/kuberc`;
}

function* runView(ctx: Context): Task<number> {
  const path = pathOf(ctx);
  if (!ctx.process.files.isFile(path)) {
    yield* ctx.out(`kuberc file not found at ${path}\n`);
    yield* ctx.out(
      'Would you like to generate a default kuberc file with recommended options? (y/N): ',
    );
    const answer = yield* readLine(ctx);
    if (!/^y(es)?$/i.test(answer)) return 0;
    ctx.process.files.write(path, printYaml(recommended));
    yield* ctx.out(`Created kuberc file at ${path}\n`);
    return 0;
  }
  const parsed = yamlToValue(ctx.process.files.read(path));
  if (!parsed.ok) return fail(parsed.error.yaml);
  yield* ctx.out(printYaml(parsed.value));
  return 0;
}

const recommended: JsonObject = {
  apiVersion: 'kubectl.config.k8s.io/v1beta1',
  kind: 'Preference',
  defaults: [
    { command: 'apply', options: [{ name: 'server-side', default: 'true' }] },
    { command: 'delete', options: [{ name: 'interactive', default: 'true' }] },
  ],
};

function* readLine(ctx: Context): Task<string> {
  let line = '';
  for (;;) {
    const piece = yield* ctx.process.read(0, 1);
    if (piece === '' || piece === '\n') return line.trim();
    line += piece;
  }
}

function* runSet(ctx: Context): Task<number> {
  const { flags } = ctx;
  const section = flags.string('section');
  if (section !== 'defaults' && section !== 'aliases') {
    fail(`invalid section ${JSON.stringify(section)}: must be 'defaults' or 'aliases'`);
  }
  const path = pathOf(ctx);
  const parsed = ctx.process.files.isFile(path)
    ? yamlToValue(ctx.process.files.read(path))
    : undefined;
  const old: JsonObject =
    parsed?.ok && isObject(parsed.value)
      ? parsed.value
      : { apiVersion: 'kubectl.config.k8s.io/v1beta1', kind: 'Preference' };
  const options = flags.list('option').map((pair): Json => {
    const at = pair.indexOf('=');
    if (at < 0) fail(`invalid option format ${JSON.stringify(pair)}: must be flag=value`);
    return { name: pair.slice(0, at), default: pair.slice(at + 1) };
  });
  const key = section === 'aliases' ? 'name' : 'command';
  const id = flags.string(key);
  const entries = Array.isArray(old[section]) ? old[section].filter(isObject) : [];
  if (entries.some((one) => one[key] === id) && !flags.bool('overwrite')) {
    fail(`${section} for ${JSON.stringify(id)} already exists, use --overwrite to replace it`);
  }
  const entry: JsonObject = {
    ...(section === 'aliases' ? { name: flags.string('name') } : {}),
    command: flags.string('command'),
    ...(options.length > 0 ? { options } : {}),
  };
  const kept = entries.filter((one) => one[key] !== id);
  const next = { ...old, [section]: [...kept, entry] };
  ctx.process.files.mkdirAll(path.replace(/\/[^/]*$/, ''));
  ctx.process.files.write(path, printYaml(next));
  yield* ctx.out(`Updated ${path}\n`);
  return 0;
}
