import { element } from '../dom';
import { icon, iconButton } from '../icons';
import { fill, strings } from '../strings';

/** What the composer says about the message: why something was refused, and whether a secret is really meant to be sent. */
export interface Notices {
  readonly node: HTMLElement;
  /** Says something until the user goes on. */
  say(text: string): void;
  /** Asks whether what was found is to be sent to this host. */
  askAboutSecrets(findings: readonly string[], host: string): void;
  readonly isAsking: boolean;
  /** Takes the question back: what it was about has changed. */
  withdrawQuestion(): void;
  clear(): void;
}

/** Findings that are named one by one. */
const NAMED = 4;

export function createNotices(sendAnyway: () => void, focusBox: () => void): Notices {
  // Always there, or a screen reader would not hear the first one.
  const said = element('div', { class: 'notice', role: 'status' });
  const node = element('div', { class: 'notices' }, said);
  let asked: HTMLElement | undefined;

  function withdrawQuestion(): void {
    asked?.remove();
    asked = undefined;
  }

  function button(label: string, isSecondary: boolean, action: () => void): HTMLElement {
    const made = element('button', { type: 'button', class: isSecondary ? 'button secondary' : 'button' }, label);
    made.addEventListener('click', () => {
      withdrawQuestion();
      focusBox();
      action();
    });
    return made;
  }

  return {
    node,
    say(text) {
      const dismiss = iconButton('close', strings.dismiss);
      dismiss.addEventListener('click', () => {
        said.replaceChildren();
        focusBox();
      });
      said.replaceChildren(icon('warning'), element('span', {}, text), dismiss);
    },
    askAboutSecrets(findings, host) {
      const named = findings.slice(0, NAMED).map(finding => element('li', {}, finding));
      const more = findings.length - named.length;
      if (more > 0) named.push(element('li', {}, fill(strings.andMore, { count: more })));
      withdrawQuestion();
      // Made anew each time: that it comes is what a screen reader is told of an alert.
      asked = element(
        'div',
        { class: 'secrets', role: 'alert' },
        element('p', {}, icon('warning'), element('span', {}, fill(strings.secretsFound, { host }))),
        element('ul', {}, ...named),
        element(
          'div',
          { class: 'buttons' },
          button(strings.doNotSend, false, () => undefined),
          button(strings.sendAnyway, true, sendAnyway),
        ),
      );
      node.append(asked);
    },
    get isAsking() {
      return asked !== undefined;
    },
    withdrawQuestion,
    clear() {
      said.replaceChildren();
      withdrawQuestion();
    },
  };
}
