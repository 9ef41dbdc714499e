// The status that a CustomResourceDefinition gets: its names are taken, it is served.
import { formatRfc3339 } from '../../../base/time';
import type { CustomResourceDefinition } from '../../kinds/generated/types';

/** The status of a definition that is not established yet; undefined when it is. */
export function establishedStatus(definition: CustomResourceDefinition, nowMs: number) {
  const { spec, status } = definition;
  const isEstablished = status?.conditions?.some((one) => one.type === 'Established');
  if (isEstablished) return undefined;
  const lastTransitionTime = formatRfc3339(nowMs);
  const { observedGeneration: _1, ...rest } = status ?? {};
  return {
    ...rest,
    acceptedNames: spec.names,
    conditions: [
      {
        lastTransitionTime,
        message: 'no conflicts found',
        reason: 'NoConflicts',
        status: 'True',
        type: 'NamesAccepted',
      },
      {
        lastTransitionTime,
        message: 'the initial names have been accepted',
        reason: 'InitialNamesAccepted',
        status: 'True',
        type: 'Established',
      },
    ],
    storedVersions: spec.versions.filter((one) => one.storage).map((one) => one.name),
  };
}
