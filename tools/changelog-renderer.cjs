const { default: DefaultChangelogRenderer } = require('nx/release/changelog-renderer');

/**
 * The changelogs that `nx release changelog` writes. That of a package lists the commits whose scope names it (`modality` names three), and
 * those without a scope that changed its files. That of the repository is written by hand, at the top of its file as work lands: it gets
 * the heading.
 */
module.exports = class ChangelogRenderer extends DefaultChangelogRenderer {
  filterChanges(changes, project) {
    const own = project?.replace('@cmg/', '');
    const names = (scope) => own === scope || own?.startsWith(`${scope}-`);
    return super.filterChanges(changes, project).filter(({ scope }) => !scope || scope.split(/, */).some(names));
  }

  async render() {
    return this.project === null ? this.renderVersionTitle() : super.render();
  }
};
