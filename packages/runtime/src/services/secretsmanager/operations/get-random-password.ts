import { operation } from '../deps.ts'
import { randomPassword } from '../random-password.ts'

export const getRandomPassword = operation('GetRandomPassword', async (input, { random }) => ({
  RandomPassword: randomPassword(input, random),
}))
