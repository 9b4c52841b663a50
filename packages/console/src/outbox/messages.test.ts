import { describe, expect, it } from 'vitest'
import type { OutboxMessage } from '../api/contract.ts'
import { fits, isWebAddress, kindInWords, MOST_MESSAGES, withMore } from './messages.ts'

const message = (number: number, more: Partial<OutboxMessage> = {}): OutboxMessage => ({
  number,
  account: '000000000000',
  region: 'us-east-1',
  sentAt: '2030-01-01T00:00:00.000Z',
  userPoolId: 'us-east-1_a',
  username: 'ann',
  kind: 'SignUp',
  medium: 'EMAIL',
  destination: 'ann@example.com',
  body: 'Your code is 123456',
  code: '123456',
  ...more,
})

describe('messages', () => {
  it('are listed once each, the newest first', () => {
    const two = withMore([], [message(1), message(2)])
    expect(withMore(two, [message(2), message(3)]).map(({ number }) => number)).toEqual([3, 2, 1])
    expect(withMore(two, [message(2)])).toBe(two)
  })

  it('are kept to a bound, which the oldest leave', () => {
    const many = Array.from({ length: MOST_MESSAGES + 5 }, (_, index) => message(index + 1))
    const kept = withMore([], many)
    expect([kept.length, kept[0]?.number, kept.at(-1)?.number]).toEqual([MOST_MESSAGES, MOST_MESSAGES + 5, 6])
  })

  it('are found by whom they go to and what they say', () => {
    const found = (text: string) => fits(message(1, { subject: 'Your verification code' }), text)
    expect(['ANN@', 'signup', 'VERIFICATION', '123456', ''].map(found)).toEqual([true, true, true, true, true])
    expect(found('bob')).toBe(false)
  })
})

it('names kinds in words, and unknown ones as they are', () => {
  expect([kindInWords('SignUp'), kindInWords('Other')]).toEqual(['to confirm a sign-up', 'Other'])
})

it('makes a link of an address only', () => {
  expect(['https://a.example/', 'http://127.0.0.1/', 'javascript:x', ' https://a'].map(isWebAddress)).toEqual([
    true,
    true,
    false,
    false,
  ])
})
