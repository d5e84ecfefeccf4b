import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { findTattler, startTattler } from './find-tattler.mjs'
import { createReporter } from './reporter.mjs'
import { startCarrier } from './shop/carrier.mjs'
import { startShop } from './shop/server.mjs'
import { planRound } from './visits.mjs'

const HELP = `A small tea shop that reports to Tattler while a script clicks through it.

  npm run demo -- [options]

  --serve          start a Tattler of its own, without a window, and keep it until Ctrl-C
  --port <number>  Tattler's port (default: that of the one on the data folder, or 7357)
  --data <folder>  Tattler's data folder (default: TATTLER_DATA)
  --rate <number>  clicks per second (default: 5)
  --loop           go on until Ctrl-C`

const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    port: { type: 'string' },
    data: { type: 'string', default: process.env.TATTLER_DATA },
    rate: { type: 'string', default: '5' },
    loop: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** Clicks through the shop, round by round, until it has been enough. @param {string} tattlerUrl @param {AbortSignal} stop */
async function runDemo(tattlerUrl, stop) {
  const pause = 1000 / (Number(values.rate) || 5)
  const carrier = await startCarrier(createReporter(tattlerUrl, 'parcel-carrier'))
  const shop = await startShop({ report: createReporter(tattlerUrl, 'kettle-and-leaf'), carrierUrl: carrier.url })
  console.log(`The shop is open at ${shop.url} and reports to ${tattlerUrl}.`)
  let clicks = 0
  for (let round = 0; !stop.aborted && (round === 0 || values.loop); round++) {
    for (const step of planRound(shop.url, round)) {
      if (stop.aborted) break
      await step()
      clicks++
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined)
    }
  }
  await shop.close()
  carrier.close()
  console.log(`${clicks} clicks; the shop is closed.`)
}

async function main() {
  if (values.help) return console.log(HELP)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  if (values.serve) {
    const tattler = await startTattler(values)
    console.log(`Tattler's viewer: ${tattler.viewerUrl}`)
    await runDemo(tattler.url, stop.signal)
    if (!stop.signal.aborted) console.log('Tattler stays until Ctrl-C.')
    while (!stop.signal.aborted) await sleep(1000, undefined, { signal: stop.signal }).catch(() => undefined)
    await tattler.stop()
    return
  }
  const url = await findTattler(values)
  if (url) return runDemo(url, stop.signal)
  console.error('No Tattler answers. Start it with "npm start" in another terminal, or run "npm run demo -- --serve".')
  process.exitCode = 1
}

await main()
