import { isAwsError } from '../../../kernel/errors.ts'

/** What a call gives, or undefined when what it asks for is not there. For deletions: already gone counts as done. */
export async function ignoringMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (isAwsError(error, 'NotFoundException')) return undefined
    throw error
  }
}
