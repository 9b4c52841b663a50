import type { InstantType } from '../../../kernel/resource-type.ts'
import { account } from './account.ts'
import { authorizer } from './authorizer.ts'
import { deployment } from './deployment.ts'
import { gatewayResponse } from './gateway-response.ts'
import { method } from './method.ts'
import { model } from './model.ts'
import { requestValidator } from './request-validator.ts'
import { resource } from './resource.ts'
import { restApi } from './rest-api.ts'
import { stage } from './stage.ts'

export const resourceTypes: readonly InstantType[] = [
  account,
  authorizer,
  deployment,
  gatewayResponse,
  method,
  model,
  requestValidator,
  resource,
  restApi,
  stage,
]
