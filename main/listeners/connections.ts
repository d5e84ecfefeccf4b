import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Connections of one port at a time. */
const MOST_OPEN = 2_000
/** Of those, what one other machine may have. All programs of this one share an address, so they have no such limit. */
const MOST_OF_PEER = 100

/**
 * Bounds the connections of a port. When there are too many, the one goes that has been silent for longest, which is one that sent
 * no request or only half of its head: so whoever opens thousands crowds out nobody but themselves.
 */
export class Connections {
  private readonly mostOpen: number
  private readonly mostOfPeer: number
  private readonly open = new Set<Socket>()
  /** Those that are neither answered nor have become WebSockets; the longest silent first. */
  private readonly silent = new Set<Socket>()
  private readonly peers = new Map<string, number>()

  constructor(mostOpen = MOST_OPEN, mostOfPeer = MOST_OF_PEER) {
    this.mostOpen = mostOpen
    this.mostOfPeer = mostOfPeer
  }

  /** How many there are. */
  get size(): number {
    return this.open.size
  }

  /** Counts what comes to a server, which may be one of several. */
  watch(server: Server): void {
    server.on('connection', (socket: Socket) => this.admit(socket))
    server.on('request', ({ socket }, response) => {
      this.silent.delete(socket)
      response.once('close', () => this.rest(socket))
    })
    server.on('upgrade', ({ socket }) => this.silent.delete(socket))
  }

  private admit(socket: Socket): void {
    const peer = isLoopback(socket.remoteAddress) ? null : (socket.remoteAddress ?? '')
    const ofPeer = peer === null ? 0 : (this.peers.get(peer) ?? 0)
    if (ofPeer >= this.mostOfPeer || !this.makeRoom()) {
      socket.destroy()
      return
    }
    this.open.add(socket)
    this.silent.add(socket)
    if (peer !== null) this.peers.set(peer, ofPeer + 1)
    socket.once('close', () => {
      this.open.delete(socket)
      this.silent.delete(socket)
      if (peer !== null) this.leave(peer)
    })
  }

  /** False where all are at work. */
  private makeRoom(): boolean {
    if (this.open.size < this.mostOpen) return true
    const [longest] = this.silent
    if (!longest) return false
    this.open.delete(longest)
    this.silent.delete(longest)
    longest.destroy()
    return true
  }

  /** It may bring another request. */
  private rest(socket: Socket): void {
    if (this.open.has(socket)) this.silent.add(socket)
  }

  private leave(peer: string): void {
    const left = (this.peers.get(peer) ?? 1) - 1
    if (left > 0) this.peers.set(peer, left)
    else this.peers.delete(peer)
  }
}

/** Whether an address is this machine's own. */
export function isLoopback(address: string | undefined): boolean {
  return address === undefined || address === '::1' || /^(::ffff:)?127\./.test(address)
}
