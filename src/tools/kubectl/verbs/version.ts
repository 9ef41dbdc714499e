// version: of this kubectl and of the server.
import { goJson, isObject, type JsonObject } from '../../../base/json';
import { parseGoJson } from '../../../base/json-parse';
import type { Task } from '../../../base/sim';
import { printYaml } from '../../../base/yaml';
import type { Context } from '../framework/context';
import { fail } from '../framework/errors';
import { defineVerb } from '../framework/verb';

const client: JsonObject = {
  major: '1',
  minor: '36',
  gitVersion: 'v1.36.3',
  gitCommit: '0000000000000000000000000000000000000000',
  gitTreeState: 'clean',
  buildDate: '2026-08-12T00:00:00Z',
  goVersion: 'go1.26.0',
  compiler: 'gc',
  platform: 'linux/amd64',
};
const KUSTOMIZE = 'v5.8.1';

export default defineVerb({
  name: 'version',
  *run(ctx) {
    if (ctx.args.length > 0) fail(`extra arguments: [${ctx.args.join(' ')}]`);
    const output = ctx.flags.string('output');
    if (output !== '' && output !== 'yaml' && output !== 'json') {
      fail("--output must be 'yaml' or 'json'");
    }
    let server: JsonObject | undefined;
    let failure: unknown;
    if (!ctx.flags.bool('client')) {
      try {
        server = yield* serverVersion(ctx);
      } catch (error) {
        failure = error;
      }
    }
    if (output === '') yield* ctx.out(plainText(server));
    else {
      const versions = {
        clientVersion: client,
        kustomizeVersion: KUSTOMIZE,
        ...(server ? { serverVersion: server } : {}),
      };
      const text = goJson(versions, { indent: 2, keepOrder: true });
      yield* ctx.out(output === 'yaml' ? printYaml(versions) : `${text}\n`);
    }
    if (failure !== undefined) throw failure;
    return 0;
  },
});

function* serverVersion(ctx: Context): Task<JsonObject> {
  const rest = yield* ctx.rest();
  const answer = yield* rest.http('GET', '/version');
  const parsed = parseGoJson(typeof answer.body === 'string' ? answer.body : '');
  return parsed.ok && isObject(parsed.value) ? parsed.value : {};
}

function plainText(server: JsonObject | undefined): string {
  const lines = [`Client Version: ${String(client.gitVersion)}`, `Kustomize Version: ${KUSTOMIZE}`];
  if (server?.gitVersion !== undefined) lines.push(`Server Version: ${String(server.gitVersion)}`);
  return lines.map((line) => `${line}\n`).join('');
}
