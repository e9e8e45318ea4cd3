// The chat page with another renderer in it: the same composer, the same scrolling, the same styles.
import { createComposer } from '../../../../media/composer/composer';
import { element } from '../../../../media/dom';
import { followEnd } from '../../../../media/follow';
import type { CreateContender } from './contender';
import { drive, type Noted, noting, type Run, watchCallbacks } from './driver';

declare global {
  interface Window {
    stream(run: Run): Promise<Noted>;
  }
}

export function startPeer(create: CreateContender): void {
  watchCallbacks();
  const root = element('div', { class: 'markdown' });
  const messages = element('div', { class: 'messages' }, element('article', { class: 'message answer' }, root));
  const log = element('div', { class: 'log' }, messages);
  const composer = createComposer(
    () => true,
    () => undefined,
  );
  document.getElementById('app')?.append(element('main', { class: 'transcript' }, log), composer.node);
  followEnd(log, messages, () => undefined);
  const contender = create(root);
  const onFrame = (): void => {
    contender.frame?.();
    requestAnimationFrame(onFrame);
  };
  if (contender.frame) requestAnimationFrame(onFrame);
  window.stream = run => drive({ append: noting(delta => contender.append(delta)) }, run);
}
