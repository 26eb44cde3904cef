import { z } from 'zod';
import { checkComponent, CmgError, defineTask, inMemory } from '../src/index.js';

const bare = { name: 'depth', description: 'depth maps', options: z.strictObject({}) };
const plugin = {
  ...bare,
  features: { axes: ['F'], description: 'depth' },
  createSemanticEncoder() {},
  createSpecificEncoder() {},
  createDecoder() {},
};

/** What is wrong, without where it is. */
function faults(kind: Parameters<typeof checkComponent>[0], value: unknown): string {
  try {
    checkComponent(kind, value, '@me/depth');
    return 'nothing';
  } catch (error) {
    expect(error).toBeInstanceOf(CmgError);
    expect(error).toMatchObject({ kind: 'usage', where: '@me/depth' });
    return (error as CmgError).what;
  }
}

describe('checkComponent', () => {
  it('returns the component that has all of its parts', () => {
    expect(checkComponent('modality', plugin, '@me/depth')).toBe(plugin);
  });

  it.each([
    ['createDecoder', undefined, 'createDecoder is missing: (options, build) => Decoder'],
    ['createSemanticEncoder', 3, 'createSemanticEncoder is not a function: (options, build) => SemanticEncoder'],
    ['createFrontEnd', {}, 'createFrontEnd is not a function'],
    ['name', undefined, "name is missing: what a config says, such as 'depth'"],
    ['name', 'Depth Map', 'name is "Depth Map", not lower-case words joined by dashes'],
    ['description', ' ', 'description is missing: one line for the help and the docs'],
    ['features', undefined, 'features is missing: {axes, description}'],
    ['features', { axes: [], description: '' }, "features.axes is not a list of letters, such as ['F']"],
    [
      'features',
      { axes: ['F'], otherAxes: ['F'], description: '' },
      "features.otherAxes is not a list of lists of letters, such as [['F']]",
    ],
    ['extractors', [{ ...bare, kind: 'file' }], 'extractors[0]: open is missing: (options) => Promise<ExtractorSession>'],
    ['options', undefined, 'options is missing: use z.strictObject({}) if there are none'],
    ['options', { bins: 7 }, 'options is not a zod object'],
    ['options', z.string(), 'options is a zod string, not a zod object'],
    ['options', { safeParse() {}, _def: {} }, 'options is a schema of a zod version other than 4'],
    ['options', z.object({}), 'options accepts unknown keys: make it a z.strictObject'],
    [
      'options',
      z.strictObject({ weight: z.number().default(1) }),
      'options.weight is a key of the config itself: give the option another name',
    ],
    [
      'options',
      z.strictObject({ context: z.string().default('room') }),
      'options.context is a key of the config itself: give the option another name',
    ],
    ['options', z.strictObject({ bins: z.int() }), 'options.bins has no default, but {} must be valid'],
  ])('names the part that is wrong: %s %#', (part, value, fault) => {
    expect(faults('modality', { ...plugin, [part]: value })).toBe(`is not a modality plugin: ${fault}`);
  });

  it('tells all faults at once', () => {
    expect(faults('task', { name: 'mine', description: 'mine' })).toBe(
      'is not a task: options is missing: use z.strictObject({}) if there are none; targets is missing: (options, source) => Promise<ClipValues>; createHead is missing: (options, build) => Head',
    );
  });

  it.each([
    ['objective', 'is not an objective: create is missing: (options, build) => Objective'],
    ['dataset', 'is not a data set reader: open is missing: (options, context) => Promise<Dataset>'],
    [
      'extractor',
      'is not an extractor: open is missing: (options) => Promise<ExtractorSession>; kind is missing: the kind of media, one of audio, video, text, file',
    ],
    ['codebook', 'is not a codebook: create is missing: (options, build) => Codebook'],
    ['observer', 'is not an observer: create is missing: (options, build) => TrainingObserver'],
  ] as const)('knows the parts of a component of kind %s', (kind, fault) => {
    expect(faults(kind, bare)).toBe(fault);
  });

  it('says what it found where the kind is another', () => {
    expect(faults('objective', plugin)).toBe('is not an objective: it is a modality plugin');
    expect(faults('modality', { ...bare, open() {} })).toBe('is not a modality plugin: it is a data set reader');
    const task = defineTask({
      ...bare,
      targets: async () => inMemory({ data: new Float32Array(), shape: [0] }),
      createHead: () => Promise.reject(new Error()),
    });
    expect(faults('codebook', task)).toBe('is not a codebook: it is a task');
    expect(faults('modality', undefined)).toBe('is not a modality plugin: undefined instead of an object');
    expect(faults('modality', null)).toBe('is not a modality plugin: null instead of an object');
  });
});
