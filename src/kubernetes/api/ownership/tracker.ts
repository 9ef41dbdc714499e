// Who owns which fields. Writes are only noted; sets are worked out when somebody asks.
import { formatRfc3339, parseRfc3339 } from '../../../base/time';
import type { KubeObject } from '../../kinds/object';
import type { Resource } from '../../kinds/resource';
import { schemaOf } from '../../kinds/schema';
import type { OwnershipTracker, OwnershipWrite } from '../server';
import { compareFields, untrackedFields } from './field-sets';
import {
  difference,
  emptyTree,
  type FieldTree,
  fromFieldsV1,
  isEmptyTree,
  toFieldsV1,
  union,
} from './field-tree';

/** One manager's share of an object. */
export interface Manager {
  readonly name: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource: string;
  readonly apiVersion: string;
  readonly atMs: number | undefined;
  readonly fields: FieldTree;
}

interface Ledger {
  managers: readonly Manager[];
  pending: OwnershipWrite[];
}

/** Pending writes kept before they are worked out. */
const pendingLimit = 32;

/** Keeps the ledgers of all objects of one server. */
export class FieldOwnership implements OwnershipTracker {
  #ledgers = new Map<string, Ledger>();
  /** What an apply will make of the managers, once its write comes. */
  #announced: { readonly uid: string; readonly managers: readonly Manager[] } | undefined;

  record(write: OwnershipWrite): void {
    const { uid } = write.after.metadata;
    if (write.operation === 'Apply') {
      const announced = this.#announced;
      this.#announced = undefined;
      if (announced === undefined) return;
      this.#ledgers.set(uid, { managers: stamped(announced.managers, write), pending: [] });
      return;
    }
    let ledger = this.#ledgers.get(uid);
    if (ledger === undefined) this.#ledgers.set(uid, (ledger = { managers: [], pending: [] }));
    const last = ledger.pending[ledger.pending.length - 1];
    if (last && isSameWriter(last, write) && last.after === write.before && last.before) {
      ledger.pending[ledger.pending.length - 1] = { ...write, before: last.before };
    } else ledger.pending.push(write);
    if (ledger.pending.length > pendingLimit) settle(ledger);
  }

  forget(uid: string): void {
    this.#ledgers.delete(uid);
  }

  /** Managers of an object, worked out. */
  managersOf(uid: string): readonly Manager[] {
    const ledger = this.#ledgers.get(uid);
    if (ledger === undefined) return [];
    settle(ledger);
    return ledger.managers;
  }

  /** Sets the managers at once (an apply that changes nothing else). */
  assign(uid: string, managers: readonly Manager[]): void {
    this.#ledgers.set(uid, { managers, pending: [] });
  }

  /** Says what the write that follows will make of the managers. */
  announce(uid: string, managers: readonly Manager[]): void {
    this.#announced = { uid, managers };
  }

  /** Takes over what a client wrote into metadata.managedFields; empty ones reset it. */
  takeOver(uid: string, entries: readonly unknown[]): void {
    const managers = entries
      .map((entry) => managerFrom(entry as Readonly<Record<string, unknown>>))
      .filter((one) => one !== undefined);
    this.assign(uid, managers);
  }

  /**
   * As JSON, by uid: objects that were applied on the server. For the others working the sets out
   * would cost more than they are worth: they are told anew by later writes.
   */
  save(): Readonly<Record<string, readonly unknown[]>> {
    const saved: Record<string, readonly unknown[]> = {};
    for (const [uid, { managers }] of this.#ledgers) {
      if (!managers.some((one) => one.operation === 'Apply')) continue;
      saved[uid] = this.managersOf(uid).map(entryOf);
    }
    return saved;
  }

  /** Takes over what save() told, and forgets everything else. */
  load(saved: Readonly<Record<string, readonly unknown[]>>): void {
    this.#ledgers.clear();
    for (const [uid, entries] of Object.entries(saved)) this.takeOver(uid, entries);
  }

  show(object: KubeObject, _resource: Resource): KubeObject {
    const managers = this.managersOf(object.metadata.uid);
    if (managers.length === 0) return object;
    const managedFields = [...managers].sort(byOrder).map(entryOf);
    return { ...object, metadata: { ...object.metadata, managedFields } as KubeObject['metadata'] };
  }
}

function stamped(managers: readonly Manager[], write: OwnershipWrite): readonly Manager[] {
  return managers.map((one) =>
    one.operation === 'Apply' && one.name === write.manager ? { ...one, atMs: write.atMs } : one,
  );
}

function isSameWriter(a: OwnershipWrite, b: OwnershipWrite): boolean {
  return a.manager === b.manager && a.subresource === b.subresource && a.operation === b.operation;
}

function settle(ledger: Ledger): void {
  for (const write of ledger.pending) ledger.managers = afterUpdate(ledger.managers, write);
  ledger.pending = [];
}

/** The managers after an ordinary write: who wrote owns what changed, the others lose it. */
function afterUpdate(managers: readonly Manager[], write: OwnershipWrite): readonly Manager[] {
  const schema = schemaOf(write.resource);
  const changes = compareFields(write.before ?? {}, write.after, schema);
  const touched = difference(union(changes.added, changes.modified), untrackedFields);
  const { removed } = changes;
  if (isEmptyTree(touched) && isEmptyTree(removed)) return managers;
  const { manager: name, subresource, atMs, operation } = write;
  const { apiVersion } = write.resource;
  const isWriter = (one: Manager) =>
    one.name === name && one.operation === 'Update' && one.subresource === subresource;
  const mine = managers.find(isWriter)?.fields ?? emptyTree;
  const fields = union(difference(mine, removed), touched);
  const others = managers
    .filter((one) => !isWriter(one))
    .map((one) => ({ ...one, fields: difference(difference(one.fields, touched), removed) }));
  return [...others, { name, operation, subresource, apiVersion, atMs, fields }].filter(
    (one) => !isEmptyTree(one.fields),
  );
}

function byOrder(a: Manager, b: Manager): number {
  if (a.operation !== b.operation) return a.operation < b.operation ? -1 : 1;
  const seconds = (one: Manager) => (one.atMs === undefined ? 0 : Math.floor(one.atMs / 1000));
  if (seconds(a) !== seconds(b)) return seconds(a) - seconds(b);
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.subresource < b.subresource ? -1 : a.subresource > b.subresource ? 1 : 0;
}

function entryOf(manager: Manager) {
  return {
    manager: manager.name,
    operation: manager.operation,
    apiVersion: manager.apiVersion,
    ...(manager.atMs === undefined ? {} : { time: formatRfc3339(manager.atMs) }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(manager.fields),
    ...(manager.subresource ? { subresource: manager.subresource } : {}),
  };
}

function managerFrom(entry: Readonly<Record<string, unknown>>): Manager | undefined {
  const { manager, operation, apiVersion, fieldsV1, subresource, time } = entry;
  if (typeof manager !== 'string' || typeof fieldsV1 !== 'object' || fieldsV1 === null) {
    return undefined;
  }
  return {
    name: manager,
    operation: operation === 'Apply' ? 'Apply' : 'Update',
    subresource: typeof subresource === 'string' ? subresource : '',
    apiVersion: String(apiVersion ?? ''),
    atMs: typeof time === 'string' ? (parseRfc3339(time) ?? undefined) : undefined,
    fields: fromFieldsV1(fieldsV1 as Readonly<Record<string, unknown>>),
  };
}
