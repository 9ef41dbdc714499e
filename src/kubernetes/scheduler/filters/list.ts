// The filters, in the order in which they are asked: the first refusal counts.
import type { Filter } from './filter';
import {
  nodeAffinity,
  nodeName,
  nodePorts,
  nodeResourcesFit,
  nodeUnschedulable,
  taintToleration,
} from './node-filters';
import { interPodAffinity, podTopologySpread } from './pod-filters';
import { volumes } from './volumes';

export const filters: readonly Filter[] = [
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumes,
  podTopologySpread,
  interPodAffinity,
];
