/** Answers at once where it can: the hot paths do not pay for a promise that they do not need. */
export type Soon<T> = T | Promise<T>
