// The served API without a real client: strangers, protobuf, and a clean end.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { main } from './serve';
import { objectInProtobuf } from './serve/protobuf';

const folder = mkdtempSync(join(tmpdir(), 'serve-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('wrong arguments are refused', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(await main([])).toBe(2);
  expect(await main(['--kubeconfig', 'x', '--nodes', 'many'])).toBe(2);
  expect(complaint).toHaveBeenCalledWith('usage: serve --kubeconfig FILE [--port N] [--nodes N]');
  complaint.mockRestore();
});

test('serves strangers what they may see, and ends by SIGTERM', { timeout: 30_000 }, async () => {
  const file = join(folder, 'sub', 'config');
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const ended = main(['--kubeconfig', file, '--nodes', '2']);
  await vi.waitFor(() => expect(log).toHaveBeenCalled(), { timeout: 20_000 });
  const [, url] =
    /^Serving (https:\/\/127\.0\.0\.1:\d+), kubeconfig /.exec(log.mock.calls[0]?.[0]) ?? [];
  log.mockRestore();
  expect(readFileSync(file, 'utf8')).toContain(`server: ${url}`);
  expect(await answerOf(`${url}/version`)).toMatchObject({ code: 200 });
  const refused = await answerOf(`${url}/api/v1/nodes`);
  expect(refused.code).toBe(403);
  expect(refused.text).toContain('User \\"system:anonymous\\" cannot list resource');
  expect(await answerOf(`${url}/version`, { authorization: 'Bearer no' })).toMatchObject({
    code: 401,
  });
  process.emit('SIGTERM');
  expect(await ended).toBe(0);
});

test('protobuf bodies are read, others are not', () => {
  const text = (number: number, value: string | Buffer) => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
  };
  const pair = Buffer.concat([text(1, 'a'), text(2, 'b')]);
  const raw = Buffer.concat([text(1, text(1, 'settings')), text(2, pair)]);
  const names = Buffer.concat([text(1, 'v1'), text(2, 'ConfigMap')]);
  const body = Buffer.concat([Buffer.from('k8s\0'), text(1, names), text(2, raw)]);
  expect(objectInProtobuf(body)).toEqual({
    kind: 'ConfigMap',
    apiVersion: 'v1',
    metadata: { name: 'settings' },
    data: { a: 'b' },
  });
  expect(objectInProtobuf(Buffer.from('{}'))).toBeUndefined();
  expect(objectInProtobuf(body.subarray(0, body.length - 2))).toBeUndefined();
});

interface Answer {
  readonly code: number;
  readonly text: string;
}

function answerOf(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { headers, rejectUnauthorized: false, agent: false };
    get(url, options, (answer) => {
      let text = '';
      answer.on('data', (piece) => {
        text += piece;
      });
      answer.on('end', () => resolve({ code: answer.statusCode ?? 0, text }));
    }).on('error', reject);
  });
}
