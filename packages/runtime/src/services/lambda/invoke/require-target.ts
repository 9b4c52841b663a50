import type { Place } from '../../../kernel/place.ts'
import { functionNotFound } from '../errors.ts'
import { functionArn, functionReference, LATEST } from '../names.ts'
import type { FunctionDirectory } from './function-directory.ts'
import type { LiveFunction, Target } from './live-function.ts'

/** Recorded: what is missing is named with `$LATEST` where nothing else was asked for. */
export async function requireTarget(
  directory: FunctionDirectory,
  { FunctionName, Qualifier }: { readonly FunctionName: string; readonly Qualifier?: string },
  place: Place,
): Promise<{ readonly live: LiveFunction; readonly target: Target }> {
  const { name, qualifier } = functionReference(FunctionName, Qualifier, place)
  const live = await directory.find(place, name)
  const target = live?.find(qualifier)
  if (!live || !target) throw functionNotFound(functionArn(place, name, qualifier ?? LATEST))
  return { live, target }
}
