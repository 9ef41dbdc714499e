// Writes generated/commands.json: kubectl's command tree from the table of the real program's
// commands, with equal flags stored once. `node generate-commands.mjs PATH/kubectl-1.36.json`
import { readFileSync, writeFileSync } from 'node:fs';

const table = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const flags = [];
const ids = new Map();

function flagId(flag) {
  const { dynamicCompletion, fileExtensions, ...rest } = flag;
  if (fileExtensions) rest.isFile = true;
  rest.default = rest.default?.replace('/root', '$HOME');
  for (const key of Object.keys(rest)) if (rest[key] === undefined) delete rest[key];
  const text = JSON.stringify(rest);
  let id = ids.get(text);
  if (id === undefined) {
    id = flags.length;
    flags.push(rest);
    ids.set(text, id);
  }
  return id;
}

const order = table.groups.flatMap((group) => group.commands);
const commands = table.commands.map((command) => {
  const { path, use, aliases, suggestFor, disableFlagsInUseLine, runnable, hidden } = command;
  return {
    path: path === 'kubectl' ? '' : path.slice('kubectl '.length),
    use,
    ...(aliases ? { aliases } : {}),
    ...(suggestFor ? { suggestFor } : {}),
    ...(disableFlagsInUseLine ? { disableFlagsInUseLine } : {}),
    ...(runnable ? {} : { isGroup: true }),
    ...(hidden ? { hidden } : {}),
    flags: command.flags.filter((flag) => flag.name !== 'help').map(flagId),
  };
});
const out = {
  groups: table.groups,
  order,
  globalFlags: table.globalFlags.map(flagId),
  flags,
  commands,
};
const file = new URL('generated/commands.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(out)}\n`);
