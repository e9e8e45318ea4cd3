import type { ViewFile } from '../../src/shared/viewState';
import { element } from '../dom';
import { iconButton } from '../icons';
import { strings } from '../strings';
import { appendText } from './visibleText';

/** A piece of code in an answer, fenced or indented, as far as it has been written. */
export interface CodeBlock {
  /** The first word behind the fence, as the model wrote it. */
  readonly language: string;
  readonly text: string;
  /** Its fence has no end. While the answer is being written, more may follow. */
  readonly isOpen: boolean;
}

/**
 * Code with its head. The buttons have no listeners: blocks are patched all the time, so their clicks are caught further up
 * (codeActions.ts). Which of them an unfinished block offers is a matter of style (code.css), so that nothing moves.
 */
export function createCodeBlock({ language, text, isOpen }: CodeBlock, file: ViewFile | undefined): HTMLElement {
  const code = element('code', { dir: 'ltr', ...(language && { 'data-language': language }) });
  appendText(code, text);
  const label = element(
    'span',
    { class: 'code-label' },
    element('span', { class: 'language' }, language || strings.plainCode),
  );
  if (file && isLanguageOf(file, language)) label.append(element('span', { class: 'file' }, ` · ${file.name}`));
  const wrap = iconButton('wordWrap', strings.wrapLines, 'wrap-lines');
  wrap.setAttribute('aria-pressed', 'false');
  const actions = element(
    'span',
    { class: 'code-actions' },
    wrap,
    iconButton('newFile', strings.newFileWithCode, 'new-file whole'),
    iconButton('copy', strings.copyCode, 'copy-code'),
    iconButton('insert', strings.insertAtCursor, 'insert-code whole'),
    iconButton('diff', strings.applyCode, 'apply-code whole'),
  );
  const head = element('div', { class: 'code-head' }, label, actions);
  return element('div', { class: isOpen ? 'code open' : 'code' }, head, element('pre', {}, code));
}

/** A block of another language, say the command to install something, is not about the file. */
function isLanguageOf({ name, language }: ViewFile, written: string): boolean {
  const word = written.toLowerCase();
  return word !== '' && (word === language || word === name.slice(name.lastIndexOf('.') + 1).toLowerCase());
}
