import type { Component } from '../component.js';
import { testGlobals } from './test-globals.js';

/** Checks what a config relies on: the name, the description, and options that are strict, described and have defaults. */
export function describeComponent(component: Component): void {
  const { describe, it, expect } = testGlobals();
  describe('as a component of a config', () => {
    it('has a lower-case name and one line of description', () => {
      expect(component.name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(component.description).toMatch(/^\S[^\n]*\S$/);
    });

    it('has a default and a description for each option', () => {
      expect(component.options.safeParse({}).success).toBe(true);
      const undescribed = Object.entries(component.options.shape).filter(
        ([, schema]) => !(schema as { description?: string }).description,
      );
      expect(undescribed.map(([name]) => name)).toEqual([]);
    });

    it('has no option named as a key of the config itself', () => {
      expect(['use', 'weight'].filter((key) => key in component.options.shape)).toEqual([]);
    });

    it('refuses an option that it does not have', () => {
      expect(component.options.safeParse({ 'no such option': 1 }).success).toBe(false);
    });
  });
}
