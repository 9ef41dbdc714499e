// `npm run --silent support`: what exists, printed from the registries; `--json` for programs.
import { commandNames } from '../commands/registry';
import { images } from '../images/registry';
import { admissionPlugins } from '../kubernetes/api/admission/registry';
import { controllers } from '../kubernetes/controllers/registry';
import { Catalog } from '../kubernetes/kinds/catalog';
import { kinds } from '../kubernetes/kinds/registry';
import { builtinNames } from '../shell/builtin/registry';
import { verbNames } from '../tools/kubectl/verbs/registry';
import { rootCommand } from '../tools/minikube/commands';

/** Each list under its title. */
function lists(): Record<string, readonly string[]> {
  const { resources } = new Catalog(kinds);
  const own = new Set([...kinds.values()].map((one) => one.kind));
  const generic = resources
    .filter((one) => !own.has(one.kind))
    .map((one) => `${one.apiVersion}/${one.resource}`);
  return {
    'kinds with rules of their own': [...own].sort(),
    'other resources, served from discovery': [...new Set(generic)].sort(),
    controllers: [...controllers.keys()].sort(),
    'admission plugins': [...admissionPlugins.keys()].sort(),
    'kubectl verbs': verbNames,
    'minikube commands': rootCommand.children.map((one) => one.name).sort(),
    'shell commands': commandNames,
    'shell builtins': [...builtinNames()].sort(),
    'images (with any tag; those marked * know which tags exist)': [...images.values()]
      .map((one) => `${one.name}${one.hasTag === undefined ? '' : '*'}`)
      .sort(),
  };
}

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  const found = lists();
  if (args.includes('--json')) console.log(JSON.stringify(found, null, 2));
  else for (const [title, names] of Object.entries(found)) printList(title, names);
  return 0;
}

/** In columns of one width, at most 100 characters wide. */
function printList(title: string, names: readonly string[]): void {
  console.log(`${title} (${names.length})`);
  const width = Math.max(...names.map((name) => name.length)) + 2;
  const columns = Math.max(1, Math.floor(98 / width));
  for (let i = 0; i < names.length; i += columns) {
    const row = names.slice(i, i + columns).map((name) => name.padEnd(width));
    console.log(`  ${row.join('').trimEnd()}`);
  }
  console.log('');
}
