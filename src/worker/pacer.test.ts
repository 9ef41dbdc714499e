import { expect, test } from 'vitest';
import { Sim, type Task } from '../base/sim';
import { Pacer } from './pacer';
import { HandHost, SmallWorld } from './testing';

function setUp() {
  const world = new SmallWorld({ seed: 's', epochMs: 1000, size: { columns: 80, rows: 24 } });
  const host = new HandHost();
  const told = { pace: 0, quiet: 0, isHeld: false, graceUntil: 0 };
  const pacer = new Pacer(world, host, {
    onPace: () => told.pace++,
    onPart: () => {},
    onQuiet: () => told.quiet++,
    isHeld: () => told.isHeld,
    graceUntil: () => told.graceUntil,
  });
  const terminal = world.openTerminal(80, 24);
  const type = (text: string) => pacer.input(() => terminal.tty.input(text));
  return { world, host, pacer, told, type };
}

test('virtual time passes with real time, and what is due happens then', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  type('sleep 3\r');
  host.pass(2999);
  expect(world.lines).toEqual([]);
  host.pass(2);
  expect(world.lines).toEqual(['sleep 3']);
  expect(world.sim.now).toBe(4000);
});

test('nothing due, no timer', () => {
  const { host, pacer } = setUp();
  pacer.start();
  expect(host.timers).toBe(0);
});

test('an input finds the time that has passed meanwhile', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  host.pass(500);
  type('echo\r');
  expect(world.lines).toEqual(['echo']);
  expect(world.sim.now).toBe(1500);
});

test('paused, time stands still but the present answers', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  pacer.setMode('paused');
  type('echo\r');
  type('sleep 1\r');
  host.pass(10_000);
  expect(world.lines).toEqual(['echo']);
  expect(world.sim.now).toBe(1000);
  pacer.setMode('running');
  host.pass(1001);
  expect(world.lines).toEqual(['echo', 'sleep 1']);
});

test('paused, a command just given has a moment for its answer', () => {
  const { world, host, pacer, told, type } = setUp();
  pacer.start();
  pacer.setMode('paused');
  told.graceUntil = 1250;
  type('sleep 0.2\r');
  expect(world.lines).toEqual(['sleep 0.2']);
  expect(world.sim.now).toBe(1200);
  type('sleep 0.2\r');
  host.pass(5000);
  expect(world.lines).toEqual(['sleep 0.2']);
  expect(world.sim.now).toBe(1200);
});

test('ten times the speed', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  pacer.setFactor(10);
  type('sleep 30\r');
  host.pass(3001);
  expect(world.lines).toEqual(['sleep 30']);
});

test('the world may hurry', () => {
  const { world, host, pacer, type } = setUp();
  world.hurry = 5;
  pacer.start();
  type('sleep 20\r');
  expect(pacer.rate).toBe(5);
  host.pass(4001);
  expect(world.lines).toEqual(['sleep 20']);
});

test('settling runs to the end at once and then goes on as before', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  type('sleep 300\r');
  pacer.setMode('settling');
  host.pass(1);
  expect(world.lines).toEqual(['sleep 300']);
  expect(pacer.mode).toBe('running');
});

test('a step ends at the next change, paused', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  type('sleep 5\r');
  pacer.step();
  host.pass(1);
  expect(world.lines).toEqual(['sleep 5']);
  expect(pacer.mode).toBe('paused');
  host.pass(60_000);
  expect(world.sim.now).toBe(6000);
});

test('while a screen is behind, time stands still', () => {
  const { world, host, pacer, told, type } = setUp();
  pacer.start();
  type('sleep 1\r');
  told.isHeld = true;
  host.pass(5000);
  expect(world.lines).toEqual([]);
  told.isHeld = false;
  pacer.nudge();
  host.pass(1001);
  expect(world.lines).toEqual(['sleep 1']);
  expect(world.sim.now).toBeLessThan(2100);
});

test('after the machine has slept, time goes on from there', () => {
  const sim = new Sim(0);
  const ticks: number[] = [];
  function* tick(): Task<void> {
    for (;;) {
      yield { until: sim.now + 1000 };
      ticks.push(sim.now);
    }
  }
  sim.spawn('tick', tick());
  const { world, host } = setUp();
  const sleepy = { ...world, sim } as unknown as SmallWorld;
  const pacer = new Pacer(sleepy, host, {
    onPace: () => {},
    onPart: () => {},
    onQuiet: () => {},
    isHeld: () => false,
    graceUntil: () => 0,
  });
  pacer.start();
  host.pass(1000);
  // Timers did not fire for an hour.
  const soon = host.timers;
  expect(soon).toBe(1);
  host.sleep(3_600_000);
  host.pass(1000);
  expect(ticks.length).toBeLessThanOrEqual(3);
});

test('a loop that never ends lets inputs in', () => {
  const { world, host, pacer, type } = setUp();
  pacer.start();
  host.cost = 1;
  type('spin\r');
  host.pass(200);
  type('\x03');
  host.pass(200);
  type('echo\r');
  host.pass(200);
  expect(world.lines).toEqual(['echo']);
});
