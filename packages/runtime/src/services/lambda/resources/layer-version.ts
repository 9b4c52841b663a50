import type { LambdaLayerVersion } from '../../../generated/resource-properties.ts'
import { ignoring } from '../../../kernel/errors.ts'
import type { JsonValue } from '../../../kernel/json.ts'
import type { WaitingType } from '../../../kernel/resource-type.ts'

type Ticket =
  | { readonly kind: 'publish'; readonly name: string; readonly properties: LambdaLayerVersion }
  | { readonly kind: 'keep' | 'remove'; readonly arn: string }

/**
 * `AWS::Lambda::LayerVersion`. Its archive is put outside transactions, so it is a type that waits. Asked twice, it
 * publishes twice: the version before is left behind, as by a handler of AWS that is asked twice.
 */
export const layerVersionType: WaitingType = {
  type: 'AWS::Lambda::LayerVersion',
  replaceOn: ['CompatibleArchitectures', 'CompatibleRuntimes', 'Content', 'Description', 'LayerName', 'LicenseInfo'],
  properties: {
    CompatibleArchitectures: 'recorded',
    CompatibleRuntimes: 'recorded',
    Content: 'emulated',
    Description: 'emulated',
    LayerName: 'emulated',
    LicenseInfo: 'recorded',
  },

  async begin(act, request) {
    const ticket = (value: Ticket) => ({ ticket: value as unknown as JsonValue })
    if (act.kind === 'remove') return ticket({ kind: 'remove', arn: act.previous.physicalId })
    if (act.kind === 'update') return ticket({ kind: 'keep', arn: act.previous.physicalId })
    const properties = act.properties as unknown as LambdaLayerVersion
    const name = properties.LayerName ?? request.generateName({ maxLength: 64 })
    return ticket({ kind: 'publish', name, properties })
  },

  async outcome(given, { call }) {
    const ticket = given as unknown as Ticket
    if (ticket.kind === 'publish') {
      const { LayerName: _, ...p } = ticket.properties
      const made = await call('lambda', 'PublishLayerVersion', { LayerName: ticket.name, ...p })
      return { result: made.LayerVersionArn ?? '' }
    }
    const at = ticket.arn.lastIndexOf(':')
    if (ticket.kind === 'remove' && at > 0) {
      const target = { LayerName: ticket.arn.slice(0, at), VersionNumber: Number(ticket.arn.slice(at + 1)) }
      await ignoring('ResourceNotFoundException', call('lambda', 'DeleteLayerVersion', target))
    }
    return { result: ticket.arn }
  },

  end: async (_ticket, arn) => ({ physicalId: String(arn), attributes: { LayerVersionArn: arn } }),
}
