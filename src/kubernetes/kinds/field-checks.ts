// Checks that many kinds' validations share. Each gives findings for one field.
import {
  dns1035LabelErrors,
  dns1123LabelErrors,
  dns1123SubdomainErrors,
  labelErrors,
  labelValueErrors,
  portNameErrors,
  portNumberErrors,
  qualifiedNameErrors,
} from '../../base/labels';
import { cmpQuantity, parseQuantity, zeroQuantity } from '../../base/quantity';
import { type FieldError, forbidden, invalid, notSupported, required } from './field-error';
import type { LabelSelector } from './generated/types';

type NameCheck = (value: string) => readonly string[];

/** Findings of a name check at a field. */
export function checkName(field: string, value: string, check: NameCheck): FieldError[] {
  return check(value).map((why) => invalid(field, value, why));
}

/** A DNS label such as a container's name. */
export function checkDnsLabel(field: string, value: string): FieldError[] {
  return checkName(field, value, dns1123LabelErrors);
}

export function checkDnsSubdomain(field: string, value: string): FieldError[] {
  return checkName(field, value, dns1123SubdomainErrors);
}

export function checkDns1035Label(field: string, value: string): FieldError[] {
  return checkName(field, value, dns1035LabelErrors);
}

/** A label key or another qualified name. */
export function checkQualifiedName(field: string, value: string): FieldError[] {
  return checkName(field, value, qualifiedNameErrors);
}

/** A text that must be there. */
export function checkPresent(field: string, value: unknown, detail = ''): FieldError[] {
  return value === undefined || value === null || value === '' ? [required(field, detail)] : [];
}

/** One of a list; an absent value is required. */
export function checkOneOf(
  field: string,
  value: string | undefined,
  known: readonly string[],
): FieldError[] {
  if (!value) return [required(field)];
  return known.includes(value) ? [] : [notSupported(field, value, known)];
}

/** A number that may not be negative. */
export function checkNonNegative(field: string, value: number | undefined): FieldError[] {
  return value !== undefined && value < 0
    ? [invalid(field, value, 'must be greater than or equal to 0')]
    : [];
}

export function checkPortNumber(field: string, value: number): FieldError[] {
  return portNumberErrors(value).map((why) => invalid(field, value, why));
}

/** A port by number or by name; an absent one counts as 0. */
export function checkPort(field: string, value: number | string | undefined): FieldError[] {
  if (typeof value === 'string') {
    return portNameErrors(value).map((why) => invalid(field, value, why));
  }
  return checkPortNumber(field, value ?? 0);
}

/** Labels (a selector's, a template's) at a field. */
export function checkLabels(
  field: string,
  labels: Readonly<Record<string, string>> | undefined,
): FieldError[] {
  return labelErrors(labels ?? {}).map(([value, why]) => invalid(field, value, why));
}

/** A label selector; absent ones are fine. */
export function checkLabelSelector(
  field: string,
  selector: LabelSelector | undefined,
): FieldError[] {
  if (!selector) return [];
  const errors = checkLabels(`${field}.matchLabels`, selector.matchLabels);
  (selector.matchExpressions ?? []).forEach((one, i) => {
    const at = `${field}.matchExpressions[${i}]`;
    switch (one.operator) {
      case 'In':
      case 'NotIn':
        if (!one.values?.length) {
          const why = "must be specified when `operator` is 'In' or 'NotIn'";
          errors.push(required(`${at}.values`, why));
        }
        break;
      case 'Exists':
      case 'DoesNotExist':
        if (one.values?.length) {
          const why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
          errors.push(forbidden(`${at}.values`, why));
        }
        break;
      default:
        errors.push(invalid(`${at}.operator`, one.operator, 'not a valid selector operator'));
    }
    errors.push(...checkQualifiedName(`${at}.key`, one.key));
    (one.values ?? []).forEach((value, j) => {
      for (const why of labelValueErrors(value)) {
        errors.push(invalid(`${at}.values[${j}]`, value, why));
      }
    });
  });
  return errors;
}

/** Whether a selector object has nothing in it. */
export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  const { matchLabels, matchExpressions } = selector ?? {};
  return Object.keys(matchLabels ?? {}).length === 0 && !matchExpressions?.length;
}

/** A quantity that may not be negative. */
export function checkQuantity(field: string, text: string): FieldError[] {
  const quantity = parseQuantity(text);
  if (quantity === null || cmpQuantity(quantity, zeroQuantity) >= 0) return [];
  return [invalid(field, text, 'must be greater than or equal to 0')];
}

const ipv4 = /^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Whether a text is an IPv4 or (roughly) an IPv6 address. */
export function isIpAddress(text: string): boolean {
  if (ipv4.test(text)) return true;
  return text.includes(':') && /^[0-9a-fA-F:.]+$/.test(text) && !/:::|^:[^:]/.test(text);
}

export function checkIp(field: string, text: string): FieldError[] {
  const why = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  return isIpAddress(text) ? [] : [invalid(field, text, why)];
}

/** Whether a text is a network such as `10.9.8.0/24`. */
export function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits) || !isIpAddress(address)) return false;
  return Number(bits) <= (address.includes(':') ? 128 : 32);
}

export function checkCidr(field: string, text: string): FieldError[] {
  const why = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  return isCidr(text) ? [] : [invalid(field, text, why)];
}

/** A value that an update may not change. */
export const immutableText = 'field is immutable';
