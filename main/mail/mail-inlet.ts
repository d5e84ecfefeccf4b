import type { SmtpStatus } from '../../shared/messages.ts'
import type { Intake } from '../listeners/intake.ts'
import { noteCrowd, noteRefusal } from '../listeners/intake.ts'
import { openSmtp } from '../listeners/smtp.ts'
import { type SmtpDoor, SmtpSwitch } from '../listeners/smtp-switch.ts'
import type { AsyncLogApi, IngestResult } from '../log/api.ts'
import type { Settings } from '../settings.ts'
import { MailThread } from './mail-thread.ts'
import { createMails, type Mails } from './mails.ts'
import { type IncomingMail, takeMail } from './take-mail.ts'

export interface MailInletOptions {
  readonly intake: Intake
  readonly log: AsyncLogApi
  readonly settings: Settings['smtp']
  /** The built `mail-worker.js`. */
  readonly workerFile: URL
  onChange(): void
}

/** All there is to mails, in the order in which they pass: the port that takes them, the thread that reads them, the log. */
export interface MailInlet {
  readonly mails: Mails
  /** Takes a mail that came another way. */
  take(mail: IncomingMail): Promise<IngestResult>
  status(): SmtpStatus
  /** Listens, if that is switched on. A port that cannot be had is told as a notice. */
  open(): Promise<void>
  /** Rejects with a `PortError`. */
  switch(isEnabled: boolean): Promise<void>
  /** Listens elsewhere, or offers something else. Rejects with a `PortError`; then the old port stays open. */
  move(door: SmtpDoor): Promise<void>
  close(): Promise<void>
}

export function createMailInlet({ intake, log, settings, workerFile, onChange }: MailInletOptions): MailInlet {
  const { limits, notices } = intake
  const thread = new MailThread(workerFile)
  const take = (mail: IncomingMail) => takeMail(intake, thread, mail)
  const port = new SmtpSwitch(settings, {
    open: (door) =>
      openSmtp(door.port, {
        mailBytes: limits.mailBytes,
        room: intake.room,
        isTlsOffered: door.starttls,
        take,
        onTooLarge: (user) =>
          noteRefusal(notices, user ?? 'a mailer', `it is larger than ${limits.mailBytes} bytes`, 'mailBytes'),
        onTurnedAway: (user) => noteCrowd(intake, user ?? 'a mailer'),
        onBroken: (reason) =>
          notices.add({
            severity: 'warning',
            code: 'mailer-gave-up',
            message: `A mailer broke the connection off: ${reason}.`,
          }),
      }),
    onFailure: (reason) =>
      notices.add({
        severity: 'warning',
        code: 'smtp-port',
        message: `Mails are not taken. ${reason}`,
        hint: 'Everything else works. Switch the SMTP port off in the settings if you do not need it.',
      }),
    onChange,
  })
  return {
    mails: createMails(log, thread),
    take,
    status: () => port.status,
    open: () => port.switch(settings.enabled).catch(() => undefined),
    switch: (isEnabled) => port.switch(isEnabled),
    move: (door) => port.move(door),
    close: async () => {
      await port.close()
      thread.close()
    },
  }
}
