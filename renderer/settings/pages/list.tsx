import { List } from 'lucide-react'
import { resetColumns } from '../../state/columns.ts'
import { DEFAULT_SETTINGS, SLOW_QUERIES } from '../../state/settings.ts'
import { useView } from '../../state/view.ts'
import { ColumnList } from '../../toolbar/column-chooser.tsx'
import { NumberField, Switch } from '../controls.tsx'
import type { SettingsPage } from '../setting.ts'
import { choiceSetting, viewSetting } from '../view-setting.tsx'

/** What the list shows. */
export const listPage: SettingsPage = {
  id: 'list',
  title: 'List',
  icon: List,
  settings: [
    choiceSetting(
      'timeMode',
      { label: 'Time', help: 'What the time column tells of an event.', keywords: 'clock relative absolute delta ago' },
      { absolute: 'Clock', relative: 'Ago', delta: 'Since the row above' },
    ),
    viewSetting(
      'slowQuery',
      { label: 'Slow query', help: 'A query that takes this long or longer is marked as slow.', keywords: 'threshold' },
      (value, change, props) => <NumberField {...props} {...SLOW_QUERIES} value={value} unit="ms" onCommit={change} />,
    ),
    viewSetting(
      'followOnStart',
      {
        label: 'Follow on start',
        help: 'A new window sticks to the newest event. Without this it stays where it opened until you press End.',
        keywords: 'tail newest scroll',
      },
      (value, change, props) => <Switch {...props} isOn={value} onChange={change} />,
    ),
    {
      id: 'columns',
      label: 'Columns',
      help: 'Which columns the list has, and in which order.',
      keywords: 'show hide move order',
      isWide: true,
      useControl: () => <ColumnList />,
      useReset: () => {
        const isDefault = useView(
          ({ columnOrder, hiddenColumns, columnSizes }) =>
            columnOrder.length === 0 &&
            Object.keys(columnSizes).length === 0 &&
            hiddenColumns.join() === DEFAULT_SETTINGS.hiddenColumns.join(),
        )
        return isDefault ? null : resetColumns
      },
    },
  ],
}
