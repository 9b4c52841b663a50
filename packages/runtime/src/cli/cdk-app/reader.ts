/**
 * What apps are told of who reads what they write: the newest manifest that it understands, and the CDK CLI that came
 * with it. Written down, since loading the library that knows them takes longer than all else here.
 */
export const READER = { CDK_CLI_ASM_VERSION: '55.0.0', CDK_CLI_VERSION: '2.1148.2' } as const
