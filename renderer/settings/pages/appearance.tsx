import { Palette } from 'lucide-react'
import { CODE_SIZES, ZOOMS } from '../../state/settings.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { NumberField, Select } from '../controls.tsx'
import type { SettingsPage } from '../setting.ts'
import { viewSetting } from '../view-setting.tsx'

/** How the viewer looks. */
export const appearancePage: SettingsPage = {
  id: 'appearance',
  title: 'Appearance',
  icon: Palette,
  settings: [
    viewSetting(
      'theme',
      { label: 'Theme', help: 'Light, dark, or whichever the system has now.', keywords: 'color colour mode night' },
      (value, change, { label }) => (
        <Segmented
          label={label}
          value={value}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={change}
        />
      ),
    ),
    viewSetting(
      'contrast',
      { label: 'Contrast', help: 'High contrast makes text and borders stand out more.', keywords: 'accessibility' },
      (value, change, { label }) => (
        <Segmented
          label={label}
          value={value}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'normal', label: 'Normal' },
            { value: 'high', label: 'High' },
          ]}
          onChange={change}
        />
      ),
    ),
    viewSetting(
      'motion',
      {
        label: 'Motion',
        help: 'Reduced motion leaves out transitions and animations.',
        keywords: 'animation accessibility',
      },
      (value, change, { label }) => (
        <Segmented
          label={label}
          value={value}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'reduced', label: 'Reduced' },
            { value: 'full', label: 'Full' },
          ]}
          onChange={change}
        />
      ),
    ),
    viewSetting(
      'zoom',
      { label: 'Zoom', help: 'Size of everything in the window. Ctrl or Cmd with +, - and 0 changes it, too.' },
      (value, change, props) => (
        <Select
          {...props}
          value={value}
          options={ZOOMS.map((zoom) => ({ value: zoom, label: `${zoom} %` }))}
          onChange={change}
        />
      ),
    ),
    viewSetting(
      'density',
      { label: 'Density', help: 'How much room a row of the list takes.', keywords: 'rows height compact' },
      (value, change, { label }) => (
        <Segmented
          label={label}
          value={value}
          options={[
            { value: 'comfortable', label: 'Comfortable' },
            { value: 'compact', label: 'Compact' },
          ]}
          onChange={change}
        />
      ),
    ),
    viewSetting(
      'codeSize',
      { label: 'Size of code', help: 'Queries, JSON, source code and headers.', keywords: 'font text monospace' },
      (value, change, props) => <NumberField {...props} {...CODE_SIZES} value={value} unit="px" onCommit={change} />,
    ),
    viewSetting(
      'layout',
      {
        label: 'Details',
        help: 'Where the details of an event stand. In a narrow window they are always at the bottom.',
        keywords: 'layout pane split',
      },
      (value, change, { label }) => (
        <Segmented
          label={label}
          value={value}
          options={[
            { value: 'right', label: 'On the right' },
            { value: 'bottom', label: 'At the bottom' },
          ]}
          onChange={change}
        />
      ),
    ),
  ],
}
