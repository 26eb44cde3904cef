/** features/abc.zip with one file, `pickle.dump(numpy.arange(6, dtype='float32').reshape(2, 3), file, 2)`. */
import { mkdir } from 'node:fs/promises';
import { writeZip } from '@cmg/formats';

const PICKLE = `gAJjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECY19jb2RlY3MKZW5jb2RlCnEDWAEAAABicQRYBgAAAGxh
dGluMXEFhnEGUnEHh3EIUnEJKEsBSwJLA4ZxCmNudW1weQpkdHlwZQpxC1gCAAAAZjRxDImIh3ENUnEOKEsDWAEAAAA8cQ9OTk5K/////0r/////SwB0cRBiiWgDWBsAAAAAAAAA
AADCgD8AAABAAABAQAAAwoBAAADCoEBxEWgFhnESUnETdHEUYi4=`;

const content = Buffer.from(PICKLE, 'base64');
await mkdir('features', { recursive: true });
await writeZip('features/abc.zip', [{ name: 'abc.pkl', size: content.length, content: [content] }]);
