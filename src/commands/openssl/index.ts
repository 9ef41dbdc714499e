// openssl 3.0.19: keys, requests, certificates, digests. Keys are real, made by WebCrypto.
import { defineCommand } from '../command';
import { KEY_COMMANDS } from './key-commands';
import { OTHER_COMMANDS } from './other-commands';
import { req } from './req-command';
import { OpensslError } from './tool';
import { verify } from './verify-command';
import { x509 } from './x509-command';

const COMMANDS = { ...KEY_COMMANDS, ...OTHER_COMMANDS, req, x509, verify };

export default defineCommand({
  name: 'openssl',
  summary: {
    en: 'Make and inspect keys and certificates.',
    es: 'Crea y examina claves y certificados.',
  },
  options: {},
  mode: 'none',
  standardOptions: 'never',
  operands: 'COMMAND [OPTION]...',
  *run(ctx) {
    const { process } = ctx;
    const [, name, ...args] = process.argv;
    if (name === undefined || name === 'help') {
      yield* process.error(helpText());
      return 0;
    }
    const command = new Map(Object.entries(COMMANDS)).get(name);
    if (command === undefined) {
      yield* process.error(`Invalid command '${name}'; type "help" for a list.\n`);
      return 1;
    }
    try {
      return yield* command(process, args);
    } catch (error) {
      if (!(error instanceof OpensslError)) throw error;
      yield* process.error(error.message);
      return error.code;
    }
  },
});

/** The commands there are, four in a line. */
function helpText(): string {
  const names = Object.keys(COMMANDS).sort();
  let out = 'help:\n\nStandard commands\n';
  for (let i = 0; i < names.length; i += 4) {
    out += `${names
      .slice(i, i + 4)
      .map((n) => n.padEnd(18))
      .join('')}\n`;
  }
  return `${out}\n`;
}
