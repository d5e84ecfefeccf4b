import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readStartOptions } from '../../../main/shell/start-options.ts'

describe('readStartOptions', () => {
  it('leaves out what was not given', () => {
    expect(readStartOptions(['.'])).toEqual({ port: undefined, dataDir: undefined })
  })

  it('reads port and data folder in both spellings, among switches of Chromium', () => {
    const expected = { port: 7400, dataDir: resolve('logs') }
    expect(readStartOptions(['--no-sandbox', '.', '--port', '7400', '--data', 'logs'])).toEqual(expected)
    expect(readStartOptions(['--remote-debugging-port=0', '--port=7400', '--data=logs'])).toEqual(expected)
  })

  it('reads the port for mails', () => {
    expect(readStartOptions(['--smtp-port', '2525'])).toEqual({ smtpPort: 2525 })
    expect(() => readStartOptions(['--smtp-port', 'smtp'])).toThrow('--smtp-port takes a number')
  })

  it.each([['--port'], ['--port='], ['--port', 'http'], ['--port', '65536'], ['--port', '1.5']])(
    'refuses %s %s',
    (...args) => {
      expect(() => readStartOptions(args)).toThrow('--port takes a number')
    },
  )
})
