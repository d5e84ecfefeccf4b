const ESC = '\u001b'

/** What the demo shop has no occasion to send: other languages' failures, colours of terminals, unknown types. */
export const DOCUMENTS: readonly { readonly app: string; readonly body: unknown }[] = [
  {
    app: 'worker',
    body: {
      type: 'log',
      importance: 4,
      payload: {
        message: `${ESC}[32m✓${ESC}[0m 128 jobs done, ${ESC}[1;33m3 retried${ESC}[0m, ${ESC}[31m1 failed${ESC}[0m in ${ESC}[36m4.2 s${ESC}[0m`,
        context: JSON.stringify({
          queue: 'mails',
          started: '2026-11-21T08:15:00Z',
          last_job: 9_223_372_036_854,
          retried: [{ job: 17, reason: 'timeout', after_ms: 5000 }],
          dashboard: 'https://queue.example.test/runs/4711',
          raw: JSON.stringify({ nested: { in: 'a string' } }),
        }),
      },
    },
  },
  {
    app: 'worker',
    body: {
      type: 'exception',
      importance: 6,
      payload: {
        type: 'psycopg.errors.UniqueViolation',
        message: 'duplicate key value violates unique constraint "users_email_key"',
        trace: [
          'Traceback (most recent call last):',
          '  File "/app/worker/jobs.py", line 118, in run',
          '    handler(job.payload)',
          '  File "/app/worker/accounts.py", line 42, in create_account',
          '    cursor.execute(INSERT_USER, (email, name))',
          '  File "/usr/lib/python3/site-packages/psycopg/cursor.py", line 732, in execute',
          '    raise ex.with_traceback(None)',
          'psycopg.errors.UniqueViolation: duplicate key value violates unique constraint "users_email_key"',
        ].join('\n'),
      },
    },
  },
  {
    app: 'worker',
    body: {
      type: 'metrics',
      importance: 2,
      payload: {
        name: 'Queue depths',
        queues: ['mails', 'exports', 'thumbnails', 'webhooks'].map((queue, index) => ({
          queue,
          waiting: 12 * (index + 1),
          oldest_seconds: 3.5 * index,
          paused: index === 2,
        })),
      },
    },
  },
  { app: 'worker', body: '{"type":"log","payload":{"message":"cut off in the middle", "context":' },
]

/** A mail as an app sends it by SMTP: text and HTML, an inline image, an attachment, remote content. */
export const MAIL = {
  from: 'Kettle & Leaf <shop@kettle-and-leaf.test>',
  to: ['Mia Sørensen <mia@example.com>'],
  cc: 'packing@kettle-and-leaf.test',
  replyTo: 'service@kettle-and-leaf.test',
  subject: 'Your tea is on its way 🍵 order 2026-1042',
  text: 'Hello Mia,\n\nyour parcel left us this morning and should arrive on Tuesday.\n\nKettle & Leaf',
  html: `<!doctype html><html><body style="margin:0;background:#f3efe6;font-family:Georgia,serif">
<table width="100%" cellpadding="0"><tr><td align="center" style="padding:32px">
<table width="560" style="background:#fff;border-radius:12px;padding:32px;color:#2b2b2b">
<tr><td><img src="cid:leaf" alt="A green leaf" width="48" height="48">
<h1 style="font-size:26px;color:#2f6b3a">Your tea is on its way</h1>
<p>Hello Mia,</p><p>your parcel left us this morning and should arrive on <b>Tuesday</b>.</p>
<table width="100%" style="border-top:1px solid #ddd"><tr><td>Sencha Uji, 100 g</td><td align="right">€ 14.90</td></tr>
<tr><td>Glass cup, 2 ×</td><td align="right">€ 19.00</td></tr></table>
<p style="margin-top:24px"><a href="https://shop.example.test/track/1042" style="background:#2f6b3a;color:#fff;padding:12px 20px;text-decoration:none;border-radius:6px">Track the parcel</a></p>
<p style="color:#777">Not yours? <a href="http://example.test/report">Tell us</a>.</p>
<img src="https://pixel.example.test/open.gif?id=1042" width="1" height="1">
</td></tr></table></td></tr></table></body></html>`,
  attachments: [
    { filename: 'invoice-1042.pdf', content: '%PDF-1.4 an invoice', contentType: 'application/pdf' },
    {
      filename: 'leaf.png',
      cid: 'leaf',
      contentType: 'image/png',
      content:
        'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
      encoding: 'base64',
    },
  ],
}
