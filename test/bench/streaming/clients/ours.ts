import type { ChatRequest } from '../../../../src/core/chat';
import { createClient } from '../../../../src/core/client/client';
import type { Client, Target } from './client';

export function connect({ endpoint }: Target): Client {
  const client = createClient({ token: async () => undefined });
  return {
    prepare: () => client.prepare(endpoint),
    async read(model, onText) {
      const request: ChatRequest = {
        model,
        messages: [{ role: 'user', parts: [{ type: 'text', text: 'Hello' }] }],
        parameters: {},
        stream: true,
      };
      for await (const event of client.chat(endpoint, request, new AbortController().signal)) {
        if (event.type === 'text') onText(event.text);
      }
    },
  };
}
