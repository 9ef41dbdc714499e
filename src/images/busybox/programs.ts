// The applets that differ from the usual commands in more than their messages.
import type { Program } from '../../machine/types';
import { busybox, busyboxHttpd } from './multi-call';
import { nslookup, oldNslookup } from './nslookup';
import { ps } from './ps';
import { wget } from './wget';

/** By the names that executables carry. */
export const busyboxPrograms: Readonly<Record<string, Program>> = {
  'busybox/busybox': busybox,
  'busybox/httpd': busyboxHttpd,
  'busybox/nslookup': nslookup,
  'busybox/nslookup-1.28': oldNslookup,
  'busybox/ps': ps,
  'busybox/wget': wget,
};
