/** What VS Code says of the files and folders that are dragged from its explorer or its tabs: a URI in each line. */
const URI_LIST = 'application/vnd.code.uri-list';

/**
 * Hands over the files that are pasted into the box, or dropped anywhere on the page. What is dragged from VS Code itself comes
 * as URIs. VS Code lets a page have it only while Shift is held.
 */
export function takeTransfers(
  composer: HTMLElement,
  box: HTMLElement,
  take: (files: readonly File[]) => void,
  takeUris: (uris: readonly string[]) => void,
): void {
  box.addEventListener('paste', event => {
    const transfer = event.clipboardData;
    // Spreadsheets and word processors give a picture of the text along with it: the text is meant.
    if (!transfer || transfer.files.length === 0 || transfer.types.includes('text/plain')) return;
    event.preventDefault();
    take([...transfer.files]);
  });
  // Counts: a drag enters each element under it before it leaves the one that it was over.
  let depth = 0;
  const setDepth = (next: number): void => {
    depth = Math.max(0, next);
    composer.classList.toggle('dropping', depth > 0);
  };
  document.addEventListener('dragenter', event => {
    if (hasFiles(event)) setDepth(depth + 1);
  });
  document.addEventListener('dragleave', event => {
    if (hasFiles(event)) setDepth(depth - 1);
  });
  document.addEventListener('dragover', event => {
    // What is not taken over would be opened in the page's place.
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener('drop', event => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setDepth(0);
    const uris = urisIn(event.dataTransfer?.getData(URI_LIST) ?? '');
    if (uris.length > 0) takeUris(uris);
    else take([...(event.dataTransfer?.files ?? [])]);
    box.focus();
  });
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') === true || dataTransfer?.types.includes(URI_LIST) === true;
}

/** As many as the host takes at once. */
const MAX_URIS = 100;

function urisIn(list: string): readonly string[] {
  const lines = list.split(/\r?\n/).map(line => line.trim());
  return lines.filter(line => /^[a-z][a-z\d+.-]*:/i.test(line) && line.length <= 4096).slice(0, MAX_URIS);
}
