import { expect, it } from 'vitest'
import { javaToolOptions } from './java-tool-options.ts'

const OURS = { 'https.proxyHost': '127.0.0.1', 'javax.net.ssl.trustStore': '/a folder/store.p12' }
const OURS_AS_TEXT =
  '-Dhttps.proxyHost=127.0.0.1 "-Djavax.net.ssl.trustStore=/a folder/store.p12" ' +
  '-Dhttp.nonProxyHosts=localhost|127.*|[::1]'

it('says what we need where the shell says nothing', () => {
  expect(javaToolOptions('', OURS)).toBe(OURS_AS_TEXT)
})

it('keeps other options, quotes included', () => {
  expect(javaToolOptions(`-Xmx1g  "-Da=b c" -Dd='e f'`, OURS)).toBe(`-Xmx1g "-Da=b c" -Dd='e f' ${OURS_AS_TEXT}`)
})

it('replaces its own and does not pile up', () => {
  const once = javaToolOptions('-Dhttps.proxyHost=corp.example -Xmx1g', OURS)
  expect(once).toBe(`-Xmx1g ${OURS_AS_TEXT}`)
  expect(javaToolOptions(once, OURS)).toBe(once)
})

it('keeps hosts that are reached directly, but for emulated ones', () => {
  const text = javaToolOptions('-Dhttp.nonProxyHosts="*.corp.example|*.amazonaws.com"', OURS)
  expect(text).toContain('-Dhttp.nonProxyHosts=*.corp.example|localhost|127.*|[::1]')
  expect(text).not.toContain('amazonaws')
})
