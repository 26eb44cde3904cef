import { z } from 'zod';
import { Registry } from '../src/index.js';

const component = (name: string) => ({ name, description: '', options: z.strictObject({}) });

describe('Registry', () => {
  it('finds by name and says what it knows', () => {
    const registry = new Registry('modality', [component('audio'), component('video')]);
    expect(registry.get('video').name).toBe('video');
    expect(() => registry.get('radar')).toThrow("unknown modality 'radar'\n  Known: audio, video.");
  });

  it('refuses a name twice', () => {
    const registry = new Registry('modality', [component('audio')]);
    expect(() => registry.add(component('audio'))).toThrow("the modality 'audio' is already registered");
  });
});
