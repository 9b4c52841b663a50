import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { ask } from '../api/ask.ts'
import type { ClockMove } from '../api/contract.ts'
import { route, setParams } from '../router/router.ts'
import { clockOffsetMs, noteClock, reloadClock } from '../state/server.ts'
import { Button } from '../ui/button.tsx'
import { useDoing } from '../ui/doing.ts'
import { Page } from '../ui/page.tsx'
import { Problem } from '../ui/problem.tsx'
import { dateAndTime, durationInWords } from '../ui/time.ts'
import './clock-view.css'
import { STEPS, stepOf } from './steps.ts'

/** Lets time pass, so that tokens expire: `#/clock?advance=3660`. */
export function ClockView(): JSX.Element {
  const now = useSignal(Date.now())
  const doing = useDoing()
  const at = stepOf(route.value.params.advance)
  const seconds = STEPS[at] ?? STEPS[0]
  const words = durationInWords(seconds * 1000)
  const offset = clockOffsetMs.value
  useEffect(() => {
    reloadClock()
    const timer = setInterval(() => (now.value = Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const move = (body: ClockMove) => doing.run(async () => noteClock(await ask('POST clock', { body })))

  return (
    <Page title="Clock">
      <div class="clock">
        <p class="clock-now mono">{dateAndTime(new Date(now.value + offset).toISOString())}</p>
        <p class="soft" role="status">
          {offset === 0
            ? 'The server goes by this machine’s time.'
            : `The server is ${durationInWords(Math.abs(offset))} ${offset > 0 ? 'ahead of' : 'behind'} this machine.`}
        </p>
        <label for="advance">Let time pass: {words}</label>
        <input
          id="advance"
          type="range"
          min="0"
          max={STEPS.length - 1}
          step="1"
          value={at}
          aria-valuetext={words}
          onInput={(event) => setParams({ advance: String(STEPS[Number(event.currentTarget.value)]) })}
        />
        <div class="row">
          <Button kind="main" isDisabled={doing.isBusy.value} onPress={() => move({ advanceSeconds: seconds })}>
            Advance by {words}
          </Button>
          <Button isDisabled={doing.isBusy.value || offset === 0} onPress={() => move({ reset: true })}>
            Back to this machine’s time
          </Button>
        </div>
        {doing.problem.value !== undefined && <Problem text={doing.problem.value} />}
        <p class="soft">
          Tokens, sessions and temporary credentials expire by this clock. It is the same as{' '}
          <code>sallyport clock --advance {seconds}s</code>.
        </p>
      </div>
    </Page>
  )
}
