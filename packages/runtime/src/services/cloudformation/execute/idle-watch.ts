/** Which of the jobs under way can do nothing but wait, and who wants to know when all of them do. */
export class IdleWatch {
  readonly #jobs: ReadonlyMap<string, Promise<void>>
  readonly #paused = new Set<string>()
  /** Of those who want to know when nothing is being done. */
  readonly #idlers = new Set<() => void>()

  constructor(jobs: ReadonlyMap<string, Promise<void>>) {
    this.#jobs = jobs
  }

  notePause(name: string, isPaused: boolean): void {
    if (isPaused) this.#paused.add(name)
    else this.#paused.delete(name)
    if (this.#onlyWaits()) for (const leave of this.#idlers) leave()
  }

  /**
   * Resolves when a job is done, or when the time is over. While jobs only wait for something outside, nobody can tell
   * how long it takes. That one waits for another that is at work, as a stack does for those nested in it, is no reason
   * to leave.
   */
  async whenIdle(name: string, timeoutMs: number): Promise<void> {
    const job = this.#jobs.get(name)
    if (!job || this.#onlyWaits()) return
    let idle = () => {}
    const allPaused = new Promise<void>((resolve) => {
      idle = resolve
      this.#idlers.add(idle)
    })
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([job, timeout, allPaused])
    clearTimeout(timer)
    this.#idlers.delete(idle)
  }

  #onlyWaits(): boolean {
    return this.#jobs.size > 0 && [...this.#jobs.keys()].every((name) => this.#paused.has(name))
  }
}
