import type { CallContext } from '../../../kernel/operation.ts'
import type { EngineDeps } from '../deps.ts'
import type { Configuration, StackRecord } from '../records.ts'
import { keyOf, templateText } from '../repository.ts'

/** What a stack is, or was last meant to be. Undefined while it only waits for its first change set. */
export async function currentConfiguration(
  { contents }: Pick<EngineDeps, 'contents'>,
  stack: StackRecord,
  { reader, place }: Pick<CallContext, 'reader' | 'place'>,
): Promise<{ configuration: Configuration; text: string } | undefined> {
  const stored = stack.target ?? stack.stable
  if (!stored) return undefined
  const configuration = contents.openConfiguration(stored)
  return { configuration, text: await templateText(reader, place, keyOf(stack.id), configuration) }
}
