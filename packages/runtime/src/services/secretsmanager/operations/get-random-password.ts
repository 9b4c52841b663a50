import { randomPassword } from '../random-password.ts'
import { operation } from './operation.ts'

export const getRandomPassword = operation('GetRandomPassword', async (input, { random }) => ({
  RandomPassword: randomPassword(input, random),
}))
