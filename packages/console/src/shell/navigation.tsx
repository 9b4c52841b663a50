import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { hrefOf } from '../router/route.ts'
import { theme, toggleTheme } from '../theme/theme.ts'
import { IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import './navigation.css'
import { ServerState } from './server-state.tsx'
import { VIEWS } from './views.ts'

export function Navigation({ current }: { readonly current: string | undefined }): JSX.Element {
  const isDark = theme.value === 'dark'
  const views = useRef<HTMLElement>(null)
  useEffect(() => {
    // On a phone the views are a strip, of which a part is to be seen.
    if (current !== undefined) {
      views.current?.querySelector('[aria-current]')?.scrollIntoView({ inline: 'center', block: 'nearest' })
    }
  }, [current])
  return (
    <header class="navigation">
      <div class="brand">
        <img src="./icon.svg" alt="" width="22" height="22" />
        <span>Sallyport</span>
      </div>
      <nav aria-label="Views" ref={views}>
        <ul>
          {VIEWS.map((view) => (
            <li key={view.name}>
              <a href={hrefOf({ view: view.name })} aria-current={view.name === current ? 'page' : undefined}>
                <Icon name={view.icon} />
                <span>{view.title}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="navigation-end">
        <ServerState />
        <IconButton
          icon={isDark ? 'sun' : 'moon'}
          label={isDark ? 'Use light colors' : 'Use dark colors'}
          onPress={toggleTheme}
        />
      </div>
    </header>
  )
}
