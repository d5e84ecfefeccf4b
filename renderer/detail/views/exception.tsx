import { useMemo } from 'react'
import type { JsonObject } from '../../ui/json-value.ts'
import { readException } from '../../ui/stack-values.ts'
import { FailureReport } from './failure-report.tsx'
import type { EventView } from './view.ts'

export const ExceptionView: EventView<'exception'> = ({ payload, event }) => {
  const failure = useMemo(() => readException(payload as JsonObject), [payload])
  return failure && <FailureReport failure={failure} instance={event.instance} />
}
