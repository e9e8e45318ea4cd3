// JavaScript: the peer is installed when somebody measures, so its types are not there when the project is checked.
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { streamText } from 'ai';

/** @type {import('./client').ClientModule['connect']} */
export function connect({ baseUrl }) {
  const provider = createOpenAICompatible({ name: 'bench', baseURL: baseUrl, apiKey: 'none', includeUsage: true });
  return {
    async read(model, onText) {
      const { textStream } = streamText({ model: provider(model), prompt: 'Hello' });
      for await (const text of textStream) onText(text);
    },
  };
}
