/**
 * Rules for names, label keys and label values. Each function returns the API's messages, none when
 * the value is valid.
 */

import { utf8Length } from './bytes';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const DNS_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${QUALIFIED})?`;
const CONFIG_KEY = '[-._a-zA-Z0-9]+';
const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const PERCENT = '[0-9]+%';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);
const LABEL_RE = whole(LABEL);
const SUBDOMAIN_RE = whole(SUBDOMAIN);
const WILDCARD_RE = whole(`\\*\\.${SUBDOMAIN}`);
const DNS_1035_RE = whole(DNS_1035);
const QUALIFIED_RE = whole(QUALIFIED);
const LABEL_VALUE_RE = whole(LABEL_VALUE);
const CONFIG_KEY_RE = whole(CONFIG_KEY);
const C_IDENTIFIER_RE = whole(C_IDENTIFIER);

const SUBDOMAIN_TEXT =
  'a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, ' +
  "'-' or '.', " +
  'and must start and end with an alphanumeric character';
const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', " +
  'and must start and end with an alphanumeric character';
const DNS_1035_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', " +
  'start with an alphabetic character, and end with an alphanumeric character';
const QUALIFIED_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', " +
  'and must start and end with an alphanumeric character';
const LABEL_VALUE_TEXT = `a valid label must be an empty string or ${QUALIFIED_TEXT.slice(5)}`;
const CONFIG_KEY_TEXT =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
const WILDCARD_TEXT =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which " +
  "must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric " +
  'character';
const C_IDENTIFIER_TEXT =
  "a valid C identifier must start with alphabetic character or '_', " +
  "followed by a string of alphanumeric characters or '_'";

/** The message of a failed pattern, with its examples. */
export function regexMessage(text: string, pattern: string, ...examples: string[]): string {
  if (examples.length === 0) return `${text} (regex used for validation is '${pattern}')`;
  const list = examples.map((example) => `'${example}', `).join(' or ');
  return `${text} (e.g. ${list}regex used for validation is '${pattern}')`;
}

/** The message of a value that is too long. */
export function tooLongMessage(max: number): string {
  return `must be no more than ${max} bytes`;
}

/** Names of most objects: at most 253 bytes, dots allowed. */
export function dns1123SubdomainErrors(value: string): string[] {
  const errors = value.length > 63 ? lengthErrors(value, 253) : [];
  if (!SUBDOMAIN_RE.test(value))
    errors.push(regexMessage(SUBDOMAIN_TEXT, SUBDOMAIN, 'example.com'));
  return errors;
}

/** Names of namespaces, containers and volumes: at most 63 bytes, no dots. */
export function dns1123LabelErrors(value: string): string[] {
  const errors = lengthErrors(value, 63);
  if (!LABEL_RE.test(value)) errors.push(regexMessage(LABEL_TEXT, LABEL, 'my-name', '123-abc'));
  return errors;
}

/** Names that must begin with a letter. */
export function dns1035LabelErrors(value: string): string[] {
  const errors = lengthErrors(value, 63);
  if (!DNS_1035_RE.test(value)) {
    errors.push(regexMessage(DNS_1035_TEXT, DNS_1035, 'my-name', 'abc-123'));
  }
  return errors;
}

/** Hosts of the form `*.example.com`. */
export function wildcardSubdomainErrors(value: string): string[] {
  const errors = lengthErrors(value, 253);
  if (!WILDCARD_RE.test(value)) {
    errors.push(regexMessage(WILDCARD_TEXT, `\\*\\.${SUBDOMAIN}`, '*.example.com'));
  }
  return errors;
}

/** Label keys and other qualified names: an optional DNS prefix, a slash and a name. */
export function qualifiedNameErrors(value: string): string[] {
  const parts = value.split('/');
  const pattern = regexMessage(QUALIFIED_TEXT, QUALIFIED, 'MyName', 'my.name', '123-abc');
  if (parts.length > 2) {
    const optional = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    return [`a valid label key ${pattern} ${optional}`];
  }
  const errors: string[] = [];
  const name = parts[parts.length - 1] ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') errors.push('prefix part must be non-empty');
    else for (const error of dns1123SubdomainErrors(prefix)) errors.push(`prefix part ${error}`);
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (name.length > 63) errors.push(`name part ${tooLongMessage(63)}`);
  if (!QUALIFIED_RE.test(name)) errors.push(`name part ${pattern}`);
  return errors;
}

/** Values of labels: empty or at most 63 bytes. */
export function labelValueErrors(value: string): string[] {
  const errors = lengthErrors(value, 63);
  if (!LABEL_VALUE_RE.test(value)) {
    errors.push(regexMessage(LABEL_VALUE_TEXT, LABEL_VALUE, 'MyValue', 'my_value', '12345'));
  }
  return errors;
}

/** Keys of ConfigMaps and Secrets. */
export function configMapKeyErrors(value: string): string[] {
  const errors = lengthErrors(value, 253);
  if (!CONFIG_KEY_RE.test(value)) {
    errors.push(regexMessage(CONFIG_KEY_TEXT, CONFIG_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** Names of environment variables as the API takes them since 1.34: printable ASCII without `=`. */
export function envVarNameErrors(value: string): string[] {
  if (value === '') return ['environment variable name must be non-empty'];
  if (/^[ -<>-~]+$/.test(value)) return [];
  return [
    'a valid environment variable name must consist only of printable ASCII characters ' +
      "other than '='",
  ];
}

/** Names of environment variables as kubectl's --from-env-file and set env take them. */
export function strictEnvVarNameErrors(value: string): string[] {
  const errors: string[] = [];
  const pattern = '[-._a-zA-Z][-._a-zA-Z0-9]*';
  if (!whole(pattern).test(value)) {
    const text =
      'a valid environment variable name must consist of alphabetic characters, digits, ' +
      "'_', '-', or '.', and must not start with a digit";
    errors.push(regexMessage(text, pattern, 'my.env-name', 'MY_ENV.NAME', 'MyEnvName1'));
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

/** C identifiers. */
export function cIdentifierErrors(value: string): string[] {
  if (C_IDENTIFIER_RE.test(value)) return [];
  return [regexMessage(C_IDENTIFIER_TEXT, C_IDENTIFIER, 'my_name', 'MY_NAME', 'MyName')];
}

/** Names of ports: IANA service names. */
export function portNameErrors(value: string): string[] {
  const errors: string[] = [];
  if (value.length > 15) errors.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(value)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) errors.push('must contain at least one letter (a-z)');
  if (value.includes('--')) errors.push('must not contain consecutive hyphens');
  if (value.startsWith('-') || value.endsWith('-')) {
    errors.push('must not begin or end with a hyphen');
  }
  return errors;
}

/** Numbers of ports. */
export function portNumberErrors(port: number): string[] {
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return [];
  return ['must be between 1 and 65535, inclusive'];
}

/** True for `25%`. */
export function isPercent(value: string): boolean {
  return whole(PERCENT).test(value);
}

function lengthErrors(value: string, max: number): string[] {
  return value.length * 3 > max && utf8Length(value) > max ? [tooLongMessage(max)] : [];
}
