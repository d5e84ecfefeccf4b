import { CodeBlock } from '../../code/code-block.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { EmailPreview } from './email-preview.tsx'
import type { EventView } from './view.ts'

const SOURCE_FOLD = 100_000

export const EmailView: EventView<'email'> = ({ payload }) => {
  const { from, to, cc = [], bcc = [], replyTo, subject, attachments = [], body } = payload
  return (
    <>
      <KeyValues
        entries={[
          ['Subject', subject],
          ['From', from],
          ['To', to.join(', ')],
          ['Cc', cc.length > 0 && cc.join(', ')],
          ['Bcc', bcc.length > 0 && bcc.join(', ')],
          ['Reply-To', replyTo !== undefined && replyTo],
          ['Attachments', attachments.length > 0 && <span className="detail-lines">{attachments.join('\n')}</span>],
        ]}
      />
      <Tabs
        label="Body"
        tabs={[
          { name: 'Preview', render: () => <EmailPreview html={body} /> },
          {
            name: 'Source',
            render: () => (
              <CodeBlock
                title="html"
                text={body}
                language="html"
                label="HTML source"
                foldAt={SOURCE_FOLD}
                hasLineNumbers
              />
            ),
          },
        ]}
      />
    </>
  )
}
