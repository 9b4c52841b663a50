import { aliasType } from './alias.ts'
import { keyType } from './key.ts'

export const resourceTypes = [aliasType, keyType]
