import { describe, expect, it } from 'vitest'
import { type Failure, groupFrames, isForeign, isInFile, packageOf, stackText } from '../../../renderer/ui/stack.ts'
import { makeFrame } from '../../../renderer/ui/stack-frames.ts'
import { readStackText } from '../../../renderer/ui/stack-text.ts'
import { findFailure, readException } from '../../../renderer/ui/stack-values.ts'
import { stacks } from './stacks.ts'

/** A failure as short text: `Type: message`, a line for each frame, and its causes below. */
function outline(failure: Failure | null): string[] {
  if (!failure) return []
  const { type, message, code, frames, cause } = failure
  const head = `${type}: ${message}${code === null ? '' : ` [${code}]`}`
  const lines = frames.map(({ function: name, file, line, column }) => {
    return `${name ?? '-'} ${[file, line, column].filter((part) => part !== null).join(':')}`.trimEnd()
  })
  return [head, ...lines, ...outline(cause).map((line, index) => (index === 0 ? `< ${line}` : line))]
}

describe('readStackText', () => {
  it.each(stacks)('reads $name', ({ text, outline: expected }) => {
    expect(outline(readStackText(text))).toEqual(expected)
  })

  it.each([
    ['a message', 'Could not connect'],
    ['several lines', 'Line one\nLine two: three\n  indented (a:1)'],
    ['a list', '# 1 apples\n# 2 pears'],
    ['an email address', 'from: a@b.c:12\nto: d'],
    ['nothing', ''],
  ])('is null for %s', (_, text) => {
    expect(readStackText(text)).toBeNull()
  })

  it('takes no time for long lines that look a little like frames', () => {
    const started = performance.now()
    readStackText(`at ${'a ('.repeat(50_000)}\n#0 ${'('.repeat(100_000)}\n${' at '.repeat(30_000)}`)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('readException', () => {
  it('reads the error of a JavaScript logger, with its cause', () => {
    const failure = readException({
      type: 'TypeError',
      message: 'x is not a function',
      stack: 'TypeError: x is not a function\n    at run (/app/src/run.js:3:5)',
      cause: { name: 'RangeError', message: 'too far', stack: 'RangeError: too far\n    at go (/app/src/go.js:1:2)' },
    })
    expect(outline(failure)).toEqual([
      'TypeError: x is not a function',
      'run /app/src/run.js:3:5',
      '< RangeError: too far',
      'go /app/src/go.js:1:2',
    ])
  })

  it('reads the exception of Monolog, whose frames are places', () => {
    const failure = readException({
      class: 'RuntimeException',
      message: 'Cart is empty',
      code: 17,
      file: '/app/src/Cart.php:12',
      trace: ['/app/src/Checkout.php:33', '/app/vendor/slim/slim/Slim/App.php:171'],
      previous: { class: 'PDOException', message: 'gone away', code: 'HY000', file: '/app/src/Db.php:7' },
    })
    expect(outline(failure)).toEqual([
      'RuntimeException: Cart is empty [17]',
      '- /app/src/Cart.php:12',
      '- /app/src/Checkout.php:33',
      '- /app/vendor/slim/slim/Slim/App.php:171',
      '< PDOException: gone away [HY000]',
      '- /app/src/Db.php:7',
    ])
  })

  it('reads frames that are objects, as PHP has them', () => {
    const failure = readException({
      exception: {
        class: 'LogicException',
        message: 'no',
        file: '/app/a.php',
        line: 3,
        trace: [
          { file: '/app/b.php', line: 9, function: 'add', class: 'Cart', type: '->', args: [1] },
          { function: '{closure}' },
        ],
      },
    })
    expect(outline(failure)).toEqual(['LogicException: no', '- /app/a.php:3', 'Cart->add /app/b.php:9', '{closure}'])
  })

  it('reads the chain of an error tracker, whose outermost call comes first', () => {
    const frames = [
      { filename: 'main.py', function: 'main', lineno: 1 },
      { filename: 'cart.py', function: 'add', lineno: 12, context_line: 'raise Empty()' },
    ]
    const failure = readException({
      exception: {
        values: [
          { type: 'KeyError', value: 'id' },
          { type: 'Empty', value: 'cart', stacktrace: { frames } },
        ],
      },
    })
    expect(outline(failure)).toEqual(['Empty: cart', 'add cart.py:12', 'main main.py:1', '< KeyError: id'])
    expect(failure?.frames[0]?.code).toBe('raise Empty()')
  })

  it('reads parts that are spread out with dots', () => {
    const failure = readException({
      'exception.type': 'java.lang.IllegalStateException',
      'exception.message': 'closed',
      'exception.stacktrace': 'java.lang.IllegalStateException: closed\n\tat com.shop.Cart.add(Cart.java:12)',
    })
    expect(outline(failure)).toEqual(['java.lang.IllegalStateException: closed', 'com.shop.Cart.add Cart.java:12'])
  })

  it('takes a class and a message alone', () => {
    expect(outline(readException({ type: 'Timeout', message: 'after 5 s' }))).toEqual(['Timeout: after 5 s'])
  })

  it.each([
    ['with their line breaks', (lines: string[]) => lines.map((line) => `${line}\n`)],
    ['without', (lines: string[]) => lines],
  ])('reads a traceback of Python in pieces, %s', (_, write) => {
    const frames = ['  File "app.py", line 8, in run\n    f(0)', '  File "math.py", line 2, in f\n    return 1 / n']
    const stacktrace = write(['Traceback (most recent call last):', ...frames, 'ZeroDivisionError: division by zero'])
    const failure = readException({ type: 'ZeroDivisionError', message: 'division by zero', stacktrace })
    expect(outline(failure)).toEqual(['ZeroDivisionError: division by zero', 'f math.py:2', 'run app.py:8'])
  })
})

describe('findFailure', () => {
  const error = { name: 'Error', message: 'x', stack: 'Error: x\n    at f (/a.js:1:2)' }

  it.each([
    ['in a context that is an object', { message: 'm', context: { exception: error } }],
    ['in a context that is JSON', { message: 'm', context: JSON.stringify({ exception: error }) }],
    ['in a context that is the error', { message: 'm', context: error }],
    ['under exception', { message: 'm', exception: error }],
    ['under error', { message: 'm', error }],
    ['under err', { message: 'm', err: error }],
    ['under e', { message: 'm', context: { e: error } }],
    ['as text', { message: 'm', err: error.stack }],
    ['as its own stack', { ...error }],
    ['in the message', { message: `failed\n${error.stack}` }],
  ])('finds it %s', (_, payload) => {
    expect(findFailure(payload)?.frames).toHaveLength(1)
  })

  it.each([
    ['a message', { message: 'm' }],
    ['an error that is a word', { message: 'm', error: 'timeout' }],
    ['a context with a message of its own', { message: 'm', context: { message: 'n', type: 'order' } }],
    ['an e that is something else', { message: 'm', e: { type: 'click', name: 'button' } }],
    ['an error that is nothing', { message: 'm', error: null }],
  ])('finds none in %s', (_, payload) => {
    expect(findFailure(payload)).toBeNull()
  })
})

describe('isForeign', () => {
  it.each([
    ['/app/node_modules/express/lib/router.js', 'express'],
    ['/app/node_modules/.pnpm/@hono+node@1/node_modules/@hono/node/dist/index.js', '@hono/node'],
    ['/var/www/vendor/symfony/http-kernel/Kernel.php', 'symfony/http-kernel'],
    ['C:\\app\\vendor\\laravel\\framework\\App.php', 'laravel/framework'],
    ['/venv/lib/python3.12/site-packages/django/core.py', 'django'],
    ['/root/go/pkg/mod/github.com/gin-gonic/gin@v1.9.1/context.go', 'github.com/gin-gonic/gin'],
    ['/usr/lib/ruby/gems/3.2.0/gems/rack-3.0.8/lib/rack.rb', 'rack'],
  ])('knows %s as a package', (file, name) => {
    expect(isForeign(makeFrame({ file }))).toBe(true)
    expect(packageOf(makeFrame({ file }))).toBe(name)
  })

  it.each([
    'node:internal/process/task_queues',
    '/usr/lib/python3.12/json/decoder.py',
    '/usr/local/go/src/net/http/server.go',
    '<frozen runpy>',
  ])('knows %s as the platform', (file) => {
    expect(isForeign(makeFrame({ file }))).toBe(true)
    expect(packageOf(makeFrame({ file }))).toBeNull()
  })

  it('knows platforms by their namespace', () => {
    expect(isForeign(makeFrame({ function: 'org.springframework.web.Filter.doFilter', file: 'Filter.java' }))).toBe(
      true,
    )
    expect(isForeign(makeFrame({ function: 'com.shop.Cart.add', file: 'Cart.java' }))).toBe(false)
  })

  it.each(['/app/src/cart.js', '/srv/vendor-api/index.php', '/app/go/main.go', 'cart.py'])(
    'knows %s as the app',
    (file) => {
      expect(isForeign(makeFrame({ file }))).toBe(false)
    },
  )
})

describe('isInFile', () => {
  it.each(['/app/a.js', 'a.py', 'C:\\app\\a.cs', 'Cart.java', './a.rb'])('is true for %s', (file) => {
    expect(isInFile(file)).toBe(true)
  })

  it.each(['https://shop.test/a.js', 'node:internal/fs', '<stdin>', 'webpack-internal:///a.js', '[eval]'])(
    'is false for %s',
    (file) => {
      expect(isInFile(file)).toBe(false)
    },
  )
})

describe('groupFrames', () => {
  const own = makeFrame({ file: '/app/a.js' })
  const foreign = makeFrame({ file: '/app/node_modules/x/b.js' })

  it('gathers foreign frames that follow each other', () => {
    expect(groupFrames([own, foreign, foreign, own, foreign]).map(({ frames }) => frames.length)).toEqual([1, 2, 1, 1])
  })

  it('hides nothing of a stack that is foreign as a whole', () => {
    expect(groupFrames([foreign, foreign]).every((group) => !group.isForeign)).toBe(true)
  })
})

it('stackText writes what readStackText reads', () => {
  const text = 'Error: a\n    at f (/a.js:1:2)\n    at /b.js:3:4\nCaused by: TypeError: b\n    at g (/c.js:5:6)'
  const failure = readStackText(text)
  expect(failure && stackText(failure)).toBe(text)
})
