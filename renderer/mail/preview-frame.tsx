import { useEffect, useRef, useState } from 'react'

interface PreviewFrameProps {
  /** A whole HTML document. */
  readonly page: string
  readonly hasRemoteImages: boolean
}

const TITLE = 'Preview of the email'

/**
 * A sandbox without rights: no scripts, no forms, no popups, an origin of its own. It inherits the policy of the page it
 * stands in, and that of the viewer lets no image in from elsewhere; a mail whose images were asked for stands in a
 * page that holds nothing else, and whose policy lets in images alone.
 */
export function PreviewFrame({ page, hasRemoteImages }: PreviewFrameProps) {
  if (hasRemoteImages) return <OpenFrame page={page} />
  // A frame of its own for each page: Chromium may lose one that is given to a frame that is still loading another.
  return (
    <iframe key={page} className="mail-paper" title={TITLE} sandbox="" referrerPolicy="no-referrer" srcDoc={page} />
  )
}

function OpenFrame({ page }: { readonly page: string }) {
  const outer = useRef<HTMLIFrameElement>(null)
  const [isLoaded, setLoaded] = useState(false)

  useEffect(() => {
    const body = outer.current?.contentDocument?.body
    if (!isLoaded || !body) return
    const frame = body.ownerDocument.createElement('iframe')
    frame.title = TITLE
    frame.setAttribute('sandbox', '')
    // Without the cookies that the hosts of the images may know the user by.
    frame.setAttribute('credentialless', '')
    frame.referrerPolicy = 'no-referrer'
    frame.srcdoc = page
    body.replaceChildren(frame)
  }, [page, isLoaded])

  return (
    <iframe
      ref={outer}
      className="mail-paper"
      title="Email with its images"
      src="mail-frame.html"
      onLoad={() => setLoaded(true)}
    />
  )
}
