import { errorMessage, type Field, type FormState, fieldsOf } from './field.ts'
import { type Content, type Html, html } from './html.ts'

export interface Form {
  /** As scripts find it. */
  readonly name: string
  readonly action: string
  readonly csrf: string
  /** Stands before the fields. */
  readonly intro?: Content
  readonly fields?: readonly Field[]
  /** Stands between the fields and the button. */
  readonly more?: Content
  readonly submit: Content
  readonly state?: FormState
}

/**
 * A form with the names that AWS's forms have: `_csrf` equals the cookie, and `cognitoAsfData` is what threat protection
 * would read (observed).
 */
export function formOf({ name, action, csrf, intro, fields = [], more, submit, state = {} }: Form): Html {
  return html`${errorMessage(state)}
${intro !== undefined && html`<p>${intro}</p>`}
<form action="${action}" method="POST" name="${name}" class="cognito-asf">
<input type="hidden" name="_csrf" value="${csrf}">
<input type="hidden" name="cognitoAsfData" value="">
${fieldsOf(fields, state)}${more}
${submit}
</form>
`
}

const CLASSES = 'btn btn-primary submitButton-customizable'

export function button(name: string, text: string): Html {
  return html`<button type="submit" name="${name}" class="${CLASSES}">${text}</button>`
}

/** Sign-in pages have an `input` in its place (observed). */
export function inputButton(name: string, text: string): Html {
  return html`<input type="submit" name="${name}" value="${text}" class="${CLASSES}">`
}

/** Asks for something else, where a link would not do: it changes something. */
export function askElse(
  { to, csrf }: { readonly to: (path: string) => string; readonly csrf: string },
  path: string,
  question: string,
  { name, value = '', text }: { readonly name: string; readonly value?: string; readonly text: string },
): Html {
  return html`<form action="${to(path)}" method="POST" class="redirect-customizable">
<input type="hidden" name="_csrf" value="${csrf}">
<span>${question}</span> <button type="submit" name="${name}" value="${value}" class="quiet">${text}</button>
</form>
`
}

/** Leads on to another page. */
export function elsewhere(question: string, href: string, text: string): Html {
  return html`<p class="redirect-customizable"><span>${question}</span> <a href="${href}">${text}</a></p>
`
}

/** Good news of the step before. */
export function notice(text: string | undefined): Html | undefined {
  return text === undefined ? undefined : html`<p class="notice" role="status">${text}</p>`
}
