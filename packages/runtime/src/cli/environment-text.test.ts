import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { endpointEnvironment } from './endpoint-environment.ts'
import { environmentText } from './environment-text.ts'

const nasty = `it's $(id) \`id\` "x" \\ ; & | * \nnext`
const environment = {
  copy: [],
  set: { PLAIN: 'http://127.0.0.1:4566', NASTY: nasty },
  unset: ['GONE', 'GONE_TOO'],
  emptied: [],
}

it('survives a shell letter by letter', () => {
  const script = `GONE=1; ${environmentText(environment, 'shell')} printf '%s|%s|%s' "$PLAIN" "$NASTY" "\${GONE-unset}"`
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${environment.set.PLAIN}|${nasty}|unset`)
})

it('is JSON of what is set', () => {
  expect(JSON.parse(environmentText(environment, 'json'))).toEqual(environment.set)
})

it('is one line each for an env file', () => {
  const lines = environmentText(environment, 'dotenv').trimEnd().split('\n')
  expect(lines[0]).toBe('PLAIN=http://127.0.0.1:4566')
  expect(lines).toHaveLength(2)
})

it('quotes for PowerShell, where only the quote itself is special', () => {
  const text = environmentText(
    { copy: [['A', 'B']], set: { A: "it's $x" }, unset: ['GONE'], emptied: [] },
    'powershell',
  )
  expect(text.split('\n')).toEqual([
    '$env:B = $env:A',
    'Remove-Item Env:GONE -ErrorAction SilentlyContinue',
    "$env:A = 'it''s $x'",
    '',
  ])
})

it('quotes nothing for GitHub, which takes a line as it is', () => {
  const text = environmentText({ copy: [], set: { A: '*.corp|x "y"' }, unset: [], emptied: [] }, 'github')
  expect(text).toBe('A=*.corp|x "y"\n')
})

it('leaves out for GitHub what it refuses', () => {
  const changes = { copy: [], set: { NODE_OPTIONS: '--a', B: 'b' }, unset: [], emptied: ['NODE_OPTIONS', 'C'] }
  expect(environmentText(changes, 'github')).toBe('C=\nB=b\n')
  expect(environmentText(changes, 'dotenv')).toContain('NODE_OPTIONS=--a')
})

it('takes away what would win over the keys', () => {
  const { set, unset } = endpointEnvironment('http://127.0.0.1:4566', 'eu-west-1', { NO_PROXY: 'corp.example' })
  expect(set).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_REGION: 'eu-west-1',
    NO_PROXY: 'corp.example,localhost,127.0.0.1,::1',
    no_proxy: 'corp.example,localhost,127.0.0.1,::1',
  })
  expect(unset).toContain('AWS_PROFILE')
})
