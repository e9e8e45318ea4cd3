/** What people and models write behind a fence, where VS Code's language id is another word. */
const IDS: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  'c#': 'csharp',
  'c++': 'cpp',
  console: 'shellscript',
  cs: 'csharp',
  docker: 'dockerfile',
  golang: 'go',
  htm: 'html',
  js: 'javascript',
  jsx: 'javascriptreact',
  kt: 'kotlin',
  make: 'makefile',
  md: 'markdown',
  objc: 'objective-c',
  patch: 'diff',
  pl: 'perl',
  ps1: 'powershell',
  pwsh: 'powershell',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'shellscript',
  shell: 'shellscript',
  text: 'plaintext',
  ts: 'typescript',
  tsx: 'typescriptreact',
  txt: 'plaintext',
  vue: 'html',
  yml: 'yaml',
  zsh: 'shellscript',
};

/** The language id for the word behind a fence: one that this VS Code knows, whatever the word was. */
export function languageIdOf(word: string, known: readonly string[]): string {
  const wanted = word.toLowerCase();
  const candidates = [wanted, Object.hasOwn(IDS, wanted) ? (IDS[wanted] ?? '') : ''];
  return known.find(id => candidates.includes(id.toLowerCase())) ?? 'plaintext';
}
