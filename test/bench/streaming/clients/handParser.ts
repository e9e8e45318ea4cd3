/** What people write who need no library: splits into lines and reads each as JSON. Knows nothing of what can go wrong. */
export function createHandParser(onText: (text: string) => void): (text: string) => void {
  let rest = '';
  return text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line.startsWith('data: ') || line === 'data: [DONE]') continue;
      const content = JSON.parse(line.slice('data: '.length)).choices[0]?.delta?.content;
      if (content) onText(content);
    }
  };
}

export function requestBody(model: string): string {
  return JSON.stringify({
    model,
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
    stream_options: { include_usage: true },
  });
}
