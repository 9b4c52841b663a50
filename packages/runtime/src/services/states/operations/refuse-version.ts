import { notEmulated } from '../../../kernel/errors.ts'

export function refuseVersion(input: { readonly publish?: boolean; readonly versionDescription?: string }): void {
  if (input.publish || input.versionDescription !== undefined) {
    throw notEmulated('Publishing a version of a state machine (publish)')
  }
}
