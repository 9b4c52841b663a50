/** Something that is made, or whose code is loaded, when it is first wanted. */
export interface Lazy<T> {
  /** What there is already. */
  readonly now: T | undefined
  /** Makes it, once. What fails is tried again by whoever asks next. */
  get(): Promise<T>
  /** What has been made or is being made; undefined where nobody has asked. */
  begun(): Promise<T> | undefined
}

export function lazy<T>(make: () => Promise<T>): Lazy<T> {
  let now: T | undefined
  let begun: Promise<T> | undefined
  return {
    get now() {
      return now
    },
    begun: () => begun,
    get() {
      begun ??= make().then(
        (made) => {
          now = made
          return made
        },
        (error: unknown) => {
          begun = undefined
          throw error
        },
      )
      return begun
    },
  }
}
