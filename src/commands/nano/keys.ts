// What nano's keys do.
import type { Task } from '../../base/sim';
import type { Nano } from './editor';

/** Returns a task when the action asks something. */
export type Action = (nano: Nano) => Task<void> | undefined;

const plain =
  (act: (nano: Nano) => void): Action =>
  (nano) => {
    act(nano);
    return undefined;
  };

/** Actions by key. */
export const keys: Readonly<Record<string, Action>> = {
  'ctrl-x': (nano) => nano.leave(),
  'ctrl-o': function* (nano) {
    yield* nano.save();
  },
  'ctrl-s': (nano) => nano.saveNow(),
  'ctrl-w': (nano) => nano.searchFor(),
  'alt-w': plain((nano) => nano.findNext()),
  'ctrl-\\': (nano) => nano.replace(),
  'alt-r': (nano) => nano.replace(),
  'ctrl-g': (nano) => nano.help(),
  f1: (nano) => nano.help(),
  'ctrl-r': (nano) => nano.readIn(),
  'ctrl-_': (nano) => nano.goToLine(),
  'alt-g': (nano) => nano.goToLine(),
  'ctrl-u': plain((nano) => nano.paste()),
  'ctrl-c': plain((nano) => nano.showPosition()),
  'alt-u': plain((nano) => nano.undo()),
  'alt-e': plain((nano) => nano.redo()),
  'alt-n': plain((nano) => nano.toggleNumbers()),
  'alt-\\': plain((nano) => nano.goTo(0, 0)),
  'alt-/': plain((nano) => nano.goTo(nano.buffer.count, 0)),
  'ctrl-home': plain((nano) => nano.goTo(0, 0)),
  'ctrl-end': plain((nano) => nano.goTo(nano.buffer.count, Number.MAX_SAFE_INTEGER)),
  up: plain((nano) => nano.moveLines(-1)),
  'ctrl-p': plain((nano) => nano.moveLines(-1)),
  down: plain((nano) => nano.moveLines(1)),
  'ctrl-n': plain((nano) => nano.moveLines(1)),
  left: plain((nano) => nano.move(-1)),
  'ctrl-b': plain((nano) => nano.move(-1)),
  right: plain((nano) => nano.move(1)),
  'ctrl-f': plain((nano) => nano.move(1)),
  'ctrl-left': plain((nano) => nano.moveWord(-1)),
  'ctrl-right': plain((nano) => nano.moveWord(1)),
  home: plain((nano) => nano.home()),
  'ctrl-a': plain((nano) => nano.home()),
  end: plain((nano) => nano.end()),
  'ctrl-e': plain((nano) => nano.end()),
  'page-up': plain((nano) => nano.page(-1)),
  'ctrl-y': plain((nano) => nano.page(-1)),
  'page-down': plain((nano) => nano.page(1)),
  'ctrl-v': plain((nano) => nano.page(1)),
  backspace: plain((nano) => nano.backspace()),
  'ctrl-h': plain((nano) => nano.backspace()),
  delete: plain((nano) => nano.deleteChar()),
  'ctrl-d': plain((nano) => nano.deleteChar()),
  enter: plain((nano) => nano.newLine()),
  'ctrl-j': plain((nano) => nano.newLine()),
  'ctrl-l': plain((nano) => nano.screen.forget()),
  escape: plain(() => {}),
};
