// The filters, in the order in which they are asked: the first refusal counts.
import type { Filter } from './filter';
import {
  nodeAffinity,
  nodeAffinityByName,
  nodeName,
  nodePorts,
  nodeResourcesFit,
  nodeUnschedulable,
  taintToleration,
} from './node-filters';
import { interPodAffinity, podTopologySpread } from './pod-filters';
import { volumeRestrictions, volumes } from './volumes';

export const filters: readonly Filter[] = [
  nodeAffinityByName,
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  volumes,
  podTopologySpread,
  interPodAffinity,
];
