import { logGroupType } from './log-group.ts'
import { logStreamType } from './log-stream.ts'

export const resourceTypes = [logGroupType, logStreamType]
