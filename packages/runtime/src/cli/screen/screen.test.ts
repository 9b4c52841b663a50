import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openScreen, type ScreenOutput } from './screen.ts'

const CLEAR = '\r\u001b[K'
let written: string[]
let ms: number

beforeEach(() => {
  vi.useFakeTimers()
  written = []
  ms = 0
})
afterEach(() => void vi.useRealTimers())

const open = (output: Omit<ScreenOutput, 'write'>, env: NodeJS.ProcessEnv = { NO_COLOR: '1' }) =>
  openScreen({ ...output, write: (text) => written.push(text) }, env, () => ms)

it.each([
  ['nobody looks on', {}, {}],
  ['somebody collects it', { isTTY: true }, { CI: 'true' }],
  ['the terminal cannot draw', { isTTY: true }, { TERM: 'dumb' }],
])('tells lines only where %s', (_, output, env) => {
  const screen = open(output, env)
  screen.show('synthesizing')
  screen.tell('done')
  screen.clear()
  expect(written).toEqual(['done\n'])
  expect(screen.isDrawn).toBe(false)
})

it('is colored on terminals, unless somebody does not want it', () => {
  expect(open({ isTTY: true }, {}).isColored).toBe(true)
  expect(open({ isTTY: true }, { CI: '1' }).isColored).toBe(true)
  expect(open({ isTTY: true }, { NO_COLOR: '1' }).isColored).toBe(false)
  expect(open({}, {}).isColored).toBe(false)
  const screen = open({ isTTY: true }, {})
  screen.show('deploying')
  expect(written.join('')).toBe(`${CLEAR}\u001b[2mdeploying … 0.0 s\u001b[22m`)
  screen.clear()
})

it('keeps what is being done below what is told, and shows how long it takes', () => {
  const screen = open({ isTTY: true, columns: 80 })
  screen.show('deploying Api', '1 of 2')
  ms = 100
  vi.advanceTimersByTime(100)
  screen.tell('told')
  screen.show('deploying Api', '2 of 2')
  ms = 150
  screen.show('deploying Web')
  screen.clear()
  screen.clear()
  vi.advanceTimersByTime(1000)
  screen.tell('end')
  expect(written).toEqual([
    `${CLEAR}deploying Api … 0.0 s  1 of 2`,
    `${CLEAR}deploying Api … 0.1 s  1 of 2`,
    `${CLEAR}told\ndeploying Api … 0.1 s  1 of 2`,
    `${CLEAR}deploying Api … 0.1 s  2 of 2`,
    `${CLEAR}deploying Web … 0.0 s`,
    CLEAR,
    'end\n',
  ])
})

it('fits into the terminal as it is at the time', () => {
  const terminal = { isTTY: true, columns: 30 }
  const screen = openScreen(
    {
      isTTY: true,
      get columns() {
        return terminal.columns
      },
      write: (text) => written.push(text),
    },
    { NO_COLOR: '1' },
    () => ms,
  )
  screen.show('deploying Api', 'Api/Orders/Default/GET')
  terminal.columns = 22
  vi.advanceTimersByTime(100)
  terminal.columns = 400
  vi.advanceTimersByTime(100)
  screen.clear()
  expect(written.slice(0, 3)).toEqual([
    `${CLEAR}deploying Api … 0.0 s  Api/O…`,
    `${CLEAR}deploying Api … 0.0 …`,
    `${CLEAR}deploying Api … 0.0 s  Api/Orders/Default/GET`,
  ])
})
