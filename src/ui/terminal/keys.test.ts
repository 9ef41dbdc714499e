import { expect, test } from 'vitest';
import { terminalGets } from './keys';

function press(name: string, { selected = '', type = 'keydown' } = {}) {
  const parts = name.split('-');
  const log: string[] = [];
  const event = {
    type,
    key: parts.at(-1) ?? '',
    ctrlKey: parts.includes('Ctrl'),
    shiftKey: parts.includes('Shift'),
    altKey: false,
    metaKey: false,
    preventDefault: () => log.push('prevented'),
  };
  const gets = terminalGets(event, {
    hasSelection: () => selected !== '',
    copySelection: () => log.push(`copied ${selected}`),
    clearSelection: () => log.push('cleared'),
  });
  return { gets, log };
}

test('Ctrl-C goes to the shell unless text is selected', () => {
  expect(press('Ctrl-c')).toEqual({ gets: true, log: [] });
  expect(press('Ctrl-c', { selected: 'pods' })).toEqual({
    gets: false,
    log: ['prevented', 'copied pods', 'cleared'],
  });
});

test('Ctrl-Shift-C copies and keeps the selection, and never opens developer tools', () => {
  expect(press('Ctrl-Shift-C', { selected: 'pods' }).log).toEqual(['prevented', 'copied pods']);
  expect(press('Ctrl-Shift-C')).toEqual({ gets: false, log: ['prevented'] });
});

test('Ctrl-Shift-V is left to the browser', () => {
  expect(press('Ctrl-Shift-V')).toEqual({ gets: false, log: [] });
});

test('F6 leaves; Tab, Esc and the rest stay', () => {
  expect(press('F6').gets).toBe(false);
  for (const key of ['Tab', 'Escape', 'Ctrl-d', 'Ctrl-r', 'Ctrl-v', 'F5', 'a']) {
    expect(press(key).gets).toBe(true);
  }
});

test('letting go of the key does not copy again', () => {
  expect(press('Ctrl-c', { selected: 'pods', type: 'keyup' }).log).toEqual([]);
});
