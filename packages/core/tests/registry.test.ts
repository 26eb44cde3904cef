import { z } from 'zod';
import { Registry } from '../src/index.js';

const component = (name: string) => ({ name, description: '', options: z.strictObject({}) });

describe('Registry', () => {
  it('finds by name and says what it knows', () => {
    const registry = new Registry('modality', [component('audio'), component('video')]);
    expect(registry.get('video').name).toBe('video');
    expect(() => registry.get('radar')).toThrow("unknown modality 'radar'\n  Known: audio, video.");
  });

  it('says what to install for a component whose package is missing', () => {
    const registry = new Registry('modality', [component('audio')], new Map([['video', '@cmg/modality-video']]));
    expect(registry.has('video')).toBe(false);
    expect(registry.names).toEqual(['audio']);
    expect(() => registry.get('video')).toThrow(
      "unknown modality 'video'\n  Its package is not installed. Add it with: npm install @cmg/modality-video",
    );
    expect(() => registry.get('radar')).toThrow("unknown modality 'radar'\n  Known: audio.");
  });

  it('takes a component of another origin in its place', () => {
    const registry = new Registry('modality', [component('video')], new Map([['video', '@cmg/modality-video']]));
    expect(registry.get('video').name).toBe('video');
    expect(registry.missing('video')).toBeUndefined();
  });

  it('refuses a name twice', () => {
    const registry = new Registry('modality', [component('audio')]);
    expect(() => registry.add(component('audio'))).toThrow("the modality 'audio' is already registered");
  });
});
