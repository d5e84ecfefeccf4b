import { REDUCE_TYPES } from '../../shared/query/query.ts'
import type { Known } from './complete.ts'
import { ConditionRows } from './condition-rows.tsx'
import { setText, useConsole } from './console-state.ts'
import { editText, readDraft } from './draft.ts'
import { FieldInput, FormContext, FormError, NumberInput, SelectInput, TextInput } from './form-inputs.tsx'
import { GroupRows, OrderRows, SelectRows } from './list-rows.tsx'
import type { QueryProblem } from './query-text.ts'
import './query-form.css'

interface QueryFormProps {
  readonly text: string
  readonly problem: QueryProblem | null
  readonly known: Known
}

/** The same query as a form: what it changes is the text. */
export function QueryForm({ text, problem, known }: QueryFormProps) {
  const draft = readDraft(text)
  if (draft === null) {
    return (
      <div className="query-form query-form-broken">
        <p>The text is not complete, so that no form can show it.</p>
        <button type="button" className="button" onClick={() => useConsole.setState({ mode: 'json' })}>
          Mend it as JSON
        </button>
      </div>
    )
  }
  const reduces = 'reduce' in draft
  return (
    <FormContext
      value={{
        draft,
        problem,
        known,
        write: (path, value) => setText(editText(useConsole.getState().text, path, value)),
      }}
    >
      <form className="query-form" aria-label="Query as a form" onSubmit={(event) => event.preventDefault()}>
        <fieldset>
          <legend>From</legend>
          <div className="form-row form-labelled">
            <TextInput path={['from', 'instance']} label="App" suggestions={['*', ...known.log.instances]} isRequired />
            <TextInput
              path={['from', 'stream']}
              label="Stream"
              placeholder="every stream"
              suggestions={known.log.streams}
            />
            <FormError path={['from']} />
          </div>
        </fieldset>
        <fieldset>
          <legend>Where</legend>
          <ConditionRows path={['where']} />
        </fieldset>
        <fieldset>
          <legend>Answer</legend>
          <div className="form-row">
            <SelectInput
              path={['reduce', 'type']}
              label="Compute"
              options={[
                { value: '', label: 'the events' },
                ...REDUCE_TYPES.map((type) => ({ value: type, label: type })),
              ]}
              onEmpty={['reduce']}
            />
            {reduces && <FieldInput path={['reduce', 'field']} label="Of field" placeholder="of the events" />}
          </div>
          <FormError path={['reduce', 'field']} />
        </fieldset>
        {reduces ? (
          <fieldset>
            <legend>Group by</legend>
            <GroupRows />
          </fieldset>
        ) : (
          <>
            <fieldset>
              <legend>Fields</legend>
              <SelectRows />
            </fieldset>
            <fieldset>
              <legend>Order</legend>
              <OrderRows />
            </fieldset>
            <fieldset>
              <legend>Limit</legend>
              <div className="form-row form-labelled">
                <NumberInput path={['limit']} label="At most" placeholder="1000" />
                <NumberInput path={['offset']} label="Skip" placeholder="0" />
              </div>
            </fieldset>
          </>
        )}
      </form>
    </FormContext>
  )
}
