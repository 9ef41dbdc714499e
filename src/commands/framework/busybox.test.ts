// busybox's words for what GNU's tools say.
import { expect, test } from 'vitest';
import { busyboxMessage, busyboxStatus } from './busybox';

test('messages', () => {
  const says = (applet: string, text: string) => busyboxMessage(applet, text);
  expect(says('cat', '/x: No such file or directory')).toBe(
    "can't open '/x': No such file or directory",
  );
  expect(says('ls', "cannot access '/x': No such file or directory")).toBe(
    '/x: No such file or directory',
  );
  expect(says('rm', "cannot remove '/f': Device or resource busy")).toBe(
    "can't remove '/f': Resource busy",
  );
  expect(says('touch', "cannot touch '/x': Permission denied")).toBe('/x: Permission denied');
  expect(says('whoami', 'cannot find name for user ID 7')).toBe('unknown uid 7');
});

test('exit statuses', () => {
  expect(busyboxStatus('ls', 2)).toBe(1);
  expect(busyboxStatus('grep', 2)).toBe(2);
  expect(busyboxStatus('timeout', 124)).toBe(124);
});
