import { isAwsError } from '../../../kernel/errors.ts'

/** Deleting what is gone already is done. */
export async function ignoringMissing(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isAwsError(error, 'ResourceNotFoundException')) throw error
  }
}
