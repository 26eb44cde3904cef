// tsyringe wants it there before its first import. Whoever imports this package need not.
import 'reflect-metadata';

export { container, inject, injectable, injectAll, type DependencyContainer } from 'tsyringe';
