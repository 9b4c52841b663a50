import { expect, it } from 'vitest'
import { CommandFailure } from '../command.ts'
import { runDevLoop } from './dev-loop.ts'

/** Changes come when the one before is dealt with. */
function run(work: { synthesize?: () => Promise<string>; deploy?: () => Promise<void> }, changes: readonly string[][]) {
  const told: string[] = []
  const stopping = new AbortController()
  const left = [...changes]
  let ms = 0
  const loop = {
    synthesize: work.synthesize ?? (async () => '/app/cdk.out'),
    deploy: async (directory: string) => {
      told.push(`deploy ${directory}`)
      await work.deploy?.()
    },
    watching: {
      next: async () => {
        const files = left.shift()
        if (!files) stopping.abort()
        return files ?? []
      },
    },
    screen: { tell: (line: string) => void told.push(line), show() {}, clear() {} },
    now: () => (ms += 100),
  }
  return runDevLoop(loop, stopping.signal).then(() => told)
}

const DONE = ['deploy /app/cdk.out', 'synthesized in 0.10 s, deployed in 0.10 s']

it('deploys at once, and after each change', async () => {
  const many = ['a', 'b', 'c', 'd', 'e', 'f']
  expect(await run({}, [['lib/a.ts'], many])).toEqual([
    ...DONE,
    '',
    'lib/a.ts changed',
    ...DONE,
    '',
    'a, b, c, d, e, … changed',
    ...DONE,
  ])
})

it('tells what fails, and goes on', async () => {
  let attempts = 0
  const synthesize = async () => {
    if (attempts++ === 0) throw new CommandFailure('the app ended with exit code 1', 'Mend it.')
    return '/app/cdk.out'
  }
  expect(await run({ synthesize }, [['a']])).toEqual([
    'sallyport: the app ended with exit code 1',
    'Mend it.',
    '',
    'a changed',
    ...DONE,
  ])
})

it('ends with what is a bug', async () => {
  await expect(run({ deploy: () => Promise.reject(new Error('bug')) }, [])).rejects.toThrow('bug')
})

it('does nothing once it is to stop', async () => {
  const stopping = AbortSignal.abort()
  const never = () => Promise.reject(new Error('nobody wants it'))
  const watching = { next: never }
  const screen = { tell() {}, show() {}, clear() {} }
  await runDevLoop({ synthesize: never, deploy: never, watching, screen, now: () => 0 }, stopping)
})

it('is told of nothing that was broken off because it is to stop', async () => {
  const stopping = new AbortController()
  const told: string[] = []
  const shown: string[] = []
  const never = () => Promise.reject(new Error('nobody wants it'))
  const loop = {
    async synthesize() {
      stopping.abort()
      throw new Error('it was ended')
    },
    deploy: never,
    watching: { next: never },
    screen: {
      tell: (line: string) => void told.push(line),
      show: (work: string) => void shown.push(work),
      clear: () => void shown.push('nothing'),
    },
    now: () => 0,
  }
  await runDevLoop(loop, stopping.signal)
  expect(told).toEqual([])
  expect(shown).toEqual(['synthesizing', 'nothing'])
})
