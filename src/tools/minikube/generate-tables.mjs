// Writes generated/commands.json and generated/addons.json from the tables of the real program.
// `node generate-tables.mjs FOLDER` with minikube-1.38.json and minikube-addons.json in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const table = JSON.parse(readFileSync(join(folder, 'minikube-1.38.json'), 'utf8'));
const addons = JSON.parse(readFileSync(join(folder, 'minikube-addons.json'), 'utf8'));

function flagOf(flag) {
  const { dynamicCompletion, fileExtensions, persistent, ...rest } = flag;
  if (fileExtensions) rest.isFile = true;
  rest.default = rest.default?.replaceAll('/root', '$HOME');
  return rest;
}

const withoutHelp = (flags) => flags.filter((flag) => flag.name !== 'help').map(flagOf);

write('commands.json', {
  groups: table.groups,
  globalFlags: withoutHelp(table.globalFlags),
  commands: table.commands.map((command) => ({
    path: command.path === 'minikube' ? '' : command.path.slice('minikube '.length),
    use: command.use,
    ...(command.aliases ? { aliases: command.aliases } : {}),
    ...(command.runnable ? {} : { isGroup: true }),
    ...(command.hidden ? { hidden: true } : {}),
    flags: withoutHelp(command.flags),
  })),
});
write('addons.json', {
  enabledByDefault: addons.enabledByDefault,
  addons: addons.addons,
  configKeys: addons.configKeys,
  drivers: addons.drivers,
  kubernetesVersions: addons.kubernetesVersions.filter((one) => !one.includes('-')),
});

function write(name, value) {
  writeFileSync(new URL(`generated/${name}`, import.meta.url), `${JSON.stringify(value)}\n`);
}
