// verify: builds and checks a chain.
import type { Task } from '../../base/sim';
import type { Process } from '../../machine/types';
import { type Certificate, isSignedBy, readCertificates, sameBytes } from './certificate';
import { purposesIn } from './extensions';
import { nameText } from './names';
import { OpensslError, Tool } from './tool';
import { isFor } from './x509-command';

interface Problem {
  readonly code: number;
  readonly depth: number;
  readonly text: string;
  readonly at: Certificate;
}

export function* verify(process: Process, args: readonly string[]): Task<number> {
  const tool = new Tool(process, 'verify', {
    args,
    valued: 'CAfile CApath untrusted purpose verify_hostname verify_ip attime trusted verify_depth',
    flags: 'verbose show_chain no_check_time partial_chain x509_strict no-CAfile no-CApath',
  });
  const trusted: Certificate[] = [];
  for (const [option, file] of tool.repeated) {
    if (option !== 'CAfile' && option !== 'trusted') continue;
    trusted.push(...readCertificates(yield* tool.read(file, 'certificate')));
  }
  const untrusted: Certificate[] = [];
  const extra = tool.values.get('untrusted');
  if (extra !== undefined)
    untrusted.push(...readCertificates(yield* tool.read(extra, 'certificate')));
  let status = 0;
  for (const file of tool.operands.length === 0 ? ['-'] : tool.operands) {
    const [leaf] = readCertificates(yield* tool.read(file, 'certificate file'));
    if (leaf === undefined) {
      throw new OpensslError(
        `Could not read certificate file from ${file}\nUnable to load certificate file\n`,
        2,
      );
    }
    const problem = yield* check(tool, leaf, { trusted, untrusted });
    if (problem === undefined) {
      yield* process.write(`${file}: OK\n`);
      continue;
    }
    status = 2;
    yield* process.error(
      `${nameText(problem.at.subject)}\nerror ${problem.code} at ${problem.depth} depth ` +
        `lookup: ${problem.text}\nerror ${file}: verification failed\n`,
    );
  }
  return status;
}

function* check(
  tool: Tool,
  leaf: Certificate,
  from: { readonly trusted: readonly Certificate[]; readonly untrusted: readonly Certificate[] },
): Task<Problem | undefined> {
  const chain = [leaf];
  for (;;) {
    const last = chain[chain.length - 1] as Certificate;
    const depth = chain.length - 1;
    const isKnown = from.trusted.some((c) => sameBytes(c.der, last.der));
    const isSelfSigned = sameBytes(last.issuer, last.subject);
    if (isKnown && (isSelfSigned || tool.has('partial_chain'))) break;
    if (isSelfSigned) {
      const text =
        depth === 0 ? 'self-signed certificate' : 'self-signed certificate in certificate chain';
      return { code: depth === 0 ? 18 : 19, depth, text, at: last };
    }
    const issuer = yield* issuerOf(last, [...from.trusted, ...from.untrusted]);
    if (issuer === undefined || depth > 10) {
      return { code: 20, depth, text: 'unable to get local issuer certificate', at: last };
    }
    chain.push(issuer);
  }
  const now = tool.process.sim.now;
  for (const [depth, at] of chain.entries()) {
    if (tool.has('no_check_time')) break;
    if (at.notAfterMs < now) return { code: 10, depth, text: 'certificate has expired', at };
    if (at.notBeforeMs > now) return { code: 9, depth, text: 'certificate is not yet valid', at };
  }
  return purposeProblem(tool, leaf);
}

function purposeProblem(tool: Tool, leaf: Certificate): Problem | undefined {
  const purpose = tool.values.get('purpose');
  const needs = {
    sslclient: 'TLS Web Client Authentication',
    sslserver: 'TLS Web Server Authentication',
  }[purpose ?? ''];
  const usage = leaf.extensions.find((x) => x.id === '2.5.29.37');
  if (needs !== undefined && usage !== undefined && !purposesIn(usage.value).includes(needs)) {
    return { code: 26, depth: 0, text: 'unsuitable certificate purpose', at: leaf };
  }
  const host = tool.values.get('verify_hostname') ?? tool.values.get('verify_ip');
  if (host === undefined || isFor(leaf, host)) return undefined;
  const isAddress = tool.values.has('verify_ip');
  const text = isAddress ? 'IP address mismatch' : 'hostname mismatch';
  return { code: isAddress ? 64 : 62, depth: 0, text, at: leaf };
}

function* issuerOf(
  certificate: Certificate,
  candidates: readonly Certificate[],
): Task<Certificate | undefined> {
  for (const candidate of candidates) {
    if (!sameBytes(candidate.subject, certificate.issuer)) continue;
    if (yield* isSignedBy(certificate, candidate.spki)) return candidate;
  }
  return undefined;
}
