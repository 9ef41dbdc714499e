// Defaults of volumes.
import { changeField, complete, mapSame } from '../complete';
import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from '../generated/types';

const defaultMode = 0o644;

/** A volume with its defaults; one without a source becomes an emptyDir. */
export function volumeDefaults(given: Volume): Volume {
  let volume = given;
  if (
    Object.keys(given).every((key) => key === 'name' || given[key as keyof Volume] === undefined)
  ) {
    volume = { ...given, emptyDir: {} };
  }
  volume = changeField(volume, 'configMap', (one) => complete(one, { defaultMode }));
  volume = changeField(volume, 'secret', (one) => complete(one, { defaultMode }));
  volume = changeField(volume, 'hostPath', (one) => complete(one, { type: '' }));
  volume = changeField(volume, 'downwardAPI', (one) =>
    changeField(complete(one, { defaultMode }), 'items', (items) => mapSame(items, fileDefaults)),
  );
  volume = changeField(volume, 'projected', (one) =>
    changeField(complete(one, { defaultMode }), 'sources', (all) => mapSame(all, sourceDefaults)),
  );
  volume = changeField(volume, 'image', (one) =>
    complete(one, { pullPolicy: one.reference?.endsWith(':latest') ? 'Always' : 'IfNotPresent' }),
  );
  return changeField(volume, 'ephemeral', (one) =>
    changeField(one, 'volumeClaimTemplate', (template) =>
      changeField(template, 'spec', (spec) => complete(spec, { volumeMode: 'Filesystem' })),
    ),
  );
}

function fileDefaults(file: DownwardAPIVolumeFile): DownwardAPIVolumeFile {
  const result = changeField(file, 'fieldRef', (ref) => complete(ref, { apiVersion: 'v1' }));
  return changeField(result, 'resourceFieldRef', (ref) => complete(ref, { divisor: '0' }));
}

function sourceDefaults(source: VolumeProjection): VolumeProjection {
  const result = changeField(source, 'serviceAccountToken', (token) =>
    complete(token, { expirationSeconds: 3600 }),
  );
  return changeField(result, 'downwardAPI', (one) =>
    changeField(one, 'items', (items) => mapSame(items, fileDefaults)),
  );
}
