// Small tools for defaulting: they give back the same reference when nothing has to change, so that
// shared subtrees (pod templates) stay shared and are looked at once.

/** The object with what it lacks; the same reference when it lacks nothing. */
export function complete<T extends object>(object: T, defaults: Partial<T>): T {
  let result: T | undefined;
  for (const key in defaults) {
    if (object[key] !== undefined || defaults[key] === undefined) continue;
    result ??= { ...object };
    result[key] = defaults[key] as T[typeof key];
  }
  return result ?? object;
}

/** The object with one field changed; the same reference when the field is that already. */
export function withField<T extends object, K extends keyof T>(object: T, key: K, value: T[K]): T {
  return object[key] === value ? object : { ...object, [key]: value };
}

/** The list with each item changed; the same reference when none did. */
export function mapSame<T>(list: readonly T[], change: (item: T, index: number) => T) {
  let result: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as T;
    const next = change(item, i);
    if (next === item) continue;
    result ??= [...list];
    result[i] = next;
  }
  return result ?? list;
}

/** One field changed by a function, where the field is there. */
export function changeField<T extends object, K extends keyof T>(
  object: T,
  key: K,
  change: (value: NonNullable<T[K]>) => T[K],
): T {
  const value = object[key];
  if (value === undefined || value === null) return object;
  return withField(object, key, change(value as NonNullable<T[K]>));
}

/** Remembers a pure function's answers for frozen arguments. */
export function rememberFrozen<A extends object, R>(compute: (value: A) => R): (value: A) => R {
  const known = new WeakMap<A, R>();
  return (value) => {
    const answer = known.get(value);
    if (answer !== undefined) return answer;
    const fresh = compute(value);
    if (Object.isFrozen(value)) known.set(value, fresh);
    return fresh;
  };
}
