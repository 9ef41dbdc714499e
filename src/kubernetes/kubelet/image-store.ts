// The images on a node, and getting them there: one pull at a time, with back-off per image.

import type { Random } from '../../base/random';
import { Condition, type Sim, type Task } from '../../base/sim';
import {
  type ImageCatalog,
  type ImageDefinition,
  type ImageReference,
  parseImageReference,
} from '../../machine/image';

const firstBackoffMs = 10_000;
const longestBackoffMs = 300_000;
const bytesPerMs = 60_000;
const roundTripMs = 45;

/** Why an image can't be had, in the kubelet's words. */
export interface PullFailure {
  readonly reason: 'ErrImagePull' | 'ImagePullBackOff' | 'ErrImageNeverPull' | 'InvalidImageName';
  readonly message: string;
}

export type PullResult =
  | { readonly image: ImageDefinition; readonly reference: ImageReference }
  | PullFailure;

/** Hears what is told as events while an image is got. */
export interface PullObserver {
  event(type: 'Normal' | 'Warning', reason: string, message: string): void;
}

/** The images of one node. */
export class ImageStore {
  #sim: Sim;
  #random: Random;
  #catalog: ImageCatalog;
  readonly present = new Map<string, ImageDefinition>();
  #backoff = new Map<string, { readonly sinceMs: number; readonly pauseMs: number }>();
  #isPulling = false;
  #pulled = new Condition();

  constructor(sim: Sim, random: Random, catalog: ImageCatalog) {
    this.#sim = sim;
    this.#random = random;
    this.#catalog = catalog;
  }

  /** Makes sure that a container's image is here. */
  *ensure(text: string, policy: string, pod: string, observer: PullObserver): Task<PullResult> {
    const reference = parseImageReference(text);
    if (reference === undefined) return invalidName(text, observer);
    const here = this.present.get(reference.full);
    if (here !== undefined && policy !== 'Always') {
      const what = `Container image "${text}" already present on machine`;
      observer.event('Normal', 'Pulled', `${what} and can be accessed by the pod`);
      return { image: here, reference };
    }
    if (policy === 'Never') {
      const message = `Container image "${text}" is not present with pull policy of Never`;
      observer.event('Warning', 'ErrImageNeverPull', message);
      return { reason: 'ErrImageNeverPull', message };
    }
    const key = `${pod}_${text}`;
    const backoff = this.#backoff.get(key);
    if (backoff !== undefined && this.#sim.now - backoff.sinceMs < backoff.pauseMs) {
      const message = `Back-off pulling image "${text}"`;
      observer.event('Normal', 'BackOff', message);
      const failure = this.#failure(reference, text);
      return {
        reason: 'ImagePullBackOff',
        message: failure ? `${message}: ErrImagePull: ${failure}` : message,
      };
    }
    return yield* this.#pull(text, reference, key, observer);
  }

  *#pull(
    text: string,
    reference: ImageReference,
    key: string,
    observer: PullObserver,
  ): Task<PullResult> {
    observer.event('Normal', 'Pulling', `Pulling image "${text}"`);
    const askedMs = this.#sim.now;
    while (this.#isPulling) yield { on: this.#pulled };
    this.#isPulling = true;
    const beganMs = this.#sim.now;
    try {
      const found = this.#catalog.find(reference);
      const isHere = this.present.has(reference.full);
      const size = found.kind === 'image' && !isHere ? found.image.sizeBytes / bytesPerMs : 0;
      const jitter = this.#random.below(30, `pull/${key}/${beganMs}`);
      yield { until: beganMs + roundTripMs + jitter + Math.round(size) };
      if (found.kind !== 'image') {
        const why = this.#failure(reference, text) ?? '';
        const last = this.#backoff.get(key)?.pauseMs ?? firstBackoffMs / 2;
        const pauseMs = Math.min(last * 2, longestBackoffMs);
        this.#backoff.set(key, { sinceMs: this.#sim.now, pauseMs });
        observer.event('Warning', 'Failed', `Failed to pull image "${text}": ${why}`);
        return { reason: 'ErrImagePull', message: why };
      }
      this.#backoff.delete(key);
      this.present.set(reference.full, found.image);
      const took = `${this.#sim.now - beganMs}ms (${this.#sim.now - askedMs}ms including waiting)`;
      const size2 = `Image size: ${found.image.sizeBytes} bytes.`;
      observer.event(
        'Normal',
        'Pulled',
        `Successfully pulled image "${text}" in ${took}. ${size2}`,
      );
      return { image: found.image, reference };
    } finally {
      this.#isPulling = false;
      this.#pulled.wakeFirst();
    }
  }

  /** What the runtime says of a reference that can't be pulled. */
  #failure(reference: ImageReference, _text: string): string | undefined {
    const found = this.#catalog.find(reference);
    const { full, host } = reference;
    const resolve = `failed to pull and unpack image "${full}": failed to resolve reference "${full}"`;
    if (found.kind === 'not-found') {
      return `rpc error: code = NotFound desc = ${resolve}: ${full}: not found`;
    }
    if (found.kind === 'no-such-host') {
      const path = reference.repository.slice(host.length + 1);
      const url = `https://${host}/v2/${path}/manifests/${reference.tag}`;
      const lookup = `dial tcp: lookup ${host} on 192.168.49.1:53: no such host`;
      return `rpc error: code = Unknown desc = ${resolve}: failed to do request: Head "${url}": ${lookup}`;
    }
    return undefined;
  }
}

function invalidName(text: string, observer: PullObserver): PullFailure {
  const repository = text.replace(/:[^/:]*$/, '');
  const why = /[A-Z]/.test(repository)
    ? `invalid reference format: repository name (${repositoryName(repository)}) must be lowercase`
    : 'invalid reference format';
  const message = `Failed to apply default image tag "${text}": couldn't parse image name "${text}": ${why}`;
  observer.event('Warning', 'InspectFailed', message);
  return { reason: 'InvalidImageName', message };
}

function repositoryName(text: string): string {
  const name = text.split(':')[0] ?? text;
  return name.includes('/') ? name : `library/${name}`;
}
