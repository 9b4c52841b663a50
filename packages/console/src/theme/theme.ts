import { effect, signal } from '@preact/signals'

export type Theme = 'light' | 'dark'

const KEY = 'sallyport.theme'

const darkPreferred = () => matchMedia('(prefers-color-scheme: dark)')

/** What the reader chose in the console; undefined: what the system says. */
const chosen = signal<Theme | undefined>(undefined)
const ofSystem = signal<Theme>('light')

export const theme = {
  get value(): Theme {
    return chosen.value ?? ofSystem.value
  },
}

export function startTheme(): void {
  const stored = localStorage.getItem(KEY)
  if (stored === 'light' || stored === 'dark') chosen.value = stored
  const preference = darkPreferred()
  const follow = () => {
    ofSystem.value = preference.matches ? 'dark' : 'light'
  }
  follow()
  preference.addEventListener('change', follow)
  effect(() => {
    document.documentElement.dataset.theme = theme.value
  })
}

/** To choose what the system says anyway is to follow it again. */
export function toggleTheme(): void {
  const next: Theme = theme.value === 'dark' ? 'light' : 'dark'
  chosen.value = next === ofSystem.value ? undefined : next
  if (chosen.value === undefined) localStorage.removeItem(KEY)
  else localStorage.setItem(KEY, chosen.value)
}
