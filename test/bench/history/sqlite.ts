import { field } from '../../../src/core/unknown';
import { conversations, idOf, type Length } from './conversations';

interface Statement {
  all(...parameters: readonly (string | number)[]): unknown[];
  run(...parameters: readonly (string | number)[]): unknown;
}

interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

type Constructor = new (file: string) => Database;

/** The same conversations in a database: each record a row, and its words in an index of all three letters where that is there. */
export interface SqliteHistory {
  readonly hasFts: boolean;
  /** Of a conversation that is there. */
  append(n: number): void;
  load(n: number): number;
  list(): number;
  searchLike(word: string): number;
  searchFts(word: string): number;
  close(): void;
}

/** Undefined where this Node has none. */
export async function writeSqlite(file: string, size: number, length: Length): Promise<SqliteHistory | undefined> {
  const name = 'node:sqlite';
  const module: unknown = await import(name).catch(() => undefined);
  const DatabaseSync: unknown = field({ ...Object(module) }, 'DatabaseSync');
  if (!isConstructor(DatabaseSync)) return undefined;
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE conversations (id TEXT PRIMARY KEY, title TEXT, createdAt INTEGER, updatedAt INTEGER, messages INTEGER);
    CREATE TABLE records (conversation TEXT, record TEXT);
    CREATE INDEX byConversation ON records (conversation);`);
  const hasFts = createFts(database);
  await fill(database, size, length, hasFts);
  const insert = database.prepare('INSERT INTO records VALUES (?, ?)');
  const load = database.prepare('SELECT record FROM records WHERE conversation = ? ORDER BY rowid');
  const list = database.prepare('SELECT * FROM conversations ORDER BY updatedAt DESC');
  const like = database.prepare(`SELECT DISTINCT conversation FROM records WHERE record LIKE '%' || ? || '%'`);
  const fts = hasFts ? database.prepare('SELECT DISTINCT conversation FROM words WHERE record MATCH ?') : undefined;
  return {
    hasFts,
    append: n => void insert.run(idOf(n), '{"type":"question","id":"q","parts":[{"type":"text","text":"And why?"}]}'),
    load: n => load.all(idOf(n)).map(row => JSON.parse(String(field({ ...Object(row) }, 'record')))).length,
    list: () => list.all().length,
    searchLike: word => like.all(word).length,
    searchFts: word => fts?.all(`"${word}"`).length ?? 0,
    close: () => database.close(),
  };
}

async function fill(database: Database, size: number, length: Length, hasFts: boolean): Promise<void> {
  const insert = database.prepare('INSERT INTO records VALUES (?, ?)');
  const insertWords = hasFts ? database.prepare('INSERT INTO words VALUES (?, ?)') : undefined;
  const insertSummary = database.prepare('INSERT INTO conversations VALUES (?, ?, ?, ?, ?)');
  database.exec('BEGIN');
  for await (const { id, records } of conversations(size, length)) {
    insertSummary.run(id, 'A title', 1, 1, length.turns * 2);
    for (const record of records) {
      insert.run(id, JSON.stringify(record));
      insertWords?.run(id, JSON.stringify(record));
    }
  }
  database.exec('COMMIT');
}

function createFts(database: Database): boolean {
  try {
    database.exec(`CREATE VIRTUAL TABLE words USING fts5(conversation UNINDEXED, record, tokenize = 'trigram')`);
    return true;
  } catch {
    return false;
  }
}

function isConstructor(value: unknown): value is Constructor {
  return typeof value === 'function';
}
