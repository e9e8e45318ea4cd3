import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import type { Part } from '../../../../src/core/chat';
import {
  apply,
  type Conversation,
  type ConversationRecord,
  emptyConversation,
} from '../../../../src/core/conversation/conversation';
import { conversationMarkdown, type MarkdownWords } from '../../../../src/core/exports/conversationMarkdown';

const words: MarkdownWords = {
  untitled: 'New conversation',
  you: 'You',
  date: () => '1 March 2026',
  thought: milliseconds => (milliseconds === undefined ? 'Thought' : `Thought for ${milliseconds} ms`),
  image: 'Image',
  lines: (first, last) => `lines ${first}–${last}`,
  ending: ({ status, error }) =>
    status === 'failed' ? `Failed: ${error?.serverMessage}` : status === 'stopped' ? 'Stopped' : undefined,
};

const text = (value: string): Part => ({ type: 'text', text: value });
const asked = (id = 'a1'): ConversationRecord => ({
  type: 'asked',
  id,
  endpoint: 'My_Server',
  model: 'qwen/qwen2-vl*',
  at: 10,
});
const wrote = (words: string, reasoning = '', at = 20): ConversationRecord => ({
  type: 'delta',
  id: 'a1',
  text: words,
  reasoning,
  at,
});
const done: ConversationRecord = {
  type: 'ended',
  id: 'a1',
  at: 30,
  outcome: { status: 'complete', finishReason: 'stop' },
};

function chat(...records: readonly ConversationRecord[]): Conversation {
  return records.reduce(apply, emptyConversation('c', 1000));
}
const question = (...parts: readonly Part[]): ConversationRecord => ({ type: 'question', id: 'q1', parts });

const rendered = (markdown: string): string => new MarkdownIt({ html: true }).render(markdown);
/** What stands behind a last question, whatever comes before it. */
function readsOn(conversation: Conversation): boolean {
  const last = apply(conversation, { type: 'question', id: 'last', parts: [text('The *last* question')] });
  return rendered(conversationMarkdown(last, words)).endsWith('<h2>You</h2>\n<p>The <em>last</em> question</p>\n');
}

describe('a conversation as Markdown', () => {
  it('says title, day, who said what, and what a model thought, folded', () => {
    const conversation = chat(
      question(text('Why is it *blue*?')),
      asked(),
      wrote('', 'Hm.\n\nLight…', 20),
      wrote('Because.\n', '', 25),
      done,
    );
    assert.equal(
      conversationMarkdown(conversation, words),
      [
        '# Why is it \\*blue\\*?',
        '*1 March 2026*',
        '## You',
        'Why is it *blue*?',
        '## qwen/qwen2-vl\\* · My\\_Server',
        '<details>',
        '<summary>Thought for 5 ms</summary>',
        '> Hm.\n>\n> Light…',
        '</details>',
        'Because.\n',
      ].join('\n\n'),
    );
  });

  it('has files in fences longer than any in them, and names pictures', () => {
    const file: Part = {
      type: 'file',
      name: 'docs/a`b.md',
      language: 'markdown',
      text: '````ts\nx\n````',
      lines: [3, 5],
      problems: ['Error: *x*'],
    };
    const changes: Part = {
      type: 'file',
      name: 'changes',
      language: 'diff',
      text: '+1\n',
      context: { kind: 'changes', label: 'Changes' },
    };
    const image: Part = { type: 'image', name: 'a_b_c.png', mediaType: 'image/png', data: 'AAAA' };
    const markdown = conversationMarkdown(chat(question(file, changes, image, text('Look'))), words);
    assert.ok(
      markdown.includes(
        'Look\n\n``docs/a`b.md``, lines 3–5\n\n`````markdown\n````ts\nx\n````\n`````\n\n> Error: \\*x\\*',
      ),
      markdown,
    );
    assert.ok(markdown.includes('**Changes**\n\n```diff\n+1\n```\n\nImage: `a_b_c.png`\n'), markdown);
    assert.ok(!markdown.includes('AAAA'));
  });

  it('shows the way that is shown, and no other', () => {
    const edited = apply(chat(question(text('First')), asked(), wrote('One'), done), {
      type: 'question',
      id: 'q2',
      parts: [text('Second')],
      after: '',
    });
    assert.doesNotMatch(conversationMarkdown(edited, words), /First|One/);
  });

  it('says how an answer failed or was stopped, in its place', () => {
    const error = { kind: 'server', message: 'm', serverMessage: 'out\nof *memory*' } as const;
    const failed = chat(question(text('x')), asked(), wrote('Half'), {
      type: 'ended',
      id: 'a1',
      at: 30,
      outcome: { status: 'failed', error },
    });
    assert.ok(conversationMarkdown(failed, words).endsWith('Half\n\n> Failed: out of \\*memory\\*\n'));
  });

  it('has a title in one line, whose characters mean nothing', () => {
    for (const title of [
      '# [a](b) <i>*x*</i> `c` ~d~ &amp; $e$ | \\_',
      '- 1. + > x',
      'a\nb',
      '![x](y)',
      '===',
      '---',
      '    x',
      'x #',
    ]) {
      const html = rendered(conversationMarkdown({ ...chat(question(text('x'))), label: { title } }, words));
      const [, heading = ''] = /^<h1>(.*)<\/h1>$/m.exec(html) ?? [];
      const shown = heading
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&amp;', '&');
      assert.equal(shown, title.replaceAll('\n', ' ').trim());
    }
    assert.ok(conversationMarkdown(chat(), words).startsWith('# New conversation\n'));
  });

  it('reads on after an answer that was cut within code or a comment', () => {
    for (const cut of [
      '```ts\nconst a',
      '~~~\nx\n```',
      '````\n```\nx\n```',
      '<!-- to do',
      'a <!-- b\nc',
      '- x\n\n  ```',
      '```a`b',
      '[x]:',
      '<?php',
      '<details>',
      '<!-- x -->',
      '- x\n\n  ```\n  y\n\nz',
      '<pre>\nx',
      '> ```\n> x',
      '1. a\n\n   ~~~\n   b',
    ]) {
      assert.ok(readsOn(chat(question(text('x')), asked(), wrote(cut), done)), cut);
      assert.ok(readsOn(chat(question(text(cut)), asked(), wrote('y'), done)), cut);
    }
  });

  it('reads on after thinking that leaves anything open, or closes what folds it', () => {
    for (const thought of [
      '```ts\nx',
      '<!-- x',
      '</details>\n\nx',
      '<pre>\nx',
      '# x\n- y',
      '</blockquote></details>',
    ]) {
      const conversation = chat(question(text('x')), asked(), wrote('', thought), wrote('y'), done);
      assert.ok(readsOn(conversation), thought);
      const html = rendered(conversationMarkdown(conversation, words));
      assert.equal(html.split('</details>').length, 2, thought);
    }
  });
});
