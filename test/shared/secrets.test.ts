import { describe, expect, it } from 'vitest'
import { hideSecrets } from '../../shared/hide-secrets.ts'
import { HIDDEN_SECRET, isSecretName } from '../../shared/secrets.ts'

describe('the name of a secret', () => {
  it.each([
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'Cookie',
    'set-cookie',
    'X-Api-Key',
    'x-apikey',
    'apiKey',
    'APIKey',
    'token',
    '_token',
    'access_token',
    'accessToken',
    'refresh_token',
    'id_token',
    'X-Auth-Token',
    'X-Amz-Security-Token',
    'password',
    'password_confirmation',
    'user[password]',
    'newPassword2',
    'passwd',
    'pwd',
    'secret',
    'client_secret',
    'csrf',
    'csrfmiddlewaretoken',
    'X-CSRF-Token',
    'X-XSRF-TOKEN',
    '__RequestVerificationToken',
    'PHPSESSID',
    'JSESSIONID',
    'connect.sid',
    'session_id',
    'private-key',
    'aws_secret_access_key',
    'jwt',
  ])('is known: %s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'accept',
    'user-agent',
    'content-type',
    'host',
    'key',
    'id',
    'name',
    'email',
    'token_count',
    'max_tokens',
    'cookie_consent',
    'keyboard',
    'author',
    'passenger',
    'residence',
    'side',
    'session',
    'monkey',
    '',
    '123',
  ])('is not seen in %s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('hiding secrets', () => {
  it('leaves the number of a session, which lets nobody in', () => {
    const payload = { session_id: 77, sessionId: 'f3a9', token: 77 }
    expect(hideSecrets(payload)).toEqual({ session_id: 77, sessionId: HIDDEN_SECRET, token: HIDDEN_SECRET })
  })

  it('reaches into objects, lists, and lists of key and value', () => {
    const payload = {
      headers: [
        { key: 'Authorization', value: 'Bearer abc' },
        { key: 'accept', value: 'text/html' },
      ],
      body: { user: { name: 'Ada', password: 'x' }, tokens: [{ token: 'y' }] },
    }
    expect(hideSecrets(payload)).toEqual({
      headers: [
        { key: 'Authorization', value: HIDDEN_SECRET },
        { key: 'accept', value: 'text/html' },
      ],
      body: { user: { name: 'Ada', password: HIDDEN_SECRET }, tokens: [{ token: HIDDEN_SECRET }] },
    })
  })

  it('changes nothing that is no secret, and not the value it was given', () => {
    const value = { password: null, token: '', hasSecret: true, secret: false, list: [1, 'a', null] }
    const before = structuredClone(value)
    expect(hideSecrets(value)).toBe(value)
    expect(value).toEqual(before)
    const secret = { password: 'x' }
    hideSecrets(secret)
    expect(secret).toEqual({ password: 'x' })
  })
})
