import type { ServiceName } from '../kernel/operation.ts'
import { readModel, type ServiceModel } from './model.ts'
import { correctModel } from './model-corrections.ts'

/** The corrected model of each service, read from the package when it is first asked for: a start must not pay for it. */
export interface Models {
  of(service: ServiceName): ServiceModel
}

export function createModels(read: (service: ServiceName) => ServiceModel = readModel): Models {
  const known = new Map<ServiceName, ServiceModel>()
  return {
    of(service) {
      let model = known.get(service)
      if (!model) {
        model = correctModel(read(service))
        known.set(service, model)
      }
      return model
    },
  }
}
