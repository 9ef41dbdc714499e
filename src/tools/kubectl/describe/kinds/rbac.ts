// Roles, bindings and their cluster-wide kinds.
import type { JsonObject } from '../../../../base/json';
import { defineDescriber } from '../describer';
import { annotationLines, labelLines } from '../labels';
import { list, type Page, part, text, texts } from '../page';

const GROUP = 'rbac.authorization.k8s.io';

function head(page: Page, object: JsonObject): void {
  const metadata = part(object, 'metadata');
  page.line(0, `Name:\t${text(metadata, 'name')}`);
  labelLines(page, 'Labels', part(metadata, 'labels'));
  annotationLines(page, 'Annotations', part(metadata, 'annotations'));
}

interface Rule {
  readonly group: string;
  readonly resource: string;
  readonly urls: string;
  readonly names: string;
  verbs: string[];
}

function roleDescriber(name: string) {
  return defineDescriber({
    name,
    group: GROUP,
    *describe({ page, object }) {
      head(page, object);
      page.line(0, 'PolicyRule:');
      page.line(1, 'Resources\tNon-Resource URLs\tResource Names\tVerbs');
      page.line(1, '---------\t-----------------\t--------------\t-----');
      for (const one of compactRules(list(object, 'rules'))) {
        page.line(1, `${one.resource}\t${one.urls}\t${one.names}\t[${one.verbs.join(' ')}]`);
      }
    },
  });
}

/** Rules broken up into single resources; those that are equal but for their verbs join. */
function compactRules(rules: readonly JsonObject[]): Rule[] {
  const byKey = new Map<string, Rule>();
  for (const rule of rules) {
    for (const [resource, urls, names, group] of atoms(rule)) {
      const key = `${resource}|${urls}|${names}`;
      const known = byKey.get(key);
      const verbs = texts(rule, 'verbs');
      if (known === undefined) byKey.set(key, { group, resource, urls, names, verbs });
      else known.verbs = [...known.verbs, ...verbs.filter((one) => !known.verbs.includes(one))];
    }
  }
  return [...byKey.values()].sort((a, b) => {
    const [x, y] = [sortKey(a), sortKey(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  });
}

function sortKey(rule: Rule): string {
  return `${rule.verbs.join(' ')}],APIGroups:[${rule.group}],${rule.resource}|${rule.names}|${rule.urls}`;
}

type Atom = [resource: string, urls: string, names: string, group: string];

function atoms(rule: JsonObject): Atom[] {
  const out: Atom[] = [];
  const names = texts(rule, 'resourceNames');
  for (const group of texts(rule, 'apiGroups')) {
    for (const resource of texts(rule, 'resources')) {
      const slash = resource.indexOf('/');
      const own = slash < 0 ? resource : resource.slice(0, slash);
      const rest = slash < 0 ? '' : resource.slice(slash);
      const full = group ? `${own}.${group}${rest}` : resource;
      for (const name of names.length > 0 ? names : ['']) {
        out.push([full, '[]', `[${name}]`, group]);
      }
    }
  }
  for (const url of texts(rule, 'nonResourceURLs')) out.push(['', `[${url}]`, '[]', '']);
  return out;
}

function bindingDescriber(name: string) {
  return defineDescriber({
    name,
    group: GROUP,
    *describe({ page, object }) {
      head(page, object);
      const role = part(object, 'roleRef');
      page.line(0, 'Role:');
      page.line(1, `Kind:\t${text(role, 'kind')}`);
      page.line(1, `Name:\t${text(role, 'name')}`);
      page.line(0, 'Subjects:');
      page.line(1, 'Kind\tName\tNamespace');
      page.line(1, '----\t----\t---------');
      for (const one of list(object, 'subjects')) {
        page.line(1, `${text(one, 'kind')}\t${text(one, 'name')}\t${text(one, 'namespace')}`);
      }
    },
  });
}

export default [
  roleDescriber('roles'),
  roleDescriber('clusterroles'),
  bindingDescriber('rolebindings'),
  bindingDescriber('clusterrolebindings'),
];
