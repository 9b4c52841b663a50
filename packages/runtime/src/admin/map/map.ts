import type { Answering } from '../asked.ts'
import { apiViews } from './apis.ts'
import { functionViews } from './functions.ts'
import { poolViews } from './pools.ts'

export const serverMap: Answering<'GET map'> = async (_, { inside, status }) => {
  const { apis, domains } = await status()
  const [pools, found, functions] = await Promise.all([
    poolViews(inside, domains),
    apiViews(inside, apis),
    functionViews(inside),
  ])
  return { pools, apis: found, functions }
}
