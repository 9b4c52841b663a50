import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import type { Environment } from './endpoint-environment.ts'
import { environmentText } from './environment-text.ts'
import { changesBack, changesTo, type ShellChanges } from './shell-changes.ts'

const ENDPOINT: Environment = { set: { A: 'endpoint', BOTH: 'endpoint' }, unset: ['GONE'] }
const PROXY: Environment = { set: { B: 'proxy', BOTH: 'proxy' }, unset: ['A', 'GONE'] }

type Variables = Readonly<Record<string, string>>

/** The variables of a shell with `variables` after it has been told these changes. */
function inShell(variables: Variables, changes: ShellChanges): Variables {
  const script = `${environmentText(changes, 'shell')}\nexec '${process.execPath}' -p 'JSON.stringify(process.env)'`
  const { PATH } = process.env
  const found = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { PATH, ...variables } }))
  for (const name of ['PATH', 'PWD', 'OLDPWD', 'SHLVL', '_']) delete found[name]
  return found
}

it.each<Variables>([{}, { A: 'mine', B: `it's "mine" $too`, GONE: 'mine', OTHER: 'mine' }, { BOTH: '', GONE: 'mine' }])(
  'gives back what there was, after any number of changes: %j',
  (mine) => {
    let shell = inShell(mine, changesTo(ENDPOINT, mine))
    expect(shell).toMatchObject(ENDPOINT.set)
    expect(shell).not.toHaveProperty('GONE')

    for (const environment of [ENDPOINT, PROXY, PROXY, ENDPOINT, PROXY]) {
      shell = inShell(shell, changesTo(environment, shell))
      expect(shell).toMatchObject(environment.set)
      for (const name of environment.unset) expect(shell).not.toHaveProperty(name)
    }

    const back = changesBack(shell)
    expect(back && inShell(shell, back)).toEqual(mine)
  },
)

it('gives back at once what the next environment does not need', () => {
  const mine = { B: 'mine' }
  const proxied = inShell(mine, changesTo(PROXY, mine))
  expect(inShell(proxied, changesTo(ENDPOINT, proxied)).B).toBe('mine')
})

it('prints no value of the shell', () => {
  const secret = { AWS_SECRET_ACCESS_KEY: 'hush' }
  const changes = changesTo({ set: { AWS_SECRET_ACCESS_KEY: 'test' }, unset: [] }, secret)
  expect(environmentText(changes, 'shell')).not.toContain('hush')
  const back = changesBack(inShell(secret, changes))
  expect(back && environmentText(back, 'shell')).not.toContain('hush')
})

it('has nothing to undo where nothing was done', () => {
  expect(changesBack({ AWS_ENDPOINT_URL: 'http://elsewhere' })).toBeUndefined()
})

it('takes only names from the shell', () => {
  const back = changesBack({ SALLYPORT_ENV: 'A,$(id),B;id' })
  expect(back?.unset).toEqual(['A', 'SALLYPORT_ENV'])
})

it('empties in an env file what it cannot unset', () => {
  const { set } = changesTo(ENDPOINT, {})
  const back = changesBack(set)
  expect(back && environmentText(back, 'dotenv')).toBe('A=\nBOTH=\nSALLYPORT_ENV=\n')
  expect(back && environmentText(back, 'github')).toBe('A=\nBOTH=\nSALLYPORT_ENV=\n')
  expect(back && JSON.parse(environmentText(back, 'json'))).toEqual({ A: null, BOTH: null, SALLYPORT_ENV: null })
})
