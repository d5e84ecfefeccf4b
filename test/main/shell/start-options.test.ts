import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readStartOptions } from '../../../main/shell/start-options.ts'

describe('readStartOptions', () => {
  it('leaves out what was not given', () => {
    expect(readStartOptions(['.'])).toEqual({ alsoPorts: [] })
  })

  it('reads port and data folder in both spellings, among switches of Chromium', () => {
    const expected = { port: 7400, alsoPorts: [], dataDir: resolve('logs') }
    expect(readStartOptions(['--no-sandbox', '.', '--port', '7400', '--data', 'logs'])).toEqual(expected)
    expect(readStartOptions(['--remote-debugging-port=0', '--port=7400', '--data=logs'])).toEqual(expected)
  })

  it('reads the port for mails', () => {
    expect(readStartOptions(['--smtp-port', '2525'])).toEqual({ smtpPort: 2525, alsoPorts: [] })
    expect(() => readStartOptions(['--smtp-port', 'smtp'])).toThrow('--smtp-port takes a number')
  })

  it('reads any number of ports to listen on besides', () => {
    expect(readStartOptions(['--also', '9090', '--also=12345']).alsoPorts).toEqual([9090, 12345])
    for (const port of ['0', 'http', '65536']) {
      expect(() => readStartOptions(['--also', port])).toThrow('--also takes a number from 1')
    }
  })

  it.each([['--port'], ['--port='], ['--port', 'http'], ['--port', '65536'], ['--port', '1.5']])(
    'refuses %s %s',
    (...args) => {
      expect(() => readStartOptions(args)).toThrow('--port takes a number')
    },
  )
})
