import { z } from 'zod';
import { checkComponent } from '../src/index.js';

const plugin = {
  name: 'depth',
  description: 'depth maps',
  options: z.strictObject({}),
  createSemanticEncoder() {},
  createSpecificEncoder() {},
  createDecoder() {},
};

describe('checkComponent', () => {
  it('returns a component that has all of its parts', () => {
    expect(checkComponent('modality', plugin, '@me/depth')).toBe(plugin);
  });

  it.each([
    [{ ...plugin, createDecoder: undefined }, '@me/depth: is not a modality plugin: createDecoder is missing'],
    [{ ...plugin, options: undefined }, '@me/depth: is not a modality plugin: options is missing'],
    [{ ...plugin, options: { bins: 7 } }, '@me/depth: is not a modality plugin: options is not a zod object'],
    [{ ...plugin, options: z.string() }, '@me/depth: is not a modality plugin: options is a zod string, not a zod object'],
    [{ ...plugin, options: { safeParse() {}, _def: {} } }, '@me/depth: is not a modality plugin: options is a schema of another major version of zod than 4'],
    [{ ...plugin, name: 'Depth Map', createDecoder: 3 }, '@me/depth: is not a modality plugin: name is "Depth Map", not lower-case words joined by dashes; createDecoder is not a function'],
    ['depth', '@me/depth: is not a modality plugin: string in place of an object'],
  ])('names what is missing or wrong: %#', (value, message) => {
    expect(() => checkComponent('modality', value, '@me/depth')).toThrow(new Error(message));
  });

  it('knows the parts of each kind', () => {
    const bare = { name: 'mine', description: 'mine', options: z.strictObject({}) };
    expect(() => checkComponent('objective', bare, './mine.mjs')).toThrow('./mine.mjs: is not an objective: create is missing');
    expect(() => checkComponent('dataset', bare, './mine.mjs')).toThrow('is not a data set reader: open is missing');
    expect(() => checkComponent('task', bare, './mine.mjs')).toThrow('is not a task: targets is missing; createHead is missing');
  });
});
