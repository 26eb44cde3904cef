import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { optionalPackage, requiredPackage } from '../src/optional/optional-package.js';

/** Fails as Node does where `imported` is missing. */
const failing = (imported: string, code = 'ERR_MODULE_NOT_FOUND') => {
  const error = Object.assign(new Error(`Cannot find package '${imported}' imported from /somewhere/index.js`), { code });
  return () => Promise.reject(error);
};

describe('optionalPackage', () => {
  it('is what the package exports, or undefined where it is not installed', async () => {
    await expect(optionalPackage('@cmg/here', async () => ({ answer: 42 }))).resolves.toEqual({ answer: 42 });
    await expect(optionalPackage('@cmg/search', failing('@cmg/search'))).resolves.toBeUndefined();
  });

  it('hides nothing that is wrong in the package', async () => {
    await expect(optionalPackage('@cmg/search', failing('usearch'))).rejects.toThrow("Cannot find package 'usearch'");
    await expect(optionalPackage('@cmg/search', failing('@cmg/search', 'ERR_OTHER'))).rejects.toThrow("'@cmg/search'");
    const missingFile = Object.assign(new Error("Cannot find module '/x/node_modules/@cmg/search/dist/index.js' imported from /a.js"), {
      code: 'ERR_MODULE_NOT_FOUND',
    });
    await expect(optionalPackage('@cmg/search', () => Promise.reject(missingFile))).rejects.toBe(missingFile);
    await expect(optionalPackage('@cmg/search', () => Promise.reject(new TypeError('broken')))).rejects.toThrow('broken');
  });

  it('knows the error of this version of Node', async () => {
    const script = "await import('@cmg/not-there').catch(({ code, message }) => console.log(JSON.stringify({ code, message })))";
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
    const { code, message } = JSON.parse(stdout) as { code: string; message: string };
    const load = () => Promise.reject(Object.assign(new Error(message), { code }));
    await expect(optionalPackage('@cmg/not-there', load)).resolves.toBeUndefined();
    await expect(optionalPackage('@cmg/not', load)).rejects.toThrow(message);
  });
});

test('requiredPackage says what to install', async () => {
  await expect(requiredPackage('@cmg/search', 'an index of clips', failing('@cmg/search'))).rejects.toMatchObject({
    kind: 'usage',
    message: 'an index of clips needs @cmg/search, which is not installed\n  Add it with: npm install @cmg/search',
  });
  await expect(requiredPackage('@cmg/here', 'it', async () => ({ answer: 42 }))).resolves.toEqual({ answer: 42 });
});
