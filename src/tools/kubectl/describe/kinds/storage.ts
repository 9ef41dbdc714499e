// PersistentVolumes, claims and StorageClasses.
import type { JsonObject } from '../../../../base/json';
import { defineDescriber, relatedObjects } from '../describer';
import { annotationLines, labelLines } from '../labels';
import { list, type Page, part, text, texts } from '../page';
import { accessModes, sourceLines } from '../volumes';

const persistentvolumes = defineDescriber({
  name: 'persistentvolumes',
  group: '',
  *describe({ page, object, events }) {
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.line(0, `Finalizers:\t[${texts(metadata, 'finalizers').join(' ')}]`);
    page.line(0, `StorageClass:\t${text(spec, 'storageClassName')}`);
    const isLeaving = metadata.deletionTimestamp !== undefined;
    const phase = isLeaving ? 'Terminating' : text(status, 'phase');
    page.line(0, `Status:\t${phase}`);
    const claim = part(spec, 'claimRef');
    const bound =
      claim.name === undefined ? '' : `${text(claim, 'namespace')}/${text(claim, 'name')}`;
    page.line(0, `Claim:\t${bound}`);
    page.line(0, `Reclaim Policy:\t${text(spec, 'persistentVolumeReclaimPolicy')}`);
    page.line(0, `Access Modes:\t${accessModes(spec)}`);
    if (text(spec, 'volumeMode')) page.line(0, `VolumeMode:\t${text(spec, 'volumeMode')}`);
    page.line(0, `Capacity:\t${text(part(spec, 'capacity'), 'storage')}`);
    affinityLines(page, part(part(spec, 'nodeAffinity'), 'required'));
    page.line(0, `Message:\t${text(status, 'message')}`);
    page.line(0, 'Source:');
    sourceLines(page, spec);
    yield* events();
  },
});

function affinityLines(page: Page, required: JsonObject): void {
  const terms = list(required, 'nodeSelectorTerms');
  if (terms.length === 0) {
    page.line(0, 'Node Affinity:\t<none>');
    return;
  }
  page.line(0, 'Node Affinity:\t');
  page.line(1, 'Required Terms:\t');
  for (const [i, term] of terms.entries()) {
    const lines = list(term, 'matchExpressions').map((one) => {
      const values = texts(one, 'values');
      const shown = values.length > 0 ? ` [${values.join(', ')}]` : '';
      return `${text(one, 'key')} ${text(one, 'operator').toLowerCase()}${shown}`;
    });
    const [first = '<none>', ...others] = lines;
    page.line(2, `Term ${i}:\t${first}`);
    for (const line of others) page.line(2, `\t${line}`);
  }
}

const persistentvolumeclaims = defineDescriber({
  name: 'persistentvolumeclaims',
  group: '',
  *describe({ ctx, page, object, info, events }) {
    const [metadata, spec, status] = [
      part(object, 'metadata'),
      part(object, 'spec'),
      part(object, 'status'),
    ];
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `Namespace:\t${text(metadata, 'namespace')}`);
    page.line(0, `StorageClass:\t${text(spec, 'storageClassName')}`);
    const isLeaving = metadata.deletionTimestamp !== undefined;
    page.line(0, `Status:\t${isLeaving ? 'Terminating' : text(status, 'phase')}`);
    page.line(0, `Volume:\t${text(spec, 'volumeName')}`);
    labelLines(page, 'Labels', part(metadata, 'labels'));
    annotationLines(page, 'Annotations', part(metadata, 'annotations'));
    page.line(0, `Finalizers:\t[${texts(metadata, 'finalizers').join(' ')}]`);
    page.line(0, `Capacity:\t${text(part(status, 'capacity'), 'storage')}`);
    page.line(0, `Access Modes:\t${accessModes(status)}`);
    if (text(spec, 'volumeMode')) page.line(0, `VolumeMode:\t${text(spec, 'volumeMode')}`);
    const at = { apiVersion: 'v1', resource: 'pods', namespace: info.namespace };
    const pods = yield* relatedObjects(ctx, at);
    const users = pods.filter((pod) => usesClaim(pod, info.name));
    const names = users.map((pod) => text(part(pod, 'metadata'), 'name'));
    const [first = '<none>', ...others] = names;
    page.line(0, `Used By:\t${first}`);
    for (const name of others) page.line(0, `\t${name}`);
    const conditions = list(status, 'conditions');
    if (conditions.length > 0) {
      page.line(0, 'Conditions:');
      page.line(1, 'Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage');
      page.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
      for (const one of conditions) {
        const cells = [
          'type',
          'status',
          'lastProbeTime',
          'lastTransitionTime',
          'reason',
          'message',
        ];
        page.line(1, `${cells.map((field) => text(one, field)).join(' \t')}`);
      }
    }
    yield* events();
  },
});

function usesClaim(pod: JsonObject, claim: string): boolean {
  const name = text(part(pod, 'metadata'), 'name');
  return list(part(pod, 'spec'), 'volumes').some((volume) => {
    if (text(part(volume, 'persistentVolumeClaim'), 'claimName') === claim) return true;
    return volume.ephemeral !== undefined && `${name}-${text(volume, 'name')}` === claim;
  });
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

const storageclasses = defineDescriber({
  name: 'storageclasses',
  group: 'storage.k8s.io',
  *describe({ page, object, events }) {
    const metadata = part(object, 'metadata');
    const annotations = part(metadata, 'annotations');
    page.line(0, `Name:\t${text(metadata, 'name')}`);
    page.line(0, `IsDefaultClass:\t${annotations[DEFAULT_CLASS] === 'true' ? 'Yes' : 'No'}`);
    page.line(0, `Annotations:\t${pairs(annotations)}`);
    page.line(0, `Provisioner:\t${text(object, 'provisioner')}`);
    page.line(0, `Parameters:\t${pairs(part(object, 'parameters'))}`);
    const grows = object.allowVolumeExpansion;
    const shown = grows === undefined ? '<unset>' : grows === true ? 'True' : 'False';
    page.line(0, `AllowVolumeExpansion:\t${shown}`);
    const options = texts(object, 'mountOptions');
    page.line(0, options.length === 0 ? 'MountOptions:\t<none>' : 'MountOptions:');
    for (const option of options) page.line(1, option);
    if (text(object, 'reclaimPolicy'))
      page.line(0, `ReclaimPolicy:\t${text(object, 'reclaimPolicy')}`);
    const mode = text(object, 'volumeBindingMode');
    if (mode) page.line(0, `VolumeBindingMode:\t${mode}`);
    yield* events();
  },
});

function pairs(map: JsonObject): string {
  return (
    Object.keys(map)
      .sort()
      .map((key) => `${key}=${text(map, key)}`)
      .join(',') || '<none>'
  );
}

export default [persistentvolumes, persistentvolumeclaims, storageclasses];
