// The audit log: what was asked of the API server and how it answered. Lessons read it.
import type { ApiRequest, User } from './request';

/** One finished request. */
export interface AuditEntry {
  readonly atMs: number;
  readonly user: string;
  readonly userAgent: string;
  readonly verb: string;
  readonly apiVersion: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  readonly code: number;
}

/** Who is heard on each entry. */
export type AuditListener = (entry: AuditEntry) => void;

const limit = 5_000;

/** The last requests from outside the control plane (its own components are not noted). */
export class AuditLog {
  readonly entries: AuditEntry[] = [];
  readonly listeners = new Set<AuditListener>();

  note(request: ApiRequest, user: User, code: number, atMs: number): void {
    if (user.name.startsWith('system:')) return;
    const entry: AuditEntry = {
      atMs,
      user: user.name,
      userAgent: request.userAgent ?? '',
      verb: request.verb,
      apiVersion: request.apiVersion,
      resource: request.resource,
      subresource: request.subresource ?? '',
      namespace: request.namespace ?? '',
      name: request.name ?? '',
      code,
    };
    this.entries.push(entry);
    if (this.entries.length > limit) this.entries.splice(0, limit / 2);
    for (const listener of this.listeners) listener(entry);
  }
}
