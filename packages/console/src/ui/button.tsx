import type { ComponentChildren, JSX } from 'preact'
import './button.css'
import { Icon, type IconName } from './icon.tsx'

interface Props {
  readonly icon?: IconName
  readonly kind?: 'plain' | 'main' | 'danger'
  /** Does what its form says. */
  readonly isSubmit?: boolean
  /** Of a button that is pressed or not. */
  readonly isPressed?: boolean
  readonly isDisabled?: boolean
  readonly onPress?: () => void
  readonly children: ComponentChildren
}

export function Button({
  icon,
  kind = 'plain',
  isSubmit,
  isPressed,
  isDisabled,
  onPress,
  children,
}: Props): JSX.Element {
  return (
    <button
      type={isSubmit ? 'submit' : 'button'}
      class={`button ${kind}`}
      aria-pressed={isPressed}
      disabled={isDisabled}
      onClick={onPress}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

interface IconProps {
  readonly icon: IconName
  /** Its name: there is only a picture to see. */
  readonly label: string
  readonly onPress: () => void
}

export function IconButton({ icon, label, onPress }: IconProps): JSX.Element {
  return (
    <button type="button" class="button only-icon" aria-label={label} title={label} onClick={onPress}>
      <Icon name={icon} />
    </button>
  )
}
