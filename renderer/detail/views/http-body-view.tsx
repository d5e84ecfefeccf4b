import { formatBytes } from '../../../shared/format.ts'
import { hideSecretsInText } from '../../../shared/hide-secrets.ts'
import { MASK } from '../../../shared/secrets.ts'
import { CodeBlock } from '../../code/code-block.tsx'
import { JsonTree } from '../../ui/json-tree.tsx'
import type { HttpBody } from './http-body.ts'

const FOLD = 20_000

interface HttpBodyViewProps {
  /** A form is shown as a table elsewhere. */
  readonly body: HttpBody
  readonly isRevealed: boolean
}

export function HttpBodyView({ body, isRevealed }: HttpBodyViewProps) {
  switch (body.kind) {
    case 'json':
      return <JsonTree value={body.value} name="body" showsSecrets={isRevealed} />
    case 'text':
      return (
        <CodeBlock
          title={body.language ?? 'text'}
          text={isRevealed ? body.text : hideSecretsInText(body.text, MASK)}
          language={body.language}
          label="body"
          foldAt={FOLD}
          hasLineNumbers={body.language !== null}
        />
      )
    case 'binary':
      return <p className="http-note">Binary data, {formatBytes(body.bytes)} as text: not shown.</p>
    default:
      return null
  }
}
