/** The last request that asks a model something: a list of models may be asked for beside it at any time. */
export function lastQuestion<Request extends { readonly text: string }>(
  requests: readonly Request[],
): Request | undefined {
  return requests.findLast(({ text }) => text !== '');
}
