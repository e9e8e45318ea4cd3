import assert from 'node:assert/strict';
import { cleanCommitMessage } from '../../../../src/core/sourceControl/commitMessageText';

const STYLE = { subjectLimit: 72, endsWithStop: false };
const SUBJECT = 'fix: add numbers instead of subtracting';
const WHOLE = `${SUBJECT}\n\nThe sign was wrong since the last release.`;

/** What models write, and what belongs into the box. */
const ANSWERS: readonly (readonly [what: string, written: string, wanted: string])[] = [
  ['nothing around it', WHOLE, WHOLE],
  ['a fence', `\`\`\`\n${WHOLE}\n\`\`\``, WHOLE],
  ['a fence with a language', `\`\`\`git-commit\n${WHOLE}\n\`\`\`\n`, WHOLE],
  ['a fence of tildes that is not closed', `~~~text\n${WHOLE}`, WHOLE],
  ['an introduction', `Here's a commit message for these changes:\n\n${WHOLE}`, WHOLE],
  ['an introduction and a fence', `Sure! Here is the commit message:\n\n\`\`\`\n${WHOLE}\n\`\`\``, WHOLE],
  ['two introductions', `Sure!\nHere is one:\n${WHOLE}`, WHOLE],
  ['an introduction in bold', `**Commit Message:**\n\n${WHOLE}`, WHOLE],
  ['an introduction in Indonesian', `Berikut pesan commit-nya:\n\n${WHOLE}`, WHOLE],
  ['an introduction in Chinese', `以下是提交信息：\n\n${WHOLE}`, WHOLE],
  ['a label on the same line', `Commit message: ${WHOLE}`, WHOLE],
  ['a label in bold on the same line', `**Commit message:** ${WHOLE}`, WHOLE],
  ['quotation marks', `"${SUBJECT}"`, SUBJECT],
  ['quotation marks around the subject', `"${SUBJECT}"\n\nBecause.`, `${SUBJECT}\n\nBecause.`],
  ['quotation marks around all of it', `"${WHOLE}"`, WHOLE],
  ['curly quotation marks', `“${SUBJECT}”`, SUBJECT],
  ['corner brackets', '「修复求和」', '修复求和'],
  ['backticks', `\`${SUBJECT}\``, SUBJECT],
  ['stars around the subject', `**${SUBJECT}**\n\nBecause.`, `${SUBJECT}\n\nBecause.`],
  ['a heading', `# ${WHOLE}`, WHOLE],
  ['an explanation after the fence', `\`\`\`\n${WHOLE}\n\`\`\`\n\nThis message follows the style.`, WHOLE],
  ['an explanation', `${WHOLE}\n\nThis commit message follows the Conventional Commits style.`, WHOLE],
  ['an offer', `${WHOLE}\n\nLet me know if you want it shorter!`, WHOLE],
  ['a line and an explanation', `${WHOLE}\n\n---\n\nI kept it short.`, WHOLE],
  ['spaces and empty lines', `\n\n  ${SUBJECT}  \n\n\n\nBecause.   \n\n`, `${SUBJECT}\n\nBecause.`],
  ['no empty line after the subject', `${SUBJECT}\n- one\n- two`, `${SUBJECT}\n\n- one\n- two`],
  ['line ends of Windows', `${SUBJECT}\r\n\r\nBecause.\r\n`, `${SUBJECT}\n\nBecause.`],
  ['a full stop', `${SUBJECT}.`, SUBJECT],
  ['what cannot be seen', `fix: \u200badd\u202e numbers\u001b[31m`, 'fix: add numbers'],
  ['nothing', ' \n ', ''],
  // What looks like it and is not.
  ['a word in quotation marks', '"Save" is greyed out while "Send" runs', '"Save" is greyed out while "Send" runs'],
  ['code at the beginning', '`sum` adds', '`sum` adds'],
  [
    'a fence in the body',
    `${SUBJECT}\n\n\`\`\`\nsum(1, 2)\n\`\`\`\n\nas before`,
    `${SUBJECT}\n\n\`\`\`\nsum(1, 2)\n\`\`\`\n\nas before`,
  ],
  [
    'a subject about commit messages',
    'Commit messages are shorter\n\nBecause.',
    'Commit messages are shorter\n\nBecause.',
  ],
  ['a note of the author', `${SUBJECT}\n\nNote: needs a migration.`, `${SUBJECT}\n\nNote: needs a migration.`],
];

describe('a commit message', () => {
  for (const [what, written, wanted] of ANSWERS) {
    it(`is found in an answer with ${what}`, () => {
      assert.equal(cleanCommitMessage(written, true, STYLE), wanted);
    });
  }

  it('shows nothing on the way that is around it', () => {
    for (const [what, written] of ANSWERS) {
      for (let end = 0; end <= written.length; end++) {
        const shown = cleanCommitMessage(written.slice(0, end), false, STYLE);
        assert.doesNotMatch(
          shown,
          /^(?:```|~~~|["“「*#]*(?:Here|Sure|Berikut|以下|\**Commit Message:))/i,
          `${what}, ${end}`,
        );
      }
    }
  });

  it('appears as it is written', () => {
    assert.equal(cleanCommitMessage('fix: add numbers', false, STYLE), 'fix: add numbers');
    assert.equal(cleanCommitMessage('```\nfix: add numbers\n\nBecau', false, STYLE), 'fix: add numbers\n\nBecau');
    assert.equal(cleanCommitMessage('```\nfix: add numbers\n``', false, STYLE), 'fix: add numbers');
    assert.equal(cleanCommitMessage('fix', false, STYLE), '');
  });

  it('goes on in the body where its subject is too long, and loses nothing', () => {
    const words = 'feat: show the size of every file that goes along with a message, and say what is left out of it';
    const [subject = '', , body = ''] = cleanCommitMessage(words, true, STYLE).split('\n');
    assert.ok(subject.length <= 72, subject);
    assert.equal(`${subject.replace('…', '')} ${body.replace('…', '')}`, words);
    const sentences = 'Show the size of every file. It was not to be seen before, and nobody knew what was sent';
    assert.equal(
      cleanCommitMessage(sentences, true, STYLE),
      'Show the size of every file\n\nIt was not to be seen before, and nobody knew what was sent',
    );
    const chinese = '修'.repeat(80);
    assert.equal(cleanCommitMessage(chinese, true, STYLE), `${'修'.repeat(71)}…\n\n…${'修'.repeat(9)}`);
  });

  it('keeps its length and its full stop where the repository has such', () => {
    const long = `${'word '.repeat(20)}end.`;
    assert.equal(cleanCommitMessage(long, true, { subjectLimit: undefined, endsWithStop: true }), long);
  });
});
