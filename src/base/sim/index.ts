// The simulation kernel: virtual clock, queue, tasks.
export { Condition } from './condition';
export type { Entry } from './heap';
export { Sim, type SimSnapshot } from './sim';
export { host, sleep, sleepUntil, type Task, type TaskHandle, type Wait, waitFor } from './task';
