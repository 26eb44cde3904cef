/** How code is laid out; `npm run format` writes it, `npm run lint` checks it. Prose, tables and configs are laid out by hand. */
export default { printWidth: 140, singleQuote: true, embeddedLanguageFormatting: 'off' };
