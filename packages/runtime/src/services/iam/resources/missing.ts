import { isAwsError } from '../../../kernel/errors.ts'

/** What is already gone needs no removal. */
export async function ignoringMissing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isAwsError(error, 'NoSuchEntity')) throw error
  }
}
