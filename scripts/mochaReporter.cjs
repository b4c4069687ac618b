// mocha's spec reporter that also leaves its counts in the file named by the option `countsFile`, for a runner that adds them up.
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

module.exports = class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once('end', () => {
      const { passes, failures, pending } = runner.stats;
      const counts = { passed: passes, failed: failures, pending };
      writeFileSync(options.reporterOptions.countsFile, JSON.stringify(counts));
    });
  }
};
