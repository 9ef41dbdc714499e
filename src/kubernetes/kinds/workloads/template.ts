// What the kinds that make pods from a template have in common.
import { matchesSelectorObject } from '../../../base/labels';
import { withField } from '../complete';
import { checkLabelSelector, checkLabels, isEmptySelector } from '../field-checks';
import { type FieldError, forbidden, invalid, notSupported, required } from '../field-error';
import type { LabelSelector, PodTemplateSpec } from '../generated/types';
import { templateDefaults } from '../pod-template/defaults';
import { checkPodSpec } from '../pod-template/validate-spec';
import { podSpecWarnings } from '../pod-template/warnings';

interface WithTemplate {
  readonly template?: PodTemplateSpec | undefined;
}

/** A spec with its template completed. */
export function withTemplateDefaults<S extends WithTemplate>(spec: S): S {
  const template = templateDefaults(spec.template);
  return withField<WithTemplate, 'template'>(spec, 'template', template) as S;
}

/** How a kind's selector and template are checked. */
export interface TemplateRules {
  /** `deployment`, for the text about empty selectors. */
  readonly noun: string;
  readonly restartPolicies: readonly string[];
}

/** A selector that must be there, not be empty and match the template. */
export function checkSelector(
  spec: { readonly selector?: LabelSelector | undefined } & WithTemplate,
  at: string,
  noun: string,
): FieldError[] {
  const { selector } = spec;
  if (!selector) return [required(`${at}.selector`)];
  const errors = checkLabelSelector(`${at}.selector`, selector);
  if (isEmptySelector(selector)) {
    errors.push(invalid(`${at}.selector`, selector, `empty selector is invalid for ${noun}`));
  }
  return errors;
}

/** A template whose labels the selector must match. */
export function checkTemplate(
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
  at: string,
  restartPolicies: readonly string[],
): FieldError[] {
  const errors: FieldError[] = [];
  const labels = template?.metadata?.labels;
  if (!selector || isEmptySelector(selector) || !matchesSelectorObject(selector, labels)) {
    if (!(selector && isEmptySelector(selector))) {
      const why = '`selector` does not match template `labels`';
      errors.push(invalid(`${at}.metadata.labels`, labels ?? null, why));
    }
  }
  errors.push(...checkTemplateSpec(template, at));
  errors.push(...checkRestartPolicy(template, at, restartPolicies));
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    const why = 'activeDeadlineSeconds in ReplicaSet is not Supported';
    errors.push(forbidden(`${at}.spec.activeDeadlineSeconds`, why));
  }
  return errors;
}

/** A template alone. */
export function checkTemplateSpec(
  template: PodTemplateSpec | undefined,
  at: string,
): readonly FieldError[] {
  const errors = checkLabels(`${at}.labels`, template?.metadata?.labels);
  return [...errors, ...(template?.spec ? checkPodSpec(template.spec, `${at}.spec`) : [])];
}

function checkRestartPolicy(
  template: PodTemplateSpec | undefined,
  at: string,
  known: readonly string[],
): FieldError[] {
  const policy = template?.spec?.restartPolicy ?? '';
  if (known.includes(policy)) return [];
  return [notSupported(`${at}.spec.restartPolicy`, policy, known)];
}

/** Warnings of a template, when it changed. */
export function templateWarnings(
  template: PodTemplateSpec | undefined,
  old: PodTemplateSpec | undefined,
  at: string,
): readonly string[] {
  if (!template?.spec || template === old) return [];
  return podSpecWarnings(template.spec, `${at}.spec`);
}
