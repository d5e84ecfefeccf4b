/** Stacks as programs print them, with what must be read out of them. */
export const stacks: readonly { readonly name: string; readonly text: string; readonly outline: readonly string[] }[] =
  [
    {
      name: 'Node.js',
      text: `TypeError: Cannot read properties of undefined (reading 'price')
    at Cart.total (/app/src/cart.js:41:27)
    at new Order (/app/src/order.js:12:9)
    at async Object.<anonymous> (file:///app/src/index.mjs:7:3)
    at Array.map (<anonymous>)
    at /app/src/anonymous.js:1:1
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)`,
      outline: [
        "TypeError: Cannot read properties of undefined (reading 'price')",
        'Cart.total /app/src/cart.js:41:27',
        'new Order /app/src/order.js:12:9',
        'Object.<anonymous> /app/src/index.mjs:7:3',
        'Array.map',
        '- /app/src/anonymous.js:1:1',
        'process.processTicksAndRejections node:internal/process/task_queues:95:5',
      ],
    },
    {
      name: 'Node.js with a code and a cause, as the console prints it',
      text: `Error [ERR_SHOP]: Checkout failed
    at checkout (/app/src/checkout.js:9:11)
    at main (/app/src/main.js:2:3) {
  [cause]: RangeError: Quantity 0
      at add (/app/src/cart.js:3:9)
      at main (/app/src/main.js:1:3)
}`,
      outline: [
        'Error: Checkout failed [ERR_SHOP]',
        'checkout /app/src/checkout.js:9:11',
        'main /app/src/main.js:2:3',
        '< RangeError: Quantity 0',
        'add /app/src/cart.js:3:9',
        'main /app/src/main.js:1:3',
      ],
    },
    {
      name: 'a browser with spaces, queries and eval',
      text: `Uncaught Error: boom
    at Object.handler [as onClick] (https://shop.test/assets/app.js?v=3:1:2345)
    at eval (eval at run (https://shop.test/a.js:2:3), <anonymous>:1:7)
    at async Promise.all (index 0)`,
      outline: [
        'Error: boom',
        'Object.handler [as onClick] https://shop.test/assets/app.js?v=3:1:2345',
        'eval <anonymous>:1:7',
        'Promise.all',
      ],
    },
    {
      name: 'Windows paths',
      text: 'Error: a message\nin two lines\n    at load (C:\\Users\\ada\\My App\\load.js:3:14)',
      outline: ['Error: a message\nin two lines', 'load C:\\Users\\ada\\My App\\load.js:3:14'],
    },
    {
      name: 'Firefox and Safari',
      text: 'add@https://shop.test/cart.js:12:34\nrender/<@https://shop.test/cart.js:2:1\n@https://shop.test/cart.js:1:1',
      outline: [
        'null: null',
        'add https://shop.test/cart.js:12:34',
        'render/< https://shop.test/cart.js:2:1',
        '- https://shop.test/cart.js:1:1',
      ],
    },
    {
      name: 'PHP with a previous exception',
      text: `PDOException: SQLSTATE[HY000] [2002] Connection refused in /app/src/Db.php:21
Stack trace:
#0 /app/src/Db.php(21): PDO->__construct('mysql:host=db', 'root', Object(SensitiveParameterValue))
#1 /app/src/Cart.php(9): Shop\\Db->connect()
#2 {main}

Next RuntimeException: Cart cannot be loaded in /app/src/Cart.php:12
Stack trace:
#0 [internal function]: Shop\\Cart->load(7)
#1 /app/public/index.php(5): array_map(Array, Array)
#2 {main}`,
      outline: [
        'RuntimeException: Cart cannot be loaded',
        '- /app/src/Cart.php:12',
        'Shop\\Cart->load',
        'array_map /app/public/index.php:5',
        '{main}',
        '< PDOException: SQLSTATE[HY000] [2002] Connection refused',
        '- /app/src/Db.php:21',
        'PDO->__construct /app/src/Db.php:21',
        'Shop\\Db->connect /app/src/Cart.php:9',
        '{main}',
      ],
    },
    {
      name: "PHP's log of an uncaught error",
      text: `PHP Fatal error:  Uncaught TypeError: add(): Argument #1 must be of type int, string given in /app/a.php:3
Stack trace:
#0 /app/a.php(7): add('x')
#1 {main}
  thrown in /app/a.php on line 3`,
      outline: [
        'TypeError: add(): Argument #1 must be of type int, string given',
        '- /app/a.php:3',
        'add /app/a.php:7',
        '{main}',
      ],
    },
    {
      name: 'Monolog in a line',
      text: `[object] (RuntimeException(code: 5): Cart is empty at /app/src/Cart.php:12)
[stacktrace]
#0 /app/src/Checkout.php(33): Shop\\Cart->order()
#1 {main}

[previous exception] [object] (PDOException(code: 0): gone away at /app/src/Db.php:7)
[stacktrace]
#0 /app/src/Cart.php(11): Shop\\Db->query('SELECT 1')`,
      outline: [
        'RuntimeException: Cart is empty [5]',
        '- /app/src/Cart.php:12',
        'Shop\\Cart->order /app/src/Checkout.php:33',
        '{main}',
        '< PDOException: gone away [0]',
        '- /app/src/Db.php:7',
        'Shop\\Db->query /app/src/Cart.php:11',
      ],
    },
    {
      name: 'Python with a cause',
      text: `Traceback (most recent call last):
  File "/app/cart.py", line 12, in add
    price = prices[item]
            ~~~~~~^^^^^^
KeyError: 'tea'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/app/main.py", line 4, in <module>
    cart.add("tea")
  File "/app/cart.py", line 14, in add
    raise shop.errors.CartError("no price") from error
shop.errors.CartError: no price`,
      outline: [
        'shop.errors.CartError: no price',
        'add /app/cart.py:14',
        '- /app/main.py:4',
        "< KeyError: 'tea'",
        'add /app/cart.py:12',
      ],
    },
    {
      name: 'Python behind a log line, with a message in two lines',
      text: `ERROR:shop:checkout failed
Traceback (most recent call last):
  File "/app/main.py", line 4, in run
    go()
ValueError: first
second`,
      outline: ['ValueError: first\nsecond', 'run /app/main.py:4'],
    },
    {
      name: 'a Python class alone',
      text: 'Traceback (most recent call last):\n  File "<stdin>", line 1, in <module>\nKeyboardInterrupt',
      outline: ['KeyboardInterrupt: null', '- <stdin>:1'],
    },
    {
      name: 'Java with a cause',
      text: `Exception in thread "main" java.lang.IllegalStateException: Cart is closed
\tat com.shop.Cart.add(Cart.java:42)
\tat com.shop.Cart$Item.<init>(Cart.java:9)
\tat java.base/java.lang.Thread.run(Thread.java:840)
\tat com.shop.Proxy.call(Unknown Source) ~[app.jar:1.0]
Caused by: java.io.IOException
\tat java.base/java.io.FileInputStream.open0(Native Method)
\t... 12 more`,
      outline: [
        'java.lang.IllegalStateException: Cart is closed',
        'com.shop.Cart.add Cart.java:42',
        'com.shop.Cart$Item.<init> Cart.java:9',
        'java.lang.Thread.run Thread.java:840',
        'com.shop.Proxy.call',
        '< java.io.IOException: null',
        'java.io.FileInputStream.open0',
      ],
    },
    {
      name: 'Kotlin',
      text: 'kotlin.UninitializedPropertyAccessException: lateinit property cart\n\tat shop.MainKt.main(Main.kt:7)',
      outline: ['kotlin.UninitializedPropertyAccessException: lateinit property cart', 'shop.MainKt.main Main.kt:7'],
    },
    {
      name: '.NET with an inner exception',
      text: `System.InvalidOperationException: Cart is closed
 ---> System.IO.IOException: disk full
   at Shop.Store.Save(Cart cart) in C:\\src\\Store.cs:line 12
   --- End of inner exception stack trace ---
   at Shop.Cart.Add(String id, Int32 count) in C:\\src\\Cart.cs:line 42
   at Program.Main()`,
      outline: [
        'System.InvalidOperationException: Cart is closed',
        'Shop.Cart.Add C:\\src\\Cart.cs:42',
        'Program.Main',
        '< System.IO.IOException: disk full',
        'Shop.Store.Save C:\\src\\Store.cs:12',
      ],
    },
    {
      name: 'a Go panic',
      text: `panic: runtime error: index out of range [3] with length 3 [recovered]

goroutine 18 [running]:
testing.tRunner.func1.2({0x50a1c0, 0xc0000b6018})
\t/usr/local/go/src/testing/testing.go:1631 +0x24a
main.(*Cart).Add(0xc000012345, 0x3)
\t/app/cart.go:12 +0x1d
created by main.main in goroutine 1
\t/app/main.go:7 +0x25

goroutine 1 [chan receive]:
main.main()
\t/app/main.go:9 +0x45
exit status 2`,
      outline: [
        'panic: runtime error: index out of range [3] with length 3 [recovered]',
        'testing.tRunner.func1.2 /usr/local/go/src/testing/testing.go:1631',
        'main.(*Cart).Add /app/cart.go:12',
        'main.main /app/main.go:7',
      ],
    },
    {
      name: 'Ruby',
      text: `/app/cart.rb:12:in \`add': no price for tea (Shop::CartError)
\tfrom /app/cart.rb:5:in 'Shop::Cart#load'
\tfrom main.rb:3:in \`<main>'`,
      outline: [
        'Shop::CartError: no price for tea',
        'add /app/cart.rb:12',
        'Shop::Cart#load /app/cart.rb:5',
        '<main> main.rb:3',
      ],
    },
  ]
