import { NotEmulatedError } from '../../../kernel/errors.ts'
import type { Recording } from '../../../kernel/recording.ts'
import { RECORDABLE } from './fields.ts'
import { readDefinition } from './read-definition.ts'

/** A definition that is not run here may be stored, if the user says so; it is refused when an execution is to start. */
export function checkDefinition(text: string, isRecorded: Recording): void {
  try {
    readDefinition(text)
  } catch (error) {
    if (!(error instanceof NotEmulatedError) || !isRecorded(RECORDABLE)) throw error
  }
}
