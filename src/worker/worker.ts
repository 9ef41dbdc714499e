// The worker's entry: finds out whether this tab has the world or watches it, and connects the
// session to the page.
import { createWorld } from '../playground/world';
import type { PageMessage, StartMessage, WorkerMessage } from '../protocol/messages';
import type { CreateWorld, Host } from './contract';
import { Keeper } from './keeper';
import { Ownership } from './ownership';
import { Session } from './session';
import { WorldStore } from './storage/world-store';

const page = globalThis as unknown as {
  postMessage(message: WorkerMessage): void;
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
};

const host: Host = {
  now: () => performance.now(),
  wallMs: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  soon: makeSoon(),
};

const create: CreateWorld = ({ seed, epochMs, snapshot }) =>
  createWorld({ seed, epochMs, profile: 'minikube', ...(snapshot ? { snapshot } : {}) });

let session: Session | undefined;
/** Messages that came before it was known whether this tab has the world. */
const early: PageMessage[] = [];
let ownership: Ownership | undefined;

page.onmessage = ({ data }) => {
  if (data.type === 'input') page.postMessage({ type: 'alive' });
  if (data.type === 'start') begin(data);
  else if (data.type === 'takeOver') ownership?.takeOver();
  else if (session !== undefined) session.handle(data);
  else if (ownership?.isWatching !== true) early.push(data);
};

function begin(start: StartMessage): void {
  ownership = new Ownership(start.world, {
    onOwned: () => void run(start),
    onWatching: () => {
      void session?.stop();
      session = undefined;
      page.postMessage({ type: 'storage', state: 'watching' });
    },
    onMessage: (message) => {
      if (session !== undefined) answerTab(session, message.type);
      else if (message.type === 'past' || message.type === 'output') page.postMessage(message);
    },
  });
  void ownership.begin(start.isRestart);
}

/** What a tab that has the world does for those that watch. */
function answerTab(running: Session, type: string): void {
  if (type === 'hello') {
    for (const { terminal, text } of running.past()) {
      ownership?.say({ type: 'past', terminal, text });
    }
  }
  if (type !== 'give') return;
  session = undefined;
  void running.stop().then(() => ownership?.give());
}

async function run(start: StartMessage): Promise<void> {
  const keeper = await openKeeper(start.world);
  session = new Session(start, {
    create,
    host,
    keeper,
    post: (message) => page.postMessage(message),
    onOutput: (terminal, text) => ownership?.say({ type: 'output', terminal, text }),
  });
  for (const message of early.splice(0)) session.handle(message);
  await session.run();
}

async function openKeeper(world: string): Promise<Keeper | undefined> {
  try {
    const store = await WorldStore.open(world, () =>
      page.postMessage({ type: 'storage', state: 'full' }),
    );
    page.postMessage({ type: 'storage', state: 'kept' });
    return new Keeper(store, host);
  } catch {
    page.postMessage({ type: 'storage', state: 'none' });
    return undefined;
  }
}

/** Calls back after the messages that wait, without the delay of a timer. */
function makeSoon(): Host['soon'] {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(undefined);
  };
}
