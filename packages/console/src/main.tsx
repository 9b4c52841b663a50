import { render } from 'preact'
import { startLive } from './flow/live.ts'
import { startRouter } from './router/router.ts'
import { Shell } from './shell/shell.tsx'
import { reloadClock } from './state/server.ts'
import './theme/tokens.css'
import './theme/base.css'
import { startTheme } from './theme/theme.ts'

startTheme()
startRouter()
startLive()
reloadClock()
const place = document.getElementById('console')
if (place) render(<Shell />, place)
