import type { UserPoolRecord } from '../records.ts'
import type { OwnTexts } from '../triggers/custom-message.ts'
import type { Medium, MessageContent, MessageKind } from './records.ts'

/** What a message says besides its template. */
export interface MessageFacts {
  readonly code: string
  readonly username: string
  readonly link?: string
}

/** The console's own texts, which stand where a pool has none (documented there; the exact bytes are inferred). */
const VERIFICATION = { subject: 'Your verification code', body: 'Your confirmation code is {####}' }
const LINK = {
  subject: 'Your verification link',
  body: 'Please click the link below to verify your email address. {##Verify Email##}',
}
const INVITATION = {
  subject: 'Your temporary password',
  body: 'Your username is {username} and temporary password is {####}.',
}
const AUTHENTICATION = { subject: 'Your authentication code', body: 'Your authentication code is {####}. ' }

interface Template {
  readonly subject?: string | undefined
  readonly body: string
}

type PoolTexts = Pick<UserPoolRecord, 'settings' | 'mfaMethods'>

/** The message as people get it, by the pool's templates, or by the texts of its own function. */
export function renderMessage(
  pool: PoolTexts,
  kind: MessageKind,
  medium: Medium,
  facts: MessageFacts,
  own: OwnTexts = {},
): MessageContent {
  const template = templateFor(pool, kind, medium, facts.link !== undefined)
  const ownBody = medium === 'EMAIL' ? own.email : own.sms
  const body = ownBody !== undefined && saysAll(ownBody, kind, facts) ? ownBody : template.body
  const subject = own.subject ?? template.subject
  const rendered = filled(body, kind, facts)
  return {
    ...(medium === 'EMAIL' && subject !== undefined && { subject: filled(subject, kind, facts) }),
    body: rendered,
    code: facts.code,
    ...(facts.link !== undefined && { link: facts.link }),
  }
}

/**
 * A text of a function has to say the code, or lead to it, and in an invitation the name (documented: developer guide,
 * custom message trigger). That the pool's own text stands in for one that does not is inferred.
 */
function saysAll(text: string, kind: MessageKind, { link }: MessageFacts): boolean {
  const leads = text.includes('{####}') || (link !== undefined && LINKED.test(text))
  return leads && (kind !== 'AdminCreateUser' || text.includes('{username}'))
}

const LINKED = /\{##.*?##\}/

function templateFor(
  { settings, mfaMethods }: PoolTexts,
  kind: MessageKind,
  medium: Medium,
  byLink: boolean,
): Template {
  if (kind === 'AdminCreateUser') {
    const { EmailSubject, EmailMessage, SMSMessage } = settings.AdminCreateUserConfig?.InviteMessageTemplate ?? {}
    return medium === 'SMS'
      ? { body: SMSMessage ?? INVITATION.body }
      : { subject: EmailSubject ?? INVITATION.subject, body: EmailMessage ?? INVITATION.body }
  }
  if (kind === 'Authentication') {
    // Those of second factors are those of one-time passwords, too (documented: API reference, EmailMfaConfigType).
    const { Subject, Message } = mfaMethods.EmailMfaConfiguration ?? {}
    return medium === 'SMS'
      ? { body: settings.SmsAuthenticationMessage ?? AUTHENTICATION.body }
      : { subject: Subject ?? AUTHENTICATION.subject, body: Message ?? AUTHENTICATION.body }
  }
  const template = settings.VerificationMessageTemplate ?? {}
  if (medium === 'SMS') return { body: template.SmsMessage ?? VERIFICATION.body }
  return byLink
    ? { subject: template.EmailSubjectByLink ?? LINK.subject, body: template.EmailMessageByLink ?? LINK.body }
    : { subject: template.EmailSubject ?? VERIFICATION.subject, body: template.EmailMessage ?? VERIFICATION.body }
}

/** `{username}` stands for something in invitations only (documented: developer guide, message templates). */
function filled(text: string, kind: MessageKind, { code, username, link }: MessageFacts): string {
  const coded = text.replaceAll('{####}', () => code)
  const named = kind === 'AdminCreateUser' ? coded.replaceAll('{username}', () => username) : coded
  if (link === undefined) return named
  return named.replace(/\{##(.*?)##\}/g, (_, words: string) => `<a href="${link}">${words}</a>`)
}
