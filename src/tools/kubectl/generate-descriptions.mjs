// Writes generated/descriptions.json: the descriptions of kinds and fields, by the names of the
// OpenAPI schemas, from the doc comments of the @kubernetes/client-node package's models.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../../', import.meta.url);
const models = new URL('node_modules/@kubernetes/client-node/dist/gen/models/', root);
const schemas = JSON.parse(
  readFileSync(new URL('src/kubernetes/kinds/generated/openapi-schemas.json', root), 'utf8'),
).components.schemas;
const files = new Set(readdirSync(models));

const capital = (word) => word[0].toUpperCase() + word.slice(1);

/** The model of a schema: `io.k8s.api.core.v1.Pod` is V1Pod, some have their group in front. */
function modelOf(name) {
  const parts = name.split('.');
  const [kind, version, group] = [parts.at(-1), capital(parts.at(-2)), capital(parts.at(-3))];
  const names = [`${group}${version}${kind}`, `${version}${kind}`];
  return names.find((one) => files.has(`${one}.d.ts`));
}

function clean(comment) {
  return comment
    .replace(/\\(['"`\\])/g, '$1')
    .replace(/\\n/g, '\n')
    .trim();
}

const texts = [];
const ids = new Map();
function textId(text) {
  let id = ids.get(text);
  if (id === undefined) {
    id = texts.length;
    texts.push(text);
    ids.set(text, id);
  }
  return id;
}

const out = {};
for (const name of Object.keys(schemas)) {
  const model = modelOf(name);
  if (model === undefined) continue;
  const source = readFileSync(new URL(`${model}.d.ts`, models), 'utf8');
  const entry = {};
  const whole = /\/\*\*\n\* ([\s\S]*?)\n\*\/\nexport declare class/.exec(source);
  if (whole) entry[''] = textId(clean(whole[1]));
  for (const [, comment, field] of source.matchAll(
    /\/\*\*\n {4}\* (.*)\n {4}\*\/\n {4}'([^']+)'\??:/g,
  )) {
    entry[field.replace(/^_/, '')] = textId(clean(comment));
  }
  out[name] = entry;
}
const file = new URL('generated/descriptions.json', import.meta.url);
writeFileSync(file, `${JSON.stringify({ texts, schemas: out })}\n`);
