// Subresources that answer in their own way, by `STORAGE/NAME`.
import type { SubresourceHandler } from '../server';
import { bindPod } from './binding';
import { evictPod } from './eviction';
import { podLog } from './pod-log';
import { requestToken } from './token';

export const subresourceHandlers: Readonly<Record<string, SubresourceHandler>> = {
  'pods/binding': bindPod,
  'pods/eviction': evictPod,
  'pods/log': podLog,
  'serviceaccounts/token': requestToken,
};
