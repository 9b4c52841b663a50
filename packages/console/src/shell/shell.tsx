import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { route } from '../router/router.ts'
import { reloadMap } from '../state/server-map.ts'
import { Page } from '../ui/page.tsx'
import { Navigation } from './navigation.tsx'
import './shell.css'
import { viewNamed } from './views.ts'

export function Shell(): JSX.Element {
  const view = viewNamed(route.value.view)
  const title = view?.title ?? 'Not here'
  useEffect(() => {
    document.title = `${title} · Sallyport`
    // What is deployed may be another thing by now.
    reloadMap()
  }, [title])

  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        Skip to the content
      </button>
      <Navigation current={view?.name} />
      <main id="content" tabIndex={-1} aria-label={title}>
        {view ? <view.page key={view.name} /> : <Nowhere />}
      </main>
    </div>
  )
}

function Nowhere() {
  return (
    <Page title="There is no such view">
      <p>
        The address may have been cut. <a href="#/flow">See the last requests</a>.
      </p>
    </Page>
  )
}
