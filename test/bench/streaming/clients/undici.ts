import Agent from 'undici/lib/dispatcher/agent.js';
import type { Client, Target } from './client';
import { createHandParser, requestBody } from './handParser';

/** The cheapest way through undici: no streams, no promises for each chunk. */
export function connect({ baseUrl }: Target): Client {
  const { origin, pathname } = new URL(`${baseUrl}/chat/completions`);
  const agent = new Agent();
  return {
    read: (model, onText) =>
      new Promise((resolve, reject) => {
        const parse = createHandParser(onText);
        const decoder = new TextDecoder();
        const headers = { 'content-type': 'application/json' };
        agent.dispatch(
          { origin, path: pathname, method: 'POST', headers, body: requestBody(model) },
          {
            onRequestStart() {},
            onResponseStart(_controller, status) {
              if (status !== 200) reject(new Error(`The server says ${status}.`));
            },
            onResponseData: (_controller, bytes) => parse(decoder.decode(bytes, { stream: true })),
            onResponseEnd: () => resolve(),
            onResponseError: (_controller, error) => reject(error),
          },
        );
      }),
  };
}
