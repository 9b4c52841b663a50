import type { TokenInspection } from '../../admin/contract/tokens.ts'

/** It is signed by who it says, and has not expired. */
export function isGood({ signature, isExpired }: TokenInspection): boolean {
  return signature === 'verified' && isExpired === false
}

const SIGNATURES = {
  verified: 'good: signed by the pool that it names',
  wrong: 'WRONG: it was forged, or altered',
  'unknown-issuer': 'UNKNOWN: no pool here has issued it',
  'unknown-key': 'UNKNOWN: its pool has no such key (any more)',
  unreadable: 'NONE: this is no token that Cognito gives out',
} as const

/** What a token holds, and where it is good, for a terminal. */
export function inspectionText(inspection: TokenInspection): string {
  const { claims, clientId, expiresAt, isExpired, issuedBy, methods, problem, scopes, signature } = inspection
  const rows: [string, string | undefined][] = [
    ['signature', problem === undefined ? SIGNATURES[signature] : `${SIGNATURES[signature]} (${problem})`],
    ['pool', issuedBy ? `${issuedBy.poolName} (${issuedBy.poolId})` : textOf(claims?.iss)],
    ['client', clientId ?? textOf(claims?.client_id)],
    ['scopes', scopes.join(' ') || undefined],
    ['expires', expiresAt && `${expiresAt}${isExpired ? ', which is PAST' : ''}`],
  ]
  const opened = methods.filter(({ verdict }) => verdict !== 'no').map(openedText)
  return [
    ...rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name.padEnd(10)} ${value}`])),
    ...(opened.length > 0 ? ['opens', ...opened] : []),
    ...(claims ? ['claims', ...JSON.stringify(claims, undefined, 2).split('\n')] : []),
    '',
  ].join('\n')
}

function openedText({ method, verdict, reason }: TokenInspection['methods'][number]): string {
  return verdict === 'depends' ? `  ${method} (perhaps: ${reason ?? 'it depends'})` : `  ${method}`
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined)
