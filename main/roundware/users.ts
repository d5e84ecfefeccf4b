import { createHash } from 'node:crypto'

/** Users remembered; one who was forgotten has the same token when it comes again. */
const MOST_REMEMBERED = 10_000

/** A device that said who it is. */
export interface RoundwareUser {
  readonly id: number
  readonly username: string
  /** 40 hex digits, always the same for a device. */
  readonly token: string
  readonly device_id: string
  readonly client_type: string
}

/** Users of Roundware: nobody is turned away, a token only tells which device a session is of. */
export class RoundwareUsers {
  private readonly byToken = new Map<string, RoundwareUser>()

  add(deviceId: string, clientType: string): RoundwareUser {
    const token = createHash('sha1').update(`roundware ${deviceId}`).digest('hex')
    const user = {
      // Seven digits of 4 bits each: a number that every integer column holds.
      id: Number.parseInt(token.slice(0, 7), 16) + 1,
      username: deviceId === '' ? 'anonymous' : deviceId.slice(0, 150),
      token,
      device_id: deviceId,
      client_type: clientType,
    }
    this.byToken.set(token, user)
    const [oldest] = this.byToken.keys()
    if (this.byToken.size > MOST_REMEMBERED && oldest !== undefined) this.byToken.delete(oldest)
    return user
  }

  /** Who sends `Authorization: token <40 hex>`; null for nobody that is known. */
  find(authorization: string | undefined): RoundwareUser | null {
    const [, token = ''] = /^token\s+(\S+)$/i.exec(authorization ?? '') ?? []
    return this.byToken.get(token) ?? null
  }
}
