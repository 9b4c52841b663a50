import { type Content, type Html, html } from './html.ts'

/** One thing that a form asks for. */
export interface Field {
  readonly id: string
  readonly name: string
  readonly label: string
  /** `text` when left out. */
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'date' | 'url'
  /** For password managers, and whoever fills forms in. */
  readonly autocomplete: string
  readonly value?: string | undefined
  readonly placeholder?: string | undefined
  /** Digits of a code. */
  readonly isCode?: boolean
  readonly isOptional?: boolean
  readonly hint?: Content
  readonly maxLength?: number
}

/** How a form is to be shown: what was wrong with it, if it has been sent already. */
export interface FormState {
  readonly error?: string | undefined
  /** The error's own language, where that is not the page's. */
  readonly errorLang?: string
  /** The names of the fields that the error is about. */
  readonly atFault?: readonly string[]
}

/** The element that says what was wrong; observed on AWS's sign-in page. */
export const ERROR_ID = 'loginErrorMessage'

/** Read out at once, and again with each field that it is about. */
export function errorMessage({ error, errorLang }: FormState): Html | undefined {
  if (error === undefined) return undefined
  const lang = errorLang !== undefined && html` lang="${errorLang}"`
  return html`<p id="${ERROR_ID}" class="errorMessage-customizable" role="alert"${lang}>${error}</p>`
}

/** Fields one after another; the first that is at fault, else the first that is empty, has the focus. */
export function fieldsOf(fields: readonly Field[], state: FormState): Html {
  const { atFault = [] } = state
  const focused = fields.find(({ name }) => atFault.includes(name)) ?? fields.find(({ value }) => !value)
  return html`${fields.map((field) => fieldOf(field, { isAtFault: atFault.includes(field.name), isFocused: field === focused }))}`
}

function fieldOf(field: Field, { isAtFault, isFocused }: { isAtFault: boolean; isFocused: boolean }): Html {
  const {
    id,
    name,
    label,
    type = 'text',
    autocomplete,
    value,
    placeholder,
    isCode,
    isOptional,
    hint,
    maxLength,
  } = field
  const hintId = `${id}-hint`
  const described = [...(isAtFault ? [ERROR_ID] : []), ...(hint ? [hintId] : [])].join(' ')
  const isName = autocomplete.startsWith('username') || type === 'email'
  return html`<div class="field">
<label for="${id}" class="label-customizable">${label}</label>
<input id="${id}" name="${name}" type="${type}" class="form-control inputField-customizable" autocomplete="${autocomplete}"
${value !== undefined && html` value="${value}"`}${placeholder !== undefined && html` placeholder="${placeholder}"`}
${isCode && html` inputmode="numeric"`}${(isCode || isName) && html` autocapitalize="none" spellcheck="false"`}
${maxLength !== undefined && html` maxlength="${maxLength}"`}${!isOptional && html` required`}
${described !== '' && html` aria-describedby="${described}"`}${isAtFault && html` aria-invalid="true"`}${isFocused && html` autofocus`}>
${hint && html`<div id="${hintId}" class="hint">${hint}</div>`}
</div>
`
}
