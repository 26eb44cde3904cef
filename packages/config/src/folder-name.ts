import { z } from 'zod';

/** A name that becomes a folder within another one, on any system. */
export const folderName = () =>
  z
    .string()
    .regex(/^(?!\.+$)[\w.-]{1,100}$/, 'use up to 100 letters, digits, dots, dashes and underscores, and not dots alone: it names a folder');
