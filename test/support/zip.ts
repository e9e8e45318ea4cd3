import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Buffer;
}

const END = 0x06054b50;

/** What is in a ZIP file without encryption and below 4 GB (APPNOTE 4.3). */
export function readZip(file: Buffer): readonly ZipEntry[] {
  let end = file.length - 22;
  while (end >= 0 && file.readUInt32LE(end) !== END) end--;
  if (end < 0) throw new Error('This is no ZIP file.');
  const entries: ZipEntry[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    const method = file.readUInt16LE(at + 10);
    const [nameLength = 0, extra = 0, comment = 0] = [28, 30, 32].map(offset => file.readUInt16LE(at + offset));
    const header = file.readUInt32LE(at + 42);
    const begin = header + 30 + file.readUInt16LE(header + 26) + file.readUInt16LE(header + 28);
    const packed = file.subarray(begin, begin + file.readUInt32LE(at + 20));
    const name = file.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, bytes: method === 0 ? packed : inflateRawSync(packed) });
    at += 46 + nameLength + extra + comment;
  }
  return entries;
}
