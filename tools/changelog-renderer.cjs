const { default: DefaultChangelogRenderer } = require('nx/release/changelog-renderer');
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const PACKAGES = readdirSync(join(module.path, '../packages'));

/**
 * The changelogs that `nx release changelog` writes. That of a package lists the commits whose scope it is, and those of a wider scope
 * that changed its files. That of the repository is written by hand, at the top of its file as work lands: it gets the heading.
 */
module.exports = class ChangelogRenderer extends DefaultChangelogRenderer {
  filterChanges(changes, project) {
    const own = project?.replace('@cmg/', '');
    return super.filterChanges(changes, project).filter(({ scope }) => scope === own || !PACKAGES.includes(scope));
  }

  async render() {
    return this.project === null ? this.renderVersionTitle() : super.render();
  }
};
