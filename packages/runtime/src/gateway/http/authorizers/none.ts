import { OPEN } from '../../foreseen.ts'
import type { Authorizer } from './authorizer.ts'

/** Anybody may call. */
export const none: Authorizer = {
  type: 'NONE',
  definitionType: undefined,
  compile: () => () => {},
  foresee: () => OPEN,
}
