import { expect, it } from 'vitest'
import { hideSecrets, hideSecretsInText, holdsSecrets } from '../../shared/hide-secrets.ts'

it.each([
  ['password=hunter2', 'password=HIDDEN'],
  ['login failed: password=hunter2, try again', 'login failed: password=HIDDEN, try again'],
  ['user=ada&password=hunter2&page=2', 'user=ada&password=HIDDEN&page=2'],
  ['user%5Btoken%5D=hunter2', 'user%5Btoken%5D=HIDDEN'],
  ['theme=dark; sid=hunter2', 'theme=dark; sid=HIDDEN'],
  ['Server=x;Password=hunter2;Port=1', 'Server=x;Password=HIDDEN;Port=1'],
  ['sent {"password":"hunter2","a":1} to x', 'sent {"password":"HIDDEN","a":1} to x'],
  ['{"a":{"password":"hunter', '{"a":{"password":"HIDDEN'],
  ['{"credentials":{"user":"x","pass":"hunter2"},', '{"credentials":HIDDEN,'],
  [String.raw`x \"password\":\"a\\\"hunter2\" y`, String.raw`x \"password\":\"HIDDEN\" y`],
  ["{ password: 'hunter2', id: 1 }", "{ password: 'HIDDEN', id: 1 }"],
  ['{:password=>"hunter2"}', '{:password=>"HIDDEN"}'],
  ['[password] => hunter2', '[password] => HIDDEN'],
  ["SET password = 'hunter2' WHERE id = 1", "SET password = 'HIDDEN' WHERE id = 1"],
  ['Authorization: Basic hunter2\r\nHost: x', 'Authorization: HIDDEN\r\nHost: x'],
  ['curl -H "X-Api-Key: hunter2" x', 'curl -H "X-Api-Key: HIDDEN" x'],
  ['got Bearer hunter2 from x', 'got Bearer HIDDEN from x'],
  ['postgres://ada:hunter2@db/app', 'postgres://ada:HIDDEN@db/app'],
  ['<Password type="s">hunter2</Password>', '<Password type="s">HIDDEN</Password>'],
  ['<input name="_token" value="hunter2">', '<input name="_token" value="HIDDEN">'],
  ['--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--x--', /\r\n\r\nHIDDEN\r\n--x--$/],
])('the value of a secret is left out of a text: %s', (text, expected) => {
  const hidden = hideSecretsInText(text)
  expect(hidden).not.toContain('hunter2')
  if (expected instanceof RegExp) expect(hidden).toMatch(expected)
  else expect(hidden).toBe(expected)
  expect(holdsSecrets(text)).toBe(true)
})

it.each([
  'Invalid token: expired',
  'Unexpected token: "}" in JSON',
  'Password: must be 8 characters',
  'SELECT password, token FROM users WHERE password = ? AND token = :t',
  'password=?',
  'if (a.token == null) return',
  'const token: string = read()',
  'basic authentication, bearer of news',
  'session_id=77',
  'https://x.com:80/a@b',
  '["token","password"]',
  '{"password":null,"tokens":3}',
])('what only speaks of secrets stays as it was: %s', (text) => {
  expect(hideSecretsInText(text)).toBe(text)
  expect(holdsSecrets(text)).toBe(false)
})

it('JSON in a text, and in a text of that, stays JSON, and its numbers keep their digits', () => {
  const inner = '{"id":12345678901234567890,"password":"hunter2"}'
  const hidden = hideSecrets({ a: JSON.stringify({ inner }) })
  expect(JSON.parse(JSON.parse(hidden.a).inner).password).toBe('HIDDEN')
  expect(hidden.a).toContain('12345678901234567890')
})

it('a name and its value may be two items of a list, or a pair with a name', () => {
  const pairs = [['Cookie', 'hunter2'], { name: 'Cookie', value: 'hunter2' }, ['token', 'password']]
  expect(hideSecrets(pairs)).toEqual([['Cookie', 'HIDDEN'], { name: 'Cookie', value: 'HIDDEN' }, ['token', 'password']])
})

it.each([
  `${'[{"token":'.repeat(50_000)}1${'}]'.repeat(50_000)}`,
  `[{"token":"${'\\"'.repeat(100_000)}`,
  `/token${'a:'.repeat(200_000)}`,
  'name="token"\n'.repeat(20_000),
])('a text that is made to be slow or deep breaks nothing', (text) => {
  expect(typeof hideSecretsInText(text)).toBe('string')
})
