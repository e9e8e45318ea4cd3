// JavaScript: the peer is installed when somebody measures, so its types are not there when the project is checked.
import OpenAI from 'openai';

/** @type {import('./client').ClientModule['connect']} */
export function connect({ baseUrl }) {
  const client = new OpenAI({ baseURL: baseUrl, apiKey: 'none' });
  return {
    async read(model, onText) {
      const stream = await client.chat.completions.create({
        model,
        messages: [{ role: 'user', content: 'Hello' }],
        stream: true,
        stream_options: { include_usage: true },
      });
      for await (const chunk of stream) {
        const content = chunk.choices[0]?.delta?.content;
        if (content) onText(content);
      }
    },
  };
}
