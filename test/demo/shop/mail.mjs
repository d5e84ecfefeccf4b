import { record } from '../reporter.mjs'
import { render } from './template.mjs'

/** Composes a mail; the shop of this demo has no mail server, so that is where its way ends.
 * @param {{ template: string, subject: string, to: string, bcc?: string[], attachments?: string[], context: import('./template.mjs').Context }} mail */
export async function sendMail({ template, subject, to, bcc, attachments, context }) {
  const payload = {
    subject,
    body: '',
    from: 'Kettle & Leaf <orders@kettle-and-leaf.example>',
    to: [to],
    replyTo: 'help@kettle-and-leaf.example',
    ...(bcc && { bcc }),
    ...(attachments && { attachments }),
  }
  await record({ type: 'email', importance: 2, payload }, async (measured) => {
    payload.body = await render(template, { ...context, subject })
    measured.success = true
  })
}
