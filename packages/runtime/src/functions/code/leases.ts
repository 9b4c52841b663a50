import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A folder that stays as long as it is leased. */
export interface Lease {
  readonly path: string
  release(): void
}

/**
 * Folders of a folder, counted by who uses them. Of those that nobody uses, the last ones are kept: a function that comes
 * back need not be unpacked again.
 */
export class Leases {
  readonly #root: string
  readonly #mostUnused: number
  readonly #doomed: () => string
  readonly #uses = new Map<string, number>()
  /** In the order in which they were last used. */
  readonly #unused = new Set<string>()
  readonly #leaving = new Map<string, Promise<void>>()

  /** `doomed` gives a path for a folder that is on its way out: whatever happens, nobody takes it for whole. */
  constructor(root: string, { mostUnused, doomed }: { mostUnused: number; doomed: () => string }) {
    this.#root = root
    this.#mostUnused = mostUnused
    this.#doomed = doomed
  }

  /** Takes up the folders that an earlier process has left, by when they were made. */
  async adopt(isOne: (name: string) => boolean): Promise<void> {
    const names = (await readdir(this.#root)).filter(isOne)
    const ages = await Promise.all(names.map(async (name) => (await stat(join(this.#root, name))).mtimeMs))
    const byAge = names.map((name, i) => ({ name, age: ages[i] ?? 0 })).sort((a, b) => a.age - b.age)
    for (const { name } of byAge) this.#unused.add(name)
    this.#clear()
  }

  /** `make` makes the folder where it is not there. From here on it is not removed, until the lease is released. */
  async take(name: string, make: () => Promise<string>): Promise<Lease> {
    this.#uses.set(name, (this.#uses.get(name) ?? 0) + 1)
    this.#unused.delete(name)
    let isReleased = false
    const release = () => {
      if (!isReleased) this.#release(name)
      isReleased = true
    }
    try {
      await this.#leaving.get(name)
      return { path: await make(), release }
    } catch (error) {
      release()
      throw error
    }
  }

  /** What is on its way out is gone. */
  async settled(): Promise<void> {
    await Promise.all(this.#leaving.values())
  }

  #release(name: string): void {
    const left = (this.#uses.get(name) ?? 1) - 1
    if (left > 0) {
      this.#uses.set(name, left)
      return
    }
    this.#uses.delete(name)
    this.#unused.add(name)
    this.#clear()
  }

  #clear(): void {
    for (const name of this.#unused) {
      if (this.#unused.size <= this.#mostUnused) return
      this.#unused.delete(name)
      const left = this.#remove(name).finally(() => this.#leaving.delete(name))
      this.#leaving.set(name, left)
    }
  }

  async #remove(name: string): Promise<void> {
    const doomed = this.#doomed()
    try {
      await rename(join(this.#root, name), doomed)
      await rm(doomed, { recursive: true, force: true, maxRetries: 3 })
    } catch {
      // It was never there, or the next start clears it away.
    }
  }
}
