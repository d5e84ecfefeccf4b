import { CodeBlock } from '../../code/code-block.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import type { EventView } from './view.ts'

export const EmailView: EventView<'email'> = ({ payload }) => (
  <>
    <KeyValues
      entries={[
        ['From', payload.from],
        ['To', payload.to.join(', ')],
      ]}
    />
    <CodeBlock title="html" text={payload.body} language="html" label="HTML source" />
  </>
)
