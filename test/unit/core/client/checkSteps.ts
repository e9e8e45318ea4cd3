import assert from 'node:assert/strict';
import type { Client } from '../../../../src/core/client/client';
import type { CheckStep } from '../../../../src/core/client/connectionCheck';
import type { Endpoint } from '../../../../src/core/endpoints/endpoints';
import { never, TOKEN } from './clientSetup';

/** All steps of a check. None of them may hold the token, whatever happened. */
export async function checkWith(
  client: Client,
  endpoint: Endpoint,
  model: string | undefined,
): Promise<readonly CheckStep[]> {
  const steps: CheckStep[] = [];
  for await (const step of client.check(endpoint, model, never)) steps.push(step);
  assert.ok(!JSON.stringify(steps).includes(TOKEN));
  return steps;
}

export function stepNames(steps: readonly CheckStep[]): readonly string[] {
  return steps.map(({ name }) => name);
}

export function finding(steps: readonly CheckStep[], name: string): CheckStep {
  const step = steps.find(candidate => candidate.name === name);
  assert.ok(step, `There is no step “${name}”.`);
  return step;
}

/** What came of each step, such as `ok: 3 models`. */
export function factsOf(steps: readonly CheckStep[]): Readonly<Record<string, string>> {
  return Object.fromEntries(steps.map(({ name, status, answered }) => [name, `${status}: ${answered}`]));
}
