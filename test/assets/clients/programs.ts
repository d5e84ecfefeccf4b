import type { ClientFile } from '../../../shared/clients.ts'

export type Runtime = ClientFile['language']

/** A program that stands beside the client, for each runtime. */
type Program = Readonly<Record<Runtime, string>>

/** Says `sent` when all is sent, and goes on once it hears a line. */
const WAIT = {
  node: `import { createInterface } from 'node:readline'
const heard = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const wait = async () => { await tattler.flush(); console.log('sent'); await heard.next() }`,
  php: `function wait() { Tattler::flush(); echo "sent\\n"; fgets(STDIN); }`,
  python: `def wait():
    tattler.flush(); print("sent", flush=True); input()`,
}

/** One of everything. The exception is told on line 4. */
export const TELL: Program = {
  node: `import { tattler } from './tattler.mjs'
tattler.log('warning', 'Card was declined', { order: 7 })
tattler.query('SELECT * FROM items', 'mysql', 12.5, { tags: ['db:mysql'] })
tattler.exception(new TypeError('no price'))
tattler.dump([1, 2], 'cart')
await tattler.span('load basket', async () => {
  tattler.log(2, 'in the span')
  await tattler.span({ type: 'template', payload: { name: 'basket.html' } }, async () => tattler.log('debug', 'in the template'))
})
await tattler.unit(() => tattler.send({ type: 'access_check', payload: { access: 'DENIED', object: 'order 7' } }), 'job 7')
tattler.request({ method: 'GET', uri: '/basket', headers: { accept: 'text/html' } })
tattler.response({ status: 404 })
`,
  php: `<?php require 'Tattler.php';
Tattler::log('warning', 'Card was declined', ['order' => 7]);
Tattler::query('SELECT * FROM items', 'mysql', 12.5, ['tags' => ['db:mysql']]);
Tattler::exception(new TypeError('no price'));
Tattler::dump([1, 2], 'cart');
Tattler::span('load basket', function () {
    Tattler::log(2, 'in the span');
    Tattler::span(['type' => 'template', 'payload' => ['name' => 'basket.html']], fn () => Tattler::log('debug', 'in the template'));
});
Tattler::unit(fn () => Tattler::send(['type' => 'access_check', 'payload' => ['access' => 'DENIED', 'object' => 'order 7']]), 'job 7');
Tattler::request(['method' => 'GET', 'uri' => '/basket', 'headers' => ['accept' => 'text/html']]);
Tattler::response(['status' => 404]);
`,
  python: `import tattler
tattler.log("warning", "Card was declined", {"order": 7})
tattler.query("SELECT * FROM items", "mysql", 12.5, tags=["db:mysql"])
tattler.exception(TypeError("no price"))
tattler.dump([1, 2], "cart")
with tattler.span("load basket"):
    tattler.log(2, "in the span")
    with tattler.span({"type": "template", "payload": {"name": "basket.html"}}):
        tattler.log("debug", "in the template")
with tattler.unit("job 7"):
    tattler.send({"type": "access_check", "payload": {"access": "DENIED", "object": "order 7"}})
tattler.request("GET", "/basket", {"accept": "text/html"})
tattler.response(404)
`,
}

/** Values that no JSON holds, or that fight back; 12 events. */
export const HOSTILE: Program = {
  node: `import { createTattler } from './tattler.mjs'
const tattler = createTattler()
const loop = { name: 'loop' }
loop.self = loop
const told = (value) => tattler.log('info', 'value', value)
told(loop)
told({ big: 12n, not: NaN, when: new Date(0), never: new Date(NaN), bytes: Buffer.alloc(40, 255), text: '\\ud800' })
told(new Error('outer', { cause: new Error('inner') }))
told({ get trap() { throw new Error('trap') } })
told(new Proxy({}, { ownKeys() { throw new Error('trap') } }))
told({ toJSON() { tattler.log('info', 'told while told'); return 'json' } })
told(JSON.parse('{"__proto__": {"polluted": true}}'))
told('x'.repeat(1_000_000))
told(Array.from({ length: 100_000 }, (_, n) => n))
let deep = 'bottom'
for (let n = 0; n < 5000; n++) deep = { deep }
told(deep)
told([new Map([[{}, 1]]), new Set([1]), Symbol('s'), () => 1, undefined, /x/])
tattler.log(Symbol('level'), Symbol('message'))
`,
  php: `<?php require 'Tattler.php';
set_error_handler(function ($code, $text) { exit("the app was told: $text"); });
function told($value) { Tattler::log('info', 'value', $value); }
class Loop { private $name = 'loop'; public $self; public function __construct() { $this->self = $this; } }
class Trap implements JsonSerializable { public function jsonSerialize(): string { throw new Exception('trap'); } }
class Chatty implements JsonSerializable { public function jsonSerialize(): string { Tattler::log('info', 'told while told'); return 'json'; } }
told(new Loop());
told(['not' => NAN, 'inf' => INF, 'when' => new DateTime('@0'), 'bytes' => str_repeat("\\xff", 40), 'text' => "\\xed\\xa0\\x80"]);
told(new Exception('outer', 0, new Exception('inner')));
told(new Trap());
told(fopen('php://memory', 'r'));
told(new Chatty());
told(fn () => 1);
told(str_repeat('x', 1000000));
told(range(0, 99999));
$deep = 'bottom';
for ($n = 0; $n < 5000; $n++) { $deep = [$deep]; }
told($deep);
$list = [1]; $list[] = &$list;
told($list);
Tattler::log(null, ["\\0*\\0odd" => "\\xff"]);
`,
  python: `import datetime, decimal, tattler
def told(value): tattler.log("info", "value", value)
loop = {"name": "loop"}
loop["self"] = loop
class Trap:
    def __repr__(self): raise ValueError("trap")
class Chatty:
    def __repr__(self):
        tattler.log("info", "told while told")
        return "chatty"
told(loop)
told({"big": 10 ** 5000, "not": float("nan"), "when": datetime.datetime(1970, 1, 1), "bytes": b"\\xff" * 40, "text": "\\ud800"})
try: raise ValueError("outer") from KeyError("inner")
except ValueError as error: told(error)
told(Trap())
told({Trap: decimal.Decimal("1.1"), (1, 2): {3}})
told(Chatty())
told(lambda: 1)
told("x" * 1000000)
told(list(range(100000)))
deep = "bottom"
for n in range(5000): deep = [deep]
told(deep)
told([b"", memoryview(b"abc"), object(), type, ...])
tattler.log(object(), object())
`,
}

/** Tells of one event, waits, tells of a hundred, waits, and ends. `PAUSE`: how long Tattler is left alone, s. */
export const RETRY: Program = {
  node: `import { createTattler } from './tattler.mjs'
${WAIT.node}
const tattler = createTattler({ pause: 1000 * process.env.PAUSE })
tattler.log('info', 'first')
await wait()
for (let n = 0; n < 100; n++) tattler.log('info', 'more')
await wait()
tattler.log('info', 'last')
await wait()
process.exit()
`,
  php: `<?php require 'Tattler.php';
${WAIT.php}
Tattler::configure(['pause' => (float) getenv('PAUSE')]);
Tattler::log('info', 'first');
wait();
for ($n = 0; $n < 100; $n++) Tattler::log('info', 'more');
wait();
Tattler::log('info', 'last');
wait();
`,
  python: `import os, tattler
${WAIT.python}
tattler.configure(pause=float(os.environ["PAUSE"]))
tattler.log("info", "first")
wait()
for n in range(100): tattler.log("info", "more")
wait()
tattler.log("info", "last")
wait()
`,
}

/** Tells of far more than any system takes for somebody who does not read: 20 MB. Then waits, and tells of one more. */
export const FLOOD: Program = {
  node: `import { createTattler } from './tattler.mjs'
${WAIT.node}
const tattler = createTattler({ pause: 0, patience: 500 })
for (let n = 0; n < 1000; n++) tattler.log('info', 'x'.repeat(20_000))
await wait()
tattler.log('info', 'last')
await wait()
await tattler.flush()
process.exit()
`,
  php: `<?php require 'Tattler.php';
${WAIT.php}
Tattler::configure(['pause' => 0, 'budget' => 5000, 'queueSize' => 50000000]);
for ($n = 0; $n < 1000; $n++) Tattler::log('info', str_repeat('x', 20000));
wait();
Tattler::log('info', 'last');
wait();
`,
  python: `import tattler
${WAIT.python}
tattler.configure(pause=0, patience=0.5)
for n in range(1000): tattler.log("info", "x" * 20000)
wait()
tattler.log("info", "last")
wait()
`,
}

/** One unit of work of 5 ms that tells of 20,000 events, and one event after it. */
export const BUDGET: Program = {
  node: `import { createTattler } from './tattler.mjs'
const tattler = createTattler({ budget: 5 })
tattler.unit(() => { for (let n = 0; n < 20_000; n++) tattler.log('info', 'more', { n }) })
tattler.log('info', 'last')
await tattler.flush()
`,
  php: `<?php require 'Tattler.php';
Tattler::configure(['budget' => 5]);
Tattler::unit(function () { for ($n = 0; $n < 20000; $n++) Tattler::log('info', 'more', ['n' => $n]); });
Tattler::configure(['budget' => 10000]);
Tattler::log('info', 'last');
`,
  python: `import tattler
tattler.configure(budget=5)
with tattler.unit():
    for n in range(20000): tattler.log("info", "more", {"n": n})
tattler.configure(budget=10000)
tattler.log("info", "last")
`,
}

/** A server that answers one request on a port that it prints. */
export const SERVE: Program = {
  node: `import { createServer } from 'node:http'
import { tattler } from './tattler.mjs'
const server = createServer((request, response) => tattler.middleware(request, response, async () => {
  await tattler.span('load basket', async () => tattler.query('SELECT 1', 'mysql', 2))
  response.writeHead(404, { 'content-type': 'text/plain' }).end('no basket')
}))
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
server.on('request', (_, response) => response.on('close', () => { server.close(); server.closeAllConnections() }))
`,
  php: `<?php require 'Tattler.php';
Tattler::span('load basket', fn () => Tattler::query('SELECT 1', 'mysql', 2));
http_response_code(404);
header('content-type: text/plain');
echo 'no basket';
`,
  python: `import tattler
from wsgiref.simple_server import make_server
def app(environ, start_response):
    with tattler.span("load basket"): tattler.query("SELECT 1", "mysql", 2)
    start_response("404 Not Found", [("content-type", "text/plain")])
    return [b"no basket"]
server = make_server("127.0.0.1", 0, tattler.wsgi(app))
print(server.server_port, flush=True)
server.handle_request()
`,
}
