import { describe, expect, test } from 'vitest';
import type { PageMessage, Trust, WorkerMessage } from '../protocol/messages';
import type { JournalEntry } from './journal';
import { Keeper } from './keeper';
import { Session } from './session';
import type { Keyframe, StoredWorld, WorldRecord, WorldStore } from './storage/world-store';
import { HandHost, SmallWorld } from './testing';

const size = { columns: 80, rows: 24 };

/** What WorldStore keeps in the browser, kept here. */
class MemoryStore {
  record: WorldRecord | undefined;
  frame: Keyframe | undefined;
  entries: JournalEntry[] = [];

  get nextEntry(): number {
    return this.entries.length;
  }
  async load(): Promise<StoredWorld | undefined> {
    const { record, frame: keyframe, entries } = this;
    if (record === undefined) return undefined;
    return structuredClone({ record, keyframe, firstEntry: 0, entries });
  }
  async begin(seed: string, epochMs: number): Promise<void> {
    this.record = { formatVersion: 1, seed, epochMs, positionMs: epochMs };
    this.entries = [];
    this.frame = undefined;
  }
  async cut(entry: number): Promise<void> {
    this.entries.length = entry;
  }
  append(entry: JournalEntry): void {
    this.entries.push(entry);
    this.position(entry.atMs);
  }
  position(positionMs: number): void {
    if (this.record !== undefined) this.record = { ...this.record, positionMs };
  }
  keyframe(frame: Keyframe): void {
    this.frame = structuredClone(frame);
    this.position(frame.atMs);
  }
  async flush(): Promise<void> {}
}

async function open(store?: MemoryStore, seed = 'one', trust: Trust = 'all') {
  const host = new HandHost();
  const messages: WorkerMessage[] = [];
  let world: SmallWorld | undefined;
  const keeper = store && new Keeper(store as unknown as WorldStore, host);
  const session = new Session(
    { type: 'start', world: 'w', seed, epochMs: 1000, size, trust, isRestart: false },
    {
      create: (options) => {
        world = new SmallWorld(options);
        return world;
      },
      host,
      post: (message) => messages.push(message),
      keeper,
    },
  );
  const handle = (message: PageMessage) => session.handle(message);
  const type = (text: string) => handle({ type: 'input', terminal: 'laptop', text });
  const running = session.run();
  const shown = () =>
    messages.map((one) => (one.type === 'output' || one.type === 'past' ? one.text : '')).join('');
  const made = () => {
    if (world === undefined) throw new Error('no world');
    return world;
  };
  return { host, messages, session, handle, type, running, shown, made };
}

test('a new world: ready, prompt, an answer', async () => {
  const { running, type, shown, messages } = await open();
  await running;
  type('hello\r');
  expect(messages.map(({ type: kind }) => kind)).toContain('ready');
  expect(shown()).toBe('one$ hello\r\n1: hello at 1000\r\none$ ');
});

test('what is typed before the world is there is not lost', async () => {
  const { running, type, made } = await open();
  type('early\r');
  await running;
  expect(made().lines).toEqual(['early']);
});

describe('kept', () => {
  test('a reload repeats the journal: same screen, same time, same state', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.running;
    first.type('hello\r');
    first.host.pass(2500);
    first.type('sleep 2\r');
    first.host.pass(2600);
    first.type('again\r');
    first.handle({ type: 'flush' });
    const second = await open(store, 'two');
    await second.running;
    expect(second.shown()).toBe(first.shown());
    expect(second.made().lines).toEqual(['hello', 'sleep 2', 'again']);
    expect(second.made().sim.now).toBe(first.made().sim.now);
    expect(second.messages[0]).toMatchObject({ type: 'ready', origin: 'restored' });
  });

  test('from a keyframe on, only what came after is repeated', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.running;
    first.type('hello\r');
    first.host.pass(20_000);
    first.type('later\r');
    expect(store.frame?.snapshot).toEqual({ now: 21_000, lines: ['hello', 'later'] });
    first.host.pass(5);
    first.type('last\r');
    const second = await open(store);
    await second.running;
    expect(second.made().lines).toEqual(['hello', 'later', 'last']);
    expect(second.shown()).toBe(first.shown());
  });

  test('while something runs that a snapshot would lose there is no keyframe', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.running;
    first.made().canSave = false;
    first.type('hello\r');
    first.host.pass(60_000);
    first.type('later\r');
    expect(store.frame).toBeUndefined();
  });

  test('another size of the page is told to the terminal', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.running;
    first.handle({ type: 'resize', terminal: 'laptop', size: { columns: 100, rows: 30 } });
    const second = await open(store);
    await second.running;
    expect(store.entries.map(({ kind }) => kind)).toEqual(['open', 'resize', 'resize']);
    expect(second.made().terminals[0]?.tty.columns).toBe(80);
  });

  test('when the journal breaks the world, the last checkpoint is used', async () => {
    const store = new MemoryStore();
    const first = await open(store);
    await first.running;
    first.type('good\r');
    first.host.pass(20_000);
    first.type('better\r');
    first.type('worse\r');
    const second = await open(store, 'one', 'checkpoint');
    await second.running;
    expect(second.made().lines).toEqual(['good', 'better']);
    expect(second.messages[0]).toMatchObject({ type: 'ready', origin: 'checkpoint' });
    expect(store.entries).toHaveLength(3);
  });
});

test('after a crash all but the last command is repeated', async () => {
  const store = new MemoryStore();
  const first = await open(store);
  await first.running;
  first.type('good\r');
  first.host.pass(1000);
  first.type('bad');
  first.type('\r');
  const second = await open(store, 'one', 'most');
  await second.running;
  expect(second.made().lines).toEqual(['good']);
  expect(second.made().sim.now).toBe(1000);
  expect(second.messages[0]).toMatchObject({ type: 'ready', origin: 'checkpoint' });
  second.type('better\r');
  const third = await open(store);
  await third.running;
  expect(third.made().lines).toEqual(['good', 'better']);
});

test('a fault is told with seed and inputs, and the world goes on', async () => {
  const { running, type, messages, made } = await open();
  await running;
  type('fail\r');
  const fault = messages.find((one) => one.type === 'fault');
  expect(fault?.message).toBe('Error: asked to fail');
  expect(fault?.report).toContain('"seed":"one"');
  expect(fault?.report).toContain('"text":"fail\\r"');
  type('\x03');
  type('next\r');
  expect(made().lines).toEqual(['next']);
});

test('paused, a short command answers at once, a long one waits', async () => {
  const { running, type, handle, made, host } = await open();
  await running;
  made().hasMarks = true;
  handle({ type: 'pace', mode: 'paused' });
  type('sleep 0.1\r');
  expect(made().lines).toEqual(['sleep 0.1']);
  type('sleep 9\r');
  host.pass(60_000);
  expect(made().lines).toEqual(['sleep 0.1']);
  expect(made().sim.now).toBe(1100);
  handle({ type: 'pace', mode: 'running' });
  host.pass(9001);
  expect(made().lines).toEqual(['sleep 0.1', 'sleep 9']);
});

test('a flood stops above what may be pending, and Ctrl-C throws the rest away', async () => {
  const { running, type, handle, messages, host, made } = await open();
  await running;
  host.cost = 0.01;
  type('flood\r');
  host.pass(50);
  const units = () =>
    messages.reduce((sum, one) => sum + (one.type === 'output' ? one.text.length : 0), 0);
  const before = units();
  expect(before).toBeGreaterThan(200_000);
  expect(before).toBeLessThan(400_000);
  type('\x03');
  handle({ type: 'drawn', terminal: 'laptop', units: before });
  host.pass(100);
  type('after\r');
  host.pass(100);
  expect(made().lines).toEqual(['after']);
  expect(units() - before).toBeLessThan(1000);
});
