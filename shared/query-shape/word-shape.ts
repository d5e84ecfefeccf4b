import type { ShapeText } from './shape-text.ts'

const SPACE = 0x20

/** The commands of Redis that read, and those that write; the names that SQL has as well are told apart by what follows. */
export const REDIS_READS: ReadonlySet<string> = new Set(
  `bitcount bitpos dbsize dump exists expiretime geodist geohash geopos georadius geosearch get getbit getrange hexists
   hget hgetall hkeys hlen hmget hrandfield hscan hstrlen hvals keys lindex llen lpos lrange mget object pfcount ping
   pttl randomkey scan scard sdiff sinter sintercard sismember smembers smismember srandmember sscan strlen sunion ttl
   type xinfo xlen xpending xrange xread xrevrange zcard zcount zdiff zinter zlexcount zmscore zrange zrangebylex
   zrangebyscore zrank zrevrange zrevrangebyscore zrevrank zscan zscore zunion`.split(/\s+/),
)
export const REDIS_WRITES: ReadonlySet<string> = new Set(
  `append blmove blpop brpop copy decr decrby del expire expireat flushall flushdb geoadd getdel getex getset hdel
   hexpire hincrby hincrbyfloat hmset hset hsetnx incr incrby incrbyfloat linsert lmove lpop lpush lpushx lrem lset
   ltrim mset msetnx move persist pexpire pexpireat pfadd pfmerge psetex publish rename renamenx restore rpop rpoplpush
   rpush rpushx sadd sdiffstore set setbit setex setnx setrange sinterstore smove spop srem sunionstore touch unlink
   xack xadd xclaim xdel xgroup xreadgroup xtrim zadd zdiffstore zincrby zinterstore zpopmax zpopmin zrangestore zrem
   zremrangebyrank zremrangebyscore zunionstore`.split(/\s+/),
)

const ARGUMENT = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\S+/g
const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/gi
const LETTERS_AND_DIGITS = /[a-z\d]+/gi

/** Characters of a text that count; what is behind them is all the same. */
const LENGTH = 65_536

/**
 * Writes the shape of a command like `GET user:123`, that is `GET user:?`: the command, and of its first argument, the
 * key, what is no number or id. All other arguments are one `?`; keys of the same kind, as in MGET, count once.
 */
export function writeCommandShape(text: string, shape: ShapeText): void {
  const [command = '', key, ...rest] = text.slice(0, LENGTH).match(ARGUMENT) ?? []
  addText(shape, command.toUpperCase())
  if (key === undefined) return
  const kind = keyKind(key)
  addText(shape, ` ${kind}`)
  if (rest.some((argument) => keyKind(argument) !== kind)) addText(shape, ' ?')
}

/** A key without what tells it from others of its kind. */
function keyKind(key: string): string {
  const bare = /^["']/.test(key) ? key.slice(1, -1) : key
  return withoutNumbers(bare.replace(UUID, '?'))
}

const AFTER_EQUALS = /=\s*[^\s=&;,()<>"']+/g
const BETWEEN_TAGS = />[^<>]+</g
const VALUE_LIST = /\?(?:\s*,\s*\?)+/g

/**
 * Writes the shape of any other text: quoted parts, words with digits, and what stands behind `=` become `?`; in XML, the
 * text between tags as well.
 */
export function writeTextShape(text: string, shape: ShapeText): void {
  const start = text.slice(0, LENGTH).trim()
  const marked = hideQuoted(start.startsWith('<') ? start.replace(BETWEEN_TAGS, hideText) : start)
    .replace(UUID, '?')
    .replace(AFTER_EQUALS, '=?')
  addText(shape, withoutNumbers(marked).replace(VALUE_LIST, '?').replace(/\s+/g, ' '))
}

function hideText(between: string): string {
  return between.slice(1, -1).trim() === '' ? '><' : '>?<'
}

/** Quoted parts as `?`. A quote without an end stays; those of its kind behind it stand inside it, and are not tried. */
function hideQuoted(text: string): string {
  const endless = new Set<string>()
  let hidden = ''
  let copied = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if ((sign !== '"' && sign !== "'") || endless.has(sign)) continue
    const end = quoteEnd(text, at)
    if (end < 0) endless.add(sign)
    else {
      hidden += `${text.slice(copied, at)}?`
      copied = end + 1
      at = end
    }
  }
  return hidden + text.slice(copied)
}

/** Where the quote that begins at `start` is closed; -1 if nowhere. */
function quoteEnd(text: string, start: number): number {
  const quote = text.charAt(start)
  for (let at = start + 1; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign === '\\') at++
    else if (sign === quote) return at
  }
  return -1
}

/** Words with digits in them as `?`. */
function withoutNumbers(text: string): string {
  return text.replace(LETTERS_AND_DIGITS, (word) => (/\d/.test(word) ? '?' : word))
}

function addText(shape: ShapeText, text: string): void {
  for (let at = 0; at < text.length; at++) shape.addSign(text.charCodeAt(at) || SPACE)
}
