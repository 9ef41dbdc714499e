// The columns that ps can print, by the name -o knows.
import type { MachineInside } from '../../machine/inside';
import type { Process } from '../../machine/types';
import { Names } from '../system/accounts';
import {
  commandLine,
  commandName,
  elapsedText,
  memoryOf,
  startText,
  stateText,
  ttyText,
} from '../system/process-facts';
import { strftime } from '../system/strftime';

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly isRight: boolean;
  text(process: Process): string;
}

/** Makes a column for a name; undefined when there is no such column. */
export function columnMaker(viewer: Process): (name: string) => Column | undefined {
  const names = new Names(viewer.files);
  const machine = viewer.machine as MachineInside;
  const totalKib = machine.hardware.memoryBytes / 1024;
  const right = (title: string, width: number, text: Column['text']): Column => ({
    title,
    width,
    isRight: true,
    text,
  });
  const left = (title: string, width: number, text: Column['text']): Column => ({
    title,
    width,
    isRight: false,
    text,
  });
  const user = (title: string): Column => left(title, 8, (p) => names.user(p.credentials.uid));
  const share = (p: Process): string => ((memoryOf(p).rss / totalKib) * 100).toFixed(1);
  const state = (title: string): Column => left(title, 4, (p) => stateText(p, viewer));
  const tty = (title: string): Column => left(title, 8, ttyText);
  const args = (title: string): Column => left(title, 27, commandLine);
  const columns: Readonly<Record<string, Column>> = {
    pid: right('PID', 7, (p) => String(p.pid)),
    ppid: right('PPID', 7, (p) => String(p.ppid)),
    pgid: right('PGID', 7, (p) => String(p.group)),
    pgrp: right('PGRP', 7, (p) => String(p.group)),
    sid: right('SID', 7, (p) => String(p.session)),
    sess: right('SESS', 7, (p) => String(p.session)),
    user: user('USER'),
    euser: user('EUSER'),
    ruser: user('RUSER'),
    uname: user('USER'),
    uid: right('UID', 5, (p) => String(p.credentials.uid)),
    euid: right('EUID', 5, (p) => String(p.credentials.uid)),
    group: left('GROUP', 8, (p) => names.group(p.credentials.gid)),
    gid: right('GID', 5, (p) => String(p.credentials.gid)),
    '%cpu': right('%CPU', 4, () => '0.0'),
    pcpu: right('%CPU', 4, () => '0.0'),
    c: right('C', 2, () => '0'),
    '%mem': right('%MEM', 4, share),
    pmem: right('%MEM', 4, share),
    rss: right('RSS', 5, (p) => String(memoryOf(p).rss)),
    rsz: right('RSZ', 5, (p) => String(memoryOf(p).rss)),
    vsz: right('VSZ', 6, (p) => String(memoryOf(p).vsz)),
    tty: tty('TT'),
    tname: tty('TTY'),
    tt: tty('TT'),
    stat: state('STAT'),
    state: left('S', 1, (p) => stateText(p, viewer).slice(0, 1)),
    s: left('S', 1, (p) => stateText(p, viewer).slice(0, 1)),
    start: right('STARTED', 8, (p) => strftime('%H:%M:%S', p.startedAtMs)),
    start_time: right('START', 5, startText),
    bsdstart: right('START', 5, startText),
    stime: right('STIME', 5, startText),
    lstart: left('STARTED', 24, (p) => strftime('%a %b %e %H:%M:%S %Y', p.startedAtMs)),
    etime: right('ELAPSED', 11, elapsedText),
    etimes: right('ELAPSED', 7, (p) => String(Math.floor((p.sim.now - p.startedAtMs) / 1000))),
    time: right('TIME', 8, () => '00:00:00'),
    cputime: right('TIME', 8, () => '00:00:00'),
    bsdtime: right('TIME', 6, () => '0:00'),
    ni: right('NI', 3, () => '0'),
    nice: right('NI', 3, () => '0'),
    opri: right('PRI', 3, () => '80'),
    addr: left('ADDR', 4, () => '-'),
    sz: right('SZ', 2, (p) => String(Math.floor(memoryOf(p).vsz / 4))),
    psr: right('PSR', 3, () => '0'),
    tpgid: right('TPGID', 7, (p) => String(p.tty?.foreground ?? -1)),
    pri: right('PRI', 3, () => '19'),
    nlwp: right('NLWP', 4, () => '1'),
    wchan: left('WCHAN', 6, () => '-'),
    f: left('F', 1, () => '4'),
    comm: left('COMMAND', 15, commandName),
    ucmd: left('CMD', 15, commandName),
    ucomm: left('COMMAND', 15, commandName),
    cmd: args('CMD'),
    args: args('COMMAND'),
    command: args('COMMAND'),
  };
  return (name) => (Object.hasOwn(columns, name) ? columns[name] : undefined);
}
