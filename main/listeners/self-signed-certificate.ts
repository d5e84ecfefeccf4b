import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** For this machine's loopback, valid from a day ago for a year. PEM. */
export interface Certificate {
  readonly key: string
  readonly cert: string
}

const DAY = 24 * 60 * 60_000
const OID_ECDSA_WITH_SHA256 = Buffer.from('2a8648ce3d040302', 'hex')
const OID_COMMON_NAME = Buffer.from('550403', 'hex')
const OID_SUBJECT_ALT_NAME = Buffer.from('551d11', 'hex')

/** Tags of DER (ITU-T X.690), as far as a certificate (RFC 5280) needs them. */
const INTEGER = 0x02
const BIT_STRING = 0x03
const OCTET_STRING = 0x04
const OID = 0x06
const UTF8_STRING = 0x0c
const UTC_TIME = 0x17
const SEQUENCE = 0x30
const SET = 0x31
const CONTEXT = 0xa0
const DNS_NAME = 0x82
const IP_ADDRESS = 0x87

/** A key that never leaves the memory, and a certificate for it that nobody vouches for. */
export function makeCertificate(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const algorithm = der(SEQUENCE, der(OID, OID_ECDSA_WITH_SHA256))
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, der(OID, OID_COMMON_NAME), der(UTF8_STRING, 'localhost'))))
  const now = Date.now()
  const body = der(
    SEQUENCE,
    der(CONTEXT, der(INTEGER, Buffer.of(2))),
    // A leading 1 keeps the number positive, whatever follows.
    der(INTEGER, Buffer.of(1), randomBytes(15)),
    algorithm,
    name,
    der(SEQUENCE, utcTime(now - DAY), utcTime(now + 365 * DAY)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(CONTEXT + 3, der(SEQUENCE, alternativeNames())),
  )
  const signature = der(BIT_STRING, Buffer.of(0), sign('sha256', body, privateKey))
  return {
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    cert: toPem(der(SEQUENCE, body, algorithm, signature)),
  }
}

function alternativeNames(): Buffer {
  const names = der(
    SEQUENCE,
    der(DNS_NAME, 'localhost'),
    der(IP_ADDRESS, Buffer.of(127, 0, 0, 1)),
    der(IP_ADDRESS, Buffer.alloc(15), Buffer.of(1)),
  )
  return der(SEQUENCE, der(OID, OID_SUBJECT_ALT_NAME), der(OCTET_STRING, names))
}

function utcTime(time: number): Buffer {
  const digits = new Date(time).toISOString().replace(/\D/g, '')
  return der(UTC_TIME, `${digits.slice(2, 14)}Z`)
}

function der(tag: number, ...parts: readonly (Buffer | string)[]): Buffer {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content])
}

/** Up to 127 in one byte; above, how many bytes follow, and those. */
function lengthOf({ length }: Buffer): Buffer {
  if (length < 0x80) return Buffer.of(length)
  return length < 0x100 ? Buffer.of(0x81, length) : Buffer.of(0x82, length >> 8, length & 0xff)
}

function toPem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
