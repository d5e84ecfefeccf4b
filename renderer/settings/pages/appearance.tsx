import { Palette } from 'lucide-react'
import { CODE_SIZES, ZOOMS } from '../../state/settings.ts'
import { NumberField, Select } from '../controls.tsx'
import type { SettingsPage } from '../setting.ts'
import { choiceSetting, viewSetting } from '../view-setting.tsx'

/** How the viewer looks. */
export const appearancePage: SettingsPage = {
  id: 'appearance',
  title: 'Appearance',
  icon: Palette,
  settings: [
    choiceSetting(
      'theme',
      { label: 'Theme', help: 'Light, dark, or whichever the system has now.', keywords: 'color colour mode night' },
      { system: 'As the system', light: 'Light', dark: 'Dark' },
    ),
    choiceSetting(
      'contrast',
      { label: 'Contrast', help: 'High contrast makes text and borders stand out more.', keywords: 'accessibility' },
      { system: 'As the system', normal: 'Normal', high: 'High' },
    ),
    choiceSetting(
      'motion',
      {
        label: 'Motion',
        help: 'Reduced motion leaves out transitions and animations.',
        keywords: 'animation accessibility',
      },
      { system: 'As the system', reduced: 'Reduced', full: 'Full' },
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
    choiceSetting(
      'density',
      { label: 'Density', help: 'How much room a row of the list takes.', keywords: 'rows height compact' },
      { comfortable: 'Comfortable', compact: 'Compact' },
    ),
    viewSetting(
      'codeSize',
      { label: 'Size of code', help: 'Queries, JSON, source code and headers.', keywords: 'font text monospace' },
      (value, change, props) => <NumberField {...props} {...CODE_SIZES} value={value} unit="px" onCommit={change} />,
    ),
    choiceSetting(
      'layout',
      {
        label: 'Details',
        help: 'Where the details of an event stand. In a narrow window they are always at the bottom.',
        keywords: 'layout pane split',
      },
      { right: 'On the right', bottom: 'At the bottom' },
    ),
  ],
}
