import { COMPOSER_CHUNK, EMPTY_DRAFT, type RequestDraft, type SendResult } from '../../../shared/composer.ts'
import type { TestCollector } from '../../helpers/collector.ts'
import { TestViewer } from '../../helpers/viewer.ts'

/** The composer of a viewer of its own: the files and the response of one are no other's. */
export async function openComposer(collector: TestCollector) {
  const viewer = await TestViewer.connect(collector)
  let run = 0
  const start = (draft: Partial<RequestDraft>): Promise<SendResult> =>
    viewer.request('composer/send', { run: ++run, draft: { ...EMPTY_DRAFT, ...draft } })
  const readExchanges = () => viewer.request('composer/exchanges', { run })
  const send = async (draft: Partial<RequestDraft>) => {
    const result = await start(draft)
    return { ...result, exchanges: await readExchanges() }
  }
  const readBody = async () => {
    const { base64 } = await viewer.request('composer/body', { offset: 0 })
    return Buffer.from(base64, 'base64').toString()
  }
  const upload = async (bytes: Buffer) => {
    let upload: string | null = null
    for (let at = 0; at < bytes.length; at += COMPOSER_CHUNK) {
      const base64 = bytes.subarray(at, at + COMPOSER_CHUNK).toString('base64')
      const answer: { upload: string } = await viewer.request('composer/upload', { upload, base64 })
      upload = answer.upload
    }
    return { upload, name: 'a "b".bin', bytes: bytes.length, type: 'image/png' }
  }
  return { viewer, send, start, readExchanges, readBody, upload }
}
