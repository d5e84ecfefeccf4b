import { ShieldCheck } from 'lucide-react'
import { useMemo } from 'react'
import { makePreview } from './email-html.ts'

/**
 * The body as a mail client would show it. Three walls stand around it: what could act, load or lead away is
 * removed from the HTML, a policy of its own allows nothing but styles and embedded images, and the frame is a sandbox
 * without rights: no scripts, no forms, no popups, an origin of its own.
 */
export function EmailPreview({ html }: { readonly html: string }) {
  const preview = useMemo(() => makePreview(html), [html])
  if (!preview) {
    return (
      <p className="detail-message">
        This HTML is too large or too tangled for a safe preview. Its source is beside it.
      </p>
    )
  }
  const { page, remote } = preview
  return (
    <div className="detail-mail">
      {remote > 0 && (
        <p className="detail-mail-note">
          <ShieldCheck size={14} aria-hidden />
          Remote content blocked: {remote}
        </p>
      )}
      <iframe
        className="detail-paper"
        title="Preview of the email"
        sandbox=""
        referrerPolicy="no-referrer"
        srcDoc={page}
      />
    </div>
  )
}
