export { MachineIdentity, type MachineIdentityProps } from './machine-identity'
export { MachineToMachineApi, type MachineToMachineApiProps, type RouteOptions } from './machine-to-machine-api'
export { Partner, type PartnerOptions, type PartnerProps } from './partner'
