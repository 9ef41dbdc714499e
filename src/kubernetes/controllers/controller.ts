// What a controller is: what it watches, and how it brings one key to the wanted state.
// Level-triggered and idempotent; a controller keeps no state of its own.
import type { Task } from '../../base/sim';
import type { ApiClient } from '../api/client';
import type { EventRecorder } from '../api/event-recorder';
import type { ChangeType, Informer, Informers } from '../api/informer';
import type { Catalog } from '../kinds/catalog';
import type { CertificateSigningRequest } from '../kinds/generated/types';
import type { KubeObject } from '../kinds/object';
import type { Resource } from '../kinds/resource';

/** Issues the certificate (PEM) that an approved request asks for; undefined when it can't. */
export type CertificateSigner = (request: CertificateSigningRequest) => Task<string | undefined>;

/** What a controller works with. */
export interface ControllerContext {
  readonly nowMs: number;
  readonly client: ApiClient;
  readonly informers: Informers;
  readonly events: EventRecorder;
  /** All resources served. */
  readonly catalog: Catalog;
  /** PEM of the cluster's certificate authority. */
  readonly caCertificate: string;
  /** Signs a certificate request; PEM. Undefined where the cluster has no real keys. */
  readonly sign?: CertificateSigner | undefined;
  /** Looks at a key of this controller again, now or after some virtual ms. */
  enqueue(key: string, delayMs?: number): void;
  /**
   * Ms left of the pause after an occurrence (a pod that failed, by uid) of something that goes
   * wrong again and again: 1 s for the first, doubled for each new one, at most 15 minutes.
   */
  backOff(what: string, occurrence: string): number;
  /** When this was asked first (ms); until it is forgotten, or the controller manager restarts. */
  firstSeen(what: string): number;
  forget(what: string): void;
  /** For what can't be read from any object (past recommendations); empty after a restart. */
  readonly memory: Map<string, unknown>;
  /** 0 <= x < 1, by name. */
  random(name: string): number;
  /** Five characters for generated names, by name. */
  suffix(name: string): string;
}

/** A watch of a controller. */
export interface ControllerWatch {
  /** Table of the store: `pods`, `replicasets.apps`. */
  readonly storage: string;
  /** Keys to look at after a change. */
  keys(
    object: KubeObject,
    old: KubeObject | undefined,
    context: ControllerContext,
    type: ChangeType,
  ): readonly string[];
}

/** A controller of kube-controller-manager. */
export interface Controller {
  readonly name: string;
  /** The component that its events name, where that isn't the controller's name. */
  readonly eventSource?: string;
  /** Virtual ms between a change and the reconcile that follows; changes in between are one. */
  readonly delayMs?: number;
  /** A longer delay for some keys (a service with thousands of endpoints). */
  delayFor?(key: string, context: ControllerContext): number;
  readonly watches: readonly ControllerWatch[];
  /** A watch for each resource that is served, now and later; undefined: not this one. */
  watchFor?(resource: Resource, context: ControllerContext): ControllerWatch | undefined;
  /** Called once at every start of the controller manager: indexes, first keys. */
  start?(context: ControllerContext): void;
  /** Brings one key to its wanted state. Returns ms after which to look again, if at all. */
  reconcile(key: string, context: ControllerContext): Task<number | undefined>;
}

/** Declares a controller. */
export function defineController(controller: Controller): Controller {
  return controller;
}

/** The typed informer of a table. */
export function informerOf<T extends KubeObject>(
  context: ControllerContext,
  storage: string,
): Informer<T> {
  return context.informers.get<T>(storage);
}
