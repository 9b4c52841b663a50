import type { ApiStatus } from '../../kernel/status.ts'
import type { ApiView, MethodView, StageView } from '../contract/map.ts'
import type { DeployedStage, Inside } from '../inside.ts'
import { httpRoutes } from './http-routes.ts'
import { restMethods } from './rest-methods.ts'

/** All APIs, as their stages answer. */
export function apiViews(inside: Inside, apis: readonly ApiStatus[]): Promise<ApiView[]> {
  return Promise.all(apis.map((api) => apiView(inside, api)))
}

async function apiView(inside: Inside, { account, region, id, name, stages }: ApiStatus): Promise<ApiView> {
  const found = await Promise.all(
    stages.map(async (stage) => ({ ...stage, deployed: await inside.stage(id, stage.name) })),
  )
  const [first] = found.flatMap(({ deployed }) => deployed ?? [])
  const description = first?.snapshot.definition.description
  return {
    ...{ account, region, id, name },
    kind: first?.kind ?? 'REST',
    ...(description !== undefined && { description }),
    stages: found.map(({ name: stageName, url, local, deployed }): StageView => {
      if (!deployed) return { name: stageName, url, local, methods: [] }
      return { name: stageName, deploymentId: deployed.snapshot.deploymentId, url, local, methods: methodsOf(deployed) }
    }),
  }
}

export function methodsOf(stage: DeployedStage): MethodView[] {
  return stage.kind === 'REST' ? restMethods(stage.snapshot) : httpRoutes(stage.snapshot)
}
