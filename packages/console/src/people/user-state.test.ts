import { expect, it } from 'vitest'
import { stateInWords, toneOfState } from './user-state.ts'

it.each([
  [{ status: 'CONFIRMED', isEnabled: true }, 'confirmed', 'good'],
  [{ status: 'UNCONFIRMED', isEnabled: true }, 'not confirmed yet', 'fault'],
  [{ status: 'FORCE_CHANGE_PASSWORD', isEnabled: true }, 'has to change the password', 'fault'],
  [{ status: 'CONFIRMED', isEnabled: false }, 'disabled', 'bad'],
  [{ status: 'SOMETHING_NEW', isEnabled: true }, 'something new', 'fault'],
] as const)('%o is %s', (user, words, tone) => {
  expect([stateInWords(user), toneOfState(user)]).toEqual([words, tone])
})
