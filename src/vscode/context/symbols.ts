import * as vscode from 'vscode';
import type { ChosenFile, Offer } from '../../core/composer/composerTypes';
import { baseName } from '../../core/text';
import { knownInTime } from '../codeAround';
import { activeEditor, filePart, nameOf } from '../editor';
import { linesOf } from '../selectedCode';
import type { Pick } from './pick';
import { idOf } from './workspaceFiles';

/** Rows of the list. */
const MOST = 20;

interface FoundSymbol {
  readonly name: string;
  readonly uri: vscode.Uri;
  readonly kind: vscode.SymbolKind;
  readonly range: vscode.Range;
  /** The range is only where its name is, as far as is known. */
  readonly isName?: true;
}

/** Symbols by what is typed, those of the file beside the chat first. */
export async function foundSymbols(query: string, signal: AbortSignal): Promise<readonly Offer[]> {
  const [own, all] = await Promise.all([ownSymbols(), workspaceSymbols(query)]);
  if (signal.aborted) return [];
  const wanted = query.toLowerCase();
  const offers = [...own, ...all].filter(({ name }) => name.toLowerCase().includes(wanted)).map(symbolOffer);
  return [...new Map(offers.map(offer => [offer.id, offer])).values()].slice(0, MOST);
}

function symbolOffer(symbol: FoundSymbol): Offer {
  const { name, uri, range } = symbol;
  const file = nameOf({ uri });
  return {
    id: idOf(uri, `${bareName(name)} ${range.start.line}`),
    icon: 'symbol',
    label: name,
    detail: `${baseName(file)}:${range.start.line + 1}`,
    take: () => takeSymbol(symbol),
  };
}

/** Lets the user choose a symbol of the file. */
export function symbolOffers(pick: Pick): readonly Offer[] {
  const editor = activeEditor();
  if (!editor) return [];
  const { uri } = editor.document;
  const name = nameOf({ uri });
  return [
    {
      id: 'symbol',
      icon: 'symbol',
      label: '#symbol',
      detail: vscode.l10n.t('of {0}', baseName(name)),
      async take() {
        const symbols = await symbolsIn(uri);
        if (symbols.length === 0) return { type: 'refused', problem: { reason: 'noSymbols' } };
        const rows = symbols.map(symbol => {
          const [first, last] = [symbol.range.start.line + 1, symbol.range.end.line + 1];
          return {
            label: `$(symbol-${KINDS[symbol.kind] ?? 'misc'}) ${symbol.name}`,
            description: `${first}–${last}`,
            value: symbol,
          };
        });
        const chosen = await pick(rows, vscode.l10n.t('Which symbol should go along?'));
        return chosen && takeSymbol(chosen);
      },
    },
  ];
}

async function takeSymbol(symbol: FoundSymbol): Promise<ChosenFile> {
  const { name, uri } = symbol;
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    const range = document.validateRange(symbol.isName ? await wholeRange(symbol) : symbol.range);
    const part = filePart(document, linesOf(document, range));
    const [first, last] = part.lines ?? [1, 1];
    const detail = first === last ? String(first) : `${first}–${last}`;
    return { type: 'part', part: { ...part, context: { kind: 'symbol', label: name, detail } } };
  } catch {
    return { type: 'unreadable', name: nameOf({ uri }) };
  }
}

/** A search of the workspace may know only where the name is; its file knows where the symbol ends. */
async function wholeRange({ uri, name, range }: FoundSymbol): Promise<vscode.Range> {
  const symbols = await symbolsIn(uri);
  return (
    symbols.find(symbol => bareName(symbol.name) === bareName(name) && symbol.range.contains(range.start))?.range ??
    range
  );
}

async function ownSymbols(): Promise<readonly FoundSymbol[]> {
  const editor = activeEditor();
  return editor ? symbolsIn(editor.document.uri) : [];
}

type Provided = vscode.DocumentSymbol | vscode.SymbolInformation;

/** Symbols that stand for a piece of code that one would show somebody, with VS Code's names for their icons. */
const KINDS: Readonly<Partial<Record<vscode.SymbolKind, string>>> = {
  [vscode.SymbolKind.Class]: 'class',
  [vscode.SymbolKind.Constructor]: 'constructor',
  [vscode.SymbolKind.Enum]: 'enum',
  [vscode.SymbolKind.Function]: 'function',
  [vscode.SymbolKind.Interface]: 'interface',
  [vscode.SymbolKind.Method]: 'method',
  [vscode.SymbolKind.Module]: 'module',
  [vscode.SymbolKind.Namespace]: 'namespace',
  [vscode.SymbolKind.Object]: 'object',
  [vscode.SymbolKind.Package]: 'package',
  [vscode.SymbolKind.Struct]: 'structure',
  [vscode.SymbolKind.TypeParameter]: 'type-parameter',
};

async function symbolsIn(uri: vscode.Uri): Promise<readonly FoundSymbol[]> {
  const given = await knownInTime<readonly Provided[]>('vscode.executeDocumentSymbolProvider', uri);
  const all = (level: readonly Provided[], isTop: boolean): readonly FoundSymbol[] =>
    level.flatMap(symbol => {
      // Providers of the old kind give a location, and no children.
      const range = 'range' in symbol ? symbol.range : symbol.location.range;
      const { name, kind } = symbol;
      // A function is often the value of a constant of the file.
      const isShown = kind in KINDS || (isTop && !range.isSingleLine);
      const inner = 'children' in symbol ? all(symbol.children, false) : [];
      return isShown ? [{ name, kind, uri, range }, ...inner] : inner;
    });
  return all(given ?? [], true);
}

async function workspaceSymbols(query: string): Promise<readonly FoundSymbol[]> {
  const given = await knownInTime<readonly vscode.SymbolInformation[]>('vscode.executeWorkspaceSymbolProvider', query);
  return (given ?? []).flatMap(({ name, kind, location: { uri, range } }) =>
    kind in KINDS ? [{ name: bareName(name), kind, uri, range, isName: true } as const] : [],
  );
}

/** A search of the workspace may write `formatPrice()` for what its file calls `formatPrice`. */
function bareName(name: string): string {
  return name.replace(/\(.*\)$/, '');
}
