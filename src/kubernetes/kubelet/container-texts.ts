// What is told about a container: why it ended, how long it waits.
import type { Container } from '../kinds/generated/types';
import type { ContainerExit, LiveContainer } from './container-runtime';

const longest = 4096;

/** The termination message: what the container left in its file, or the end of its log. */
export function terminationMessage(
  container: Container,
  live: LiveContainer,
  exit: ContainerExit,
): string {
  const path = container.terminationMessagePath ?? '/dev/termination-log';
  let text = '';
  if (live.isTouched && live.machine.files.isFile(path)) text = live.machine.files.read(path);
  const policy = container.terminationMessagePolicy;
  if (text === '' && policy === 'FallbackToLogsOnError' && exit.code !== 0) {
    return live.log.tail(80, 2048);
  }
  return text.slice(0, longest);
}

/** `10s`, `2m40s`: a pause between restarts. */
export function backoffText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes > 0 ? `${minutes}m${seconds % 60}s` : `${seconds}s`;
}
