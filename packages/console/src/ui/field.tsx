import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'
import './field.css'

interface FieldProps {
  readonly label: string
  /** What to know before typing. */
  readonly hint?: ComponentChildren
  /** Leaves the label to screen readers, where its place says what it is. */
  readonly compact?: boolean
}

function Labeled({ label, hint, compact, id, children }: FieldProps & { id: string; children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id} class={compact ? 'out-of-sight' : undefined}>
        {label}
      </label>
      {children}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface TextProps extends FieldProps {
  readonly value: string
  readonly onType: (value: string) => void
  readonly placeholder?: string
  readonly isRequired?: boolean
  /** A text for machines: a path, a token. */
  readonly isCode?: boolean
}

export function TextField({
  label,
  hint,
  compact,
  value,
  onType,
  placeholder,
  isRequired,
  isCode,
}: TextProps): JSX.Element {
  const id = useId()
  return (
    <Labeled label={label} hint={hint} compact={compact} id={id}>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        id={id}
        class={isCode ? 'mono' : undefined}
        value={value}
        required={isRequired}
        placeholder={placeholder ?? (compact ? label : undefined)}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </Labeled>
  )
}

export function TextArea({ label, hint, compact, value, onType, placeholder }: TextProps): JSX.Element {
  const id = useId()
  return (
    <Labeled label={label} hint={hint} compact={compact} id={id}>
      <textarea
        autocomplete="off"
        spellcheck={false}
        id={id}
        value={value}
        placeholder={placeholder}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </Labeled>
  )
}

export interface Choice {
  readonly value: string
  readonly text: string
}

type SelectProps = FieldProps & {
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onChoose: (value: string) => void
}

export function Select({ label, hint, compact, value, choices, onChoose }: SelectProps): JSX.Element {
  const id = useId()
  return (
    <Labeled label={label} hint={hint} compact={compact} id={id}>
      <select id={id} value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </Labeled>
  )
}
