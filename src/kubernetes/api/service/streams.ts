// Answers that go on: watches as lines of JSON, logs as text.
import { goJson } from '../../../base/json';
import type { Task } from '../../../base/sim';
import type { HttpApiAnswer, TextStream, WatchStream } from '../request';
import { wireForm } from './wire';

/** A watch, a line an event. */
export function watchAnswer(watch: WatchStream): HttpApiAnswer {
  const body: TextStream = {
    *next(): Task<string | undefined> {
      const event = yield* watch.next();
      if (event === undefined) return undefined;
      return `${goJson({ type: event.type, object: wireForm(event.object) }, { keepOrder: true })}\n`;
    },
    close: () => watch.close(),
  };
  return { code: 200, headers: { 'content-type': 'application/json' }, body };
}

/** A log. */
export function logAnswer(stream: TextStream): HttpApiAnswer {
  return { code: 200, headers: { 'content-type': 'text/plain' }, body: stream };
}
