import { notEmulated } from '../../../../kernel/errors.ts'
import type { Intrinsic } from '../scope.ts'

export const transform: Intrinsic = {
  name: 'Fn::Transform',
  check() {
    throw notEmulated('Fn::Transform')
  },
  resolve() {
    throw notEmulated('Fn::Transform')
  },
}
