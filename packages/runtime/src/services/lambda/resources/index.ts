import type { ResourceType } from '../../../kernel/resource-type.ts'
import { aliasType } from './alias.ts'
import { eventInvokeConfigType } from './event-invoke-config.ts'
import { eventSourceMappingType } from './event-source-mapping.ts'
import { functionType } from './function.ts'
import { layerVersionType } from './layer-version.ts'
import { layerVersionPermissionType } from './layer-version-permission.ts'
import { permissionType } from './permission.ts'
import { urlType } from './url.ts'
import { versionType } from './version.ts'

export const resourceTypes: readonly ResourceType[] = [
  aliasType,
  eventInvokeConfigType,
  eventSourceMappingType,
  functionType,
  layerVersionPermissionType,
  layerVersionType,
  permissionType,
  urlType,
  versionType,
]
