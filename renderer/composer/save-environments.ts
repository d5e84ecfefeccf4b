import type { Environment } from '../../shared/composer.ts'
import type { Backend } from '../backend.ts'
import { showFailure } from '../ui/failures.ts'
import { useComposer } from './composer-state.ts'

/** Hands the environments to the collector, and which of them is chosen; false, and a message, if it does not take them. */
export async function saveEnvironments(
  backend: Backend,
  environments: readonly Environment[],
  environment: string | null,
): Promise<boolean> {
  try {
    useComposer.setState({ saved: await backend.request('composer/set-environments', { environments, environment }) })
    return true
  } catch (error) {
    showFailure(error, 'Not saved')
    return false
  }
}
