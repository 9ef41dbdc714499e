// Validation of metadata that all kinds share: labels, annotations, owners, finalizers.

import { utf8Length } from '../../../base/bytes';
import { labelErrors, qualifiedNameErrors } from '../../../base/labels';
import { type FieldError, invalid, required, tooLong } from '../../kinds/field-error';
import type { ObjectMeta } from '../../kinds/generated/types';

const annotationsLimit = 256 * 1024;

/** Labels and annotations that were found good; they are shared by many objects. */
const good = new WeakSet<object>();

/** Findings about an object's metadata, its name excepted. */
export function validateMetadata(metadata: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  const { labels, annotations, ownerReferences, finalizers } = metadata;
  if (labels && !good.has(labels)) {
    for (const [value, why] of labelErrors(labels)) {
      errors.push(invalid('metadata.labels', value, why));
    }
    if (errors.length === 0) good.add(labels);
  }
  if (annotations && !good.has(annotations)) {
    const found = annotationErrors(annotations);
    errors.push(...found);
    if (found.length === 0) good.add(annotations);
  }
  if (ownerReferences && !good.has(ownerReferences)) {
    const found = ownerErrors(ownerReferences);
    errors.push(...found);
    if (found.length === 0) good.add(ownerReferences);
  }
  for (const finalizer of finalizers ?? []) {
    for (const why of qualifiedNameErrors(finalizer)) {
      errors.push(invalid('metadata.finalizers', finalizer, why));
    }
  }
  return errors;
}

function annotationErrors(annotations: Readonly<Record<string, string>>): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    size += utf8Length(key) + utf8Length(value);
    for (const why of qualifiedNameErrors(key.toLowerCase())) {
      errors.push(invalid('metadata.annotations', key, why));
    }
  }
  if (size > annotationsLimit) errors.push(tooLong('metadata.annotations', annotationsLimit));
  return errors;
}

function ownerErrors(owners: NonNullable<ObjectMeta['ownerReferences']>): FieldError[] {
  const errors: FieldError[] = [];
  owners.forEach((owner, i) => {
    const field = `metadata.ownerReferences[${i}]`;
    if (!owner.apiVersion) {
      errors.push(
        invalid(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'),
      );
    }
    for (const part of ['kind', 'name', 'uid'] as const) {
      if (!owner[part]) errors.push(required(`${field}.${part}`, 'must not be empty'));
    }
  });
  const controllers = owners.filter((owner) => owner.controller === true);
  if (controllers.length > 1) {
    const names = controllers.map((owner) => owner.name).join(' and ');
    const why = `Only one reference can have Controller set to true. Found "true" in references for ${names}`;
    errors.push(invalid('metadata.ownerReferences', owners, why));
  }
  return errors;
}
