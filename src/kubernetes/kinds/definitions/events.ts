// Event: one table for the core group and for events.k8s.io.
import { sinceCell } from '../cells';
import { complete } from '../complete';
import { defineKind } from '../define-kind';
import { invalid } from '../field-error';
import type { Event } from '../generated/types';

export default defineKind<Event>({
  name: 'events',
  group: '',
  kind: 'Event',

  applyDefaults(object) {
    const withFields = complete<Event>(object, {
      source: {},
      reportingComponent: object.source?.component ?? '',
      reportingInstance: object.source?.host ?? '',
    });
    // These times are printed even where they aren't set.
    const missing = ['firstTimestamp', 'lastTimestamp', 'eventTime'].filter(
      (field) => withFields[field] === undefined,
    );
    if (missing.length === 0) return withFields;
    return { ...withFields, ...Object.fromEntries(missing.map((field) => [field, null])) } as Event;
  },

  validate(object) {
    const namespace = object.involvedObject?.namespace ?? '';
    const own = object.metadata.namespace ?? '';
    if (namespace === own || (namespace === '' && own === 'default')) return [];
    return [invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
  },

  selectableFields(object) {
    const about = object.involvedObject ?? {};
    return {
      'involvedObject.kind': about.kind ?? '',
      'involvedObject.namespace': about.namespace ?? '',
      'involvedObject.name': about.name ?? '',
      'involvedObject.uid': about.uid ?? '',
      'involvedObject.apiVersion': about.apiVersion ?? '',
      'involvedObject.resourceVersion': about.resourceVersion ?? '',
      'involvedObject.fieldPath': about.fieldPath ?? '',
      reason: object.reason ?? '',
      reportingComponent: object.reportingComponent ?? '',
      source: object.source?.component || (object.reportingComponent ?? ''),
      type: object.type ?? '',
    };
  },

  cells(object, { nowMs }) {
    const about = object.involvedObject;
    const first = object.firstTimestamp ?? object.eventTime;
    const last = object.series?.lastObservedTime ?? object.lastTimestamp ?? first;
    const component = object.source?.component || object.reportingComponent || '';
    const host = object.source?.host || object.reportingInstance || '';
    return [
      sinceCell(last, nowMs),
      object.type ?? '',
      object.reason ?? '',
      about.name ? `${(about.kind ?? '').toLowerCase()}/${about.name}` : (about.kind ?? ''),
      about.fieldPath ?? '',
      host && component ? `${component}, ${host}` : component,
      (object.message ?? '').trim(),
      sinceCell(first, nowMs),
      object.series?.count ?? object.count ?? 1,
      object.metadata.name,
    ];
  },
});
