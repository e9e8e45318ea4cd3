import { element } from './dom';

/** Icons by name, in the colour of the text around them. Their sources are part of the bundle: no message and no model reaches them. */
export function createIcons<Name extends string>(sources: Readonly<Record<Name, string>>) {
  const parsed = new Map<Name, Element>();

  function icon(name: Name): Node {
    let drawing = parsed.get(name);
    if (!drawing) {
      drawing = new DOMParser().parseFromString(sources[name], 'image/svg+xml').documentElement;
      drawing.setAttribute('class', 'icon');
      drawing.setAttribute('aria-hidden', 'true');
      parsed.set(name, drawing);
    }
    return document.importNode(drawing, true);
  }

  /** A button that shows only an icon; its label is what a screen reader says and the tooltip shows. */
  function iconButton(name: Name, label: string, extraClass = ''): HTMLButtonElement {
    const classes = `icon-button ${extraClass}`.trim();
    return element('button', { type: 'button', class: classes, 'aria-label': label, title: label }, icon(name));
  }

  return { icon, iconButton };
}
