import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { filledIn, quoted } from './shell.ts'

const said = (word: string, env = {}) =>
  execFileSync('sh', ['-c', `printf %s ${word}`], { env: { PATH: process.env.PATH, ...env } }).toString()

it.each(['plain/path', "it's", '$HOME `id` $(id) "x" \\', 'a\nb', '', '!!', '-x', '*', "'; id; '"])(
  'is one word for a shell: %j',
  (text) => {
    expect(said(quoted(text))).toBe(text)
  },
)

it('has one variable filled in, and nothing else', () => {
  expect(said(filledIn('authorization: Bearer $TOKEN $HOME `id` "x"', 'TOKEN'), { TOKEN: 'a b' })).toBe(
    'authorization: Bearer a b $HOME `id` "x"',
  )
})
