import { codebolt } from './codebolt.ts'
import { datacat } from './datacat.ts'
import { exchange } from './exchange.ts'
import { exported } from './exported.ts'
import type { Protocol } from './protocol.ts'
import { roundware } from './roundware.ts'
import { smtp } from './smtp.ts'
import { webDebug } from './web-debug.ts'

const PROTOCOLS: readonly Protocol[] = [webDebug, exchange, datacat, codebolt, roundware, smtp, exported]

export function findProtocol(name: string): Protocol {
  const protocol = PROTOCOLS.find((one) => one.name === name)
  if (!protocol) throw new Error(`no protocol is called ${name}`)
  return protocol
}
