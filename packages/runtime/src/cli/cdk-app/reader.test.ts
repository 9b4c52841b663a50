import { Manifest } from '@aws-cdk/cloud-assembly-schema'
import { expect, it } from 'vitest'
import { READER } from './reader.ts'

it('is what the library that reads assemblies says of itself', () => {
  expect(READER).toEqual({ CDK_CLI_ASM_VERSION: Manifest.version(), CDK_CLI_VERSION: Manifest.cliVersion() })
})
