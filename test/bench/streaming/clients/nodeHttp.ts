import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import type { Client, Target } from './client';
import { createHandParser, requestBody } from './handParser';

export function connect({ baseUrl }: Target): Client {
  const url = new URL(`${baseUrl}/chat/completions`);
  return {
    async read(model, onText) {
      const body = requestBody(model);
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
      const asked = request(url, { method: 'POST', headers }).end(body);
      const [response]: IncomingMessage[] = await once(asked, 'response');
      if (response?.statusCode !== 200) throw new Error(`The server says ${response?.statusCode}.`);
      response.setEncoding('utf8').on('data', createHandParser(onText));
      await once(response, 'end');
    },
  };
}
