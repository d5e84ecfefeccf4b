import type { InstanceInfo, StreamInfo } from '../../shared/messages.ts'
import { formatClock } from '../list/format-time.ts'
import { goToEvent } from '../state/actions.ts'
import { changeFilter, setSearch } from '../state/view.ts'
import type { Command, CommandProvider } from './command.ts'

/** Streams asked for per app, and offered. */
const STREAMS_PER_APP = 8

/** Apps and streams by name, id or first line. */
const streams: CommandProvider = {
  id: 'streams',
  isRemote: true,
  find: async (search, { backend }) => {
    if (search.trim() === '') return []
    const instances = await backend.request('log/streams', { search: search.trim(), limit: STREAMS_PER_APP })
    return instances.flatMap((instance) => [
      ...(includes(instance.name, search) ? [toAppCommand(instance)] : []),
      ...instance.streams.map((stream) => toStreamCommand(instance, stream)),
    ])
  },
}

function toAppCommand({ id, name, events }: InstanceInfo): Command {
  return {
    id: `app/${id}`,
    label: `App ${name}`,
    detail: `${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}`,
    group: 'Streams',
    run: () => changeFilter((filter) => ({ ...filter, from: { instance: id } })),
  }
}

function toStreamCommand(instance: InstanceInfo, { id, title, time }: StreamInfo): Command {
  return {
    id: `stream/${instance.id}/${id}`,
    label: title || id,
    detail: `${instance.name} · ${formatClock(time, Date.now())}`,
    keywords: id,
    group: 'Streams',
    run: () => changeFilter((filter) => ({ ...filter, from: { instance: instance.id, stream: id } })),
  }
}

/** What any text can mean: the number of an event, or words to search for. */
const typedText: CommandProvider = {
  id: 'typed',
  find: (search) => {
    const text = search.trim()
    if (text === '') return []
    const [, digits] = /^#?(\d{1,15})$/.exec(text) ?? []
    const event: Command = {
      id: 'typed/event',
      label: `Go to event #${digits}`,
      group: 'Events',
      keywords: text,
      run: (context) => goToEvent(context, Number(digits)),
    }
    const words: Command = {
      id: 'typed/search',
      label: `Search events for ${text}`,
      group: 'Filter',
      run: () => setSearch(text),
    }
    return digits === undefined ? [words] : [event, words]
  },
}

export const EVENT_PROVIDERS: readonly CommandProvider[] = [streams, typedText]

function includes(text: string, search: string): boolean {
  return text.toLowerCase().includes(search.trim().toLowerCase())
}
