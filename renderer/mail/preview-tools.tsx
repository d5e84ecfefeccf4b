import { Maximize, Moon, Smartphone, Sun, Tablet } from 'lucide-react'
import { Segmented } from '../ui/segmented.tsx'
import { DEVICE_WIDTHS, useMailLook, ZOOMS } from './mail-look.ts'

const SIZE = 14

/** How the preview is looked at: width, paper, zoom. */
export function PreviewTools() {
  const { device, scheme, zoom } = useMailLook()
  return (
    <div className="mail-tools">
      <Segmented
        label="Width"
        value={device}
        options={[
          { value: 'phone', label: `Phone, ${DEVICE_WIDTHS.phone} px`, icon: <Smartphone size={SIZE} aria-hidden /> },
          { value: 'tablet', label: `Tablet, ${DEVICE_WIDTHS.tablet} px`, icon: <Tablet size={SIZE} aria-hidden /> },
          { value: 'full', label: 'Full width', icon: <Maximize size={SIZE} aria-hidden /> },
        ]}
        onChange={(value) => useMailLook.setState({ device: value })}
      />
      <Segmented
        label="Paper"
        value={scheme}
        options={[
          { value: 'light', label: 'Light', icon: <Sun size={SIZE} aria-hidden /> },
          { value: 'dark', label: 'Simulated dark', icon: <Moon size={SIZE} aria-hidden /> },
        ]}
        onChange={(value) => useMailLook.setState({ scheme: value })}
      />
      <select
        className="mail-zoom"
        aria-label="Zoom"
        value={zoom}
        onChange={({ target }) =>
          useMailLook.setState({ zoom: ZOOMS.find((choice) => String(choice) === target.value) ?? 'fit' })
        }
      >
        {ZOOMS.map((choice) => (
          <option key={choice} value={choice}>
            {choice === 'fit' ? 'Fit' : `${choice} %`}
          </option>
        ))}
      </select>
    </div>
  )
}
