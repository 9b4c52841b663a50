import { expect, it } from 'vitest'
import { directHosts } from './direct-hosts.ts'

it.each([
  ['corp.example', 'corp.example', true],
  ['corp.example', 'git.Corp.Example', true],
  ['.corp.example', 'git.corp.example', true],
  ['*.corp.example', 'git.corp.example', true],
  ['corp.example', 'notcorp.example', false],
  ['a.example, b.example', 'b.example', true],
  ['corp.example:443', 'corp.example', true],
  ['corp.example:8443', 'corp.example', false],
  ['localhost,127.0.0.1,::1', '::1', true],
  ['localhost,127.0.0.1,::1', '[::1]', true],
  ['[::1]:443', '::1', true],
  ['[::1]:8443', '::1', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['*', 'sts.us-east-1.amazonaws.com', true],
  ['', 'sts.us-east-1.amazonaws.com', false],
  ['localhost,127.0.0.1,::1', 'sts.us-east-1.amazonaws.com', false],
])('%j for %s: %s', (noProxy, host, expected) => {
  expect(directHosts(noProxy)(host, 443)).toBe(expected)
})
