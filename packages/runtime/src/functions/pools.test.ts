import { describe, expect, it } from 'vitest'
import { functionOf } from './engine.harness.ts'
import type { Environment, RunEvents } from './environment/environment.ts'
import { Pools } from './pools.ts'
import type { FunctionVersion, Invocation } from './ports.ts'

const INVOCATION = {} as Invocation
const NOTHING = { payload: Buffer.alloc(0), error: false }

/** Pools of environments that run until they are told to end. */
function poolsOf(limits: { environments: number; starting: number; idleMs?: number }) {
  const running: { readonly version: FunctionVersion; end(): void; start(): void }[] = []
  const log: string[] = []
  const pools = new Pools(
    async (version) => {
      log.push(`open ${version.id}`)
      return {
        run: (_: Invocation, { started, over }: RunEvents) =>
          new Promise((resolve) => {
            running.push({
              version,
              start: started,
              end() {
                over()
                resolve(NOTHING)
              },
            })
          }),
        end: async () => void log.push(`end ${version.id}`),
      } as unknown as Environment
    },
    { idleMs: 1000, ...limits },
  )
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return { pools, running, log, turn, run: (version: FunctionVersion) => pools.run(version.id, version, INVOCATION) }
}

describe('pools', () => {
  const a = functionOf('', { id: 'a', functionArn: 'arn:a' })
  const b = functionOf('', { id: 'b', functionArn: 'arn:b' })

  it('let wait who comes when the machine bears no more, in order', async () => {
    const { pools, running, log, turn, run } = poolsOf({ environments: 2, starting: 2 })
    const all = [run(a), run(a), run(a), run(a)]
    await turn()
    expect([running.length, pools.size, log]).toEqual([2, 2, ['open a', 'open a']])
    for (const each of running) each.start()
    running[0]?.end()
    await turn()
    expect(running).toHaveLength(3)
    running[1]?.end()
    await turn()
    running[2]?.end()
    running[3]?.end()
    await Promise.all(all)
    expect(log).toEqual(['open a', 'open a'])
  })

  it('start no more at once than the machine bears', async () => {
    const { running, turn, run } = poolsOf({ environments: 10, starting: 1 })
    run(a)
    run(b)
    await turn()
    expect(running.map(({ version }) => version.id)).toEqual(['a'])
    running[0]?.start()
    await turn()
    expect(running.map(({ version }) => version.id)).toEqual(['a', 'b'])
  })

  it('end the environment that has been idle for longest where another function needs the room', async () => {
    const { pools, running, log, turn, run } = poolsOf({ environments: 1, starting: 1 })
    const first = run(a)
    await turn()
    running[0]?.start()
    running[0]?.end()
    await first
    run(b)
    await turn()
    expect(log).toEqual(['open a', 'end a', 'open b'])
    expect(pools.size).toBe(1)
  })

  it('end what is idle for too long (3.3.7)', async () => {
    const { pools, running, log, turn, run } = poolsOf({ environments: 1, starting: 1, idleMs: 1 })
    const first = run(a)
    await turn()
    running[0]?.start()
    running[0]?.end()
    await first
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([pools.size, log]).toEqual([0, ['open a', 'end a']])
  })

  it('forget a function that is retired, and serve who waits for it with a new environment', async () => {
    const { pools, running, log, turn, run } = poolsOf({ environments: 1, starting: 1 })
    const first = run(a)
    await turn()
    running[0]?.start()
    const second = run(a)
    pools.retire('arn:a')
    running[0]?.end()
    await first
    await turn()
    expect(log).toEqual(['open a', 'end a', 'open a'])
    running[1]?.start()
    running[1]?.end()
    await second
  })
})
