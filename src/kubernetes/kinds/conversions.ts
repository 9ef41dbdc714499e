// Resources that are served in more than one form: between what is kept and what is shown.
import { isObject } from '../../base/json';
import type { KubeObject } from './object';
import type { Conversion } from './resource';

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** autoscaling/v1 knows one metric: cpu utilization. The others are kept beside it. */
const horizontalPodAutoscalerV1: Conversion = {
  toStorage(object) {
    const { targetCPUUtilizationPercentage: percent, ...spec } = fieldsOf(object.spec);
    const target = { type: 'Utilization', averageUtilization: percent };
    const metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }];
    return {
      ...object,
      apiVersion: 'autoscaling/v2',
      spec: percent === undefined ? spec : { ...spec, metrics },
    };
  },
  fromStorage(object) {
    const { metrics, behavior: _lost, ...spec } = fieldsOf(object.spec);
    const list = (Array.isArray(metrics) ? metrics : []) as readonly Fields[];
    const cpu = list.find((one) => fieldsOf(one.resource).name === 'cpu');
    const target = fieldsOf(fieldsOf(cpu?.resource).target);
    const status = fieldsOf(object.status);
    return {
      ...object,
      apiVersion: 'autoscaling/v1',
      spec: present({ ...spec, targetCPUUtilizationPercentage: target.averageUtilization }),
      status: present({
        currentReplicas: status.currentReplicas ?? 0,
        desiredReplicas: status.desiredReplicas ?? 0,
        lastScaleTime: status.lastScaleTime,
        observedGeneration: status.observedGeneration,
      }),
    };
  },
};

/** events.k8s.io/v1 has other names for what core events carry. */
const eventsV1: Conversion = {
  toStorage(object) {
    const {
      regarding,
      note,
      deprecatedSource,
      deprecatedFirstTimestamp,
      deprecatedLastTimestamp,
      deprecatedCount,
      reportingController,
      ...rest
    } = object as Fields & KubeObject;
    return present({
      ...rest,
      apiVersion: 'v1',
      involvedObject: regarding ?? {},
      message: note,
      source: deprecatedSource,
      firstTimestamp: deprecatedFirstTimestamp,
      lastTimestamp: deprecatedLastTimestamp,
      count: deprecatedCount,
      reportingComponent: reportingController,
    }) as unknown as KubeObject;
  },
  fromStorage(object) {
    const {
      involvedObject,
      message,
      source,
      firstTimestamp,
      lastTimestamp,
      count,
      reportingComponent,
      ...rest
    } = object as Fields & KubeObject;
    return present({
      ...rest,
      apiVersion: 'events.k8s.io/v1',
      regarding: involvedObject,
      note: message,
      deprecatedSource: source,
      deprecatedFirstTimestamp: firstTimestamp,
      deprecatedLastTimestamp: lastTimestamp,
      deprecatedCount: count,
      reportingController: reportingComponent,
    }) as unknown as KubeObject;
  },
};

/** By `group/version/resource`. */
export const conversions: ReadonlyMap<string, Conversion> = new Map([
  ['autoscaling/v1/horizontalpodautoscalers', horizontalPodAutoscalerV1],
  ['events.k8s.io/v1/events', eventsV1],
]);
