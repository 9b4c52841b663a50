import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** How often each file is looked at. There are few of them, and nobody waits long for a file that was just written. */
const EVERY_MS = 100

interface Seen {
  /** When it was written, and which file it is by now. */
  readonly mark: string
  readonly digest: string
}

/**
 * Tells of files whose contents have become others: not of those that were written again, and also of those whose folder
 * was taken away and brought back meanwhile. What an operating system tells of single files ends with the file, so they
 * are asked for.
 */
export class WatchedContents {
  readonly #directory: string
  readonly #changed: (name: string) => void
  readonly #seen = new Map<string, Seen>()
  #timer: NodeJS.Timeout | undefined

  constructor(directory: string, changed: (name: string) => void) {
    this.#directory = directory
    this.#changed = changed
  }

  add(name: string): void {
    if (this.#seen.has(name)) return
    // Before what is in it: whatever is written from now on makes another mark.
    const mark = this.#markOf(name)
    this.#seen.set(name, { mark, digest: this.#digestOf(name) })
    this.#timer ??= setInterval(() => this.#look(), EVERY_MS).unref()
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #look(): void {
    for (const [name, seen] of this.#seen) {
      const mark = this.#markOf(name)
      if (mark === seen.mark) continue
      const digest = this.#digestOf(name)
      this.#seen.set(name, { mark, digest })
      if (digest !== seen.digest) this.#changed(name)
    }
  }

  #markOf(name: string): string {
    try {
      const { ino, mtimeMs, size } = statSync(join(this.#directory, name))
      return `${ino} ${mtimeMs} ${size}`
    } catch {
      // It is away, or its folder is, or is none any more.
      return 'gone'
    }
  }

  #digestOf(name: string): string {
    try {
      return createHash('sha256')
        .update(readFileSync(join(this.#directory, name)))
        .digest('base64')
    } catch {
      return 'gone'
    }
  }
}
