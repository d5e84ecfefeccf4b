import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { openViewer } from '../../main/cli/viewer-connection.ts'
import type { CollectorStatus } from '../../shared/messages.ts'
import { launchChromium } from '../e2e/tattler.ts'
import { logEvent, postEvents, queryLog } from '../helpers/collector.ts'
import { PATIENCE } from '../helpers/patience.ts'
import type { Attack } from './attack.ts'
import { DOORS } from './doors.ts'
import { type Aim, attackFromPage, type Findings } from './page-script.ts'
import { placesOf, SECRET } from './places.ts'
import { NOT_WITNESS } from './readable-log.ts'
import type { Target } from './target.ts'

/** Names that lead to this machine, as a hostile name server would have it: nothing of the network is in the way. */
const EVIL_HOST = 'evil.test'
const REBOUND_HOST = 'rebound.test'

/** A browser of a user who has the viewer open in another tab, and a server of kittens. */
interface Stage {
  readonly context: BrowserContext
  readonly hostilePort: number
  readonly aim: Aim
  readonly mailAim: Aim
  readonly proxyAim: Aim
  /** That the server was sent. */
  readonly cookies: string[]
}

const stages = new WeakMap<Target, Promise<Stage>>()

/** Set when it is first asked for; it goes with the target. */
function stageOf(target: Target): Promise<Stage> {
  const stage = stages.get(target) ?? setStage(target)
  stages.set(target, stage)
  return stage
}

async function setStage(target: Target): Promise<Stage> {
  const cookies: string[] = []
  const hostile = createServer((request, response) => {
    cookies.push(request.headers.cookie ?? '')
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Kittens</title><body></body>')
  })
  hostile.listen(0, '127.0.0.1')
  await once(hostile, 'listening')
  const browser = await launchChromium({
    args: [`--host-resolver-rules=MAP ${EVIL_HOST} 127.0.0.1, MAP ${REBOUND_HOST} 127.0.0.1`],
  })
  target.beforeEnd(async () => {
    await browser.close()
    hostile.closeAllConnections()
    hostile.close()
  })
  const context = await browser.newContext()
  context.setDefaultTimeout(PATIENCE)
  const viewer = await context.newPage()
  await viewer.goto(`${target.url}/?token=${target.token}`)
  await viewer.locator('.app').waitFor()
  await postEvents(target, logEvent(SECRET))
  const doors = DOORS.map(({ path, sample }) => ({ path, body: JSON.stringify(sample('hostile')) }))
  const { smtp, proxy } = await placesOf(target)
  const mail = 'EHLO a\r\nMAIL FROM:<a@a>\r\nRCPT TO:<b@b>\r\nDATA\r\nSubject: hostile\r\n\r\nx\r\n.\r\n'
  return {
    context,
    hostilePort: (hostile.address() as AddressInfo).port,
    aim: { url: target.url, doors },
    mailAim: { url: `http://${smtp}`, doors: [{ path: '/', body: mail }] },
    proxyAim: { url: `http://${proxy}`, doors: [{ path: '/', body: '{}' }] },
    cookies,
  }
}

/** Does something in a new tab, which it closes. */
async function inTab<T>({ context }: Stage, url: string | null, act: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage()
  try {
    if (url !== null) await page.goto(url)
    return await act(page)
  } finally {
    await page.close()
  }
}

const evilPage = ({ hostilePort }: Stage) => `http://${EVIL_HOST}:${hostilePort}/`

async function countEvents(target: Target): Promise<number> {
  return (await queryLog(target, { from: { instance: '*' }, where: NOT_WITNESS })).total
}

/** What of the log or of the viewer's business a page has come to know. */
const leaksOf = ({ heard }: Findings) =>
  Object.entries(heard).filter(([, text]) =>
    [SECRET, '"seq"', '"rows"', 'status/changed', 'sessionId', '"id":'].some((piece) => text.includes(piece)),
  )

/** Fails if a page did or learned anything; resolves with how often it tried. */
function expectNothing(found: Findings | undefined): number {
  expect(found?.opened).toEqual([])
  expect(found && leaksOf(found), 'what was read').toEqual([])
  return found?.attempts ?? 0
}

/** An attack after which the log must be as it was. */
function withoutTrace(name: string, attack: (stage: Stage) => Promise<number>): Attack {
  return {
    name,
    run: async (target) => {
      const stage = await stageOf(target)
      const before = await countEvents(target)
      const tries = await attack(stage)
      expect(await countEvents(target)).toBe(before)
      return { tries, outcome: 'no socket, nothing stored, nothing read' }
    },
  }
}

export const PAGE: readonly Attack[] = [
  withoutTrace('a page of another site, in the browser in which the viewer is open', (stage) =>
    inTab(stage, evilPage(stage), async (page) => {
      const tries = expectNothing(await page.evaluate(attackFromPage, stage.aim))
      expect(tries).toBeGreaterThan(100)
      return tries
    }),
  ),
  withoutTrace('the same from a sandboxed frame, whose origin is null', (stage) =>
    inTab(stage, evilPage(stage), async (page) => {
      await page.setContent('<iframe sandbox="allow-scripts allow-forms allow-popups" srcdoc="<body></body>"></iframe>')
      const frame = page.frames().find((one) => one !== page.mainFrame())
      return expectNothing(await frame?.evaluate(attackFromPage, stage.aim))
    }),
  ),
  withoutTrace('a name that was bound anew to this machine, in a page of that name', (stage) =>
    inTab(stage, null, async (page) => {
      const rebound = `http://${REBOUND_HOST}:${new URL(stage.aim.url).port}`
      // The page is still from the name's first owner; all that it asks for from now on goes to Tattler, as to its own origin.
      const kittens = { contentType: 'text/html', body: '<body></body>' }
      await page.route(`${rebound}/kittens`, (route) => route.fulfill(kittens))
      await page.goto(`${rebound}/kittens`)
      return expectNothing(await page.evaluate(attackFromPage, { ...stage.aim, url: rebound }))
    }),
  ),
  withoutTrace('mails from a page, at the port for mails', (stage) =>
    inTab(stage, evilPage(stage), async (page) => expectNothing(await page.evaluate(attackFromPage, stage.mailAim))),
  ),
  {
    name: 'a page of another site, and one of a name bound anew, at the port of a watched app',
    run: async (target) => {
      const stage = await stageOf(target)
      const { proxyAim } = stage
      const byPage = await inTab(stage, evilPage(stage), (page) => page.evaluate(attackFromPage, proxyAim))
      const rebound = `http://${REBOUND_HOST}:${new URL(proxyAim.url).port}`
      const byName = await inTab(stage, null, async (page) => {
        await page.route(`${rebound}/kittens`, (route) =>
          route.fulfill({ contentType: 'text/html', body: '<body></body>' }),
        )
        await page.goto(`${rebound}/kittens`)
        return page.evaluate(attackFromPage, { ...proxyAim, url: rebound })
      })
      return { tries: expectNothing(byPage) + expectNothing(byName), outcome: 'no socket, nothing read' }
    },
  },
  {
    name: 'the viewer in a frame of another site, or behind its link',
    run: async (target) => {
      const stage = await stageOf(target)
      await inTab(stage, evilPage(stage), async (page) => {
        await page.setContent(`<iframe src="${target.url}/"></iframe>`)
        await page.waitForLoadState('networkidle')
        expect(page.frames().length).toBe(2)
        expect(await page.frames()[1]?.content()).not.toContain('id="root"')
        // The link leads there, but without the cookies of the user.
        await page.setContent(`<a href="${target.url}/">Kittens</a>`)
        await page.getByText('Kittens').click()
        await page.getByText('This is Tattler').waitFor()
      })
      return { tries: 2, outcome: 'the frame is empty, the link knows no user' }
    },
  },
  {
    name: 'a page of an app on this machine, with the cookies of the user',
    run: async (target) => {
      const stage = await stageOf(target)
      let tries = 0
      for (const host of ['127.0.0.1', 'localhost']) {
        // Cookies ignore ports, and so does the word "site": to the browser this page belongs to the viewer.
        const aim = { url: target.url.replace('127.0.0.1', host), doors: [] }
        const found = await inTab(stage, `http://${host}:${stage.hostilePort}/`, (page) =>
          page.evaluate(attackFromPage, aim),
        )
        expect(found.heard['WebSocket /viewer']).toBe('closed with 4401')
        expect(leaksOf(found)).toEqual([])
        tries += found.attempts
      }
      return { tries, outcome: 'it may send events, but reads nothing' }
    },
  },
  {
    name: 'an app on another port that looks at the cookies it is sent',
    run: async (target) => {
      const stage = await stageOf(target)
      stage.cookies.length = 0
      await inTab(stage, `http://127.0.0.1:${stage.hostilePort}/`, async () => undefined)
      const cookies = await stage.context.cookies(`${target.url}/viewer`)
      const key = cookies.find(({ name }) => name.endsWith('-key'))
      expect(key).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/viewer' })
      expect(stage.cookies.length).toBeGreaterThan(0)
      expect(stage.cookies.join()).not.toContain(key?.value)
      expect(JSON.stringify(cookies)).not.toContain(target.token)
      return { tries: stage.cookies.length, outcome: 'none of them opens the viewer' }
    },
  },
  {
    name: 'what the user is told of it',
    run: async (target) => {
      const told = await readNotices(target)
      expect(told.some((text) => text.includes(`http://${EVIL_HOST}`) && text.includes('allowedOrigins'))).toBe(true)
      return { tries: told.length, outcome: 'the page, with the setting that would allow it' }
    },
  },
]

async function readNotices(target: Target): Promise<string[]> {
  const viewer = await openViewer(target)
  const status = await new Promise<CollectorStatus>((resolve) => {
    viewer.onFeed((message) => {
      if (message.type === 'status/changed') resolve(message.status)
    })
  })
  viewer.close()
  return status.notices.map(({ code, message, hint }) => [code, message, hint].join(' '))
}
