// IndexedDB by promises, only what is needed here. Everything may fail at any time (private
// windows, no room, a deleted database): callers say what then.

const name = 'timonel';
const version = 1;

export type StoreName = 'worlds' | 'keyframes' | 'journal';

/** Opens the database, making it when it is not there. @throws when this browser keeps nothing. */
export function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => {
      for (const store of ['worlds', 'keyframes', 'journal'] satisfies StoreName[]) {
        if (!request.result.objectStoreNames.contains(store)) {
          request.result.createObjectStore(store);
        }
      }
    };
    request.onsuccess = () => {
      // Another tab with a newer version must not wait for this one.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('blocked by another tab'));
  });
}

/** Runs `work` in one transaction; resolves when it is complete. */
export function write(
  database: IDBDatabase,
  stores: readonly StoreName[],
  work: (store: (name: StoreName) => IDBObjectStore) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(stores, 'readwrite', { durability: 'relaxed' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('aborted'));
    work((store) => transaction.objectStore(store));
  });
}

/** The answer to one request. */
export function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** All keys of a world in a store whose keys are [world, number]; `from` is less than `below`. */
export function ofWorld(world: string, from = 0, below = Number.POSITIVE_INFINITY): IDBKeyRange {
  return IDBKeyRange.bound([world, from], [world, below], false, true);
}
